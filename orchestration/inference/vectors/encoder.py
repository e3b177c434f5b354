"""What a loaded model can do, whichever library runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Message, Truncation
from orchestration.registry.spec import ModelSpec

Input: TypeAlias = str | tuple[str, str]
"""A text, or a query and a document."""

BUDGET = {"cpu": 512, "gpu": 16_384}
"""Tokens of one forward pass. More are not faster on a CPU, and an urgent query waits for less."""


def reads_of(spec: ModelSpec, options: EngineOptions) -> int:
    """Return how many tokens of a text a GGUF model reads."""
    return min(spec.context_length, options.context_length or spec.context_length)


def most_tokens(spec: ModelSpec, options: EngineOptions) -> int:
    """Return how many tokens a pass of a GGUF model may have; it reads a text in one piece."""
    return max(BUDGET[options.device], reads_of(spec, options))


@dataclass(frozen=True, slots=True)
class Prepared:
    """An input, ready to be read.

    Attributes:
        content: What the model that made it wants to get back.
        length: Tokens of the whole input.
        cost: Tokens that are read.
    """

    content: Any
    length: int
    cost: int


class Encoder(Protocol):
    """A loaded model. Used by one thread at a time."""

    @property
    def reads(self) -> int:
        """Return the most tokens that it reads of one input."""

    @property
    def budget(self) -> int:
        """Return how many tokens, with padding, a pass of several inputs may have.

        A longer input is read alone.
        """

    @property
    def rows(self) -> int:
        """Return how many inputs one forward pass may have."""

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        """Count tokens and cut what is too long; `error` is treated as `right`."""

    def run(self, batch: Sequence[Prepared]) -> list[list[float]]:
        """Return a vector or a single score for each; what it raises is nobody's in particular."""

    def tokens(self, texts: Sequence[str], *, special: bool) -> list[tuple[int, ...]]:
        """Return the tokens of each text, uncut."""

    def close(self) -> None:
        """Free memory."""


@runtime_checkable
class ReadsTurns(Protocol):
    """A loaded model that knows how conversations are put to it."""

    def turns(
        self, turns: Sequence[Message], tools: Sequence[Mapping[str, Any]]
    ) -> tuple[int, ...]:
        """Return the tokens of a conversation without images, up to where its answer begins.

        Raises:
            UserError: There is no chat template, or it refuses the conversation or the tools.
        """
