"""HTTP clients that ask no other hosts than the rules allow.

Every hop of a redirect passes the transport, which judges its URL. Connections are made by a
network backend that looks a name up once, judges all of its addresses and connects to one of
these: no second look-up could lead elsewhere (DNS rebinding). TLS still checks the name. Proxies
and other settings of the environment are not used: a proxy would look names up itself.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, TypedDict, Unpack

import httpcore
import httpx

from orchestration.outgoing.addresses import Address
from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.lean import LIMITS, LeanTransport, connect_to
from orchestration.outgoing.rules import SCHEMES, Refusal, Rules
from orchestration.outgoing.wire import Wire

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
FIELD = "url"
DEFAULT_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


def check_url(text: str, rules: Rules, *, field: str = FIELD) -> httpx.URL:
    """Return a URL that may be asked, as far as can be told without looking its host up.

    For forms and requests that store a URL; the transport decides again when it is used.

    Raises:
        ForbiddenURL: It is no URL, or one that may not be asked.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        refusal = Refusal("is no URL", "Write it as https://api.example.com/v1.")
        raise _forbidden(refusal, "", field) from None
    _check(url, rules, field)
    return url


class Options(TypedDict, total=False):
    """What a guarded client can be told; nothing that changes how it connects."""

    headers: Mapping[str, str]
    timeout: httpx.Timeout | float | None
    follow_redirects: bool


def guarded_async_client(
    rules: Rules, *, field: str = FIELD, **options: Unpack[Options]
) -> httpx.AsyncClient:
    """Return a client that asks what the rules allow.

    Args:
        rules: What may be asked.
        field: Named in errors: where the user set the URL.
        options: Those of `httpx.AsyncClient`, except how it connects.
    """
    transport = AsyncGuardedTransport(rules, field)
    return httpx.AsyncClient(transport=transport, trust_env=False, **options)


async def _look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class AsyncGuardedTransport(httpx.AsyncHTTPTransport):
    """Judges each request's URL, and connects to judged addresses only."""

    def __init__(
        self,
        rules: Rules,
        field: str = FIELD,
        *,
        verify: ssl.SSLContext | bool = True,
        limits: httpx.Limits = DEFAULT_LIMITS,
        look_up: Lookup = _look_up,
    ) -> None:
        """Take the rules; `look_up` is another way to find addresses, for tests."""
        self._rules = rules
        self._field = field
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(verify=verify, trust_env=False),
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=_Backend(rules, field, look_up),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, one hop of it.

        Raises:
            ForbiddenURL: Its URL, or an address of its host, may not be asked.
        """
        _check(request.url, self._rules, self._field)
        return await super().handle_async_request(request)


class GuardedLeanTransport(LeanTransport):
    """The same with little work, for calls of models; see there."""

    def __init__(
        self,
        rules: Rules,
        field: str = FIELD,
        *,
        verify: ssl.SSLContext | None = None,
        limits: httpx.Limits = LIMITS,
        look_up: Lookup = _look_up,
    ) -> None:
        """Take the rules; `look_up` is another way to find addresses, for tests."""
        super().__init__(self._connect_to_judged, limits=limits, verify=verify)
        self._rules = rules
        self._field = field
        self._look_up = look_up

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            ForbiddenURL: Its URL, or an address of its host, may not be asked.
            httpx.TransportError: As httpx sorts them.
        """
        _check(request.url, self._rules, self._field)
        return await super().handle_async_request(request)

    async def _connect_to_judged(
        self, host: str, port: int, context: ssl.SSLContext | None
    ) -> Wire:
        """Connect to the first address that answers."""
        problem = OSError(_unknown(host))
        try:
            found = await self._look_up(host, port)
        except OSError as error:
            raise problem from error
        for address in _judged(host, port, found, self._rules, self._field):
            try:
                return await connect_to(address, port, context, host)
            except OSError as error:
                problem = error
        raise problem


class _Backend(httpcore.AsyncNetworkBackend):
    def __init__(self, rules: Rules, field: str, look_up: Lookup) -> None:
        self._rules = rules
        self._field = field
        self._look_up = look_up
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; the look-up counts to the time."""
        end = _deadline(timeout)
        try:
            found = await asyncio.wait_for(self._look_up(host, port), timeout)
        except TimeoutError as error:  # before OSError, which it is one of
            raise httpcore.ConnectTimeout(f"looking {host} up took too long") from error
        except OSError as error:
            raise httpcore.ConnectError(_unknown(host)) from error
        problem = httpcore.ConnectError(_unknown(host))
        for address in _judged(host, port, found, self._rules, self._field):
            try:
                return await self._inner.connect_tcp(
                    address, port, _left(end), local_address, socket_options
                )
            except httpcore.ConnectError as error:
                problem = error
        raise problem

    async def sleep(self, seconds: float) -> None:
        """Wait between tries."""
        await asyncio.sleep(seconds)


def _check(url: httpx.URL, rules: Rules, field: str) -> None:
    host = url.raw_host.decode("ascii")
    port = url.port if url.port is not None else SCHEMES.get(url.scheme, 0)
    refusal = _refusal(rules, url.scheme, bool(url.userinfo), host, port)
    if refusal is not None:
        raise _forbidden(refusal, _shown(url), field)


@lru_cache(maxsize=1024)
def _refusal(rules: Rules, scheme: str, signed: bool, host: str, port: int) -> Refusal | None:  # noqa: FBT001
    """Judge once what is asked again and again: the answer depends on nothing else. What stands
    before `@` is not kept, for it is a secret."""
    return rules.refusal_of_url(scheme, b"-" if signed else b"", host, port)


def _judged(host: str, port: int, found: Sequence[str], rules: Rules, field: str) -> Iterator[str]:
    """Return the addresses to connect to, once all of them are known to be fit."""
    addresses: list[Address] = [ip_address(each.partition("%")[0]) for each in found]
    refusal = rules.refusal(host, port, addresses)
    if refusal is not None:
        raise _forbidden(refusal, f"{host}:{port}", field)
    return iter(dict.fromkeys(map(str, addresses)))


def _forbidden(refusal: Refusal, shown: str, field: str) -> ForbiddenURL:
    return ForbiddenURL(
        f"The URL {shown + ' ' if shown else ''}cannot be used: it {refusal.why}.",
        field=field,
        value=shown or None,
        mend=refusal.mend,
    )


def _shown(url: httpx.URL) -> str:
    """Return a URL without what may be secret: user, password and query."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def _unknown(host: str) -> str:
    return f"the host {host} has no address"


def _deadline(timeout: float | None) -> float | None:
    return None if timeout is None else time.monotonic() + timeout


def _left(end: float | None) -> float | None:
    """Return the seconds that are left; a little is, so that the connection reports the end."""
    return None if end is None else max(end - time.monotonic(), 0.001)
