"""Who waits for room in this process: one line for each limit, first come first served.

The first in a line asks again when a call of this process ends there, and from time to time,
because other processes' calls end too. Between processes there is no order; each has a first one
that asks as often as the others'.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import random
from typing import Final

from orchestration.calls.ports import Limit

_SOONEST_S: Final = 0.01
_LATEST_S: Final = 0.25
_LONGEST: Final = 10_000


class Place:
    """One who waits in a line."""

    def __init__(self) -> None:
        """Begin at the end."""
        self._woken = asyncio.Event()
        self._pauses = 0

    def wake(self) -> None:
        """Say that something has changed."""
        self._woken.set()

    async def woken(self) -> None:
        """Wait until somebody says so."""
        await self._woken.wait()
        self._woken.clear()

    async def pause(self, known_s: float) -> None:
        """Wait until a place comes free here, or until it is time to ask again.

        Args:
            known_s: When there is room; 0 when nobody knows.
        """
        self._pauses += 1
        guess = min(_LATEST_S, _SOONEST_S * 2 ** min(self._pauses, 10))
        pause = (known_s or guess / 2) + random() * guess / 2
        try:
            async with asyncio.timeout(pause):
                await self.woken()
        except TimeoutError:
            return


class Lines:
    """The lines of one process; belongs to one event loop."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._lines: dict[str, deque[Place]] = {}

    def before(self, limits: Iterable[Limit]) -> Limit | None:
        """Return the first limit where somebody waits, whom a newcomer must not overtake."""
        if not self._lines:
            return None
        return next((each for each in limits if each.id in self._lines), None)

    def full(self, limit: Limit) -> bool:
        """Return whether nobody more may wait there."""
        return len(self._lines.get(limit.id, ())) >= _LONGEST

    @contextmanager
    def waiting(self, limit: Limit) -> Iterator[Place]:
        """Stand in a line; who leaves it wakes the one who is first then."""
        line = self._lines.setdefault(limit.id, deque())
        place = Place()
        line.append(place)
        try:
            yield place
        finally:
            line.remove(place)
            if line:
                line[0].wake()
            else:
                del self._lines[limit.id]

    def first(self, limit: Limit, place: Place) -> bool:
        """Return whether it is that one's turn."""
        return self._lines[limit.id][0] is place

    def freed(self, limits: Iterable[Limit]) -> None:
        """Say that a call has ended."""
        for limit in limits if self._lines else ():
            line = self._lines.get(limit.id)
            if line:
                line[0].wake()
