"""Which models the process has loaded, which one makes room for another, and which go unused."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from orchestration.inference.memory.allocator import give_back
from orchestration.inference.vectors.encoder import Encoder


@dataclass(slots=True)
class Loaded:
    """A model in memory.

    Attributes:
        name: As requests ask for it.
        encoder: It, loaded.
        used: When it was last, on the monotonic clock.
        leaving: Whether it takes no more requests.
    """

    name: str
    encoder: Encoder
    used: float
    leaving: bool = False


class Shelf:
    """Loaded models by key, at most `limit`; the least recently used leaves first."""

    def __init__(
        self, limit: int, keep_s: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Hold nothing yet.

        Args:
            limit: Most models.
            keep_s: How long one stays that nobody uses; 0 for ever.
            clock: Tells the time, in seconds.
        """
        self._limit = max(1, limit)
        self._keep_s = keep_s
        self._clock = clock
        self._models: OrderedDict[str, Loaded] = OrderedDict()

    def names(self) -> tuple[str, ...]:
        """Return the names of all, the most recently used last."""
        return tuple(each.name for each in self._models.values())

    def open(self, key: str) -> Loaded | None:
        """Return a loaded model that takes requests, and note that it is used."""
        loaded = self._models.get(key)
        if loaded is None or loaded.leaving:
            return None
        self._models.move_to_end(key)
        loaded.used = self._clock()
        return loaded

    def get(self, key: str) -> Loaded:
        """Return a loaded model that a request has been given to, and note that it is used."""
        loaded = self._models[key]
        loaded.used = self._clock()
        return loaded

    def add(self, key: str, name: str, encoder: Encoder) -> None:
        """Take in a model that room was made for."""
        self._models[key] = Loaded(name, encoder, self._clock())

    def make_room(self, busy: Callable[[str], bool]) -> bool:
        """Return whether one more model may be loaded now.

        When all are at work the least recently used one takes no more requests, so that its
        place becomes free as soon as its answers are complete.
        """
        if len(self._models) < self._limit:
            return True
        if self.unload_one(busy):
            return True
        if not any(each.leaving for each in self._models.values()):
            next(iter(self._models.values())).leaving = True
        return False

    def unload_one(self, busy: Callable[[str], bool]) -> bool:
        """Unload the least recently used one that is not at work; tell whether there is one."""
        idle = next((key for key in self._models if not busy(key)), None)
        if idle is None:
            return False
        self._unload(idle)
        return True

    def unload_unused(self, busy: Callable[[str], bool]) -> None:
        """Unload those that nobody used for long."""
        now = self._clock()
        for key, loaded in list(self._models.items()):
            if self._keep_s and not busy(key) and now - loaded.used >= self._keep_s:
                self._unload(key)

    def next_look(self) -> float | None:
        """Return in how many seconds a model may go unused for long; None for never."""
        if not self._keep_s or not self._models:
            return None
        oldest = min(loaded.used for loaded in self._models.values())
        return max(0.01, oldest + self._keep_s - self._clock())

    def _unload(self, key: str) -> None:
        self._models.pop(key).encoder.close()
        give_back()

    def stay(self) -> None:
        """Let those take requests again that were to leave: nobody needs a place any more."""
        for each in self._models.values():
            each.leaving = False
