"""One request and its answer: Django's request and response over ASGI.

Both are the classes that REST uses, so that keys, parameters, bodies and problem documents are
read and rendered by the same code.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from typing import Any, ClassVar, Final, Self

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from api.gateway.errors import SlowBody
from api.rest.content_type import without_charset
from api.rest.errors import Internal
from api.rest.problems import problem_response, to_problem
from api.rest.throttling import headers_of
from orchestration.access.ratelimit import Allowance

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

log = logging.getLogger(__name__)

_BODY_S: Final = 30.0
_DROPPED: Final = 8
"""How many times the largest body is read before the connection is closed."""
_SEND_S: Final = 30.0
"""A reader that takes nothing for this long has lost its answer; it can come back and resume."""


class Gone(Exception):  # noqa: N818 - named for what happened
    """The client has gone, or takes nothing any more."""


class Exchange:
    """One request.

    Attributes:
        request: the request, with its body once that is read.
        receive: ASGI's, for what follows.
        allowance: where the key stands with its rate limit, once that is known.
        started: whether the answer is on its way.
    """

    __slots__ = ("_body", "_scope", "_send", "allowance", "receive", "request", "started")

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Read the head."""
        query: bytes = scope["query_string"]
        # Django takes UTF-8 for granted here; over WSGI it replaces what is none, and so do we.
        self._scope = {
            **scope,
            "query_string": query.decode("utf-8", "replace").encode(),
            "headers": [_plain(name, value) for name, value in scope["headers"]],
        }
        self._send = send
        self.receive = receive
        self.allowance: Allowance | None = None
        self.started = False
        self._body = BytesIO()
        self.request = ASGIRequest(self._scope, self._body)

    @property
    def parts(self) -> Mapping[str, Any]:
        """What the path's parameters are."""
        parts: Mapping[str, Any] = self._scope["path_params"]
        return parts

    async def with_body(self, most: int) -> ASGIRequest:
        """Return the request with its body, of which at most one byte more than `most` is kept.

        What is too large is read on for a while and dropped: clients that are still sending when
        the connection closes would not see the answer.

        Raises:
            SlowBody: it has not arrived in time.
            Gone: the client has.
        """
        try:
            async with asyncio.timeout(_BODY_S):
                self._body.write(await self._read(most))
        except TimeoutError:
            raise SlowBody(f"It has not arrived within {_BODY_S:g} s.", field="body") from None
        self._body.seek(0)
        return self.request

    async def _read(self, most: int) -> bytes:
        body, length, more = bytearray(), 0, True
        while more and length <= most * _DROPPED:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            length += len(part)
            body += part[: most + 1 - len(body)]
            more = message.get("more_body", False)
        return bytes(body)

    async def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of the answer."""
        await self._pass(self._head(status, headers))

    def _head(self, status: int, headers: Mapping[str, str]) -> Message:
        if self.allowance is not None:
            headers = {**headers, **headers_of(self.allowance)}
        self.started = True
        lines = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers.items()]
        return {"type": "http.response.start", "status": status, "headers": lines}

    async def write(self, body: bytes, *, more: bool = True) -> None:
        """Send a part of the body; returns when the server has taken it.

        Raises:
            Gone: the client takes nothing.
        """
        await self._pass(_part(body, more=more))

    async def _pass(self, *messages: Message) -> None:
        try:
            async with asyncio.timeout(_SEND_S):
                for message in messages:
                    await self._send(message)
        except (TimeoutError, OSError):
            raise Gone from None

    async def answer(self, response: HttpResponse) -> None:
        """Send a whole answer."""
        headers = {**response.headers, "Content-Length": str(len(response.content))}
        await self._pass(
            self._head(response.status_code, headers), _part(response.content, more=False)
        )


class Leaving:
    """Notices that the client leaves while the answer is not complete.

    Attributes:
        gone: whether it has left.
    """

    __slots__ = ("_listening", "_receive", "_tell", "gone")

    def __init__(self, receive: Receive, tell: Callable[[], None]) -> None:
        """Call `tell` when the client leaves."""
        self.gone = False
        self._receive = receive
        self._tell = tell

    def __enter__(self) -> Self:
        self._listening = asyncio.create_task(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.cancel()

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._tell()


@asynccontextmanager
async def attended(exchange: Exchange) -> AsyncIterator[None]:
    """Go on for as long as the client is there; whatever the block waits for is cancelled when it
    leaves.

    The body must have been read: what else the client sends is dropped.

    Raises:
        Gone: the client has left.
    """
    running = asyncio.current_task()
    assert running is not None, "requests are served by tasks"  # noqa: S101
    before = running.cancelling()
    with Leaving(exchange.receive, partial(_stop, running)) as leaving:
        try:
            yield
        except asyncio.CancelledError:
            if leaving.gone and running.uncancel() <= before:
                raise Gone from None
            raise


def _stop(running: "asyncio.Task[Any]") -> None:
    running.cancel()


Handler = Callable[[Exchange], Awaitable[HttpResponse | None]]


class Endpoint:
    """An ASGI application around a handler: every error becomes its problem document."""

    exchange: ClassVar[type[Exchange]] = Exchange
    """How requests are read and answered."""

    def __init__(self, handler: Handler) -> None:
        """Serve by `handler`, which returns an answer, or None when it has sent one itself."""
        self._handler = handler

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request."""
        exchange = self.exchange(scope, receive, send)
        try:
            response = await self._handled(exchange)
            if response is not None:
                await exchange.answer(response)
        except Gone:
            return

    async def _handled(self, exchange: Exchange) -> HttpResponse | None:
        try:
            return await self._handler(exchange)
        except Gone:
            raise
        except Exception as error:
            if exchange.started:
                raise
            return self.refuse(error, exchange)

    def refuse(self, error: Exception, exchange: Exchange) -> HttpResponse:
        """Return the answer to a request that failed before anything of it was answered."""
        return refusal(error, exchange.request.path)


def refusal(error: Exception, path: str, *, allowed: str | None = None) -> HttpResponse:
    """Return the problem document of an error; what was not anticipated is logged."""
    known = to_problem(error)
    if isinstance(known, Internal):
        log.error("request failed", exc_info=error, extra={"path": path})
    return problem_response(known, path, allowed=allowed)


def _part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


def _plain(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a head as Django may read it."""
    if name == b"content-type":
        value = without_charset(value.decode("latin-1")).encode("latin-1")
    return name, value
