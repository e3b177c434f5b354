"""The marks of an answer: `[1]`, `[2, 3]`, `[1][4]`, `[2-4]`. Pure.

Code is left out: what stands in brackets there is an index. So are numbers that no list of sources
reaches, such as years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from orchestration.retrieval.sources import Source

_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_NUMBER: Final = r"\d{1,3}"
_MARK: Final = re.compile(
    rf"\[\s*({_NUMBER}(?:\s*[-\u2013]\s*{_NUMBER})?"
    rf"(?:\s*[,;]\s*{_NUMBER}(?:\s*[-\u2013]\s*{_NUMBER})?)*)\s*\]"
)
_RANGE: Final = re.compile(rf"({_NUMBER})(?:\s*[-\u2013]\s*({_NUMBER}))?")
_WIDEST: Final = 50
"""No range of sources is wider; what looks like one is something else."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One pair of brackets.

    Attributes:
        start, stop: Its characters in the answer.
        numbers: What it names, each once, in order.
    """

    start: int
    stop: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that an answer cites.

    Attributes:
        source: Which one.
        marks: Where: first character and the one after the last, of each mark.
    """

    source: Source
    marks: tuple[tuple[int, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as results have it."""
        return {
            "number": self.source.number,
            "id": str(self.source.id),
            "label": self.source.label,
            "marks": [list(each) for each in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Citations:
    """What an answer cites.

    Attributes:
        resolved: By number.
        unresolved: Numbers that no source has, in the order in which they come.
    """

    resolved: tuple[Citation, ...] = ()
    unresolved: tuple[int, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return them as results have them; what is unresolved is told only where there is some."""
        told: dict[str, Any] = {"citations": [each.to_dict() for each in self.resolved]}
        return told | ({"unresolved_citations": list(self.unresolved)} if self.unresolved else {})


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks of an answer, in order."""
    shown = _CODE.sub(lambda code: " " * len(code[0]), text)
    for found in _MARK.finditer(shown):
        numbers = tuple(dict.fromkeys(_numbers(found[1])))
        if numbers:
            yield Mark(found.start(), found.end(), numbers)


def cited(text: str, sources: Sequence[Source]) -> Citations:
    """Return what an answer cites.

    Args:
        text: The answer.
        sources: Those that the model has seen.
    """
    by_number = {each.number: each for each in sources}
    places: dict[int, list[tuple[int, int]]] = {}
    for mark in marks(text):
        for number in mark.numbers:
            places.setdefault(number, []).append((mark.start, mark.stop))
    return Citations(
        tuple(
            Citation(by_number[number], tuple(places[number]))
            for number in sorted(places)
            if number in by_number
        ),
        tuple(number for number in places if number not in by_number),
    )


def _numbers(named: str) -> Iterator[int]:
    for found in _RANGE.finditer(named):
        first = int(found[1])
        last = int(found[2] or first)
        if first <= last < first + _WIDEST:
            yield from range(first, last + 1)
