"""The lines of a PDF, joined to paragraphs and told from headings by their size and place.

A PDF says where letters stand and nothing else; what is a heading is a guess, and a cautious one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from orchestration.parsing.document import BlockKind

LARGER: Final = 1.15
"""How much larger than the text a heading is set."""
LONGEST_HEADING: Final = 150
MOST_LEVELS: Final = 4
# A gap is wider than lines usually stand apart.
_GAP: Final = 0.5
_BULLETS: Final = ("•", "◦", "▪", "‣", "- ", "* ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: What it says.
        page: From 1.
        top: How far above the page's lower end its first letter ends, in points.
        bottom: Where its last letter begins; a word that is broken leads into a second line.
        height: Of its first letter, with the room above and below; 0 when it is not known.
    """

    text: str
    page: int
    top: float = 0.0
    bottom: float = 0.0
    height: float = 0.0

    @property
    def size(self) -> int:
        """Return how high it is, in half points."""
        return round(2 * self.height)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make a block."""

    kind: BlockKind
    text: str
    page: int
    level: int = 0


def groups(lines: Sequence[Line]) -> Iterator[Group]:
    """Yield the blocks that lines make, in order."""
    levels = _levels(lines)
    for together in _paragraphs(lines):
        first = together[0]
        text = "\n".join(line.text for line in together)
        level = levels.get(first.size, 0)
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
        letters[line.size] += len(line.text)
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
    if last.page != line.page or last.size != line.size or line.text.startswith(_BULLETS):
        return True
    gap = last.bottom - line.top
    # Upwards begins another column.
    return gap > line.height * _GAP or gap < -2 * line.height
