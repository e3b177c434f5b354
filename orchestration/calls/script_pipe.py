"""Calls of Redis' scripts that travel together.

What comes while one group is under way forms the next: a single caller waits for one round trip,
and many share what each costs the event loop. A task of its own sends the groups, one after the
other and in order, so that whoever is cancelled while he waits disturbs nobody; what he asked for
happens all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis.exceptions import NoScriptError

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class _Call:
    """A call, and who waits for what comes of it."""

    script: Any
    parts: tuple[Any, ...]
    by_text: bool
    future: asyncio.Future[Any]

    def command(self, *, by_text: bool) -> tuple[Any, ...]:
        """Return it as Redis takes it."""
        named = ("EVAL", self.script.script) if by_text else ("EVALSHA", self.script.sha)
        return (*named, *self.parts)


class ScriptPipe:
    """Calls scripts. Belongs to one event loop.

    Args:
        client: Connections to Redis.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._line: list[_Call] = []
        self._sending: asyncio.Task[None] | None = None

    def call(
        self, script: Any, keys: Iterable[str], args: Sequence[Any], *, by_text: bool = False
    ) -> asyncio.Future[Any]:
        """Put a call in line, and return what comes of it; until then nothing is waited for.

        The future raises `RedisError`s, and `OSError`s.

        Args:
            script: What Redis runs.
            keys: Of the call.
            args: Of the call.
            by_text: For a call that must not come behind its group: one of a script that Redis
                does not know comes there, unless it is sent with its text.
        """
        names = tuple(keys)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._line.append(_Call(script, (len(names), *names, *args), by_text, future))
        if self._sending is None:
            self._sending = asyncio.create_task(self._run(), name="call scripts of Redis")
        return future

    async def close(self) -> None:
        """Wait for what is under way."""
        if self._sending is not None:
            await asyncio.wait([self._sending])

    async def _run(self) -> None:
        group: list[_Call] = []
        try:
            while self._line:
                group, self._line = self._line[:_MOST], self._line[_MOST:]
                await self._send(group)
        except Exception as error:  # whatever it is, nobody may wait for ever
            _fail([*group, *self._line], error)
            self._line = []
        finally:
            self._sending = None

    async def _send(self, group: Sequence[_Call]) -> None:
        """Call scripts by their hashes; those that Redis does not know, by their texts."""
        unknown = await self._ask(group)
        if unknown:
            await self._ask(unknown, by_text=True)

    async def _ask(self, group: Sequence[_Call], *, by_text: bool = False) -> list[_Call]:
        """Give answers; return the calls whose script is not known, which did nothing."""
        pipeline = self._client.pipeline(transaction=False)
        for call in group:
            pipeline.execute_command(*call.command(by_text=by_text or call.by_text))
        unknown = []
        answers = await pipeline.execute(raise_on_error=False)
        for call, answer in zip(group, answers, strict=True):
            if isinstance(answer, NoScriptError):
                unknown.append(call)
            elif isinstance(answer, Exception):
                _fail([call], answer)
            elif not call.future.done():
                call.future.set_result(answer)
        return unknown


def _fail(calls: Iterable[_Call], error: Exception) -> None:
    for call in calls:
        if not call.future.done():
            call.future.set_exception(error)
