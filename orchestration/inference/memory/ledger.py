"""Keeps account of what each model takes, and decides which ones make room for another.

A model's need is an estimate until it has been loaded here; from then on it is what was measured.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from orchestration.errors import OverBudget
from orchestration.inference.memory.budget import Room
from orchestration.inference.memory.footprint import Footprint

Key = TypeVar("Key", bound=Hashable)


class Rooms(Protocol):
    """Says how much room there is."""

    def room(self, *, fresh: bool = False) -> Room:
        """Return it."""


class Ledger(Generic[Key]):
    """Accounts by key: model, context, slots and mode together.

    Args:
        budget: How much room there is.
        most: How many models there may be, whatever their size.
    """

    def __init__(self, budget: Rooms, most: int) -> None:
        self._budget = budget
        self._most = max(1, most)
        self._needs: dict[Key, int] = {}
        self._held: dict[Key, int] = {}

    @property
    def held(self) -> Mapping[Key, int]:
        """Return what each loaded model takes, in bytes."""
        return self._held

    @property
    def taken(self) -> int:
        """Return what all of them take: what is measured, if that is more than the accounts."""
        return max(sum(self._held.values()), self._budget.room().taken if self._held else 0)

    def knows(self, key: Key) -> bool:
        """Tell whether a model's need is known or estimated."""
        return key in self._needs

    def expect(self, key: Key, footprint: Footprint) -> None:
        """Note an estimate."""
        self._needs.setdefault(key, footprint.total)

    def check(self, key: Key, name: str) -> None:
        """Refuse a model that would not fit if it were alone.

        Raises:
            OverBudget: It needs more than there is; with the numbers.
        """
        total = self._budget.room().total
        if self._needs[key] <= total:
            return
        total = self._budget.room(fresh=True).total
        if self._needs[key] > total:
            free = max(0, total - self.taken)
            raise OverBudget(name, needed=self._needs[key], available=free, budget=total)

    def choose(self, key: Key, movable: Sequence[Key]) -> list[Key] | None:
        """Return which models must go so that there is room for another.

        Args:
            key: The model that is wanted.
            movable: Those that may go, the least recently used first.

        Returns:
            The fewest from the front of the line, without those whose going does not help; None
            when even all of them are not enough.
        """
        room = self._budget.room().total
        missing = self._needs[key] - (room - self.taken)
        over = len(self._held) + 1 - self._most
        chosen: list[Key] = []
        for each in movable:
            if missing <= 0 and over <= 0:
                break
            chosen.append(each)
            missing -= self._held[each]
            over -= 1
        if len(chosen) == len(self._held):
            missing = min(missing, self._needs[key] - room, 0)  # `check` has said that it suffices
        return None if missing > 0 or over > 0 else self._spared(chosen, -missing, -over)

    def _spared(self, chosen: list[Key], surplus: int, places: int) -> list[Key]:
        """Return the models without those whose going is not needed."""
        needed = []
        for each in chosen:
            if places > 0 and self._held[each] <= surplus:
                surplus -= self._held[each]
                places -= 1
            else:
                needed.append(each)
        return needed

    def reserve(self, key: Key) -> None:
        """Set aside what a model will need, before it is loaded."""
        self._held[key] = self._needs[key]

    def settle(self, key: Key, measured: int) -> None:
        """Put what was measured in the place of what was set aside."""
        self._held[key] = self._needs[key] = measured

    def release(self, key: Key) -> None:
        """Close the account of a model that goes, or that could not be loaded."""
        self._held.pop(key, None)

    def came_back(self, key: Key, measured: int) -> None:
        """Note what a model's end gave back: it may have grown.

        Others may have given memory back at that moment, too: a model that was loaded here is
        never taken for one that cannot fit because of it.
        """
        grown = min(measured, self._budget.room().total)
        self._needs[key] = max(self._needs.get(key, 0), grown)
