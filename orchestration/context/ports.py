"""What the context manager asks of others: how many tokens something has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from orchestration.context.message import Message

Conversation: TypeAlias = tuple[Message, ...]
Countable: TypeAlias = str | Conversation
"""A text by itself, or a whole conversation as the model reads it: with its chat template, with
tools where there are some, up to where the answer begins."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Whose tokens are counted.

    Attributes:
        name: Names it: two counters of one name count texts alike.
        of_message: About how many tokens the chat template adds for each message.
        of_image: How many an image has at most.
    """

    name: str
    of_message: int = 8
    of_image: int = 1600


class TokenCounter(Protocol):
    """Counts tokens as the model does that will read them."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Return whose tokens are counted."""

    def count(self, asked: Sequence[Countable]) -> Sequence[int]:
        """Return the tokens of each, in order.

        Raises:
            SwitchyardError: They cannot be counted.
        """


class AsyncTokenCounter(Protocol):
    """The same for an event loop."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Return whose tokens are counted."""

    async def count(self, asked: Sequence[Countable]) -> Sequence[int]:
        """Return the tokens of each, in order; raises as `TokenCounter.count` does."""
