"""Which models are loaded, in the order in which they were used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
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
        used_at: When it last had work.
        leaving: The priority of who waits for its place: it takes more urgent requests only. None
            while nobody does.
    """

    name: str
    batcher: Batcher
    prompts: Prompts
    context: int
    loaded_at: float
    used_at: float = 0.0
    leaving: int | None = None

    @property
    def idle(self) -> bool:
        """Whether nobody needs it now."""
        return self.batcher.idle

    def takes(self, priority: int, *, begun: bool) -> bool:
        """Tell whether it takes a request.

        Args:
            priority: The request's.
            begun: Whether its prompt is being made or was: to leave before it is answered would
                mean to load the model for it again.
        """
        return self.leaving is None or begun or priority > self.leaving


class Residents:
    """Loaded models by key, the most recently used last."""

    def __init__(self) -> None:
        self._models: OrderedDict[str, Resident] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are loaded."""
        return len(self._models)

    def __contains__(self, key: str) -> bool:
        """Tell whether a model is loaded, leaving or not."""
        return key in self._models

    def __getitem__(self, key: str) -> Resident:
        """Return a loaded model, leaving or not."""
        return self._models[key]

    def __iter__(self) -> Iterator[str]:
        """Go over the keys of all."""
        return iter(self._models)

    def names(self) -> tuple[str, ...]:
        """Return the names of all."""
        return tuple(each.name for each in self._models.values())

    def busy(self) -> list[Resident]:
        """Return those with work."""
        return [each for each in self._models.values() if len(each.batcher)]

    def open(self, key: str, priority: int, *, begun: bool = False) -> Resident | None:
        """Return a loaded model that takes a request; see `Resident.takes`."""
        resident = self._models.get(key)
        if resident is None or not resident.takes(priority, begun=begun):
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

    def idle(self) -> list[str]:
        """Return the keys of those that nobody needs now."""
        return [key for key, each in self._models.items() if each.idle]

    def unused(self, since: float) -> list[str]:
        """Return the keys of those that have had no work since then."""
        return [key for key in self.idle() if self._models[key].used_at <= since]

    def note_use(self, now: float) -> None:
        """Remember that those with work have it now."""
        for each in self._models.values():
            if not each.idle:
                each.used_at = now

    def pop(self, key: str) -> Resident:
        """Take a model out; whoever does closes it."""
        return self._models.pop(key)

    def leave(self, keys: Iterable[str], priority: int) -> None:
        """Let models take no requests that are not more urgent: others need their places."""
        for key in keys:
            self._models[key].leaving = priority

    def stay(self) -> None:
        """Let those take requests again that were to leave: nobody needs a place any more."""
        for each in self._models.values():
            each.leaving = None
