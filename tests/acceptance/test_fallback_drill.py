"""The first provider dies under fifty clients, and comes back: nobody notices who has a fallback.

Two callers with a Redis between them stand for two processes. Providers are real servers on
loopback; the one that dies closes its port and breaks its connections.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest

from orchestration.calls.fallback_store import FallbackStore
from orchestration.calls.memory_store import MemoryStore
from orchestration.calls.persistence import Persistence
from orchestration.calls.ports import BreakerReport
from orchestration.calls.redis_store import RedisStore
from orchestration.calls.store import BreakerRules, StoreRules
from orchestration.errors import SwitchyardError
from tests.calls.desk import FIRST, SECOND, Book, Desk, desk
from tests.fakes.provider import FakeProvider
from tests.patience import PATIENCE_S, eventually, until_here

CLIENTS = 50
WINDOW_S = 10.0
RULES = StoreRules(
    breaker=BreakerRules(window_s=WINDOW_S, least=10, share=0.5, open_s=0.5, most_open_s=2.0)
)
KIND = Persistence(tries=2, base_s=0.02, most_s=0.1)


Deed: TypeAlias = Callable[[], Awaitable[None]]


class Drill:
    """Two desks that share providers and breakers, and the clients before them.

    Attributes:
        answered: How many streams came whole, by who gave them.
        failed_early: Errors before a first token.
        failed_late: Errors after one.
    """

    def __init__(self, desks: list[Desk]) -> None:
        self.desks = desks
        self.answered: Counter[str] = Counter()
        self.failed_early: list[SwitchyardError] = []
        self.failed_late: list[SwitchyardError] = []

    @property
    def books(self) -> list[Book]:
        return [each.book for each in self.desks]

    async def client(self, number: int) -> None:
        """Ask again and again."""
        at = self.desks[number % len(self.desks)]
        while True:
            stream = at.caller.stream(at.call(f"client {number} asks"), [FIRST, SECOND])
            try:
                async with stream:
                    async for _ in stream:
                        pass
                self.answered[stream.provider] += 1
            except SwitchyardError as error:
                (self.failed_late if stream.begun else self.failed_early).append(error)

    async def breaker(self) -> BreakerReport:
        """Return what an admin sees of the first provider."""
        reports = await self.desks[0].gate.reports()
        return next(each for each in reports if each.provider == "first")

    async def breaker_is(self, *states: str) -> BreakerReport:
        async def is_so() -> BreakerReport | None:
            report = await self.breaker()
            return report if report.state in states else None

        found = await eventually(is_so)
        assert found is not None
        return found

    async def more(self, provider: str, count: int) -> None:
        """Wait until a provider has answered so many more."""
        enough = self.answered[provider] + count
        await until_here(lambda: self.answered[provider] >= enough)


@pytest.fixture
async def drill() -> AsyncIterator[Drill]:
    async with AsyncExitStack() as stack:
        desks = []
        for _ in range(2):
            shared = RedisStore.at(os.environ["REDIS_URL"], RULES, wait_s=30)
            stack.push_async_callback(shared.close)
            store = FallbackStore(shared, MemoryStore(RULES))
            desks.append(await stack.enter_async_context(desk(store, KIND)))
        desks[1].sources.known = desks[0].sources.known
        yield Drill(desks)


@asynccontextmanager
async def clients(drill: Drill) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(drill.client(number)) for number in range(CLIENTS)]
    try:
        yield
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.wait(tasks)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_the_first_provider_dies_under_load_and_comes_back(drill: Drill) -> None:
    mortal = FakeProvider()
    loop = asyncio.get_running_loop()
    async with (
        asyncio.timeout(4 * PATIENCE_S),
        clients_of_mortal(drill, mortal) as (kill, revive),
    ):
        await drill.more("first", 60)
        assert (await drill.breaker()).state == "closed"

        await kill()
        died = loop.time()
        opened = await drill.breaker_is("open", "half_open")
        assert loop.time() - died < WINDOW_S
        assert opened.failures >= 10
        await drill.more("second", 100)
        asked_then = sum(len(book.reserved) for book in drill.books)
        await drill.more("second", 60)
        spared = sum(len(book.reserved) for book in drill.books) - asked_then
        assert spared < 120  # nearly all go to the second at once

        await revive()
        await drill.breaker_is("closed")
        await drill.more("first", 60)

    assert drill.failed_early == []
    assert len(drill.failed_late) <= CLIENTS  # those that it was just speaking to
    for each in drill.desks:
        await each.caller.settled()
        assert {one.call_id for one in each.book.reserved} == set(each.book.settled)


@pytest.mark.slow
async def test_a_client_that_leaves_is_never_kept(drill: Drill) -> None:
    """Whatever a client waits for when it is cancelled, it does not go on."""
    provider = FakeProvider()
    async with provider.running():
        known = drill.desks[0].sources.known
        known["first"] = type(known["first"])("openai_compatible", base_url=provider.url)
        for _ in range(20):
            provider.requests.clear()
            async with asyncio.timeout(PATIENCE_S), clients(drill):
                await until_here(lambda: len(provider.requests) >= CLIENTS)


@asynccontextmanager
async def clients_of_mortal(drill: Drill, mortal: FakeProvider) -> AsyncIterator[tuple[Deed, Deed]]:
    """Let the clients ask a provider that can be killed and revived at the same port."""
    alive = AsyncExitStack()
    await alive.enter_async_context(mortal.running())
    port = urlsplit(mortal.url).port or 0
    known = drill.desks[0].sources.known
    known["first"] = type(known["first"])("openai_compatible", base_url=mortal.url)

    async def revive() -> None:
        await alive.enter_async_context(mortal.running(port))

    try:
        async with clients(drill):
            yield alive.aclose, revive
    finally:
        await alive.aclose()
