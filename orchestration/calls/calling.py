"""What calls models: `Caller`, and what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from orchestration.calls.call import Answered, Call, Destination
from orchestration.calls.stream import Stream
from orchestration.providers.chat import ChatAnswer, ChatRequest
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings


class Calling(Protocol):
    """Calls models; what each method does and raises is told at `Caller`."""

    async def chat(
        self, call: Call[ChatRequest], routes: Sequence[Destination]
    ) -> Answered[ChatAnswer]:
        """Return a whole answer, and who gave it."""

    async def embed(
        self, call: Call[EmbeddingRequest], routes: Sequence[Destination]
    ) -> Answered[Embeddings]:
        """Return vectors, and who gave them."""

    def stream(self, call: Call[ChatRequest], routes: Sequence[Destination]) -> Stream:
        """Return what yields an answer as it comes."""

    async def settled(self) -> None:
        """Wait until all that has ended is written."""

    async def close(self) -> None:
        """Wait for what is still to be written; begin no more calls."""
