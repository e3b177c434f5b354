"""From a file to passages: parsed and cut in a process with limits, named by their headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.chunking.cutter import read_passages
from orchestration.chunking.passage import Passage
from orchestration.documents.passages import Part, Reading
from orchestration.documents.views import DocumentView


def read(
    path: Path, document: DocumentView, *, most_tokens: int, look: Callable[[], object]
) -> Reading:
    """Return a file's passages.

    Args:
        path: Its bytes.
        document: What it is called and said to be.
        most_tokens: Of a passage.
        look: Called meanwhile; what it raises ends the reading at once.

    Raises:
        UnreadableDocument: It cannot be read; which of its kinds says why.
        ReaderUnavailable: The process that reads does not work.
    """
    cut = read_passages(
        path,
        name=document.name,
        media_type=document.media_type or None,
        most_tokens=most_tokens,
        look=look,
    )
    title = cut.title or document.name
    firsts: dict[int, int] = {}
    for each in cut.passages:
        firsts.setdefault(each.section, each.ordinal)
    parts = [_part(title, each, firsts[each.section]) for each in cut.passages if each.content]
    return Reading(title, cut.pages, parts)


def _part(title: str, passage: Passage, section: int) -> Part:
    path = passage.path if passage.path[:1] == (title,) else (title, *passage.path)
    return Part(
        heading=" > ".join(path),
        text=passage.content,
        page=passage.page or 0,
        start=passage.start,
        stop=passage.end,
        section=section,
        tokens=passage.tokens,
    )
