"""Which models the process has loaded, and which one makes room for another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from orchestration.inference.vectors.encoder import Encoder


@dataclass(slots=True)
class Loaded:
    """A model in memory, under its name; one that is leaving takes no more requests."""

    name: str
    encoder: Encoder
    leaving: bool = False


class Shelf:
    """Loaded models by key, at most `limit`; the least recently used leaves first."""

    def __init__(self, limit: int) -> None:
        """Hold nothing yet."""
        self._limit = max(1, limit)
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
        return loaded

    def get(self, key: str) -> Loaded:
        """Return a loaded model that a request has been given to."""
        return self._models[key]

    def add(self, key: str, name: str, encoder: Encoder) -> None:
        """Take in a model that room was made for."""
        self._models[key] = Loaded(name, encoder)

    def make_room(self, busy: Callable[[str], bool]) -> bool:
        """Return whether one more model may be loaded now.

        When all are at work the least recently used one takes no more requests, so that its
        place becomes free as soon as its answers are complete.
        """
        if len(self._models) < self._limit:
            return True
        idle = next((key for key in self._models if not busy(key)), None)
        if idle is not None:
            self._models.pop(idle).encoder.close()
            return True
        if not any(each.leaving for each in self._models.values()):
            next(iter(self._models.values())).leaving = True
        return False

    def stay(self) -> None:
        """Let those take requests again that were to leave: nobody needs a place any more."""
        for each in self._models.values():
            each.leaving = False
