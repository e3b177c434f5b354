"""Parts of a stream on their way to a client."""

from __future__ import annotations

import asyncio

import pytest

from api.gateway.outlet import Outlet

LARGE = b"x" * 100_000


class Client:
    """Takes what is sent when it may; each time in one piece."""

    def __init__(self) -> None:
        self.took: list[bytes] = []
        self.may = asyncio.Event()
        self.may.set()
        self.asked = asyncio.Event()

    async def take(self, body: bytes) -> None:
        self.asked.set()
        await self.may.wait()
        self.took.append(body)


async def test_what_comes_at_once_is_sent_at_once() -> None:
    client = Client()
    async with Outlet(client.take) as outlet:
        for part in (b"a", b"", b"b", b"c"):
            await outlet.put(part)
        await outlet.flush()
    assert client.took == [b"abc"]


async def test_what_comes_while_a_part_is_sent_follows_in_order() -> None:
    client = Client()
    client.may.clear()
    async with Outlet(client.take) as outlet:
        await outlet.put(b"a")
        await client.asked.wait()
        await outlet.put(b"b")
        await outlet.put(b"c")
        client.may.set()
        await outlet.flush()
        await outlet.put(b"d")
        await outlet.flush()
    assert client.took == [b"a", b"bc", b"d"]


async def test_who_puts_much_waits_for_a_slow_reader() -> None:
    client = Client()
    client.may.clear()
    async with Outlet(client.take) as outlet:
        putting = asyncio.create_task(outlet.put(LARGE))
        await client.asked.wait()
        assert not putting.done()
        client.may.set()
        await putting
    assert client.took == [LARGE]


async def test_a_client_that_has_gone_is_told_to_who_puts_next() -> None:
    async def gone(_: bytes) -> None:
        raise ConnectionError

    async with Outlet(gone) as outlet:
        await outlet.put(b"a")
        with pytest.raises(ConnectionError):
            await outlet.flush()
        with pytest.raises(ConnectionError):
            await outlet.put(b"b")


async def test_who_leaves_sends_nothing_more() -> None:
    client = Client()
    client.may.clear()
    async with Outlet(client.take) as outlet:
        await outlet.put(b"a")
        await client.asked.wait()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert client.took == []
