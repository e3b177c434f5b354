"""Sums over the last while, as the store in memory counts them."""

from __future__ import annotations

from collections import deque

from orchestration.calls.store import SLICES


class Window:
    """Sums what happened within the last while, in slices."""

    def __init__(self, length_s: float) -> None:
        """Begin with nothing."""
        self._length = 1000 * length_s
        self._slice = self._length / SLICES
        self._slices: deque[list[float]] = deque()  # number, sum

    def add(self, now: float, amount: float, at: float | None = None) -> None:
        """Add at a time, which is now unless said; what is over by now is dropped."""
        number = (now if at is None else at) // self._slice
        found = next((each for each in reversed(self._slices) if each[0] == number), None)
        if found is not None:
            found[1] += amount
        elif at is None:
            self._slices.append([number, amount])

    def sum(self, now: float) -> float:
        """Return what is within the window."""
        while self._slices and self._leaves(self._slices[0]) <= now:
            self._slices.popleft()
        return sum(amount for _, amount in self._slices)

    def wait(self, now: float, most: float, wanted: float) -> int:
        """Return in how many ms there is room; 0 where there is."""
        over = self.sum(now) + wanted - most
        if over <= 0:
            return 0
        for each in self._slices:
            over -= each[1]
            if over <= 0:
                return max(1, round(self._leaves(each) - now))
        return round(self._length)

    def _leaves(self, one: list[float]) -> float:
        return (one[0] + 1) * self._slice + self._length
