"""HTTP to one provider: one pool of connections, four time limits, bounded bodies.

The environment's proxies and certificates are not looked at, redirects are not followed (they
would carry the key elsewhere), and nothing compressed is read (a small body could grow without
bound).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from functools import cache
from http import HTTPStatus
from typing import Any, Final, cast

import httpx
import orjson

from orchestration.providers.errors import (
    BadRequest,
    BrokenResponse,
    Phase,
    ProviderError,
    TimedOut,
    Unreachable,
)
from orchestration.providers.provider import Bounds, Patience
from orchestration.providers.refusals import Refusal, read_refusal, to_error
from orchestration.providers.sse import Event, EventReader, Malformed

_REFUSAL_BYTES: Final = 64 * 1024
_GRACE_S: Final = 0.25
_KEPT_ALIVE_S: Final = 60.0
_AGENT: Final = "switchyard/0.1"


@cache
def _certificates() -> ssl.SSLContext:
    """Read the certificates once: it takes 20 ms, and each provider has a client of its own."""
    return httpx.create_ssl_context(trust_env=False)


async def _drain(chunks: AsyncIterator[bytes]) -> None:
    """Read the few bytes after the last event: only then the connection can be used again."""
    with suppress(ProviderError, TimeoutError):
        async with asyncio.timeout(_GRACE_S):
            async for _ in chunks:
                pass


class Deadline:
    """How long a call may still wait, and for what."""

    def __init__(self, patience: Patience) -> None:
        """Start the clock."""
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self._end = self._clock() + patience.total
        self._first = self._clock() + patience.connect + patience.first_byte
        self.begun = False

    def next(self) -> tuple[float, Phase]:
        """Return until when the next chunk must come, and which limit that is."""
        soft = self._clock() + self._patience.between if self.begun else self._first
        if self._end <= soft:
            return self._end, "total"
        return soft, "between chunks" if self.begun else "first byte"


class Transport:
    """Asks one provider; belongs to one event loop.

    Args:
        name: The provider's, for errors.
        base_url: What paths are appended to.
        headers: Sent with each request; they may hold the key.
        secret: The key, to be kept out of errors; empty when there is none.
        patience: How long it may take.
        bounds: How much is read.
        carrier: Carries the requests instead of a pool that is made here.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        headers: Mapping[str, str],
        secret: str,
        patience: Patience,
        bounds: Bounds,
        carrier: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.name = name
        self._secret = secret
        self._patience = patience
        self._bounds = bounds
        limits = httpx.Limits(
            max_connections=bounds.connections,
            max_keepalive_connections=bounds.connections,
            keepalive_expiry=_KEPT_ALIVE_S,
        )
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/") + "/",
            headers={"user-agent": _AGENT, "accept-encoding": "identity", **headers},
            timeout=httpx.Timeout(None, connect=patience.connect, pool=patience.connect),
            limits=limits,
            verify=_certificates(),
            transport=carrier,
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """Return the JSON document at `path`.

        Raises:
            ProviderError: As `errors.py` sorts them.
        """
        request = self._client.build_request("GET", path, params=query)
        return await self._document(request)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the JSON document that answers `body`; errors as in `get`."""
        return await self._document(self._prepared(path, body, "application/json"))

    async def events(
        self, path: str, body: Mapping[str, Any], whole: Callable[[], bool]
    ) -> AsyncGenerator[Event, None]:
        """Yield the events that answer `body`, until the reader has the `whole`.

        Errors are those of `get`.
        """
        request = self._prepared(path, body, "text/event-stream")
        reader = EventReader(self._bounds.stream)
        async with self._answer(request, "text/event-stream") as chunks:
            async for chunk in chunks:
                for event in self._read(reader, chunk):
                    yield event
                if whole():
                    await _drain(chunks)
                    return
            for event in self._read(reader, None):
                yield event

    def broken(self, what: str) -> BrokenResponse:
        """Return the error for an answer that cannot be understood."""
        detail = f"The provider {self.name} sent {what}."
        return BrokenResponse(detail, provider=self.name, may_cost=True)

    def refused(self, refusal: Refusal) -> ProviderError:
        """Return the error that a refusal is."""
        return to_error(refusal, self.name, self._secret)

    def _read(self, reader: EventReader, chunk: bytes | None) -> list[Event]:
        try:
            return reader.close() if chunk is None else reader.feed(chunk)
        except Malformed as error:
            raise self.broken(str(error)) from None

    def _prepared(self, path: str, body: Mapping[str, Any], accept: str) -> httpx.Request:
        try:
            content = orjson.dumps(body)
        except TypeError as error:
            detail = f"The request cannot be written as JSON: {error}."
            raise BadRequest(detail, provider=self.name) from None
        headers = {"content-type": "application/json", "accept": accept}
        return self._client.build_request("POST", path, content=content, headers=headers)

    async def _document(self, request: httpx.Request) -> Any:
        raw = bytearray()
        async with self._answer(request, "application/json") as chunks:
            async for chunk in chunks:
                raw += chunk
                if len(raw) > self._bounds.body:
                    raise self.broken(f"more than {self._bounds.body} bytes")
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise self.broken("what is no JSON") from None

    @asynccontextmanager
    async def _answer(
        self, request: httpx.Request, media_type: str
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Send, and give the chunks of an answer that is one."""
        deadline = Deadline(self._patience)
        response = await self._wait(self._client.send(request, stream=True), deadline)
        try:
            if response.status_code != HTTPStatus.OK:
                raise await self._refusal(response, deadline)
            self._expect(response, media_type)
            async with aclosing(self._chunks(response, deadline)) as chunks:
                yield chunks
        finally:
            await response.aclose()

    async def _chunks(
        self, response: httpx.Response, deadline: Deadline
    ) -> AsyncGenerator[bytes, None]:
        body = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
        async with aclosing(body):
            while chunk := await self._wait(anext(body, b""), deadline):
                deadline.begun = True
                yield chunk

    async def _refusal(self, response: httpx.Response, deadline: Deadline) -> ProviderError:
        """Return the error that a status is, though its body be long or break off."""
        raw = bytearray()
        with suppress(ProviderError):
            async with aclosing(self._chunks(response, deadline)) as chunks:
                async for chunk in chunks:
                    raw += chunk
                    if len(raw) > _REFUSAL_BYTES:
                        break
        return self.refused(read_refusal(bytes(raw), response.status_code, response.headers))

    def _expect(self, response: httpx.Response, media_type: str) -> None:
        found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if found != media_type:
            raise self.broken(f"{found or 'nothing named'} instead of {media_type}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise self.broken("a compressed body, for which it was not asked")

    async def _wait(self, awaitable: Any, deadline: Deadline) -> Any:
        """Await one step of the exchange; the library's errors become ours here."""
        end, phase = deadline.next()
        try:
            async with asyncio.timeout_at(end):
                return await awaitable
        except TimeoutError:
            raise self._late(phase) from None
        except (httpx.ConnectTimeout, httpx.PoolTimeout):
            raise self._late("connect") from None
        except httpx.ConnectError:
            raise self._unreachable() from None
        except httpx.HTTPError as error:  # ours holds no request: that holds the key
            raise self.broken(f"an answer that broke off ({type(error).__name__})") from None

    def _late(self, phase: Phase) -> TimedOut:
        detail = f"The provider {self.name} took too long ({phase})."
        return TimedOut(detail, phase=phase, provider=self.name, may_cost=phase != "connect")

    def _unreachable(self) -> Unreachable:
        detail = f"No connection to the provider {self.name} could be made."
        return Unreachable(detail, provider=self.name, mend="Check its address and the network.")
