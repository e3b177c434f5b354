"""Clients of a chat completion that ask again and again, whole answers or streams.

It runs as a process of its own (`python -m benchmarks.chat_load URL …`) and prints one JSON line.
It reads bytes and parses nothing but where an answer begins to say something and where it ends,
so that it takes a small share of what the servers take that it measures; `busy` says how much of a
core it took.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

PATIENCE_S = 60.0
_SAYS = re.compile(rb'"content": ?"[^"]')
_LAST = b"0\r\n\r\n"
_DONE = b"[DONE]"


@dataclass
class Seen:
    """What came of all requests.

    Attributes:
        left: how many may still be sent; None for as many as there is time for.
        until: when the last one is sent.
        whole_s: how long each answer took.
        first_s: how long each took until it said something.
        codes: how many had which status; 0 for streams without their end.
    """

    left: int | None
    until: float
    whole_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)

    def another(self) -> bool:
        """Take one more request, if there is one."""
        if self.left is not None:
            self.left -= 1
            return self.left >= 0
        return time.perf_counter() < self.until


class Asking(asyncio.Protocol):
    """One connection, which sends the same request until nobody wants more of it."""

    def __init__(self, request: bytes, seen: Seen) -> None:
        """Begin when connected."""
        self.over = asyncio.get_running_loop().create_future()
        self._request = request
        self._seen = seen
        self._transport: asyncio.Transport
        self._came = bytearray()
        self._began = 0.0
        self._first = 0.0
        self._length = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first one."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail unless all was done."""
        if not self.over.done():
            self.over.set_exception(exc or ConnectionError("the server closed a connection"))

    def data_received(self, data: bytes) -> None:
        """Read on; ask again when the answer is complete."""
        self._came += data
        if not self._first and _SAYS.search(self._came):
            self._first = time.perf_counter()
        if self._complete():
            self._note()
            self._ask()

    def _ask(self) -> None:
        if not self._seen.another():
            self.over.set_result(None)
            self._transport.close()
            return
        self._came.clear()
        self._first, self._length = 0.0, -1
        self._began = time.perf_counter()
        self._transport.write(self._request)

    def _complete(self) -> bool:
        if self._length < 0:
            head = self._came.find(b"\r\n\r\n")
            if head < 0:
                return False
            _, _, after = self._came[:head].lower().partition(b"content-length:")
            self._length = head + 4 + int(after.split(b"\r\n", 1)[0]) if after else 0
        return len(self._came) >= self._length if self._length else self._came.endswith(_LAST)

    def _note(self) -> None:
        now = time.perf_counter()
        code = int(self._came.split(b" ", 2)[1])
        streamed = not self._length
        self._seen.codes[0 if streamed and _DONE not in self._came[-80:] else code] += 1
        self._seen.whole_s.append(now - self._began)
        self._seen.first_s.append((self._first or now) - self._began)


def request_of(url: str, body: bytes, token: str) -> tuple[tuple[str, int], bytes]:
    """Return whom to ask, and the bytes of a request."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"host: {host}:{port}",
        "content-type: application/json",
        f"content-length: {len(body)}",
        f"authorization: Bearer {token}",
    ]
    return (host, port), ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def run(
    address: tuple[str, int], request: bytes, clients: int, seconds: float, most: int | None
) -> dict[str, Any]:
    """Return the rate, times in milliseconds, and what else is told of a load.

    Raises:
        OSError: a connection could not be made, or broke.
        TimeoutError: an answer took longer than a minute.
    """
    loop = asyncio.get_running_loop()
    began, worked = time.perf_counter(), time.process_time()
    seen = Seen(most, began + seconds)
    connections = [
        (await loop.create_connection(lambda: Asking(request, seen), *address))[1]
        for _ in range(clients)
    ]
    limit = None if most else seconds + PATIENCE_S
    await asyncio.wait_for(asyncio.gather(*(each.over for each in connections)), limit)
    took = time.perf_counter() - began
    return {
        "count": len(seen.whole_s),
        "rate": round(len(seen.whole_s) / took, 1),
        **_times("whole", seen.whole_s),
        **_times("first", seen.first_s),
        "busy": round((time.process_time() - worked) / took, 2),
        "codes": dict(seen.codes),
    }


def _times(name: str, seconds: list[float]) -> dict[str, float]:
    cuts = quantiles(seconds * 2 if len(seconds) < 2 else seconds, n=20)
    return {f"{name}_p50_ms": round(cuts[9] * 1e3, 3), f"{name}_p95_ms": round(cuts[18] * 1e3, 3)}


def main() -> None:
    """Send the load that the command line describes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--model", default="fake")
    parser.add_argument("--token", default="none")
    parser.add_argument("--stream", action="store_true")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--requests", type=int, help="so many, however long they take")
    options = parser.parse_args()
    body: dict[str, Any] = {
        "model": options.model,
        "messages": [{"role": "user", "content": "Say something that takes twenty words."}],
        "temperature": 0.7,
        "max_tokens": 64,
    }
    if options.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    address, request = request_of(options.url, json.dumps(body).encode(), options.token)
    load = run(address, request, options.clients, options.seconds, options.requests)
    print(json.dumps(asyncio.run(load)))


if __name__ == "__main__":
    main()
