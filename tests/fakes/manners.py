"""The ways in which the fake provider misbehaves."""

from __future__ import annotations

import asyncio
import gzip
import json

from tests.fakes.provider import EVENTS, JSON, Exchange, Manner


def refusing(status: int, message: str = "", word: str = "", **headers: str) -> Manner:
    """Answer a status with an error document."""

    async def manner(exchange: Exchange) -> None:
        document = exchange.speech.error(status, message, word)
        await exchange.whole(status, JSON, json.dumps(document).encode(), **headers)

    return manner


def refusing_partly(status: int) -> Manner:
    """Answer a status, and break the connection before all of its document."""

    async def manner(exchange: Exchange) -> None:
        await exchange.head(status, JSON)
        await exchange.chunk(b'{"error": ')
        exchange.writer.close()

    return manner


def answering(media_type: str, raw: bytes, **headers: str) -> Manner:
    """Answer these very bytes, whether a stream was asked for or not."""

    async def manner(exchange: Exchange) -> None:
        await exchange.whole(200, media_type, raw, **headers)

    return manner


async def silent(exchange: Exchange) -> None:
    """Never answer."""
    await exchange.left()


async def stalling(exchange: Exchange) -> None:
    """Begin to answer, then fall silent."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    await exchange.chunk(_body(exchange)[0])
    await exchange.left()


async def stalling_after_words(exchange: Exchange) -> None:
    """Say something, then fall silent."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    for chunk in _body(exchange)[:3]:
        await exchange.chunk(chunk)
    await exchange.left()


async def dripping(exchange: Exchange) -> None:
    """Answer well, one byte at a time."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    for byte in b"".join(_body(exchange)):
        await exchange.chunk(bytes([byte]))
    await exchange.end()


async def trickling(exchange: Exchange) -> None:
    """Send what says nothing, again and again."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    while True:
        await exchange.chunk(b":\n" if exchange.streams else b" ")
        await asyncio.sleep(0)


async def cut(exchange: Exchange) -> None:
    """Break the connection in the midst of the answer."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    body = _body(exchange)
    for chunk in body[: max(1, len(body) - 3)]:
        await exchange.chunk(chunk)
    exchange.writer.close()


async def unfinished(exchange: Exchange) -> None:
    """End the stream in good order, but before the answer's end."""
    await exchange.head(200, EVENTS)
    for event in exchange.speech.events(exchange.body)[:6]:
        await exchange.chunk(event)
    await exchange.end()


async def filtering(exchange: Exchange) -> None:
    """Answer nothing, because of a filter."""
    if not exchange.streams:
        document = exchange.document(filtered=True)
        await exchange.whole(200, JSON, json.dumps(document).encode())
        return
    raw = b"".join(exchange.speech.events(exchange.body, filtered=True))
    await exchange.whole(200, EVENTS, raw)


async def failing_midway(exchange: Exchange) -> None:
    """Begin a stream, then tell of an error in it."""
    error = exchange.speech.error(529, "no room", "overloaded_error")
    await exchange.head(200, EVENTS)
    for event in exchange.speech.events(exchange.body)[:6]:
        await exchange.chunk(event)
    await exchange.chunk(f"event: error\ndata: {json.dumps(error)}\n\n".encode())
    await exchange.end()


async def endless(exchange: Exchange) -> None:
    """Write one line without end."""
    await exchange.head(200, EVENTS if exchange.streams else JSON)
    await exchange.chunk(b"data: ")
    while True:
        await exchange.chunk(b" " * 65536)


async def hanging_up(exchange: Exchange) -> None:
    """Take the request and break the connection."""
    exchange.writer.close()


async def compressed(exchange: Exchange) -> None:
    """Compress what was not to be compressed."""
    raw = gzip.compress(b"".join(_body(exchange)))
    media_type = EVENTS if exchange.streams else JSON
    await exchange.whole(200, media_type, raw, content_encoding="gzip")


def _body(exchange: Exchange) -> list[bytes]:
    if exchange.streams:
        return list(exchange.speech.events(exchange.body))
    raw = json.dumps(exchange.document()).encode()
    return [raw[:20], raw[20:]]
