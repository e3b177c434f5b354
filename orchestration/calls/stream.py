"""An answer as it comes, and who gives it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from types import TracebackType
from typing import Self
from uuid import UUID

from orchestration.calls.call import Try
from orchestration.calls.journey import Journey
from orchestration.providers.chat import StreamItem


class Stream:
    """Yields deltas, and an `End` when the answer came whole.

    A stream that is not read to its end must be closed: leave it as a context, or `aclose` it.
    From the first item on it is known who answers; nobody else can any more, and an error after
    that is the provider's own, however far the answer had come.
    """

    def __init__(self, journey: Journey, items: AsyncGenerator[StreamItem, None]) -> None:
        """Keep the way and what comes along it."""
        self._journey = journey
        self._items = items
        self._begun = False

    @property
    def begun(self) -> bool:
        """Return whether something was said, so that who answers is known."""
        return self._begun

    @property
    def provider(self) -> str:
        """Return who answers; before the first item, who is being asked."""
        return self._journey.target.provider

    @property
    def model(self) -> str:
        """Return the provider's name for the model."""
        return self._journey.target.model

    @property
    def call_id(self) -> UUID | None:
        """Return under which name the ledger knows the latest try; None before the first."""
        return self._journey.call_id

    @property
    def tries(self) -> tuple[Try, ...]:
        """Return those that have ended; after the stream's end, all of them."""
        return self._journey.tries

    def __aiter__(self) -> Self:
        """Read it."""
        return self

    async def __anext__(self) -> StreamItem:
        """Return the next item; errors are those of `Caller.chat`."""
        item = await anext(self._items)
        self._begun = True
        return item

    async def __aenter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        await self.aclose()

    async def aclose(self) -> None:
        """End it: what nobody waits for is cancelled, and settled as such."""
        await self._items.aclose()
