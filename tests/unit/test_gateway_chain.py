"""Requests whose next way is gone when one fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping

import pytest

from api.gateway.openai.chain import TextChain, Way
from api.gateway.openai.ports import Alive, Item
from orchestration.providers.chat import ChatAnswer, Delta
from orchestration.providers.errors import Overloaded

BUSY = Overloaded("No room.", provider="first")


class Speaker:
    """A way to a text: says what it was given, and breaks off."""

    created = 7
    headers: Mapping[str, str] = {}

    def __init__(self, name: str, *said: Item, broken: bool = False) -> None:
        self.id = self.model = name
        self.said = said
        self.broken = broken
        self.left = 0

    async def answer(self) -> ChatAnswer:
        if self.broken:
            raise BUSY
        return ChatAnswer(self.id, self.model, (), None)

    async def stream(self) -> AsyncGenerator[Item, None]:
        for item in self.said:
            yield item
        if self.broken:
            raise BUSY

    async def leave(self) -> None:
        self.left += 1


def way(speaker: Speaker, *, stored: bool = False) -> Way[ChatAnswer]:
    async def begin() -> Speaker:
        return speaker

    return Way(begin, stored=stored)


async def test_a_stream_that_only_said_that_it_is_alive_may_go_another_way() -> None:
    first = Speaker("first", Alive(), broken=True)
    chain = await TextChain.begun([way(first, stored=True), way(Speaker("second", Delta(0, "a")))])
    assert [item async for item in chain.stream()] == [Alive(), Delta(0, "a")]
    assert chain.id == "second"
    assert first.left == 1


async def test_one_that_has_spoken_may_not() -> None:
    first = Speaker("first", Alive(), Delta(0, "a"), broken=True)
    chain = await TextChain.begun([way(first), way(Speaker("second"))])
    with pytest.raises(Overloaded):
        [item async for item in chain.stream()]
    assert chain.id == "first"


async def test_a_way_that_is_begun_while_its_client_leaves_is_left() -> None:
    begins, may_begin = asyncio.Event(), asyncio.Event()
    second = Speaker("second")

    async def slowly() -> Speaker:
        begins.set()
        await may_begin.wait()
        return second

    chain = await TextChain.begun([way(Speaker("first", broken=True)), Way(slowly, stored=True)])
    answering = asyncio.create_task(chain.answer())
    await begins.wait()
    answering.cancel()
    may_begin.set()
    with pytest.raises(asyncio.CancelledError):
        await answering
    await chain.leave()
    assert second.left == 1
