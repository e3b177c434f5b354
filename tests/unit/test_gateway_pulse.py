"""Streams that show that they are alive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from api.gateway.openai.ports import Alive
from api.gateway.openai.pulse import with_pulse
from orchestration.providers.chat import Delta, StreamItem

PATIENT: float = 60.0


class Speech:
    """A stream that says one word, and then waits until it may go on."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.waits = asyncio.Event()
        self.closed = False
        self.cancelled = 0

    async def items(self) -> AsyncGenerator[StreamItem, None]:
        try:
            yield Delta(text="a")
            self.waits.set()
            try:
                await self.go_on.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
            yield Delta(text="b")
        finally:
            self.closed = True


async def test_a_silence_is_told_and_breaks_nothing_off() -> None:
    speech = Speech()
    async with aclosing(with_pulse(speech.items(), 0.001)) as items:
        heard = []
        async for item in items:
            if isinstance(item, Alive):
                speech.go_on.set()
            else:
                heard.append(item)
    assert heard == [Delta(text="a"), Delta(text="b")]
    assert speech.cancelled == 0


async def test_an_error_is_the_readers() -> None:
    async def broken() -> AsyncGenerator[StreamItem, None]:
        yield Delta(text="a")
        raise ConnectionError

    async with aclosing(with_pulse(broken(), PATIENT)) as items:
        assert await anext(items) == Delta(text="a")
        with pytest.raises(ConnectionError):
            await anext(items)


async def test_who_is_cancelled_leaves_a_stream_that_can_be_closed() -> None:
    speech = Speech()
    source = speech.items()

    async def read() -> None:
        async with aclosing(source), aclosing(with_pulse(source, PATIENT)) as items:
            async for _ in items:
                pass

    reading = asyncio.create_task(read())
    await speech.waits.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (speech.cancelled, speech.closed) == (1, True)


async def test_who_closes_it_while_it_is_silent_does_not_either() -> None:
    speech = Speech()
    source = speech.items()
    items = with_pulse(source, 0.001)
    while not isinstance(await anext(items), Alive) or not speech.waits.is_set():
        pass
    await items.aclose()
    await source.aclose()
    assert (speech.cancelled, speech.closed) == (1, True)
