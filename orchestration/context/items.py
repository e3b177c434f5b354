"""Each part as it could be shown, with its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from orchestration.context.material import Block, Entry, Material, Passage, Summary
from orchestration.context.message import Message
from orchestration.context.policy import Kind
from orchestration.context.ports import Tokenizer
from orchestration.context.window import PartKind

Place: TypeAlias = PartKind
OF_BLOCK: Final = 4
"""About the tokens between two texts of one message."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part.

    Attributes:
        id: Of the part.
        place: Where it stands; a pinned message stands in the history or among the steps.
        order: Its number among those of the same place, as they are shown.
        body: A message, or the text of another part.
        heading: Stands before the text.
        pinned: Whether it is always shown.
        covers: Ids of messages that it stands for.
        tokens: By itself; 0 before they are counted.
        whole: Its tokens before it was cut.
    """

    id: str
    place: Place
    order: int
    body: Message | str
    heading: str = ""
    pinned: bool = False
    covers: tuple[str, ...] = ()
    tokens: int = 0
    whole: int = 0

    @property
    def kind(self) -> PartKind:
        """Return what it is counted as."""
        return "pinned" if self.pinned and self.place in ("history", "steps") else self.place

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what is counted of it."""
        own = (self.body,) if isinstance(self.body, str) else self.body.texts
        return tuple(text for text in (self.heading, *own) if text)

    @property
    def was_cut(self) -> bool:
        """Tell whether something is missing."""
        return self.tokens < self.whole

    def besides(self, tokenizer: Tokenizer) -> int:
        """Return the tokens that it has beside its texts, about."""
        if isinstance(self.body, str):
            return OF_BLOCK
        return tokenizer.of_message + self.body.images * tokenizer.of_image

    def counted(self, tokens: int) -> Item:
        """Return it with its tokens."""
        return replace(self, tokens=tokens, whole=tokens)

    def cut_to(self, text: str, tokens: int) -> Item:
        """Return it with a shorter text: of a message, in the place of its longest one."""
        body: Message | str = text
        if isinstance(self.body, Message):
            at = self.body.longest_text
            assert at is not None, "only texts are cut"  # noqa: S101
            body = self.body.with_text(at, text)
        return replace(self, body=body, tokens=tokens)

    @property
    def longest_text(self) -> str | None:
        """Return the text that is cut where it is too long; None where there is none."""
        if isinstance(self.body, str):
            return self.body
        at = self.body.longest_text
        part = None if at is None else self.body.content[at]
        return getattr(part, "text", None)


@dataclass(frozen=True, slots=True)
class Unit:
    """Parts that are shown together or not at all.

    Attributes:
        kind: Which gives way.
        items: One at least; a turn of the conversation, or a call of tools with its results, has
            several.
    """

    kind: Kind
    items: tuple[Item, ...]

    @property
    def tokens(self) -> int:
        """Return the tokens of all."""
        return sum(item.tokens for item in self.items)


def items_of(material: Material) -> Iterator[Item]:
    """Yield an item for each part, in the order in which fates are told."""
    yield from _blocks("system", material.system)
    yield from _blocks("pinned", material.pinned)
    for at, summary in enumerate(material.summaries):
        yield _summary(at, summary)
    yield from _entries("history", material.history)
    yield Item(material.question.id, "question", 0, material.question.message)
    yield from _entries("steps", material.steps)
    best = sorted(material.passages, key=lambda each: -each.score)  # among equals the first given
    for number, passage in enumerate(best, start=1):
        yield _passage(number, passage)


def _blocks(place: Place, blocks: tuple[Block, ...]) -> Iterator[Item]:
    for at, block in enumerate(blocks):
        yield Item(block.id, place, at, block.text, pinned=True)


def _entries(place: Place, entries: tuple[Entry, ...]) -> Iterator[Item]:
    for at, entry in enumerate(entries):
        yield Item(entry.id, place, at, entry.message, pinned=entry.pinned)


def _summary(at: int, summary: Summary) -> Item:
    return Item(summary.id, "summaries", at, summary.text, covers=summary.covers)


def _passage(number: int, passage: Passage) -> Item:
    heading = f"[{number}] {passage.source}".rstrip()
    return Item(passage.id, "passages", number, passage.text, heading=heading)
