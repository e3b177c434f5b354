"""The one way to call a model.

Each try passes the same gates, in this order: the breaker and the limits (one round trip to
Redis), the ledger (the worst case is committed), the provider; then it is let out (another round
trip) and what it cost is written. A try that failed before it said anything is made again, or at
the next target; after the first token an error is told as it is, because what was said cannot be
taken back.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from random import random
from typing import TypeVar

from orchestration.calls.attempt import Attempt, Means
from orchestration.calls.call import Answered, AskedT, Call, Destination, Kind
from orchestration.calls.estimates import bounded
from orchestration.calls.hearing import heard
from orchestration.calls.journey import Journey
from orchestration.calls.persistence import Persistence
from orchestration.calls.pool import Providers
from orchestration.calls.ports import Ledger, Limiter, Limits
from orchestration.calls.settling import Settling
from orchestration.calls.stream import Stream
from orchestration.errors import SwitchyardError
from orchestration.providers.chat import ChatAnswer, ChatRequest, StreamItem
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.provider import Provider

GivenT = TypeVar("GivenT", ChatAnswer, Embeddings)


class Caller:
    """Calls models. Belongs to one event loop; close it when that ends.

    Args:
        providers: Where those who are asked are found.
        ledger: Where costs are written, before and after.
        limiter: Lets calls in.
        limits: Knows which limits hold.
        persistence: How often one target is asked, and with what pauses.
        draw: Gives numbers from 0 to 1, for the pauses.
    """

    def __init__(
        self,
        providers: Providers,
        ledger: Ledger,
        limiter: Limiter,
        limits: Limits,
        *,
        persistence: Persistence | None = None,
        draw: Callable[[], float] = random,
    ) -> None:
        self._settling = Settling(ledger)
        self._means = Means(providers, ledger, limiter, limits, self._settling)
        self._persistence = persistence or Persistence()
        self._draw = draw

    async def chat(
        self, call: Call[ChatRequest], routes: Sequence[Destination]
    ) -> Answered[ChatAnswer]:
        """Return a whole answer, and who gave it.

        Args:
            call: What is asked.
            routes: Whom to ask, in this order.

        Raises:
            NoRoute: There are none.
            LimitReached: A limit has no room, or had none in time.
            BreakerOpen: All are being left alone.
            ProviderError: What the last one that was asked did wrong; its notes tell all tries.
            SwitchyardError: What the ledger says of budgets.
        """
        journey = self._journey(call, routes, "chat")

        def ask(provider: Provider, request: ChatRequest) -> Awaitable[ChatAnswer]:
            return provider.chat(bounded(request))

        return await self._whole(call, journey, ask)

    async def embed(
        self, call: Call[EmbeddingRequest], routes: Sequence[Destination]
    ) -> Answered[Embeddings]:
        """Return vectors, and who gave them; the rest is as in `chat`."""
        journey = self._journey(call, routes, "embedding")

        def ask(provider: Provider, request: EmbeddingRequest) -> Awaitable[Embeddings]:
            return provider.embed(request)

        return await self._whole(call, journey, ask)

    def stream(self, call: Call[ChatRequest], routes: Sequence[Destination]) -> Stream:
        """Return what yields an answer as it comes; see `Stream`.

        Nothing is asked before the first item is. Errors are those of `chat`.
        """
        journey = self._journey(call, routes, "chat")
        return Stream(journey, self._items(call, journey))

    async def settled(self) -> None:
        """Wait until the cost of all calls that have ended is written."""
        await self._settling.done()

    async def close(self) -> None:
        """Wait for what is still to be written; begin no more calls."""
        await self._settling.done()

    def _journey(self, call: Call[AskedT], routes: Sequence[Destination], kind: Kind) -> Journey:
        return Journey(
            self._means,
            call,
            routes,
            kind=kind,
            persistence=self._persistence,
            draw=self._draw,
        )

    async def _whole(
        self,
        call: Call[AskedT],
        journey: Journey,
        ask: Callable[[Provider, AskedT], Awaitable[GivenT]],
    ) -> Answered[GivenT]:
        while True:
            attempt = journey.attempt()
            try:
                answer = await self._ask(call, attempt, ask)
            except SwitchyardError as error:
                await journey.go_on(error)
            else:
                target = attempt.target
                return Answered(
                    answer, target.provider, target.model, attempt.call_id, journey.tries
                )

    async def _ask(
        self,
        call: Call[AskedT],
        attempt: Attempt,
        ask: Callable[[Provider, AskedT], Awaitable[GivenT]],
    ) -> GivenT:
        async with attempt as provider, attempt.within(call.try_s):
            request = replace(call.request, model=attempt.target.model)
            answer = await ask(provider, request)
            attempt.ended(answer.usage)
            return answer

    async def _items(
        self, call: Call[ChatRequest], journey: Journey
    ) -> AsyncGenerator[StreamItem, None]:
        while True:
            attempt = journey.attempt()
            try:
                async with (
                    attempt as provider,
                    aclosing(heard(call, attempt, provider)) as items,
                ):
                    async for item in items:
                        yield item
            except SwitchyardError as error:
                if attempt.progress.spoke_at is not None:
                    raise
                await journey.go_on(error)
            else:
                return
