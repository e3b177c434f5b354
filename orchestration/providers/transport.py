"""HTTP to one provider: one pool of connections, four time limits, bounded bodies.

The environment's proxies and certificates are not looked at, redirects are not followed (they
would carry the key elsewhere), and nothing compressed is read (a small body could grow without
bound).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any, Final, cast

import httpx
import orjson

from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.lean import LeanTransport
from orchestration.providers.errors import (
    BadRequest,
    BrokenResponse,
    Forbidden,
    Phase,
    ProviderError,
    TimedOut,
    Unreachable,
)
from orchestration.providers.provider import Bounds, Patience
from orchestration.providers.refusals import Refusal, read_refusal, to_error
from orchestration.providers.sse import Event, EventReader, Malformed
from orchestration.providers.stopping import see_through, stoppable

log = logging.getLogger(__name__)

_REFUSAL_BYTES: Final = 64 * 1024
_GRACE_S: Final = 0.25
_KEPT_ALIVE_S: Final = 60.0
_AGENT: Final = "switchyard/0.1"


async def _drain(chunks: AsyncIterator[bytes]) -> None:
    """Read the few bytes after the last event: only then the connection can be used again."""
    with suppress(ProviderError, TimeoutError):
        async with asyncio.timeout(_GRACE_S):
            async for _ in chunks:
                pass


async def _close(result: object) -> None:
    """Give back what an exchange yielded when nobody waits for it any more."""
    if isinstance(result, httpx.Response):
        await result.aclose()


class Sending:
    """Watches a request on its way to the server, by the events of the HTTP library.

    From the moment in which it begins to connect to the one in which the connection is used, the
    library may lose it when it is cancelled.
    """

    def __init__(self) -> None:
        """Begin before anything has happened."""
        self._last = ""

    async def trace(self, event: str, _: Mapping[str, Any]) -> None:
        """Note an event; see https://www.encode.io/httpcore/extensions/#trace."""
        self._last = event

    def delicate(self) -> bool:
        """Return whether it must not be cancelled now."""
        return self._last.startswith("connection.")


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
        self._headers = {"user-agent": _AGENT, "accept-encoding": "identity", **headers}
        self._base = base_url.rstrip("/")
        self._urls: dict[str, httpx.URL] = {}
        self._limits_s = {"timeout": httpx.Timeout(None, connect=patience.connect).as_dict()}
        self._limits_s["timeout"]["pool"] = patience.connect
        limits = httpx.Limits(max_connections=bounds.connections, keepalive_expiry=_KEPT_ALIVE_S)
        self._carrier = carrier or LeanTransport(limits=limits)
        # What cleans up without waiting may be cancelled anywhere.
        self._careful = not isinstance(self._carrier, LeanTransport)

    async def close(self) -> None:
        """Close the connections."""
        await self._carrier.aclose()

    async def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """Return the JSON document at `path`.

        Raises:
            ProviderError: As `errors.py` sorts them.
        """
        return await self._document(self._request("GET", path, query=query))

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
        return self._request("POST", path, headers=headers, content=content)

    def _request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> httpx.Request:
        url = self._urls.get(path)
        if url is None:
            url = self._urls[path] = httpx.URL(f"{self._base}/{path}")
        return httpx.Request(
            method,
            url.copy_merge_params(query) if query else url,
            headers={**self._headers, **(headers or {})},
            content=content,
            extensions=dict(self._limits_s),
        )

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
        sending = Sending()
        if self._careful:
            request.extensions["trace"] = sending.trace
        sent = self._carrier.handle_async_request(request)
        response = await self._wait(sent, deadline, sending.delicate)
        status = response.status_code
        log.debug("a provider answered", extra={"provider": self.name, "status": status})
        try:
            if response.status_code != HTTPStatus.OK:
                raise await self._refusal(response, deadline)
            self._expect(response, media_type)
            async with aclosing(self._chunks(response, deadline)) as chunks:
                yield chunks
        finally:
            await self._give_back(response)

    async def _chunks(
        self, response: httpx.Response, deadline: Deadline
    ) -> AsyncGenerator[bytes, None]:
        body = cast("AsyncGenerator[bytes, None]", response.aiter_raw())

        def closing() -> bool:
            """The library gives the connection back by itself after the last chunk."""
            return bool(response.is_closed)

        try:
            while chunk := await self._wait(anext(body, b""), deadline, closing):
                deadline.begun = True
                yield chunk
        finally:
            await self._give_back(response)
            await body.aclose()

    async def _refusal(self, response: httpx.Response, deadline: Deadline) -> ProviderError:
        """Return the error that a status is, though its body be long or break off."""
        raw, whole = bytearray(), False
        with suppress(ProviderError):
            async with aclosing(self._chunks(response, deadline)) as chunks:
                async for chunk in chunks:
                    raw += chunk
                    if len(raw) > _REFUSAL_BYTES:
                        break
            whole = True
        status, headers = response.status_code, response.headers
        return self.refused(read_refusal(bytes(raw), status, headers, whole=whole))

    async def _give_back(self, response: httpx.Response) -> None:
        """Give the connection back, whoever cancels meanwhile; it is back when all was read."""
        if response.is_closed:
            return
        if self._careful:
            await see_through(response.aclose())
        else:
            await response.aclose()

    def _expect(self, response: httpx.Response, media_type: str) -> None:
        found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if found != media_type:
            raise self.broken(f"{found or 'nothing named'} instead of {media_type}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise self.broken("a compressed body, for which it was not asked")

    async def _wait(self, awaitable: Any, deadline: Deadline, delicate: Callable[[], bool]) -> Any:
        """Await one step of the exchange; the library's errors become ours here."""
        end, phase = deadline.next()
        try:
            async with asyncio.timeout_at(end):
                if self._careful:
                    return await stoppable(awaitable, _close, delicate)
                return await awaitable
        except TimeoutError:
            raise self._late(phase) from None
        except (httpx.ConnectTimeout, httpx.PoolTimeout):
            raise self._late("connect") from None
        except httpx.ConnectError:
            raise self._unreachable() from None
        except ForbiddenURL as error:
            raise Forbidden(error.detail, provider=self.name, mend=error.mend) from None
        except httpx.HTTPError as error:  # ours holds no request: that holds the key
            raise self.broken(f"an answer that broke off ({type(error).__name__})") from None

    def _late(self, phase: Phase) -> TimedOut:
        detail = f"The provider {self.name} took too long ({phase})."
        return TimedOut(detail, phase=phase, provider=self.name, may_cost=phase != "connect")

    def _unreachable(self) -> Unreachable:
        detail = f"No connection to the provider {self.name} could be made."
        return Unreachable(detail, provider=self.name, mend="Check its address and the network.")
