"""Texts that were made to be hard to cut, and readings that nobody waits for any more."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from deploy.local.processes import is_alive
from orchestration.chunking import wire
from orchestration.chunking.cut import Cut
from orchestration.chunking.cutter import read_passages
from orchestration.chunking.passage import Passage
from orchestration.limited.process import LimitedProcess
from orchestration.parsing.errors import DocumentTooLarge, ReaderUnavailable
from orchestration.parsing.limits import Limits
from orchestration.parsing.parser import Program, read_apart
from tests.patience import until

ROOT = Path(__file__).resolve().parents[2]
# What is made in the time of one line takes a second or two; with its square, it takes hours.
QUICK = Limits(cpu_s=20)


def passages(
    folder: Path, text: str, name: str = "a.txt", *, most_tokens: int = 200, limits: Limits = QUICK
) -> Cut:
    path = folder / "upload"
    path.write_text(text)
    return read_passages(path, name=name, media_type=None, most_tokens=most_tokens, limits=limits)


HARD: dict[str, tuple[str, str]] = {
    "full stops": ("." * 2_000_000, "a.txt"),
    "full stops apart": (". " * 1_000_000, "a.txt"),
    "sentences": ("A. " * 600_000, "a.txt"),
    "blank lines below a long paragraph": ("word " * 300 + "\n" + " \n" * 2_000_000, "a.py"),
    "spaces": ("word " * 300 + " " * 4_000_000 + "word " * 300, "a.txt"),
    "line ends": ("word " * 300 + "\n\t" * 2_000_000 + "end", "a.md"),
    "marks on one letter": ("e" + "\u0301" * 1_000_000, "a.txt"),
    "headings": ("# a\n\nb\n\n" * 50_000, "a.md"),
    "small sections": ("# a\n\n" + "### b\n\nc\n\n" * 50_000, "a.md"),
    "a long first line of a table": (f"a{'b' * 1_000_000},c\n" + "d,e\n" * 300_000, "a.csv"),
    "Chinese": ("語" * 1_000_000, "a.txt"),
}


@pytest.mark.parametrize(("text", "name"), HARD.values(), ids=HARD)
def test_a_hard_text_is_cut_in_a_time_that_grows_as_it_does(
    tmp_path: Path, text: str, name: str
) -> None:
    made = passages(tmp_path, text, name).passages
    assert made
    end = 0
    for each in made:
        assert (each.start, each.end - each.start) == (end, len(each.text))
        end = each.end


def test_a_document_has_only_so_many_passages(tmp_path: Path) -> None:
    few = Limits(passages=100)
    with pytest.raises(DocumentTooLarge, match="more than 100 passages") as caught:
        passages(tmp_path, "one two three\n\n" * 101, most_tokens=3, limits=few)
    assert "Split" in str(caught.value.mend)
    made = passages(tmp_path, "one two three\n\n" * 100, most_tokens=3, limits=few)
    assert len(made.passages) == 100


def test_what_is_written_is_read(tmp_path: Path) -> None:
    cut = Cut(
        "Title",
        7,
        (
            Passage(0, "# A\n\n", 0, 5, ("A",), 1, 0, "", 3),
            Passage(1, "| b \u0301|\n", 5, 12, ("A",), None, 0, "| a |\n", 4),
        ),
    )
    wire.write(cut, tmp_path / "cut")
    assert wire.read(tmp_path / "cut") == cut


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b'{"title": null, "pages": 0, "rows": [["a", 0, 0, null, 0, 0, 1]]}',
        b'{"title": 0, "pages": 0, "paths": [], "leads": [""], "rows": [["a", 0, 5, 0, 0, 0, 1]]}',
        b'{"title": 0, "pages": 0, "paths": [[]], "leads": [""], "rows": [["a", 0, 0]]}',
    ],
)
def test_passages_that_make_no_sense_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    def ask(_: LimitedProcess, request: bytes) -> dict[str, Any]:
        Path(json.loads(request)["written"]).write_bytes(answer)
        return {}

    monkeypatch.setattr(LimitedProcess, "ask", ask)
    with pytest.raises(ReaderUnavailable):
        passages(tmp_path, "text")


class Enough(Exception):  # noqa: N818 - no error
    """Whoever waited wants something else now."""


LONG = Limits(cpu_s=120)
ENDLESS = Program("tests.endless", Path.read_text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where readers write; with a file to be read beside it."""
    made = tmp_path / "scratch"
    made.mkdir()
    (tmp_path / "upload").write_text("text")
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def begun(folder: Path) -> bool:
    return any(folder.glob("switchyard-reading-*/document"))


def test_a_reading_that_is_stopped_ends_with_its_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> Any:
        started.append(real(*arguments, **options))
        return started[-1]

    def look() -> None:
        if begun(folder):
            raise Enough

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(Enough):
        read_apart(ENDLESS, folder.parent / "upload", name="a.txt", limits=LONG, look=look)
    assert [each.returncode for each in started] == [-signal.SIGKILL]
    assert list(folder.iterdir()) == []


CALLER = """
import sys
from pathlib import Path
from orchestration.parsing.limits import Limits
from orchestration.parsing.parser import Program, read_apart
program = Program("tests.endless", Path.read_text)
read_apart(program, Path(sys.argv[1]), name="a.txt", limits=Limits(cpu_s=120))
"""


def test_a_reading_ends_when_its_caller_is_killed(folder: Path) -> None:
    arguments = [sys.executable, "-c", CALLER, str(folder.parent / "upload")]
    caller = subprocess.Popen(arguments, cwd=ROOT)
    until(lambda: begun(folder), "for the reader")
    (reader,) = Path(f"/proc/{caller.pid}/task/{caller.pid}/children").read_text().split()
    caller.kill()
    caller.wait()
    until(lambda: not is_alive(int(reader)), "for the reader's end")
