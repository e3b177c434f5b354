"""Checksums of what lies on a worker's disk: made once, in the background, and kept."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.checksums import sha256_of
from orchestration.registry.exclusive import exclusive
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.replicas import Held, inspect
from orchestration.registry.verify import NOTES, Verifier
from tests.patience import until

MODEL = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()


class Counted:
    """Makes checksums and counts how often."""

    def __init__(self) -> None:
        self.read: list[Path] = []

    def __call__(self, path: Path) -> str:
        self.read.append(path)
        return sha256_of(path)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def verifier(tmp_path: Path, counted: Counted) -> Iterator[Verifier]:
    made = Verifier(tmp_path, counted)
    yield made
    made.close()


def known(verifier: Verifier, path: Path) -> str:
    """Ask until it is known, as reports do."""
    until(lambda: verifier.checksum(path) is not None, f"for {path}")
    verdict = verifier.checksum(path)
    assert verdict is not None
    return verdict.checksum


def file(folder: Path, content: bytes = b"GGUF") -> Path:
    path = folder / "model.gguf"
    path.write_bytes(content)
    return path


def test_a_file_is_read_once_in_the_background(
    tmp_path: Path, verifier: Verifier, counted: Counted
) -> None:
    path = file(tmp_path)
    assert verifier.checksum(path) is None
    assert known(verifier, path) == sha256_of(path)
    assert verifier.changes == 1
    assert counted.read == [path]


def test_asking_again_and_again_reads_it_no_second_time_meanwhile(tmp_path: Path) -> None:
    path, gate, counted = file(tmp_path), threading.Event(), Counted()

    def slowly(asked: Path) -> str:
        gate.wait(10)
        return counted(asked)

    verifier = Verifier(tmp_path, slowly)
    assert [verifier.checksum(path) for _ in range(9)] == [None] * 9
    gate.set()
    known(verifier, path)
    assert counted.read == [path]
    verifier.close()


def test_a_file_that_changes_is_read_again(
    tmp_path: Path, verifier: Verifier, counted: Counted
) -> None:
    path = file(tmp_path)
    before = known(verifier, path)
    path.write_bytes(b"FUGG")
    os.utime(path, ns=(1, 1))
    assert verifier.checksum(path) is None
    assert known(verifier, path) != before


def test_what_is_known_outlives_a_restart(
    tmp_path: Path, verifier: Verifier, counted: Counted
) -> None:
    path = file(tmp_path)
    checksum = known(verifier, path)
    again = Verifier(tmp_path, counted)
    found = again.checksum(path)
    assert found is not None
    assert found.checksum == checksum
    assert counted.read == [path]


def test_what_was_deleted_is_forgotten(tmp_path: Path, verifier: Verifier) -> None:
    path, other = file(tmp_path), tmp_path / "other.gguf"
    other.write_bytes(b"GGUF")
    known(verifier, path)
    path.unlink()
    known(Verifier(tmp_path), other)
    assert str(path) not in (tmp_path / NOTES).read_text()


@pytest.mark.parametrize("notes", ["", "[1]", '{"a": {"b": 1}}', '{"a": 1}'])
def test_damaged_notes_are_as_good_as_none(tmp_path: Path, notes: str) -> None:
    (tmp_path / NOTES).write_text(notes)
    verifier = Verifier(tmp_path)
    path = file(tmp_path)
    assert known(verifier, path) == sha256_of(path)
    verifier.close()


def test_where_notes_cannot_be_kept_checksums_are_made_all_the_same(tmp_path: Path) -> None:
    path = file(tmp_path)
    blocked = tmp_path / "no-folder"
    blocked.write_bytes(b"")
    verifier = Verifier(blocked)
    assert known(verifier, path) == sha256_of(path)
    verifier.close()


def test_what_somebody_has_just_read_is_not_read_again(
    tmp_path: Path, verifier: Verifier, counted: Counted
) -> None:
    path = file(tmp_path)
    verifier.know(path, "f" * 64)
    assert known(verifier, path) == "f" * 64
    assert counted.read == []


def test_a_file_that_breaks_the_reader_keeps_no_others_from_being_read(tmp_path: Path) -> None:
    odd, sound = tmp_path / "odd.gguf", file(tmp_path)
    odd.write_bytes(b"GGUF")

    def read(path: Path) -> str:
        if path == odd:
            raise UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates not allowed")
        return sha256_of(path)

    verifier = Verifier(tmp_path, read)
    assert verifier.checksum(odd) is None
    assert known(verifier, sound) == sha256_of(sound)
    verifier.close()


def test_a_folder_is_known_until_one_of_its_files_changes(
    tmp_path: Path, verifier: Verifier
) -> None:
    folder = tmp_path / "embedder"
    folder.mkdir()
    for name in ("config.json", "weights.bin"):
        (folder / name).write_bytes(b"1")
    assert known(verifier, folder) == sha256_of(folder)
    os.utime(folder / "weights.bin", ns=(1, 1))
    assert verifier.checksum(folder) is None
    known(verifier, folder)


def test_a_model_that_may_not_be_looked_at_keeps_no_others_from_serving() -> None:
    hidden = replace(TINY_RANDOM, name="hidden", location="/" + "x" * 300)
    first, second = inspect([hidden, TINY_RANDOM])
    assert "cannot be looked at" in first.error
    assert (first.state, second.state) == ("missing", "present")


def held(tmp_path: Path, verifier: Verifier, content: bytes) -> Held:
    """Return a copy as reported once its checksum is known."""
    path = file(tmp_path, content)
    known(verifier, path)
    (found,) = inspect([replace(TINY_RANDOM, location=path.name)], [tmp_path], (), verifier)
    return found


def test_a_copy_is_sound_by_its_size_at_first_and_by_its_checksum_later(
    tmp_path: Path, verifier: Verifier
) -> None:
    path = file(tmp_path, MODEL)
    spec = replace(TINY_RANDOM, location=path.name)
    (first,) = inspect([spec], [tmp_path], (), verifier)
    assert (first.state, first.verified_at) == ("present", None)
    sound = held(tmp_path, verifier, MODEL)
    assert (sound.state, sound.checksum, sound.size_bytes) == (
        "present", TINY_RANDOM.checksum, len(MODEL),
    )  # fmt: skip
    assert sound.verified_at is not None


def test_a_copy_with_one_wrong_byte_is_damaged(tmp_path: Path, verifier: Verifier) -> None:
    wrong = held(tmp_path, verifier, MODEL[:-1] + bytes([MODEL[-1] ^ 1]))
    assert wrong.state == "damaged"
    assert TINY_RANDOM.checksum in wrong.error
    assert "pull or copy it again" in wrong.error


def test_a_file_is_written_by_one_at_a_time_and_leaves_no_lock(tmp_path: Path) -> None:
    target, entered, waits = tmp_path / "model.gguf", threading.Event(), threading.Event()

    def second() -> None:
        with exclusive(target, waits.set):
            entered.set()

    thread = threading.Thread(target=second)
    with exclusive(target, lambda: None):
        thread.start()
        assert waits.wait(10)
        assert not entered.is_set()
    thread.join(10)
    assert entered.is_set()
    assert list(tmp_path.iterdir()) == []
