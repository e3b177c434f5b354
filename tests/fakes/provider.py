"""A provider of models on loopback, which speaks both wire formats and can misbehave in each.

It is a bare socket server, because a web server would not let it break HTTP. How the next
requests are served stands in `script`; without one it behaves well.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes import anthropic_speech, openai_speech

JSON = "application/json"
EVENTS = "text/event-stream"


@dataclass
class Exchange:
    """One request, and the means to answer it."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)

    @property
    def speech(self) -> Any:
        """Return the format that is spoken: only Anthropic's clients name its version."""
        return anthropic_speech if "anthropic-version" in self.headers else openai_speech

    @property
    def streams(self) -> bool:
        return bool(self.body.get("stream"))

    def document(self, *, filtered: bool = False) -> dict[str, Any]:
        """Return the right answer."""
        path = self.path.partition("?")[0]
        if path.endswith("/models"):
            return dict(self.speech.models())
        if path.endswith("/embeddings"):
            return openai_speech.vectors(self.body)
        return dict(self.speech.answer(self.body, filtered=filtered))

    async def head(self, status: int, media_type: str, **headers: str) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"content-type: {media_type}"]
        lines += ["transfer-encoding: chunked"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.write("\r\n".join([*lines, "", ""]).encode())

    async def write(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def chunk(self, raw: bytes) -> None:
        await self.write(b"%x\r\n%s\r\n" % (len(raw), raw))

    async def end(self) -> None:
        await self.write(b"0\r\n\r\n")

    async def whole(self, status: int, media_type: str, raw: bytes, **headers: str) -> None:
        await self.head(status, media_type, **headers)
        if raw:
            await self.chunk(raw)
        await self.end()

    async def left(self) -> None:
        """Wait until the client has gone."""
        await self.reader.read()


Manner: TypeAlias = Callable[[Exchange], Awaitable[None]]


async def well(exchange: Exchange) -> None:
    """Answer as it should be."""
    if not exchange.streams:
        await exchange.whole(200, JSON, json.dumps(exchange.document()).encode())
        return
    await exchange.head(200, EVENTS)
    for event in exchange.speech.events(exchange.body):
        await exchange.chunk(event)
    await exchange.end()


class FakeProvider:
    """Serves while `running` is open.

    Attributes:
        url: Its base URL.
        requests: What it was asked, in order.
        script: How the next requests are served.
        usual: How those are served for which the script says nothing.
        left: Set when a client went before it was served.
        connections: How many were made.
    """

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Exchange] = []
        self.script: deque[Manner] = deque()
        self.usual: Manner = well
        self.left = asyncio.Event()
        self.connections = 0
        self._serving: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[FakeProvider]:
        """Serve, at a free port unless one is given."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        try:
            yield self
        finally:
            server.close()
            for writer in self._serving.values():
                writer.transport.abort()
            await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving[task] = writer
        self.connections += 1
        try:
            with suppress(ConnectionError):
                while (exchange := await self._read(reader, writer)) is not None:
                    self.requests.append(exchange)
                    await (self.script.popleft() if self.script else self.usual)(exchange)
        finally:
            del self._serving[task]
            self.left.set()
            writer.close()

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Exchange | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            pairs = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            raw = await reader.readexactly(int(headers.get("content-length", 0)))
        except asyncio.IncompleteReadError:
            return None
        return Exchange(method, path, headers, json.loads(raw or b"{}"), reader, writer)
