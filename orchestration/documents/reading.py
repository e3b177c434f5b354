"""From a file to passages: parsed in a process with limits, cut by its structure."""

from __future__ import annotations

from pathlib import Path

from orchestration.chunking.chunker import chunk
from orchestration.chunking.passage import Passage
from orchestration.documents.passages import Part, Reading
from orchestration.documents.views import DocumentView
from orchestration.parsing.document import Parsed
from orchestration.parsing.parser import parse


def read(path: Path, document: DocumentView, *, most_tokens: int) -> Reading:
    """Return a file's passages.

    Args:
        path: Its bytes.
        document: What it is called and said to be.
        most_tokens: Of a passage.

    Raises:
        UnreadableDocument: It cannot be read; which of its kinds says why.
        ReaderUnavailable: The process that reads does not work.
    """
    parsed = parse(path, name=document.name, media_type=document.media_type or None)
    title = parsed.title or document.name
    passages = chunk(parsed, most=most_tokens)
    firsts: dict[int, int] = {}
    for each in passages:
        firsts.setdefault(each.section, each.ordinal)
    parts = [_part(title, each, firsts[each.section]) for each in passages if each.content]
    return Reading(title, _pages(parsed), parts)


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


def _pages(parsed: Parsed) -> int:
    return max((each.page or 0 for each in parsed.blocks), default=0)
