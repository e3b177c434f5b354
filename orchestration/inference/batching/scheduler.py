"""Who sits in a slot, and who makes room; pure.

More urgent goes first, then older. A waiting sequence takes a free slot, or the one of the least
urgent and youngest that sits, if that is less urgent than itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Placeable(Protocol):
    """What the order depends on."""

    @property
    def priority(self) -> int:
        """A higher number goes first."""

    @property
    def arrival(self) -> int:
        """Counts up with each request."""


Item = TypeVar("Item", bound=Placeable)


@dataclass(slots=True)
class Placement(Generic[Item]):
    """What is to be done, in this order: park, then seat."""

    park: list[Item] = field(default_factory=list)
    seat: list[Item] = field(default_factory=list)


def urgency(item: Placeable) -> tuple[int, int]:
    """Order by it: the most urgent first."""
    return (-item.priority, item.arrival)


def place(waiting: Iterable[Item], seated: Iterable[Item], free: int) -> Placement[Item]:
    """Return who sits down next and who gets up for it."""
    placement: Placement[Item] = Placement()
    victims = sorted(seated, key=urgency)
    for each in sorted(waiting, key=urgency):
        if free > 0:
            free -= 1
        elif victims and victims[-1].priority < each.priority:
            placement.park.append(victims.pop())
        else:
            break
        placement.seat.append(each)
    return placement
