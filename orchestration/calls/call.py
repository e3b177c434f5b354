"""One call of a model, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar
from uuid import UUID

from orchestration.calls.ports import Outcome, Payer, Policy
from orchestration.providers.chat import ChatRequest, Usage
from orchestration.providers.embeddings import EmbeddingRequest

Kind = Literal["chat", "embedding"]
AskedT = TypeVar("AskedT", ChatRequest, EmbeddingRequest)
GivenT_co = TypeVar("GivenT_co", covariant=True)


class Destination(Protocol):
    """Whom to ask: `Target`, or a `Route` as routing chose it."""

    @property
    def provider(self) -> str:
        """Return the name under which the provider is known."""

    @property
    def model(self) -> str:
        """Return the provider's name for the model."""


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask.

    Attributes:
        provider: The name under which it is known.
        model: The provider's name for it.
    """

    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many tokens a call reads and writes at most."""

    prompt_tokens: int
    answer_tokens: int

    @property
    def total(self) -> int:
        """Return both together."""
        return self.prompt_tokens + self.answer_tokens


@dataclass(frozen=True, slots=True)
class Try:
    """One try at one target.

    Attributes:
        call_id: Its own, and the ledger's; None when it was not begun.
        provider: Who was asked.
        model: The provider's name for it.
        outcome: How it ended; ``skipped`` when it was not begun.
        reason: The slug of what stood against it; empty when it went well.
        detail: The same for people; it holds no key.
        ms: How long the provider was asked.
        first_token_ms: Until it said something; None when it said nothing.
        usage: What it cost, where that is known.
    """

    call_id: UUID | None
    provider: str
    model: str
    outcome: Outcome | Literal["skipped"]
    reason: str = ""
    detail: str = ""
    ms: float = 0.0
    first_token_ms: float | None = None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Call(Generic[AskedT]):
    """What is to be asked, for whom, and how long that may take.

    Attributes:
        request: What is asked; its model is replaced by each target's.
        payer: Who pays, and whose limits hold.
        total_s: How long all tries may take together. The time that a stream's reader takes
            counts too.
        try_s: How long one try may take; None leaves that to the provider's patience.
        first_token_s: How long one try of a stream may be silent at its beginning; likewise.
        policy: Whether to wait where a limit has no room.
        wait_s: For how long at most, at each target.
        task_id: The task that it serves, if any.
        attempt: Of that task.
        watch: Is told of each try when it has ended, before the result is returned.
    """

    request: AskedT
    payer: Payer
    total_s: float = 600.0
    try_s: float | None = None
    first_token_s: float | None = None
    policy: Policy = "wait"
    wait_s: float = 10.0
    task_id: UUID | None = None
    attempt: int | None = None
    watch: Callable[[Try], None] | None = None


@dataclass(frozen=True, slots=True)
class Answered(Generic[GivenT_co]):
    """An answer, and who gave it.

    Attributes:
        answer: What the provider said.
        provider: Who answered.
        model: The provider's name for it.
        call_id: Under which the ledger knows it.
        tries: All of them, the one that answered last.
    """

    answer: GivenT_co
    provider: str
    model: str
    call_id: UUID
    tries: tuple[Try, ...]
