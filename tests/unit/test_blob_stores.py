"""One suite for every store: a folder, and a service that speaks S3."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from orchestration.blobs.copies import copy
from orchestration.blobs.errors import BlobTooLarge, StoreUnavailable
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import Place, Store
from orchestration.blobs.s3 import Bucket, S3Store
from orchestration.blobs.spool import IN_MEMORY, Spool, spooled
from tests import s3

TENANT = UUID(int=7)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with s3.bucket() as made:
        yield made


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "blobs")
    made = S3Store(request.getfixturevalue("bucket"))
    made.discard([found.key for found in made.walk()])
    return made


def put(store: Store, raw: bytes, tenant: UUID = TENANT) -> Place:
    with spooled([raw], len(raw)) as content:
        place = Place(tenant, content.sha256, uuid4())
        store.write(place, content)
    return place


def read(store: Store, place: Place, start: int, stop: int) -> bytes:
    return b"".join(bytes(chunk) for chunk in store.read(place, start, stop))


def test_what_is_written_is_there_and_can_be_read_in_parts(store: Store) -> None:
    raw = os.urandom(700_000)
    place = put(store, raw)
    assert store.size(place) == len(raw)
    assert read(store, place, 0, len(raw)) == raw
    assert read(store, place, 300_000, 300_010) == raw[300_000:300_010]
    assert read(store, place, len(raw) - 1, len(raw)) == raw[-1:]


def test_an_object_of_several_parts_is_whole(store: Store) -> None:
    raw = os.urandom(9 * 1024 * 1024)
    place = put(store, raw)
    assert store.size(place) == len(raw)
    assert read(store, place, 0, len(raw)) == raw


def test_nothing_can_be_kept(store: Store) -> None:
    place = put(store, b"")
    assert store.size(place) == 0
    assert read(store, place, 0, 0) == b""


def test_what_is_not_there_is_told_at_once(store: Store) -> None:
    nowhere = Place(TENANT, "0" * 64, uuid4())
    assert store.size(nowhere) is None
    for stop in (0, 10):
        with pytest.raises(FileNotFoundError):
            store.read(nowhere, 0, stop)


def test_writing_and_deleting_again_change_nothing(store: Store) -> None:
    place = put(store, b"words")
    with spooled([b"words"], 5) as content:
        store.write(place, content)
    assert read(store, place, 0, 5) == b"words"
    store.delete([place, place])
    store.delete([place])
    assert store.size(place) is None


def test_everything_is_found_with_whose_it_is(store: Store) -> None:
    places = {put(store, b"a"), put(store, b"a", UUID(int=8)), put(store, b"b")}
    found = list(store.walk())
    assert {each.place for each in found} == places
    assert {each.key for each in found} == {place.key for place in places}
    assert all(each.size == 1 for each in found)
    store.discard([each.key for each in found])
    assert list(store.walk()) == []


def test_copies_are_verified(store: Store, tmp_path: Path) -> None:
    target = FolderStore(tmp_path / "copy")
    good, gone = put(store, b"good"), put(store, b"gone")
    store.delete([gone])
    bad = Place(TENANT, good.sha256, uuid4())
    with spooled([b"evil"], 4) as content:
        store.write(bad, content)
    done = copy([(good, 4), (gone, 4), (bad, 4)], store, target)
    assert (done.count, done.size) == (1, 4)
    assert done.missing == [gone.sha256, bad.sha256]
    assert [each.place for each in target.walk()] == [good]


def test_a_service_that_is_away_is_told_in_one_sentence() -> None:
    away = S3Store(
        Bucket("b", endpoint="http://127.0.0.1:9", key_id="k", secret="s", timeout_s=0.5)
    )
    with pytest.raises(StoreUnavailable, match="cannot be used") as refused:
        away.size(Place(TENANT, "0" * 64, uuid4()))
    assert refused.value.retryable


# --- The folder ----------------------------------------------------------------------------


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        put(store, b"words")
    monkeypatch.undo()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_are_flushed_before_they_are_named_and_their_names_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path)
    put(store, b"first")
    done: list[str] = []
    flush, rename = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("flush")
        flush(handle)

    def replace(self: Path, target: Path) -> Path:
        done.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    put(store, b"first")
    assert done == ["flush", "name", "flush"]


def test_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    place = put(FolderStore(tmp_path / "blobs"), b"words")
    path = tmp_path / "blobs" / place.key
    modes = {each.stat().st_mode & 0o077 for each in (path, path.parent, path.parent.parent)}
    assert modes == {0}


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "blobs")
    place = put(store, b"words")
    path = tmp_path / "blobs" / place.key
    path.unlink()
    (tmp_path / "secret").write_text("secret")
    path.symlink_to(tmp_path / "secret")
    with pytest.raises(StoreUnavailable):
        store.read(place, 0, 6)


def test_drafts_of_dead_writers_are_tidied_away_and_those_of_others_stay(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    put(store, b"words")
    old, new = tmp_path / "drafts" / "old", tmp_path / "drafts" / "new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (time.time() - 5000, time.time() - 5000))
    assert store.tidy(3600) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert len(list(store.walk())) == 1


# --- Places and spools ---------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "/"])
def test_only_a_hash_becomes_part_of_a_path(text: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        Place(TENANT, text, uuid4())


def test_a_key_tells_its_place_and_nothing_else_does() -> None:
    place = Place(TENANT, "ab" * 32, uuid4())
    assert Place.parse(place.key) == place
    for wrong in (
        place.key.upper(),
        place.key[:-1],
        f"x{place.key}",
        place.key.replace("/ab/", "/ac/"),
    ):
        assert Place.parse(wrong) is None


def test_a_spool_refuses_what_is_too_much_and_holds_little_in_memory() -> None:
    with Spool(IN_MEMORY * 2) as spool:
        spool.feed(b"x" * IN_MEMORY)
        spool.feed(b"x" * IN_MEMORY)
        file: Any = spool.open()
        assert file._rolled, "the rest lies in a file"
        with pytest.raises(BlobTooLarge):
            spool.feed(b"x")
        assert spool.size == IN_MEMORY * 2
