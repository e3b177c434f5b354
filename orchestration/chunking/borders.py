"""Where a text may be cut: between paragraphs, sentences, lines, words, at the worst letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import regex

from orchestration.parsing.document import BlockKind

Places: TypeAlias = Iterator[int]
Level: TypeAlias = Callable[[str, int, int], Places]
"""Yields the places to cut between two places of a text, in order."""

LONGEST_GRAPHEME: Final = 256
"""In characters. No script has longer ones; what is longer is made to be long."""
_STRIDE: Final = 16
# Marks of Western, of Chinese and Japanese, of Arabic and Indian sentences; blank lines. Each run
# of marks is looked at once: else many of them would take the square of their number.
_SENTENCE: Final = regex.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++(?=[^\s\p{Ll}])|[。！？｡]++[」』”’）]*+\s*+"  # noqa: RUF001
    r"|(?<![؟۔।])[؟۔।]++\s++|\n\s*\n\s*+"  # noqa: RUF001
)
_ABBREVIATION: Final = regex.compile(
    r"\b(?:\p{L}|[Mm]rs?|[Mm]s|[Dd]r|[Pp]rof|[Ss]t|vs|pp|[Ff]ig|al|cf|approx|ca|bzw|usw|Nr|Hr|Fr)$"
)
_LONGEST_ABBREVIATION: Final = 8
_BLANK_LINES: Final = regex.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_LINE: Final = regex.compile(r"\n+")
_SPACE: Final = regex.compile(r"\s+")
_GRAPHEME: Final = regex.compile(r"\X")
# What goes on with the character before it, even with a space.
_CONTINUING: Final = regex.compile(r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]")


def _sentences(text: str, start: int, end: int) -> Places:
    for found in _SENTENCE.finditer(text, start, end):
        before = text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        shortened = text[found.start()] == "." and _ABBREVIATION.search(before)
        if not shortened and _may_begin(text, found.end()):
            yield found.end()


def _after(pattern: regex.Pattern[str]) -> Level:
    def places(text: str, start: int, end: int) -> Places:
        ends = (found.end() for found in pattern.finditer(text, start, end))
        return (place for place in ends if _may_begin(text, place))

    return places


def _graphemes(stride: int) -> Level:
    """Every one of a long text would take much memory, and be of little use."""

    def places(text: str, start: int, end: int) -> Places:
        if _is_plain(text[start:end]):
            yield from range(start + stride, end, stride)
            return
        last = start
        for found in _GRAPHEME.finditer(text, start, end):
            inside = range(found.start() + LONGEST_GRAPHEME, found.end(), LONGEST_GRAPHEME)
            for place in (*inside, found.end()):
                if place - last >= stride:
                    yield place
                    last = place

    return places


_WORDS: Final = (_after(_SPACE), _graphemes(_STRIDE), _graphemes(1))
_PROSE: Final = (_sentences, _after(_LINE), *_WORDS)
_LEVELS: Final = {
    BlockKind.CODE: (_after(_BLANK_LINES), _after(_LINE), *_WORDS),
    BlockKind.TABLE: (_after(_LINE), *_WORDS),
}


def levels_of(kind: BlockKind) -> tuple[Level, ...]:
    """Return the ways to cut a block that is too long, the best first."""
    return _LEVELS.get(kind, _PROSE)


def borders(level: Level, text: str, start: int, end: int) -> list[int]:
    """Return where to cut, with start and end.

    Between two of them there is always more than white space, and none parts a grapheme.
    """
    found = [start]
    looked_at = start  # from the last border to here there is white space alone
    for place in level(text, start, end):
        if looked_at < place < end:
            if not text[looked_at:place].isspace():
                found.append(place)
            looked_at = place
    if len(found) > 1 and text[found[-1] : end].isspace():
        found.pop()
    return [*found, end]


def _is_plain(text: str) -> bool:
    """Return whether each character is a grapheme, which is known at once of most long texts."""
    return text.isascii() and "\r" not in text


def _may_begin(text: str, place: int) -> bool:
    return place == len(text) or text[place - 1] == "\n" or not _CONTINUING.match(text, place)
