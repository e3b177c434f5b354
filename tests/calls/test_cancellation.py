"""Whoever goes away, whenever: nothing stays taken, and what it may have cost is written."""

from __future__ import annotations

import asyncio

import pytest

from orchestration.calls.ports import Limit
from orchestration.providers.chat import Usage
from tests.calls.desk import FIRST, SECOND, Desk
from tests.fakes import manners

ROUTES = [FIRST, SECOND]


async def gone(task: asyncio.Task[object]) -> None:
    """Cancel a call, and again while it gives back what it took."""
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def comes_through(at: Desk) -> None:
    """The one place is free again."""
    answered = await at.caller.chat(at.call(policy="refuse"), [FIRST])
    assert answered.provider == "first"


@pytest.fixture
def narrow(at: Desk) -> Desk:
    """One call at a time."""
    at.rules.limits.append(Limit("provider", "first", concurrent=1))
    return at


async def test_while_the_provider_is_asked(narrow: Desk) -> None:
    narrow.first.script.append(manners.silent)
    call = asyncio.ensure_future(narrow.caller.chat(narrow.call(), ROUTES))
    await narrow.book.asked.wait()
    while not narrow.first.requests:
        await asyncio.sleep(0)
    await gone(call)
    await asyncio.wait_for(narrow.first.left.wait(), 10)
    await narrow.caller.settled()
    assert narrow.book.story == [("first", "cancelled", "")]
    assert next(iter(narrow.book.settled.values())).usage is None
    assert narrow.watched[0].outcome == "cancelled"
    await comes_through(narrow)


async def test_while_it_is_being_reserved(narrow: Desk) -> None:
    narrow.book.held.clear()
    call = asyncio.ensure_future(narrow.caller.chat(narrow.call(), ROUTES))
    await narrow.book.asked.wait()
    call.cancel()
    await asyncio.sleep(0)
    narrow.book.held.set()
    await gone(call)
    await narrow.caller.settled()
    assert narrow.first.requests == []
    assert narrow.book.story == [("first", "cancelled", "")]
    assert next(iter(narrow.book.settled.values())).usage == Usage(0, 0)
    await comes_through(narrow)


async def test_while_it_waits_for_room(narrow: Desk) -> None:
    narrow.first.script.append(manners.silent)
    holder = asyncio.ensure_future(narrow.caller.chat(narrow.call(), ROUTES))
    while not narrow.first.requests:
        await asyncio.sleep(0)
    waiter = asyncio.ensure_future(narrow.caller.chat(narrow.call(), ROUTES))
    await asyncio.sleep(0)
    await gone(waiter)
    await gone(holder)
    await narrow.caller.settled()
    assert narrow.book.story == [("first", "cancelled", "")]
    await comes_through(narrow)


async def test_at_any_step_of_the_event_loop(narrow: Desk) -> None:
    for steps in range(60):
        call = asyncio.ensure_future(narrow.caller.chat(narrow.call(), [FIRST]))
        for _ in range(steps):
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.wait([call])
    await narrow.caller.settled()
    assert {each.call_id for each in narrow.book.reserved} <= set(narrow.book.settled)
    await comes_through(narrow)


async def test_while_it_pauses_before_another_try(at: Desk) -> None:
    at.first.script.append(manners.refusing(429, "wait", retry_after="20"))
    call = asyncio.ensure_future(at.caller.chat(at.call(), [FIRST]))
    while not at.watched:
        await asyncio.sleep(0)
    await gone(call)
    await at.caller.settled()
    assert at.book.story == [("first", "failed", "provider-rate-limited")]


async def test_what_nobody_waits_for_is_still_written(at: Desk) -> None:
    await at.caller.chat(at.call(), ROUTES)
    await at.caller.close()
    assert at.book.story == [("first", "ok", "")]
