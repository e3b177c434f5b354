"""A passage: what is embedded, found and quoted as one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document.

    The passages of a document, one after the other, are its whole text: nothing is left out, and
    nothing stands in two.

    Attributes:
        ordinal: Its place among the document's passages, from 0.
        text: Its part of the document's text: `Parsed.text[start:end]`.
        start: Where it begins in the document's text, in characters.
        end: Where it ends there.
        path: The headings that it stands below, the highest first. Of a passage that joins small
            sections, those that they share.
        page: Where it begins in a PDF, from 1; None elsewhere.
        section: The ordinal of the section that it begins in, from 0: whatever follows a heading
            up to the next is one, and what stands before the first heading.
        lead: What it should be read with, from an earlier passage: the header of the table that it
            goes on with, the first line of the definition. Mostly empty.
        tokens: How many tokens `content` has, as who asked for passages counts them.
    """

    ordinal: int
    text: str
    start: int
    end: int
    path: tuple[str, ...]
    page: int | None
    section: int
    lead: str
    tokens: int

    @property
    def content(self) -> str:
        """Return what is to be embedded: the lead and the text, without the space around it."""
        return self.lead + self.text.strip()
