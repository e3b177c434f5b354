"""Which parts give way to which: a policy as one order of importance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from orchestration.context.items import Unit
from orchestration.context.policy import KINDS, Kind, Policy


@dataclass(frozen=True, slots=True)
class Ranked:
    """Units by importance.

    Attributes:
        order: The most important first.
        minimum: So many of the first are kept whatever happens.
        beyond: Units that are left out however much room there is: their kind has its most.
    """

    order: tuple[Unit, ...]
    minimum: int
    beyond: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class _Levels:
    """The units of a kind: those that must be, those within its share, more, and too many."""

    minimum: Sequence[Unit]
    share: Sequence[Unit]
    more: Sequence[Unit]
    beyond: Sequence[Unit]


def ranked(units: Iterable[Unit], policy: Policy, window: int) -> Ranked:
    """Return units in the order of their importance.

    First come the minima of all kinds, then what lies within each kind's share, then the rest; in
    each of the three the kind that gives way last is the first. The order does not depend on how
    much of the window is reserved.

    Args:
        units: Of each kind the most important first.
        policy: Says what gives way.
        window: Tokens of which shares are taken.
    """
    every = list(units)
    levels = {
        kind: _levels([unit for unit in every if unit.kind == kind], policy, kind, window)
        for kind in KINDS
    }
    first_kind_first = policy.gives_way[::-1]
    minimum = list(_gathered(levels, first_kind_first, "minimum"))
    share = _gathered(levels, first_kind_first, "share")
    more = _gathered(levels, first_kind_first, "more")
    beyond = _gathered(levels, first_kind_first, "beyond")
    return Ranked((*minimum, *share, *more), len(minimum), tuple(beyond))


def _levels(units: Sequence[Unit], policy: Policy, kind: Kind, window: int) -> _Levels:
    allowed = policy.of(kind)
    least = max(allowed.minimum, _within(units, int(allowed.least * window)))
    # Uncapped are all: what does not fit is for exact counts to say, not for estimates.
    capped = len(units) if allowed.most == 1 else _within(units, int(allowed.most * window))
    most = max(least, capped)
    return _Levels(
        units[: allowed.minimum], units[allowed.minimum : least], units[least:most], units[most:]
    )


def _within(units: Sequence[Unit], tokens: int) -> int:
    """Return how many of the first units have so many tokens at most."""
    for number, unit in enumerate(units):
        tokens -= unit.tokens
        if tokens < 0:
            return number
    return len(units)


def _gathered(levels: Mapping[Kind, _Levels], kinds: Sequence[Kind], level: str) -> Iterator[Unit]:
    for kind in kinds:
        yield from getattr(levels[kind], level)
