"""The lean pool: connections are used again, heads are read strictly, nothing stays taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from orchestration.outgoing.lean import LeanTransport

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Peer:
    """A server that answers each request with the next of its answers; None ends a connection."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.heads: list[bytes] = []
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                answer = self.answers.pop(0) if self.answers else OK
                if answer is None:
                    return
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Peer]:
        server = await asyncio.start_server(self, "127.0.0.1", 0)
        async with server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
            yield self


@asynccontextmanager
async def pool(most: int = 2) -> AsyncIterator[LeanTransport]:
    transport = LeanTransport(limits=httpx.Limits(max_connections=most, keepalive_expiry=60))
    yield transport
    await transport.aclose()


async def get(transport: LeanTransport, url: str, wait_s: float = 5.0) -> httpx.Response:
    limits_s = {"timeout": {"connect": wait_s, "pool": wait_s}}
    request = httpx.Request("GET", url, extensions=limits_s)
    response = await transport.handle_async_request(request)
    await response.aread()
    return response


async def test_a_connection_is_used_again() -> None:
    async with Peer().listening() as peer, pool() as transport:
        for _ in range(5):
            assert (await get(transport, peer.url)).text == "ok"
        assert peer.connections == 1
        assert peer.heads[0].startswith(b"GET /v1 HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more",
    ],
)
async def test_a_connection_that_says_it_ends_is_not_used_again(answer: bytes) -> None:
    async with Peer(answer).listening() as peer, pool() as transport:
        assert (await get(transport, peer.url)).text == "ok"
        assert (await get(transport, peer.url)).text == "ok"
        assert peer.connections == 2


async def test_a_connection_that_the_server_closes_is_not_used_again() -> None:
    async with Peer(OK, None).listening() as peer, pool(1) as transport:
        await get(transport, peer.url)
        with pytest.raises(httpx.RemoteProtocolError, match="without an answer"):
            await get(transport, peer.url)
        assert (await get(transport, peer.url)).text == "ok"
        assert peer.connections == 2


async def test_what_comes_before_the_answer_is_passed_over() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
    async with Peer(early + OK).listening() as peer, pool() as transport:
        assert (await get(transport, peer.url)).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/2 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nfolded: one\r\n two\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nname : value\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\nok",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nlong: " + b"x" * 70_000,
    ],
)
async def test_what_could_be_read_in_two_ways_is_refused(answer: bytes) -> None:
    async with Peer(answer).listening() as peer, pool(1) as transport:
        with pytest.raises(httpx.RemoteProtocolError):
            await get(transport, peer.url)
        assert (await get(transport, peer.url)).text == "ok"


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "a\x00b"])
async def test_a_header_cannot_end_its_line(value: str) -> None:
    async with Peer().listening() as peer, pool() as transport:
        request = httpx.Request("GET", peer.url, headers={"x-key": value})
        with pytest.raises(httpx.LocalProtocolError):
            await transport.handle_async_request(request)
        assert peer.connections == 0


async def test_who_finds_no_connection_waits_for_one() -> None:
    async with Peer().listening() as peer, pool(1) as transport:
        request = httpx.Request("GET", peer.url)
        held = await transport.handle_async_request(request)
        waiting = asyncio.ensure_future(get(transport, peer.url))
        with pytest.raises(httpx.PoolTimeout):
            await get(transport, peer.url, wait_s=0.02)
        await held.aread()
        assert (await waiting).text == "ok"
        assert peer.connections == 1


async def test_an_idle_connection_gives_way_to_another_server() -> None:
    async with Peer().listening() as one, Peer().listening() as other, pool(1) as transport:
        for peer in (one, other, one):
            assert (await get(transport, peer.url)).text == "ok"
        assert one.connections == 2


async def test_a_port_where_nobody_listens_is_a_failed_connection() -> None:
    async with pool(1) as transport:
        async with Peer().listening() as peer:
            url = peer.url
        for _ in range(2):  # the place of the first is free again
            with pytest.raises(httpx.ConnectError):
                await get(transport, url)
