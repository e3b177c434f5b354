"""The lines of a PDF, joined to paragraphs and told from headings by their size and place.

A PDF says where letters stand and nothing else; what is a heading is a guess, and a cautious one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import Final, TypeAlias

from orchestration.parsing.document import BlockKind

LARGER: Final = 1.15
"""How much larger than the text a heading is set."""
LONGEST_HEADING: Final = 150
MOST_LEVELS: Final = 4
FEWEST_PAGES: Final = 3
SHORTEST_RUNNING: Final = 12
MOST_RUNNING: Final = 2
"""Lines above the text, and below it, that may be on each page."""
# A gap is wider than lines usually stand apart.
_GAP: Final = 0.6
_ALIKE: Final = 0.08
_OVERLAP: Final = 0.4
_NUMBER: Final = re.compile(
    r"^(\d{1,5})(?=[\s|-]|$)|(?<=[\s|-])(\d{1,5})(?:\s*(?:of|von|/)\s*\d{1,5})?$"
)
Key: TypeAlias = tuple[str, int | None]
_PAGE: Final = frozenset({"", "page", "seite", "p."})
_BULLETS: Final = ("•", "◦", "▪", "‣", "- ", "* ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: What it says.
        page: From 1.
        top: How far above the page's lower end its first letter ends, in points.
        bottom: Where its last letter begins; a word that is broken leads into a second line.
        size: Of its type, in points; 0 when it is not known.
    """

    text: str
    page: int
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0

    @property
    def step(self) -> int:
        """Return its size in half points."""
        return round(2 * self.size)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make a block."""

    kind: BlockKind
    text: str
    page: int
    level: int = 0


def groups(lines: Sequence[Line]) -> Iterator[Group]:
    """Yield the blocks that lines make, in order; page numbers are left out.

    What stands above or below the text of most pages is taken once.
    """
    lines = list(_once(lines))
    levels = _levels(lines)
    for together in _paragraphs(lines):
        first = together[0]
        text = "\n".join(line.text for line in together)
        level = levels.get(first.step, 0)
        if level and len(text) <= LONGEST_HEADING and any(map(str.isalpha, text)):
            yield Group(BlockKind.HEADING, " ".join(text.split()), first.page, level)
        else:
            listed = first.text.startswith(_BULLETS)
            kind = BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
            yield Group(kind, text, first.page)


def _levels(lines: Sequence[Line]) -> dict[int, int]:
    """Return the levels of headings by their sizes, the largest first."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.step] += len(line.text)
    if not letters:
        return {}
    usual = letters.most_common(1)[0][0]
    larger = sorted((size for size in letters if size > usual * LARGER), reverse=True)
    return {size: min(at, MOST_LEVELS) for at, size in enumerate(larger, start=1)} if usual else {}


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    together: list[Line] = []
    for line in lines:
        if together and _parts(together[-1], line):
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def _parts(last: Line, line: Line) -> bool:
    if last.page != line.page or line.text.startswith(_BULLETS):
        return True
    if abs(last.size - line.size) > _ALIKE * max(last.size, line.size):
        return True
    gap = last.bottom - line.top
    # Upwards begins another column.
    return gap > line.size * _GAP or gap < -2 * line.size


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    pages = [_downwards(list(page)) for _, page in groupby(lines, attrgetter("page"))]
    times = Counter(key for page in pages for key in {*chain(*map(_keys, _ends(page)))})
    most = max(FEWEST_PAGES, len(pages) // 2)
    running = {key for key in times if times[key] >= (most if key[1] is None else FEWEST_PAGES)}
    told: set[Key | None] = set()
    for page in pages:
        ends = {id(line) for line in _ends(page)}
        for line in page:
            keys = _keys(line) if id(line) in ends else ()
            known = next((key for key in keys if key in running), None)
            if known is None or (known[0] and known not in told):
                yield line
            told.add(known)


def _downwards(page: list[Line]) -> list[Line]:
    """Return the lines from the top to the bottom, unless some stand beside each other.

    Programs write what they like first; where there are columns, their order is the better guess.
    """
    down = sorted(page, key=attrgetter("top"), reverse=True)
    beside = (low.top > high.bottom + low.size * _OVERLAP for high, low in pairwise(down))
    return page if any(beside) else down


def _ends(page: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that may be above or below the text."""
    return page if len(page) <= 2 * MOST_RUNNING else [*page[:MOST_RUNNING], *page[-MOST_RUNNING:]]


def _keys(line: Line) -> tuple[Key, ...]:
    """Return what a line says, and what it says beside a number that counts the pages."""
    text = line.text.strip(" -|")
    literal = (text, None)
    found = _NUMBER.search(text)
    if found is None:
        return (literal,)
    rest = (text[: found.start()] + text[found.end() :]).strip(" -|")
    counted = int(found[1] or found[2]) - line.page
    if rest.lower() in _PAGE:
        return ("", counted), literal
    # "Question 7" on the seventh page is no running title.
    return ((rest, counted), literal) if len(rest) >= SHORTEST_RUNNING else (literal,)
