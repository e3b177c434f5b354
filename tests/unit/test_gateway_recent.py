"""What the gateway reads once in a while: one reading serves all who ask meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from api.gateway.recent import Recent


class Shelf:
    """Something to read: it can be opened, and it can break."""

    def __init__(self) -> None:
        self.readings = 0
        self.opened = asyncio.Event()
        self.broken = False

    async def read(self) -> int:
        self.readings += 1
        await self.opened.wait()
        if self.broken:
            raise ConnectionError
        return self.readings


async def come_to(fact: Callable[[], bool]) -> None:
    """Return when something holds that others on this loop bring about."""
    while not fact():
        await asyncio.sleep(0)


async def test_all_who_ask_meanwhile_share_one_reading() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    asking = [asyncio.create_task(recent.get()) for _ in range(100)]
    await come_to(lambda: shelf.readings > 0)
    shelf.opened.set()
    assert await asyncio.gather(*asking) == [1] * 100
    assert await recent.get() == 1


async def test_they_share_its_failure_and_who_comes_later_reads_again() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    asking = [asyncio.create_task(recent.get()) for _ in range(100)]
    await come_to(lambda: shelf.readings > 0)
    shelf.broken = True
    shelf.opened.set()
    told = await asyncio.gather(*asking, return_exceptions=True)
    assert {type(each) for each in told} == {ConnectionError}
    assert shelf.readings == 1
    shelf.broken = False
    assert await recent.get() == 2


async def test_who_leaves_leaves_alone() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    first, second = (asyncio.create_task(recent.get()) for _ in range(2))
    await come_to(lambda: shelf.readings > 0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    shelf.opened.set()
    assert await second == 1
    assert shelf.readings == 1


async def test_a_failure_that_nobody_waited_for_is_forgotten() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    alone = asyncio.create_task(recent.get())
    await come_to(lambda: shelf.readings > 0)
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    shelf.broken = True
    shelf.opened.set()
    with pytest.raises(ConnectionError):  # it joins the reading that is under way
        await recent.get()
    shelf.broken = False
    assert await recent.get() == 2


async def test_what_is_no_longer_fresh_is_read_anew() -> None:
    shelf = Shelf()
    shelf.opened.set()
    recent = Recent(shelf.read, fresh_s=0.0)
    assert [await recent.get(), await recent.get()] == [1, 2]
