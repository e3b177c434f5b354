"""A way to serve that counts what the fake provider is asked, and how much of it at once."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final

from tests.fakes.openai_speech import DONE
from tests.fakes.provider import EVENTS, JSON, Exchange

READ: Final = 5
"""Tokens that the fake says it read: fewer than any estimate."""
WINDOW_S: Final = 60.0


class Meter:
    """How the fake serves, and what it sees meanwhile.

    A call writes as many tokens as it may, so that it costs nearly what was reserved for it; who
    wants a stream gets one.

    Attributes:
        at: When calls came.
        wanted: Their `max_tokens`, in that order: tests give each call one of its own.
        answered: Those that were answered.
        under_way: How many are being served.
        most: How many were at once.
    """

    def __init__(self) -> None:
        self.at: list[float] = []
        self.wanted: list[int] = []
        self.answered: list[int] = []
        self.under_way = 0
        self.most = 0
        self._hold_from = float("inf")
        self._go_on = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def hold_from(self, number: int) -> None:
        """Answer none from that many on, until `release`."""
        self._hold_from = number

    def release(self) -> None:
        """Answer them, and all that come."""
        if self._loop is None:
            self._go_on.set()
        else:
            self._loop.call_soon_threadsafe(self._go_on.set)

    async def __call__(self, exchange: Exchange) -> None:
        self._loop = asyncio.get_running_loop()
        written = int(exchange.body["max_tokens"])
        self.at.append(time.monotonic())
        self.wanted.append(written)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if len(self.at) > self._hold_from:
                await self._go_on.wait()
            else:
                await asyncio.sleep(0.01)  # a provider takes its time
            if exchange.streams:
                await exchange.whole(200, EVENTS, _stream(written))
            else:
                await exchange.whole(200, JSON, json.dumps(_answer(exchange, written)).encode())
            self.answered.append(written)
        finally:
            self.under_way -= 1

    def within_a_window(self) -> int:
        """Return the most calls that came within any minute."""
        return max(
            (sum(0 <= one - first < WINDOW_S for one in self.at) for first in self.at), default=0
        )


def _answer(exchange: Exchange, written: int) -> dict[str, Any]:
    return exchange.document() | {"usage": _usage(written)}


def _stream(written: int) -> bytes:
    said: dict[str, Any] = {"index": 0, "delta": {"role": "assistant", "content": "Well"}}
    end: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks: list[dict[str, Any]] = [
        {"choices": [said]},
        {"choices": [end]},
        {"choices": [], "usage": _usage(written)},
    ]
    whole: dict[str, Any] = {"id": "answer-1", "object": "chat.completion.chunk", "model": "large"}
    events = [b"data: %s\n\n" % json.dumps({**whole, **chunk}).encode() for chunk in chunks]
    return b"".join([*events, DONE])


def _usage(written: int) -> dict[str, int]:
    return {
        "prompt_tokens": READ,
        "completion_tokens": written,
        "total_tokens": READ + written,
    }
