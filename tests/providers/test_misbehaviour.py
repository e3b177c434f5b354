"""However a provider misbehaves, one of our errors says so: each way, for every provider."""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import aclosing

import pytest

from orchestration.providers import errors
from orchestration.providers.chat import Delta, StreamItem
from orchestration.providers.provider import Bounds, Patience, Provider
from orchestration.providers.sse import StreamLimits
from tests.fakes import manners
from tests.fakes.provider import EVENTS, JSON, Exchange, FakeProvider, Manner
from tests.providers.asking import answered, ask, streamed
from tests.providers.conftest import KEY, Opened

both = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
SMALL = Bounds(body=100_000, stream=StreamLimits(line=100_000, total=1_000_000))
SAID = "You said: one two three four five six"
DATE = "Fri, 01 Jan 2100 00:00:20 GMT"


async def read_into(come: list[StreamItem], provider: Provider) -> None:
    async for item in provider.stream(ask("one two three four five six")):
        come.append(item)  # noqa: PERF401 - what came before it broke is what matters


async def fail(
    provider: Provider, fake: FakeProvider, manner: Manner, *, stream: bool
) -> errors.ProviderError:
    """Return the error with which a call ends; it never holds the key."""
    fake.script.append(manner)
    with pytest.raises(errors.ProviderError) as failed:
        await answered(provider, ask(), stream=stream)
    error = failed.value
    told = f"{error!r} {error} {error.problem()} {''.join(traceback.format_exception(error))}"
    assert KEY not in told
    assert error.provider == provider.name
    return error


@both
@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        (manners.refusing(400, "no", "invalid_request_error"), errors.BadRequest),
        (manners.refusing(400, "no", "context_length_exceeded"), errors.PromptTooLong),
        (manners.refusing(400, "no", "content_filter"), errors.ContentRefused),
        (manners.refusing(401, f"wrong: {KEY}", "authentication_error"), errors.AuthFailed),
        (manners.refusing(403, "no", "permission_error"), errors.AuthFailed),
        (manners.refusing(404, f"{KEY} knows no such model"), errors.BadRequest),
        (manners.refusing(429, "slowly", "rate_limit_error"), errors.RateLimited),
        (manners.refusing(500, "oh", "api_error"), errors.Overloaded),
        (manners.refusing(502), errors.Overloaded),
        (manners.refusing(503), errors.Overloaded),
        (manners.refusing(529, "full", "overloaded_error"), errors.Overloaded),
        (manners.refusing(307, location="http://127.0.0.1:9/v1"), errors.BrokenResponse),
        (manners.filtering, errors.ContentRefused),
        (manners.answering("text/html", b"<html>"), errors.BrokenResponse),
        (manners.answering(JSON, b'{"choices": ['), errors.BrokenResponse),
        (manners.answering(JSON, b"[]"), errors.BrokenResponse),
        (manners.answering(JSON, b'{"choices": [{}], "content": 7}'), errors.BrokenResponse),
        (manners.answering(JSON, b""), errors.BrokenResponse),
        (manners.answering(EVENTS, b""), errors.BrokenResponse),
        (manners.answering(EVENTS, b"data: {\n\n"), errors.BrokenResponse),
        (manners.answering(EVENTS, b"data: []\n\n"), errors.BrokenResponse),
        (manners.answering(EVENTS, b'data: {"choices": 7}\n\n'), errors.BrokenResponse),
        (manners.answering(EVENTS, b'{"choices": []}\n\n'), errors.BrokenResponse),
        (manners.answering(EVENTS, b"data: \xff\n\n"), errors.BrokenResponse),
        (manners.cut, errors.BrokenResponse),
        (manners.hanging_up, errors.BrokenResponse),
        (manners.compressed, errors.BrokenResponse),
        (manners.endless, errors.BrokenResponse),
    ],
    ids=lambda each: None if isinstance(each, type) else getattr(each, "__name__", None),
)
async def test_each_misbehaviour_is_one_error(
    opened: Opened, fake: FakeProvider, manner: Manner, kind: type, *, stream: bool
) -> None:
    error = await fail(opened(bounds=SMALL), fake, manner, stream=stream)
    assert type(error) is kind, error


@both
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": DATE, "date": "Fri, 01 Jan 2100 00:00:00 GMT"}, 20.0),
    ],
    ids=["nothing", "seconds", "date"],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_delay_that_is_asked_for_is_told(
    provider: Provider,
    fake: FakeProvider,
    headers: dict[str, str],
    seconds: float | None,
    status: int,
    *,
    stream: bool,
) -> None:
    manner = manners.refusing(status, "wait", "rate_limit_error", **headers)
    error = await fail(provider, fake, manner, stream=stream)
    assert error.retryable
    assert error.retry_after_s == seconds


@both
@pytest.mark.parametrize(
    ("manner", "patience", "phase"),
    [
        (manners.silent, Patience(connect=0.05, first_byte=0.05), "first byte"),
        (manners.stalling, Patience(between=0.05), "between chunks"),
        (manners.trickling, Patience(total=0.1), "total"),
    ],
    ids=["first byte", "between chunks", "total"],
)
async def test_each_wait_has_an_end(
    opened: Opened,
    fake: FakeProvider,
    manner: Manner,
    patience: Patience,
    phase: str,
    *,
    stream: bool,
) -> None:
    error = await fail(opened(patience=patience), fake, manner, stream=stream)
    assert isinstance(error, errors.TimedOut)
    assert (error.phase, error.may_cost, error.retryable) == (phase, True, True)
    await asyncio.wait_for(fake.left.wait(), 10)


@both
async def test_who_drips_is_understood(
    provider: Provider, fake: FakeProvider, *, stream: bool
) -> None:
    fake.script.append(manners.dripping)
    answer = await answered(provider, ask(), stream=stream)
    assert answer.text == "You said: Good morning to you"


@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        (manners.cut, errors.BrokenResponse),
        (manners.unfinished, errors.BrokenResponse),
        (manners.failing_midway, errors.Overloaded),
    ],
    ids=["cut", "unfinished", "failing midway"],
)
async def test_what_came_before_a_stream_broke_is_not_lost(
    provider: Provider, fake: FakeProvider, manner: Manner, kind: type
) -> None:
    fake.script.append(manner)
    come: list[StreamItem] = []
    with pytest.raises(errors.ProviderError) as failed:
        await read_into(come, provider)
    assert type(failed.value) is kind
    deltas = [each for each in come if isinstance(each, Delta)]
    assert deltas == come, "a stream that broke has no end"
    assert SAID.startswith("".join(each.text for each in deltas))
    assert any(each.text for each in deltas)


@both
async def test_a_provider_that_is_not_there_is_unreachable(
    opened: Opened, fake: FakeProvider, unused_tcp_port: int, *, stream: bool
) -> None:
    provider = opened(base_url=f"http://127.0.0.1:{unused_tcp_port}/v1")
    with pytest.raises(errors.Unreachable) as failed:
        await answered(provider, ask(), stream=stream)
    assert failed.value.retryable
    assert not failed.value.may_cost


@both
async def test_a_caller_that_gives_up_takes_the_connection_along(
    provider: Provider, fake: FakeProvider, *, stream: bool
) -> None:
    asked = asyncio.Event()

    async def manner(exchange: Exchange) -> None:
        asked.set()
        await manners.silent(exchange)

    fake.script.append(manner)
    call = asyncio.create_task(answered(provider, ask(), stream=stream))
    await asyncio.wait_for(asked.wait(), 10)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await asyncio.wait_for(fake.left.wait(), 10)


async def test_a_reader_that_stops_early_takes_the_connection_along(
    provider: Provider, fake: FakeProvider
) -> None:
    fake.script.append(manners.stalling)
    async with aclosing(provider.stream(ask())) as items:
        reading = asyncio.ensure_future(anext(items))
        await asyncio.wait({reading}, timeout=0.05)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    await asyncio.wait_for(fake.left.wait(), 10)


async def test_after_each_failure_the_next_call_succeeds(
    opened: Opened, fake: FakeProvider
) -> None:
    provider = opened(bounds=SMALL)
    for manner in (manners.cut, manners.endless, manners.hanging_up, manners.refusing(500)):
        await fail(provider, fake, manner, stream=True)
        assert (await streamed(provider, ask()))[1].choices[0].finish_reason == "stop"


async def test_logs_never_hold_the_key(
    provider: Provider, fake: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await provider.chat(ask())
    await fail(provider, fake, manners.refusing(401, f"wrong: {KEY}"), stream=True)
    await fail(provider, fake, manners.hanging_up, stream=False)
    assert caplog.records
    assert KEY not in caplog.text
