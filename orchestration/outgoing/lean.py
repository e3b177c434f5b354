"""Carries requests over pooled connections with little work: for calls of models, of which there
are many.

What httpx brings for that looks through all connections, and asks the system about each, for every
request; it took a third of the gateway's processor time. Here a connection that waits is found at
once, and one that the server has closed has left by itself.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from functools import cache
from typing import Final, TypeAlias

import httpx

from orchestration.outgoing.wire import Head, Wire, request_head

Connect: TypeAlias = Callable[[str, int, ssl.SSLContext | None], Awaitable[Wire]]
"""Connects to a host and port, with TLS if there is a context."""
Origin: TypeAlias = tuple[str, str, int]

LIMITS: Final = httpx.Limits(max_connections=256, keepalive_expiry=60.0)
_PORTS: Final = {"http": 80, "https": 443}
_EXTENSIONS: Final = {"http_version": b"HTTP/1.1"}


@cache
def certificates() -> ssl.SSLContext:
    """Read the certificates once: it takes 20 ms, and each provider has a pool of its own."""
    return httpx.create_ssl_context(trust_env=False)


async def connect(host: str, port: int, context: ssl.SSLContext | None) -> Wire:
    """Connect to a host, whatever address it has."""
    return await connect_to(host, port, context, host)


async def connect_to(address: str, port: int, context: ssl.SSLContext | None, host: str) -> Wire:
    """Connect to an address of a host.

    Raises:
        OSError: It cannot be reached, or its certificate does not fit.
    """
    loop = asyncio.get_running_loop()
    name = host if context else None
    _, wire = await loop.create_connection(Wire, address, port, ssl=context, server_hostname=name)
    return wire


class LeanTransport(httpx.AsyncBaseTransport):
    """A pool of connections, HTTP/1.1. Belongs to one event loop.

    How long connecting and waiting for a connection may take is said by the request, as with
    httpx; how long reading and writing may take is up to who waits.

    Args:
        connect: Makes connections.
        limits: How many at most, and for how long an idle one is kept.
        verify: The certificates that are trusted.
    """

    def __init__(
        self,
        connect: Connect = connect,
        *,
        limits: httpx.Limits = LIMITS,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        self._connect = connect
        self._most = limits.max_connections
        self._kept_s = limits.keepalive_expiry
        self._verify = verify
        self._open = 0
        self._idle: dict[Origin, list[Wire]] = {}
        self._line: deque[asyncio.Future[None]] = deque()
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the answer's body is read while it comes.

        Raises:
            httpx.TransportError: As httpx sorts them.
        """
        url = request.url
        origin = (url.scheme, url.host, url.port or _PORTS.get(url.scheme, 0))
        if not origin[2]:
            raise httpx.UnsupportedProtocol(f"the protocol {url.scheme} is not spoken here")
        body = await request.aread()
        head = request_head(request.method, url.raw_path, request.headers.raw)
        wire = await self._wire(origin, request.extensions.get("timeout", {}))
        try:
            found = await wire.ask(head, body)
        except BaseException:
            self._left(origin, wire, whole=False)
            raise
        stream = _Stream(self, origin, wire, found, request.method)
        return httpx.Response(
            found.status, headers=found.headers, stream=stream, extensions=_EXTENSIONS
        )

    async def aclose(self) -> None:
        """Close the connections that are idle, and the others when their answers end."""
        self._closed = True
        for wires in self._idle.values():
            for wire in wires:
                self._end(wire)
        self._idle.clear()

    async def _wire(self, origin: Origin, limits_s: dict[str, float | None]) -> Wire:
        if (wire := self._waiting(origin)) is not None:
            return wire
        if self._most is not None and self._open >= self._most:
            wire = await self._room(origin, limits_s.get("pool"))
            if wire is not None:
                return wire
        self._open += 1
        try:
            return await self._connected(origin, limits_s.get("connect"))
        except BaseException:
            self._gone()
            raise

    def _waiting(self, origin: Origin) -> Wire | None:
        """Return an idle connection, the latest that was used."""
        wires = self._idle.get(origin)
        now = asyncio.get_running_loop().time()
        while wires:
            wire = wires.pop()
            fresh = self._kept_s is None or now - wire.idle_since < self._kept_s
            if wire.usable and fresh:
                return wire
            self._end(wire)
        return None

    async def _room(self, origin: Origin, limit_s: float | None) -> Wire | None:
        """Wait until a connection is idle, or may be made."""
        try:
            async with asyncio.timeout(limit_s):
                while self._most is not None and self._open >= self._most:
                    if (wire := self._waiting(origin)) is not None:
                        return wire
                    if not self._end_other(origin):
                        await self._turn()
        except TimeoutError:
            raise httpx.PoolTimeout("all connections are taken") from None
        return None

    async def _turn(self) -> None:
        """Wait until something has changed; who leaves the line hands on what it was told."""
        place = asyncio.get_running_loop().create_future()
        self._line.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._tell()
            raise
        finally:
            with suppress(ValueError):
                self._line.remove(place)

    def _tell(self) -> None:
        while self._line:
            place = self._line.popleft()
            if not place.done():
                place.set_result(None)
                return

    def _end_other(self, origin: Origin) -> bool:
        """Make room by ending an idle connection to somebody else."""
        for other, wires in self._idle.items():
            if other != origin and wires:
                self._end(wires.pop(0))
                return True
        return False

    async def _connected(self, origin: Origin, limit_s: float | None) -> Wire:
        scheme, host, port = origin
        context = (self._verify or certificates()) if scheme == "https" else None
        try:
            async with asyncio.timeout(limit_s):
                return await self._connect(host, port, context)
        except TimeoutError:
            raise httpx.ConnectTimeout(f"{host} did not take a connection in time") from None
        except OSError as error:
            raise httpx.ConnectError(f"{host} takes no connection: {error}") from error

    def _left(self, origin: Origin, wire: Wire, *, whole: bool) -> None:
        """Take a connection back."""
        if whole and wire.usable and not self._closed:
            self._idle.setdefault(origin, []).append(wire)
            self._tell()
        else:
            self._end(wire)

    def _end(self, wire: Wire) -> None:
        wire.close()
        self._gone()

    def _gone(self) -> None:
        self._open -= 1
        self._tell()


class _Stream(httpx.AsyncByteStream):
    """The body of one answer; closed, its connection is back in the pool or at its end."""

    def __init__(
        self, pool: LeanTransport, origin: Origin, wire: Wire, head: Head, method: str
    ) -> None:
        self._pool = pool
        self._origin = origin
        self._wire = wire
        self._body = wire.body(head, method)
        self._held = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield it."""
        whole = False
        try:
            async with aclosing(self._body) as parts:
                async for part in parts:
                    yield part
            whole = True
        finally:
            self._give_back(whole=whole)

    async def aclose(self) -> None:
        """Give the connection back; nothing is waited for."""
        self._give_back(whole=False)

    def _give_back(self, *, whole: bool) -> None:
        if self._held:
            self._held = False
            self._pool._left(self._origin, self._wire, whole=whole)  # noqa: SLF001 - its own
