"""Streams before which the cache stands: alone, or one for all who ask the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from orchestration.calls.aftermath import Aftermath
from orchestration.calls.answers import Answers, Found, Inquiry
from orchestration.calls.booking import Booking
from orchestration.calls.broadcast import Broadcast
from orchestration.calls.cache_codec import decode, items_of
from orchestration.calls.cached_stream import CachedStream, Recorder, Told
from orchestration.calls.caching import CacheStatus
from orchestration.calls.call import Answered, Destination
from orchestration.calls.calling import Calling
from orchestration.calls.sharing import answerer, late
from orchestration.calls.stream import Stream
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.providers.chat import ChatAnswer, End, StreamItem, Usage


@dataclass(slots=True)
class _Flight:
    """One stream under way, and what is known of it."""

    broadcast: Broadcast | None = None
    found: Found = field(default_factory=Found)
    live: Stream | None = None


class SharedStreams:
    """Makes streams. Belongs to one event loop.

    Args:
        inner: Calls models.
        answers: Finds and keeps answers.
        booking: Books those that were kept.
        aftermath: Keeps them behind the reader's back.
        most_bytes: Larger answers are not kept.
    """

    def __init__(
        self,
        inner: Calling,
        answers: Answers,
        booking: Booking,
        aftermath: Aftermath,
        most_bytes: int,
    ) -> None:
        self._inner = inner
        self._answers = answers
        self._booking = booking
        self._aftermath = aftermath
        self._most = most_bytes
        self._under_way: dict[Hashable, _Flight] = {}

    def alone(self, inquiry: Inquiry, routes: Sequence[Destination]) -> CachedStream:
        """Return a stream that a model makes whatever is kept; its answer may be kept."""
        live = self._inner.stream(inquiry.call, routes)
        told = Told(inquiry.target, CacheStatus.BYPASS, inquiry.verdict.why, live=live)
        return CachedStream(told, self._passed(inquiry, routes, live))

    def shared(
        self, inquiry: Inquiry, routes: Sequence[Destination], key: Hashable
    ) -> CachedStream:
        """Return a stream of what is kept, else of one call for all whose key is the same."""
        told = Told(inquiry.target)
        return CachedStream(told, self._read(inquiry, routes, key, told))

    async def _passed(
        self, inquiry: Inquiry, routes: Sequence[Destination], live: Stream
    ) -> AsyncGenerator[StreamItem, None]:
        recorded = self._recorded(inquiry, Found(), routes, live)
        async with aclosing(recorded) as items:
            async for item in items:
                yield item
        self._booking.count(inquiry, CacheStatus.BYPASS)

    async def _recorded(
        self, inquiry: Inquiry, found: Found, routes: Sequence[Destination], live: Stream
    ) -> AsyncGenerator[StreamItem, None]:
        """Yield what comes, and keep it when it came whole."""
        recorder = Recorder(self._most if inquiry.verdict.writes else 0)
        async with live:
            async for item in live:
                if (answer := recorder.add(item)) is not None and inquiry.verdict.writes:
                    await self._keep(inquiry, found, routes, live, answer)
                yield item

    async def _keep(
        self,
        inquiry: Inquiry,
        found: Found,
        routes: Sequence[Destination],
        live: Stream,
        answer: ChatAnswer,
    ) -> None:
        if live.call_id is not None:
            answered = Answered(answer, live.provider, live.model, live.call_id, ())
            work = self._answers.keep(inquiry, found, answered, answerer(routes, answered))
            seen = inquiry.caching.bound
            await self._aftermath.begin("keep an answer", work, seen=seen)

    async def _read(
        self, inquiry: Inquiry, routes: Sequence[Destination], key: Hashable, told: Told
    ) -> AsyncGenerator[StreamItem, None]:
        """Yield what a flight brings; a follower of one that failed in silence asks anew."""
        begun = _now()
        end = begun + inquiry.call.total_s
        while True:
            flight, led = self._flight(inquiry, routes, key, end)
            items = self._heard(inquiry, flight, told, None if led else end, begun)
            said = False
            try:
                async with aclosing(items):
                    async for item in items:
                        said = True
                        yield item
            except SwitchyardError:
                if led or said or _now() >= end:
                    raise
            else:
                return
            finally:
                self._left(key, flight)

    def _flight(
        self, inquiry: Inquiry, routes: Sequence[Destination], key: Hashable, end: float
    ) -> tuple[_Flight, bool]:
        """Return the flight of a key, and whether it was begun for this reader."""
        flight = self._under_way.get(key)
        if flight is not None and flight.broadcast is not None and flight.broadcast.joinable:
            return flight, False
        flight = self._under_way[key] = _Flight()
        flight.broadcast = Broadcast(self._flown(inquiry, routes, flight, end))
        return flight, True

    def _left(self, key: Hashable, flight: _Flight) -> None:
        wanted = flight.broadcast is not None and flight.broadcast.wanted
        if not wanted and self._under_way.get(key) is flight:
            del self._under_way[key]

    async def _flown(
        self, inquiry: Inquiry, routes: Sequence[Destination], flight: _Flight, end: float
    ) -> AsyncGenerator[StreamItem, None]:
        """Yield what is kept, else what a model says."""
        found = flight.found = await self._answers.find(inquiry)
        answer = decode(found.kept.answer, ChatAnswer) if found.kept else None
        if answer is not None:
            for item in items_of(answer):
                yield item
            return
        found.kept = None
        call = replace(inquiry.call, total_s=max(0.0, end - _now()))
        flight.live = self._inner.stream(call, routes)
        recorded = self._recorded(inquiry, found, routes, flight.live)
        async with aclosing(recorded) as items:
            async for item in items:
                yield item

    async def _heard(
        self, inquiry: Inquiry, flight: _Flight, told: Told, until: float | None, begun: float
    ) -> AsyncGenerator[StreamItem, None]:
        """Yield a flight's items to one reader, who learns with the first where they come from."""
        if flight.broadcast is None:
            return
        led, said, usage = until is None, False, None
        try:
            async with aclosing(flight.broadcast.read()) as items:
                while (item := await _next(inquiry, items, until)) is not None:
                    if not said:
                        said = True
                        self._tell(told, inquiry, flight, led=led)
                    if isinstance(item, End):
                        usage = item.usage
                    yield item
        finally:
            if said:
                self._book(inquiry, flight, told, usage, begun)

    def _tell(self, told: Told, inquiry: Inquiry, flight: _Flight, *, led: bool) -> None:
        kept = flight.found.kept
        if kept is None and led:
            told.cache, told.why, told.live = CacheStatus.MISS, flight.found.why, flight.live
            return
        who: Destination = flight.live or inquiry.target
        told.cache = flight.found.status if kept else CacheStatus.HIT
        told.age_s = kept.age_s if kept else 0.0
        told.similarity = kept.similarity if kept else 1.0
        told.given = self._booking.begun(uuid7(), who.provider, who.model)

    def _book(
        self, inquiry: Inquiry, flight: _Flight, told: Told, usage: Usage | None, begun: float
    ) -> None:
        if told.given is None:
            self._booking.count(inquiry, CacheStatus.MISS)
            return
        told.given = replace(told.given, ms=1000 * (_now() - begun))
        self._booking.given(inquiry, told.given)
        self._booking.count(inquiry, told.cache, flight.found.kept, usage)


async def _next(
    inquiry: Inquiry, items: AsyncGenerator[StreamItem, None], until: float | None
) -> StreamItem | None:
    """Return the next item, of somebody else's call within the time that was given."""
    try:
        async with asyncio.timeout_at(until):
            return await anext(items, None)
    except TimeoutError:
        raise late(inquiry) from None


def _now() -> float:
    return asyncio.get_running_loop().time()
