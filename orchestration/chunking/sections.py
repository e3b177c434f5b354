"""A document's blocks, laid end to end so that they cover its text, and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from orchestration.parsing.document import Block, BlockKind, Parsed

TOP_LEVELS: Final = 2
"""Headings up to this level always begin a passage."""
LONGEST_HEADING: Final = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """What is not cut where it fits into a passage: a block, with the headings right above it.

    Attributes:
        start: Where it begins in the text.
        end: Where the next one begins, or the text ends.
        kind: What its last block is.
        page: Where it begins in a PDF.
        lead: Where that stands which each part of it is to be read with.
    """

    start: int
    end: int
    kind: BlockKind
    page: int | None
    lead: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Section:
    """What follows a heading up to the next one.

    Attributes:
        ordinal: From 0.
        path: The headings above, the highest first, and its own.
        level: Of its first heading; 0 for what stands before the first one. A heading with nothing
            of its own counts as a part of the section below it.
        inner: Of its last heading.
        units: What it consists of.
    """

    ordinal: int
    path: tuple[str, ...]
    level: int
    inner: int
    units: tuple[Unit, ...]

    @property
    def start(self) -> int:
        """Return where it begins in the text."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.units[-1].end


def sections(parsed: Parsed) -> list[Section]:
    """Return the sections of a document; together they are its text."""
    found: list[Section] = []
    path: list[tuple[int, str]] = []
    for ordinal, blocks in enumerate(_parts(_laid(parsed))):
        own = blocks[0].kind is BlockKind.HEADING
        level = max(blocks[0].level, 1) if own else 0
        if own:
            path = [each for each in path if each[0] < level]
            path.append((level, " ".join(blocks[0].text.split())[:LONGEST_HEADING]))
        names = tuple(name for _, name in path)
        section = Section(ordinal, names, level, level, tuple(_units(blocks)))
        if found and _is_bare(found[-1]) and level > found[-1].inner:
            section = _joined(found.pop(), section)
        found.append(section)
    return found


def _laid(parsed: Parsed) -> list[Block]:
    """Return the blocks, each from its line's beginning up to the next one's."""
    size = len(parsed.text)
    blocks = parsed.blocks or (Block(BlockKind.PARAGRAPH, parsed.text, 0, size),)
    starts = [0]
    for before, after in pairwise(blocks):
        line = parsed.text.rfind("\n", before.end, after.start) + 1
        starts.append(line or after.start)
    ends = [*starts[1:], size]
    return [
        replace(block, start=start, end=end)
        for block, start, end in zip(blocks, starts, ends, strict=True)
    ]


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if part and block.kind is BlockKind.HEADING:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """A heading and what follows it are one."""
    start = blocks[0].start
    for block in blocks:
        if block.kind is not BlockKind.HEADING or len(blocks) == 1:
            page = blocks[0].page if start == blocks[0].start else block.page
            yield Unit(start, block.end, block.kind, page, block.lead)
            start = block.end


def _is_bare(section: Section) -> bool:
    return section.units[-1].kind is BlockKind.HEADING


def _joined(bare: Section, below: Section) -> Section:
    first = below.units[0]
    whole = replace(first, start=bare.start, page=bare.units[0].page)
    return replace(below, level=bare.level, units=(whole, *below.units[1:]))
