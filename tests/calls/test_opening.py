"""Everything together, as a process opens it, and those who only look."""

from __future__ import annotations

import asyncio
import os

import pytest

from orchestration.calls.call import Target
from orchestration.calls.opening import open_calls
from orchestration.calls.overseer import BreakersUnknown, Overseer
from orchestration.calls.persistence import Persistence
from orchestration.calls.pool import Source
from orchestration.calls.ports import BreakerReport
from orchestration.providers.errors import Unreachable
from tests.calls.desk import PAYER, Book, Rules, Sources
from tests.calls.desk import call as asking
from tests.fakes.provider import FakeProvider

KIND = Persistence(tries=1)


async def test_what_a_process_opens_answers_and_writes_what_it_cost() -> None:
    book = Book()
    async with FakeProvider().running() as fake:
        sources = Sources({"it": Source("vllm", base_url=fake.url)})
        async with open_calls(os.environ["REDIS_URL"], sources, book, Rules()) as calls:
            answered = await calls.caller.chat(asking(), [Target("it", "large")])
        assert book.settled[answered.call_id].outcome == "ok"
    assert book.reserved[0].payer == PAYER


async def open_breaker() -> None:
    sources = Sources({"dead": Source("vllm", base_url="http://127.0.0.1:1/v1")})
    async with open_calls(
        os.environ["REDIS_URL"], sources, Book(), Rules(), persistence=KIND
    ) as calls:
        for _ in range(10):
            with pytest.raises(Unreachable):
                await calls.caller.chat(asking(), [Target("dead", "a/b")])


def test_who_only_looks_sees_an_open_breaker_and_closes_it() -> None:
    asyncio.run(open_breaker())
    overseer = Overseer(os.environ["REDIS_URL"])
    [found] = overseer.reports()
    assert (found.provider, found.model, found.state) == ("dead", "a/b", "open")
    assert (found.calls, found.failures, found.times) == (10, 10, 1)
    assert found.retry_at is not None
    overseer.reset("dead", "a/b")
    assert overseer.reports() == (BreakerReport("dead", "a/b", "closed", 0, 0, 0, None),)


def test_without_redis_it_says_so() -> None:
    with pytest.raises(BreakersUnknown, match="Redis does not answer"):
        Overseer("redis://127.0.0.1:1/0").reports()
