"""What a provider can be asked, and how long it may take."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

from orchestration.providers.chat import ChatAnswer, ChatRequest, StreamItem
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.profile import Profile
from orchestration.providers.sse import StreamLimits


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each part of a call may take, in seconds.

    Attributes:
        connect: Until a connection stands, or one of the pool is free.
        first_byte: From sending the request until the answer's body begins.
        between: Between two chunks of the body.
        total: All of it. The time that the reader of a stream takes counts too.
    """

    connect: float = 5.0
    first_byte: float = 60.0
    between: float = 30.0
    total: float = 600.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read and held.

    Attributes:
        body: An answer's length in bytes, where it is no stream.
        stream: Lengths of streams.
        connections: Open at once, to one provider.
    """

    body: int = 64 * 1024**2
    stream: StreamLimits = field(default_factory=StreamLimits)
    connections: int = 256


class Provider(Protocol):
    """One provider, with its key and its pool of connections; belongs to one event loop.

    Every method raises `ProviderError`s only, and ends within `Patience.total`. Cancelled, it
    gives its connection back.
    """

    name: str
    profile: Profile

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Return the whole answer.

        Raises:
            ContentRefused: All that was said fell to the provider's filter.
            ProviderError: Others, as `errors.py` sorts them.
        """

    def stream(self, request: ChatRequest) -> AsyncGenerator[StreamItem, None]:
        """Yield what comes to the answers, and an `End` when all of them came whole.

        A stream that is not read to its end must be closed (`contextlib.aclosing`). Errors are
        those of `chat`; whether a delta that says something came before tells whether another
        provider may begin anew.
        """

    async def embed(self, request: EmbeddingRequest) -> Embeddings:
        """Return the vectors of texts."""

    async def models(self) -> tuple[str, ...]:
        """Return the names of the provider's models, as it gives them."""

    async def close(self) -> None:
        """Close the connections."""
