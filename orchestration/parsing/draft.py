"""A document while it is read: text and blocks, within limits."""

from __future__ import annotations

import re
from typing import Final

from orchestration.parsing.document import Block, BlockKind, Parsed
from orchestration.parsing.errors import DocumentTooLarge, NotText
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits

LONGEST_TITLE: Final = 300
LONGEST_LANGUAGE: Final = 35
_SPLIT: Final = "Split the document, and send its parts."
_LINE_ENDS: Final = re.compile("\r\n?|\f")
# What neither Postgres nor JSON can hold, and what nobody can see.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_INDENTED: Final = frozenset({BlockKind.CODE, BlockKind.LIST_ITEM})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def clean(text: str) -> str:
    """Return text with `\\n` for line ends, and without control characters."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def too_many(what: str, limit: int) -> DocumentTooLarge:
    """Return the error for a document that has more of something than one may."""
    return DocumentTooLarge(f"The document has more than {limit:,} {what}.", _SPLIT)


class Draft:
    """Blocks of a text that is there already; see `Composed` for one that comes into being.

    Args:
        text: All of it, cleaned.
        limits: What it may come to.

    Raises:
        DocumentTooLarge: The text is too long.
    """

    def __init__(self, text: str, limits: Limits) -> None:
        """Begin without a block."""
        self.limits = limits
        self.blocks: list[Block] = []
        self._text = text
        self._guard(len(text))

    def mark(
        self,
        kind: BlockKind,
        start: int,
        end: int,
        *,
        level: int = 0,
        lead: tuple[int, int] | None = None,
    ) -> None:
        """Add the block that stands at a place, less the blank lines and spaces around it.

        What an earlier block has taken is not taken again.

        Raises:
            DocumentTooLarge: There are too many blocks.
        """
        start = max(start, self.blocks[-1].end if self.blocks else 0)
        text = self._text[start:end]
        if text and not text.isspace():
            end = start + len(text.rstrip())
            # Code and lists mean something by the spaces that a line begins with.
            blank = text[: len(text) - len(text.lstrip())]
            start += blank.rfind("\n") + 1
            self._add(Block(kind, self._text[start:end], start, end, level, None, lead))

    def first_heading(self) -> str | None:
        """Return the first heading's text, if there is one of the highest level."""
        found = (each.text for each in self.blocks if each.level == 1)
        return next(found, None)

    def parsed(
        self, form: Format, *, title: str | None = None, language: str | None = None
    ) -> Parsed:
        """Return the document.

        Raises:
            NotText: Nothing was found in it.
        """
        if not self.blocks:  # nothing but marks, or too deep for the reader
            self.mark(BlockKind.PARAGRAPH, 0, len(self._text))
        if not self.blocks:
            raise NotText("There is no text in the document.", "Send one that has some.")
        named = " ".join(clean(title or "").split())[:LONGEST_TITLE] or None
        spoken = (language or "").strip().replace("_", "-")[:LONGEST_LANGUAGE]
        fits = _LANGUAGE.fullmatch(spoken)
        return Parsed(form, self._whole(), tuple(self.blocks), named, spoken if fits else None)

    def _whole(self) -> str:
        return self._text

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > self.limits.blocks:
            raise too_many("parts", self.limits.blocks)

    def _guard(self, length: int) -> None:
        if length > self.limits.characters:
            raise too_many("characters", self.limits.characters)


class Composed(Draft):
    """A document whose text is put together from its blocks."""

    def __init__(self, limits: Limits) -> None:
        """Begin with nothing."""
        super().__init__("", limits)
        self._parts: list[str] = []
        self._length = 0

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        page: int | None = None,
        lead: int = 0,
    ) -> None:
        """Add a block to the end; one without any letter is left out.

        Args:
            kind: What it is.
            text: What it says.
            level: Of a heading.
            page: Where it stands.
            lead: How many characters at its beginning belong to each of its parts.

        Raises:
            DocumentTooLarge: The text is too long, or there are too many blocks.
        """
        text = clean(text)
        text = text.strip("\n").rstrip() if kind in _INDENTED else text.strip()
        if not text:
            return
        between = self._between(kind)
        start = self._length + len(between)
        end = start + len(text)
        self._guard(end)
        self._parts += (between, text)
        self._length = end
        known = (start, start + lead) if lead else None
        self._add(Block(kind, text, start, end, level, page, known))

    def add_table(self, rows: list[list[str]], *, page: int | None = None) -> None:
        """Add a table, a row a line, cells apart by bars; its first row leads."""
        lines = [" | ".join(" ".join(clean(cell).split()) for cell in row) for row in rows]
        lines = [line for line in lines if line.strip(" |")]
        lead = len(lines[0].strip()) + 1 if len(lines) > 1 else 0
        self.add(BlockKind.TABLE, "\n".join(map(str.strip, lines)), page=page, lead=lead)

    def _between(self, kind: BlockKind) -> str:
        if not self.blocks:
            return ""
        both = self.blocks[-1].kind is kind is BlockKind.LIST_ITEM
        return "\n" if both else "\n\n"

    def _whole(self) -> str:
        return "".join(self._parts)
