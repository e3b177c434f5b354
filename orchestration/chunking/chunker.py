"""Cuts a document into passages: by sections, then blocks, then sentences, then words.

Passages go from one section into the next only below the second level of headings, and only where
one of the two is tiny. A heading stays with what follows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Final, TypeAlias

from orchestration.chunking.borders import borders, levels_of
from orchestration.chunking.estimating import estimate
from orchestration.chunking.packing import Span, pack
from orchestration.chunking.passage import Passage
from orchestration.chunking.sections import TOP_LEVELS, Section, Unit, sections
from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import too_many

Count: TypeAlias = Callable[[str], int]
MOST_TOKENS: Final = 200
TINY: Final = 4
"""A section is tiny that would fit this often into a passage."""
MOST_LEAD: Final = 3
"""A lead takes no more than one part of so many."""
LONGEST_TOKEN: Final = 64
"""In characters, on average: what is longer is not even counted, but cut."""


def chunk(
    parsed: Parsed,
    *,
    count: Count = estimate,
    most: int = MOST_TOKENS,
    limit: int | None = None,
) -> list[Passage]:
    """Return the passages of a document; none for one without text.

    Args:
        parsed: The document.
        count: Says how many tokens a text has; called some ten times for each passage, with texts
            of up to about twice a passage's length.
        most: The tokens of a passage's content, at most. Only a single grapheme may have more.
        limit: How many passages there may be; None for any number.

    Raises:
        DocumentTooLarge: There are more than that.
        ValueError: `most` is less than 1.
    """
    if most < 1:
        raise ValueError(f"A passage must have room for a token at least, not {most}.")
    if not parsed.text.strip():
        return []
    made: list[Passage] = []
    measure = _Measure(parsed.text, count, most)
    for group in _groups(sections(parsed), measure):
        cutter = _Group(measure, group)
        for span in cutter.spans():
            if len(made) == limit:
                raise too_many("passages", limit)
            made.append(cutter.passage(span, len(made)))
    return made


class _Measure:
    """Says how long parts of a text are."""

    def __init__(self, text: str, count: Count, most: int) -> None:
        self.text = text
        self.count = count
        self.most = most

    def fits(self, start: int, end: int, lead: str = "") -> bool:
        """White space at the ends counts for nothing: it is not in a passage's content."""
        part = self.text[start:end].strip()
        return len(part) <= self.most * LONGEST_TOKEN and self.count(lead + part) <= self.most

    def is_tiny(self, section: Section) -> bool:
        part = self.text[section.start : section.end].strip()
        return len(part) <= self.most * LONGEST_TOKEN and self.count(part) <= self.most // TINY


def _groups(found: Sequence[Section], measure: _Measure) -> Iterator[list[Section]]:
    """Yield the sections that may share passages."""
    group: list[Section] = []
    tiny = False
    for section in found:
        now_tiny = measure.is_tiny(section)
        alike = bool(group) and (section.level > TOP_LEVELS) and (tiny or now_tiny)
        if group and not (alike and measure.fits(group[0].start, section.end)):
            yield group
            group = []
        group.append(section)
        tiny = now_tiny
    if group:
        yield group


class _Group:
    """Sections that are cut as one."""

    def __init__(self, measure: _Measure, group: Sequence[Section]) -> None:
        self._measure = measure
        self._group = group
        self._units = [unit for section in group for unit in section.units]
        self._starts = [unit.start for unit in self._units]
        self._leads: dict[int, str] = {}

    def spans(self) -> Iterator[Span]:
        """Yield where passages begin and end."""
        return pack([*self._starts, self._units[-1].end], self._fits, self._cut_unit)

    def passage(self, span: Span, ordinal: int) -> Passage:
        """Return the passage that stands at a place."""
        start, end = span
        text, lead = self._measure.text[start:end], self._lead(start)
        inside = [each for each in self._group if each.start < end and each.end > start]
        return Passage(
            ordinal=ordinal,
            text=text,
            start=start,
            end=end,
            path=_shared(inside),
            page=self._unit(start).page,
            section=inside[0].ordinal,
            lead=lead,
            tokens=self._measure.count(lead + text.strip()),
        )

    def _fits(self, start: int, end: int) -> bool:
        return self._measure.fits(start, end, self._lead(start))

    def _cut_unit(self, start: int, end: int) -> Iterator[Span]:
        return self._cut(self._unit(start).kind, 0, start, end)

    def _cut(self, kind: BlockKind, level: int, start: int, end: int) -> Iterator[Span]:
        levels = levels_of(kind)
        if level == len(levels):  # one grapheme
            return iter([(start, end)])
        places = borders(levels[level], self._measure.text, start, end)
        return pack(places, self._fits, lambda a, b: self._cut(kind, level + 1, a, b))

    def _unit(self, place: int) -> Unit:
        return self._units[bisect_right(self._starts, place) - 1]

    def _lead(self, start: int) -> str:
        """Return what a passage is to be read with that begins here."""
        unit = self._unit(start)
        if unit.lead is None or start < unit.lead[1]:
            return ""
        if unit.start not in self._leads:
            lead = self._measure.text[slice(*unit.lead)].rstrip() + "\n"
            room = self._measure.most // MOST_LEAD
            self._leads[unit.start] = lead if self._measure.count(lead) <= room else ""
        return self._leads[unit.start]


def _shared(inside: Sequence[Section]) -> tuple[str, ...]:
    """Return the headings that all sections stand below."""
    together = zip(*(section.path for section in inside), strict=False)
    return tuple(names[0] for names in takewhile(lambda names: len(set(names)) == 1, together))
