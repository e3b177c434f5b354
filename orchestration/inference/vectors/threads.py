"""How many threads of native code a forward pass gets. Pure.

Threads that share a pass wait for the slowest. On an idle machine all of them are faster than one;
beside other busy programs, such as a model that generates text, they may be several times slower.
So both are tried and the faster one is used. Small passes always get one: they gain nothing.
"""

from __future__ import annotations

SMALL = 128
"""Tokens of a pass that gets one thread."""
TRY_OTHER = 32
"""After so many passes the slower way is tried again."""
NEWEST = 0.3
"""How much the newest pass counts."""


class Threads:
    """Chooses between one thread and all by which was faster lately."""

    def __init__(self, most: int) -> None:
        """Know nothing yet; `most` are all that there are."""
        self._most = most
        self._pace: dict[int, float] = {}
        self._passes = 0

    def choose(self, tokens: int) -> int:
        """Return how many threads a pass of so many tokens gets."""
        if tokens <= SMALL or self._most == 1:
            return 1
        untried = [count for count in (self._most, 1) if count not in self._pace]
        if untried:
            return untried[0]
        self._passes += 1
        faster, slower = sorted(self._pace, key=lambda count: self._pace[count])
        return slower if self._passes % TRY_OTHER == 0 else faster

    def note(self, threads: int, tokens: int, seconds: float) -> None:
        """Remember how long a pass took; small ones say nothing about others."""
        if tokens > SMALL:
            pace = seconds / tokens
            before = self._pace.get(threads, pace)
            self._pace[threads] = before + NEWEST * (pace - before)
