"""A document that has been cut."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.chunking.passage import Passage


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a document once it is cut.

    Attributes:
        title: Its title; None when it has none.
        pages: How many pages it has, as far as there is text on them; 0 where there are none.
        passages: All of its text.
    """

    title: str | None
    pages: int
    passages: tuple[Passage, ...]
