"""Answers as they come: nothing is said twice, and nothing is hidden."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from orchestration.calls.stream import Stream
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import Delta, End, Usage
from orchestration.providers.errors import BrokenResponse, Overloaded, TimedOut
from tests.calls.desk import FIRST, SECOND, Desk
from tests.fakes import manners
from tests.fakes.provider import EVENTS, Exchange, FakeProvider, Manner

ROUTES = [FIRST, SECOND]


async def cut_early(exchange: Exchange) -> None:
    """Say who speaks and nothing else, then break off."""
    await exchange.head(200, EVENTS)
    await exchange.chunk(exchange.speech.events(exchange.body)[0])
    exchange.writer.close()


async def mute(exchange: Exchange) -> None:
    """Say who speaks and nothing else, for ever."""
    await exchange.head(200, EVENTS)
    await exchange.chunk(exchange.speech.events(exchange.body)[0])
    await exchange.left()


async def read(stream: Stream) -> tuple[str, End | None]:
    """Return what is said, and the end if there is one."""
    assembly, end = Assembly(), None
    async with stream:
        async for item in stream:
            if isinstance(item, Delta):
                assembly.add(item)
            else:
                end = item
    assert end is not None
    return assembly.answer(end).text, end


async def hear(stream: Stream, said: list[str]) -> None:
    """Note what is said, though it may break off."""
    async with aclosing(stream) as items:
        async for item in items:
            said.append(item.text if isinstance(item, Delta) else "")  # noqa: PERF401 - it breaks off


async def test_a_stream_says_who_gives_it_and_is_settled(at: Desk) -> None:
    stream = at.caller.stream(at.call(), ROUTES)
    assert (stream.begun, stream.call_id, stream.tries) == (False, None, ())
    text, end = await read(stream)
    await at.caller.settled()
    assert text == "You said: Good morning"
    assert (stream.begun, stream.provider, stream.model) == (True, "first", "large")
    [told] = stream.tries
    assert told.call_id == stream.call_id
    assert end is not None
    assert told.usage == end.usage == Usage(7, 4, 2)
    assert told.first_token_ms is not None
    assert 0 < told.first_token_ms <= told.ms
    settled = at.book.settled[told.call_id] if told.call_id else None
    assert settled is not None
    assert settled.first_token_ms == told.first_token_ms


async def test_nothing_is_asked_before_it_is_read(at: Desk) -> None:
    async with at.caller.stream(at.call(), ROUTES):
        pass
    assert at.first.requests == []
    assert at.book.reserved == []


@pytest.mark.parametrize("manner", [cut_early, manners.hanging_up, manners.refusing(500)])
async def test_a_stream_that_broke_before_its_first_word_begins_anew(
    at: Desk, manner: Manner
) -> None:
    at.first.script.extend([manner] * 3)
    stream = at.caller.stream(at.call(), ROUTES)
    text, _ = await read(stream)
    assert text == "You said: Good morning"
    assert stream.provider == "second"
    assert [each.outcome for each in stream.tries] == ["failed"] * 3 + ["ok"]


async def test_one_that_is_silent_at_first_is_left_for_another(at: Desk) -> None:
    at.first.script.extend([mute] * 3)
    stream = at.caller.stream(at.call(first_token_s=0.05), ROUTES)
    text, _ = await read(stream)
    assert (text, stream.provider) == ("You said: Good morning", "second")
    assert stream.tries[0].reason == "provider-timed-out"


@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        (manners.cut, BrokenResponse),
        (manners.unfinished, BrokenResponse),
        (manners.failing_midway, Overloaded),
    ],
)
async def test_after_the_first_word_an_error_is_told_as_it_is(
    at: Desk, manner: Manner, kind: type[Exception]
) -> None:
    at.first.script.append(manner)
    said: list[str] = []
    with pytest.raises(kind):
        await hear(at.caller.stream(at.call("one two three four five"), ROUTES), said)
    await at.caller.settled()
    assert "".join(said).startswith("You said: one ")
    assert at.second.requests == []
    [settled] = at.book.settled.values()
    assert (settled.outcome, settled.usage) == ("failed", None)
    assert settled.first_token_ms is not None


async def test_the_deadline_holds_in_the_midst_of_an_answer(at: Desk) -> None:
    at.first.script.append(manners.stalling_after_words)
    with pytest.raises(TimedOut) as failed:
        await read(at.caller.stream(at.call(total_s=0.3), ROUTES))
    assert failed.value.phase == "total"
    assert at.second.requests == []


async def test_who_leaves_a_stream_cancels_it_and_it_is_settled(at: Desk) -> None:
    at.first.script.append(manners.stalling_after_words)
    async with at.caller.stream(at.call(), ROUTES) as stream:
        await anext(stream)
    await asyncio.wait_for(at.first.left.wait(), 10)
    await at.caller.settled()
    [settled] = at.book.settled.values()
    assert (settled.outcome, settled.usage) == ("cancelled", None)
    assert settled.first_token_ms is not None


async def test_who_leaves_after_the_end_has_had_all_of_it(at: Desk) -> None:
    async with at.caller.stream(at.call(), ROUTES) as stream:
        async for item in stream:
            if isinstance(item, End):
                break
    await at.caller.settled()
    assert at.book.story == [("first", "ok", "")]


async def test_a_slow_reader_is_not_read_ahead_for(at: Desk) -> None:
    fake: FakeProvider = at.first
    async with at.caller.stream(at.call(), ROUTES) as stream:
        await anext(stream)
        assert len(fake.requests) == 1
        assert stream.tries == ()
