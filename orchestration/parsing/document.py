"""What a file comes to: its plain text, and the blocks that it consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orchestration.parsing.formats import Format


class BlockKind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that belongs together.

    Attributes:
        kind: What it is.
        text: Its text: `Parsed.text[start:end]`.
        start: Where it begins in the document's text, in characters.
        end: Where it ends there.
        level: Of a heading, from 1 (the highest); 0 for all else.
        page: Where it stands in a PDF, from 1; None elsewhere.
        lead: Where in the document's text that stands which each part of a long block should be
            read with: a table's header, a definition's first line.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    page: int | None = None
    lead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was read.

    Attributes:
        format: What the file really is.
        text: All of its text. What is text already is kept as it was written, but for line ends
            (`\\n`), byte order marks and control characters; of other formats it is what is read,
            with blank lines between the blocks.
        blocks: In reading order; they do not overlap. Between them stand white space and marks.
        title: What it calls itself, if it does.
        language: Which language it says that it is in (a BCP 47 tag), if it does.
    """

    format: Format
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
