"""`Caller` with a cache before it: the same methods, and answers that say where they came from.

1. What may not be kept passes by (`cache_policy`).
2. Of equal calls that are under way at the same time one goes on, for all (`flights`).
3. What is kept is given: the answer to the very request, else to a similar question where that is
   wanted. It costs nothing, passes no limit, and stands in the ledger as ``cached``.
4. Else the models are asked, and the answer is kept behind the caller's back.

Only answers of the first target are given again. When a later one answered, its answer is kept
under its own name, for those who ask it first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from orchestration.calls.aftermath import Aftermath
from orchestration.calls.answers import Answers, Found, Inquiry
from orchestration.calls.booking import Booking
from orchestration.calls.cache_codec import decode
from orchestration.calls.cached_stream import CachedStream
from orchestration.calls.caching import (
    AnswerCache,
    CacheRules,
    CacheStatus,
    Caching,
    Embedder,
    Kept,
    Served,
)
from orchestration.calls.call import Answered, Call, Destination
from orchestration.calls.calling import Calling
from orchestration.calls.errors import NoRoute
from orchestration.calls.flights import Flights
from orchestration.calls.ports import Ledger
from orchestration.calls.shared_streams import SharedStreams
from orchestration.calls.sharing import answerer, late, same
from orchestration.ids import uuid7
from orchestration.providers.chat import ChatAnswer, ChatRequest
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings

GivenT = TypeVar("GivenT", ChatAnswer, Embeddings)
Ask = Callable[[Call[Any], Sequence[Destination]], Awaitable[Answered[GivenT]]]
_NOTHING = Caching()


@dataclass(frozen=True, slots=True)
class _Landed(Generic[GivenT]):
    """What a flight brought, to all who waited for it."""

    answered: Answered[GivenT] | None
    answer: GivenT
    found: Found


class CachedCaller:
    """Calls models, or gives what was kept. Belongs to one event loop; close it when that ends.

    Args:
        inner: Calls them; it is closed by whoever made it.
        cache: Keeps answers.
        ledger: Learns of answers that cost nothing.
        rules: What holds where a caller says nothing.
        embedder: Makes vectors of questions; None compares none.
    """

    def __init__(
        self,
        inner: Calling,
        cache: AnswerCache,
        ledger: Ledger,
        rules: CacheRules | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self._inner = inner
        rules = rules or CacheRules()
        self._answers = Answers(cache, rules, embedder)
        self._aftermath = Aftermath()
        self._booking = Booking(ledger, self._answers, self._aftermath)
        self._flights: Flights[_Landed[Any]] = Flights()
        self._streams = SharedStreams(
            inner, self._answers, self._booking, self._aftermath, rules.answer_bytes
        )

    async def chat(
        self,
        call: Call[ChatRequest],
        routes: Sequence[Destination],
        caching: Caching = _NOTHING,
    ) -> Served[ChatAnswer]:
        """Return a whole answer, who gave it, and whether it was kept; see `Caller.chat`."""
        return await self._whole(call, routes, caching, self._inner.chat, ChatAnswer)

    async def embed(
        self,
        call: Call[EmbeddingRequest],
        routes: Sequence[Destination],
        caching: Caching = _NOTHING,
    ) -> Served[Embeddings]:
        """Return vectors, who gave them, and whether they were kept; see `Caller.embed`."""
        return await self._whole(call, routes, caching, self._inner.embed, Embeddings)

    def stream(
        self,
        call: Call[ChatRequest],
        routes: Sequence[Destination],
        caching: Caching = _NOTHING,
    ) -> CachedStream:
        """Return what yields an answer as it comes, new or kept; see `Caller.stream`."""
        inquiry = self._inquire(call, routes, caching)
        if not inquiry.verdict.reads:
            return self._streams.alone(inquiry, routes)
        return self._streams.shared(inquiry, routes, same(inquiry, routes))

    async def settled(self) -> None:
        """Wait until all that has ended is written: answers, counts, and what they cost."""
        await self._aftermath.done()
        await self._inner.settled()

    async def close(self) -> None:
        """Wait for what is still to be written; begin no more calls."""
        await self._aftermath.done()

    def _inquire(self, call: Call[Any], routes: Sequence[Destination], caching: Caching) -> Inquiry:
        if not routes:
            raise NoRoute
        return self._answers.inquire(call, routes[0], caching)

    async def _whole(
        self,
        call: Call[Any],
        routes: Sequence[Destination],
        caching: Caching,
        ask: Ask[GivenT],
        sort: type[GivenT],
    ) -> Served[GivenT]:
        inquiry = self._inquire(call, routes, caching)
        if not inquiry.verdict.reads:
            return await self._alone(inquiry, routes, ask)
        begun = asyncio.get_running_loop().time()
        end = begun + call.total_s

        async def fly() -> _Landed[GivenT]:
            return await self._fly(inquiry, routes, ask, sort, end)

        try:
            landed, led = await self._flights.ride(same(inquiry, routes), fly, end)
        except TimeoutError:
            raise late(inquiry) from None
        if led and landed.answered is not None:
            self._booking.count(inquiry, CacheStatus.MISS)
            return _served(landed.answered, CacheStatus.MISS, landed.found.why)
        return self._given(inquiry, landed, begun)

    async def _alone(
        self, inquiry: Inquiry, routes: Sequence[Destination], ask: Ask[GivenT]
    ) -> Served[GivenT]:
        """Ask a model whatever is kept; perhaps keep the answer."""
        answered = await ask(inquiry.call, routes)
        self._booking.count(inquiry, CacheStatus.BYPASS)
        if inquiry.verdict.writes:
            await self._keep(inquiry, Found(), answered, routes)
        return _served(answered, CacheStatus.BYPASS, inquiry.verdict.why)

    async def _fly(
        self,
        inquiry: Inquiry,
        routes: Sequence[Destination],
        ask: Ask[GivenT],
        sort: type[GivenT],
        end: float,
    ) -> _Landed[GivenT]:
        """Look, then ask; for all who wait."""
        found = await self._answers.find(inquiry)
        answer = decode(found.kept.answer, sort) if found.kept else None
        if answer is not None:
            return _Landed(None, answer, found)
        found.kept = None
        left = max(0.0, end - asyncio.get_running_loop().time())
        answered = await ask(replace(inquiry.call, total_s=left), routes)
        await self._keep(inquiry, found, answered, routes)
        return _Landed(answered, answered.answer, found)

    async def _keep(
        self,
        inquiry: Inquiry,
        found: Found,
        answered: Answered[Any],
        routes: Sequence[Destination],
    ) -> None:
        work = self._answers.keep(inquiry, found, answered, answerer(routes, answered))
        seen = inquiry.caching.bound
        await self._aftermath.begin("keep an answer", work, seen=seen)

    def _given(self, inquiry: Inquiry, landed: _Landed[GivenT], begun: float) -> Served[GivenT]:
        """Return what cost this caller nothing."""
        kept: Kept | None = landed.found.kept
        who: Any = landed.answered or inquiry.target
        status = landed.found.status if kept else CacheStatus.HIT
        ms = 1000 * (asyncio.get_running_loop().time() - begun)
        call_id = uuid7()
        told = replace(self._booking.begun(call_id, who.provider, who.model), ms=ms)
        self._booking.given(inquiry, told)
        self._booking.count(inquiry, status, kept, landed.answer.usage)
        return Served(
            landed.answer,
            who.provider,
            who.model,
            call_id,
            (told,),
            cache=status,
            age_s=kept.age_s if kept else 0.0,
            similarity=kept.similarity if kept else 1.0,
        )


def _served(answered: Answered[GivenT], status: CacheStatus, why: str) -> Served[GivenT]:
    told = {each.name: getattr(answered, each.name) for each in fields(Answered)}
    return Served(**told, cache=status, why=why)
