"""One connection that speaks HTTP/1.1 (RFC 9112), for requests that follow each other.

A request is one write. An answer is read strictly: framing that two readers could understand in two
ways is refused. Whatever cleans up does so at once and never waits, so that a cancellation may hit
it anywhere. That the server has closed an idle connection is heard, not asked for.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, cast

import httpx

from orchestration.outgoing.framing import Body, Chunks, Length, Malformed, Rest

Headers = list[tuple[bytes, bytes]]

_HEAD_BYTES: Final = 64 * 1024
_HIGH: Final = 256 * 1024
"""So much waits for its reader; then no more is taken from the system."""
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LINE_END: Final = re.compile(rb"\r?\n")
_STATUS: Final = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: [^\x00\r\n]*)?")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNFIT: Final = re.compile(rb"[\x00\r\n]")
_BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer."""

    status: int
    minor: int
    headers: Headers

    def all(self, name: bytes) -> list[bytes]:
        """Return the values of a header, whose name is in lower case."""
        return [value for key, value in self.headers if key.lower() == name]


class Wire(asyncio.Protocol):
    """A connection.

    Attributes:
        idle_since: When its last answer was read; on the event loop's clock.
        usable: Whether another request may be sent.
    """

    def __init__(self) -> None:
        """Begin before it is connected."""
        self.idle_since = 0.0
        self.usable = True
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._ended = False
        self._why: Exception | None = None
        self._reading: asyncio.Future[None] | None = None
        self._writing: asyncio.Future[None] | None = None
        self._waits = False
        self._full = False
        self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        self._transport = cast("asyncio.Transport", transport)  # others' loops have their own

    def data_received(self, data: bytes) -> None:
        """Keep what came; what comes unasked ends the connection."""
        if not self._busy:
            self.close()
            return
        self._came += data
        if len(self._came) > _HIGH and not self._waits and self._transport is not None:
            self._waits = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note that nothing more comes."""
        self._ended, self.usable = True, False
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note it, and why."""
        self._ended, self.usable = True, False
        self._why = exc
        self._wake()
        self._go_on()

    def pause_writing(self) -> None:
        """Wait with writing: the server is slow."""
        self._full = True

    def resume_writing(self) -> None:
        """Write again."""
        self._full = False
        self._go_on()

    def close(self) -> None:
        """End it at once."""
        self.usable, self._ended = False, True
        if self._transport is not None:
            self._transport.abort()

    async def ask(self, head: bytes, body: bytes) -> Head:
        """Send a request and return the head of its answer.

        Raises:
            httpx.ReadError, httpx.WriteError: The connection broke.
            httpx.RemoteProtocolError: The answer is none.
        """
        self._busy = True
        if self._transport is None or self._ended:
            raise httpx.WriteError("the connection is closed")
        self._transport.write(head + body)
        while self._full and not self._ended:
            self._writing = self._loop.create_future()
            await self._writing
        head_of_answer = await self._head()
        while head_of_answer.status < HTTPStatus.OK:
            if head_of_answer.status == HTTPStatus.SWITCHING_PROTOCOLS:
                raise httpx.RemoteProtocolError("another protocol, for which it was not asked")
            head_of_answer = await self._head()
        return head_of_answer

    async def body(self, head: Head, method: str) -> AsyncGenerator[bytes, None]:
        """Yield the body of an answer: each time all of it that is there.

        Raises:
            httpx.ReadError: The connection broke.
            httpx.RemoteProtocolError: The body breaks its framing, or off.
        """
        try:
            framing = _framing(head, method)
            while not framing.complete:
                if part := framing.take(self._came):
                    yield part
                elif not framing.complete:
                    await self._more(framing)
        except Malformed as error:
            raise httpx.RemoteProtocolError(str(error)) from None
        kept = b"close" not in _tokens(head.all(b"connection")) and head.minor == 1
        self.usable = self.usable and kept and framing.bounded and not self._came
        self._busy = False
        self.idle_since = self._loop.time()

    async def _head(self) -> Head:
        while (found := _HEAD_END.search(self._came)) is None:
            if len(self._came) > _HEAD_BYTES:
                raise httpx.RemoteProtocolError("a head that is too long")
            await self._more(None)
        raw = bytes(self._came[: found.start()])
        del self._came[: found.end()]
        return _read_head(raw)

    async def _more(self, framing: Body | None) -> None:
        """Wait until something more is there; without `framing` something must."""
        if self._ended:
            if self._why is not None:
                raise httpx.ReadError(str(self._why))
            if framing is None:
                raise httpx.RemoteProtocolError("the server closed without an answer")
            framing.end()
            return
        if self._waits and self._transport is not None:
            self._waits = False
            self._transport.resume_reading()
        self._reading = self._loop.create_future()
        try:
            await self._reading
        finally:
            self._reading = None

    def _wake(self) -> None:
        if self._reading is not None and not self._reading.done():
            self._reading.set_result(None)

    def _go_on(self) -> None:
        if self._writing is not None and not self._writing.done():
            self._writing.set_result(None)


def request_head(method: str, target: bytes, headers: Headers) -> bytes:
    """Return the head of a request.

    Raises:
        httpx.LocalProtocolError: A part of it would end a line.
    """
    if any(_UNFIT.search(part) for pair in headers for part in pair) or _UNFIT.search(target):
        raise httpx.LocalProtocolError("a header with a line's end")
    lines = [b"%s: %s\r\n" % pair for pair in headers]
    return b"%s %s HTTP/1.1\r\n%s\r\n" % (method.encode(), target, b"".join(lines))


def _read_head(raw: bytes) -> Head:
    first, *lines = _LINE_END.split(raw)
    status = _STATUS.fullmatch(first)
    if status is None:
        raise httpx.RemoteProtocolError("what is no HTTP")
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        value = value.strip(b" \t")
        if not colon or not _NAME.fullmatch(name) or _UNFIT.search(value):
            raise httpx.RemoteProtocolError("a header that is none")
        headers.append((name, value))
    return Head(int(status[2]), int(status[1]), headers)


def _framing(head: Head, method: str) -> Body:
    """Return how the body is told from what follows it (RFC 9112, section 6.3)."""
    if method == "HEAD" or head.status in _BODILESS:
        return Length(0)
    coded = _tokens(head.all(b"transfer-encoding"))
    lengths = set(_tokens(head.all(b"content-length")))
    if coded:
        if coded != [b"chunked"] or lengths:
            raise Malformed("a body whose length is told in two ways, or in none that is known")
        return Chunks()
    if not lengths:
        return Rest()
    length = lengths.pop()
    if lengths or not length.isdigit():
        raise Malformed("a length that is none")
    return Length(int(length))


def _tokens(values: list[bytes]) -> list[bytes]:
    return [part.strip().lower() for value in values for part in value.split(b",")]
