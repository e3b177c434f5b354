"""Which models are loaded, and which one makes room for another."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.chat import Prompts
from orchestration.inference.batching.sequence import Sequence


@dataclass(slots=True)
class Resident:
    """A loaded model.

    Attributes:
        name: As tasks ask for it.
        batcher: Serves it.
        prompts: Makes its tokens.
        context: Tokens of each sequence.
        loaded_at: When, on the monotonic clock.
        leaving: Whether it takes no more requests, because another model needs its place.
    """

    name: str
    batcher: Batcher
    prompts: Prompts
    context: int
    loaded_at: float
    leaving: bool = False


class Residents:
    """Loaded models by key, at most `limit`; the least recently used leaves first."""

    def __init__(self, limit: int) -> None:
        self._limit = max(1, limit)
        self._models: OrderedDict[str, Resident] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are loaded."""
        return len(self._models)

    def names(self) -> tuple[str, ...]:
        """Return the names of all, the most recently used last."""
        return tuple(each.name for each in self._models.values())

    def busy(self) -> list[Resident]:
        """Return those with work."""
        return [each for each in self._models.values() if len(each.batcher)]

    def open(self, key: str) -> Resident | None:
        """Return a loaded model that takes requests."""
        resident = self._models.get(key)
        if resident is None or resident.leaving:
            return None
        self._models.move_to_end(key)
        return resident

    def add(self, key: str, resident: Resident) -> None:
        """Take in a model that room was made for."""
        self._models[key] = resident

    def find(self, number: int) -> list[tuple[Resident, Sequence]]:
        """Return the sequences of a request, each with its model."""
        return [
            (resident, sequence)
            for resident in self._models.values()
            for sequence in resident.batcher.sequences()
            if sequence.number == number
        ]

    def numbers(self) -> list[int]:
        """Return the requests of all sequences."""
        return [each.number for one in self._models.values() for each in one.batcher.sequences()]

    def make_room(self) -> bool:
        """Return whether one more model may be loaded now.

        When all are at work the least recently used one takes no more requests, so that its
        place becomes free as soon as its answers are complete.
        """
        self._unload_leaving()
        if len(self._models) < self._limit:
            return True
        idle = next((key for key, each in self._models.items() if each.batcher.idle), None)
        if idle is not None:
            self._models.pop(idle).batcher.close()
            return True
        if not any(each.leaving for each in self._models.values()):
            next(iter(self._models.values())).leaving = True
        return False

    def stay(self) -> None:
        """Let those take requests again that were to leave: nobody needs a place any more."""
        for each in self._models.values():
            each.leaving = False

    def _unload_leaving(self) -> None:
        for key in [k for k, each in self._models.items() if each.leaving]:
            if self._models[key].batcher.idle:
                self._models.pop(key).batcher.close()
