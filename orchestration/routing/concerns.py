"""What speaks against a candidate without ruling it out.

Concerns come before the strategy: who has fewer goes first, so that a strategy chooses among those
that are fit, and the others remain as fallbacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from orchestration.routing.asked import COMPLEXITIES, Asked
from orchestration.routing.fleet import Candidate, Fleet, Health

ABSENT = 4
"""Graver than all others together: nobody is there."""
FAILING = 2
UNFIT = 1


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that speaks against a candidate.

    Attributes:
        gravity: How far it goes back.
        reason: For people.
    """

    gravity: int
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """A candidate that can serve, and what is known of it at this moment.

    Attributes:
        candidate: The static part.
        cost: Of the longest answer; None when not known.
        expected_ms: Until the first token, the wait included; None when not known.
        concerns: What speaks against it.
        busy: What waits before it, in words, where that is more than the fleet bears; else empty.
    """

    candidate: Candidate
    cost: Decimal | None
    expected_ms: float | None
    concerns: tuple[Concern, ...]
    busy: str = ""

    @property
    def gravity(self) -> int:
        """Return how much speaks against it."""
        return sum(each.gravity for each in self.concerns)


def view(candidate: Candidate, asked: Asked, fleet: Fleet, now: datetime) -> View:
    """Return what is known of a candidate."""
    health = believed(fleet.health.get(candidate.id), fleet, now)
    wait_ms = fleet.wait_ms(candidate, asked)
    expected = None if health is None or health.p50_ms is None else health.p50_ms + wait_ms
    concerns = (
        *_absent(candidate, asked, fleet),
        *_failing(health, fleet),
        *_late(expected, wait_ms, asked),
        *_unfit(candidate, asked),
    )
    busy = _busy(candidate, asked, fleet) if wait_ms > fleet.busy_ms else ""
    return View(candidate, candidate.cost(asked), expected, concerns, busy)


def _busy(candidate: Candidate, asked: Asked, fleet: Fleet) -> str:
    wait = f"about {fleet.wait_ms(candidate, asked) / 1000:.0f} s"
    load = fleet.loads.get(candidate.id)
    ahead = load.ahead[asked.priority] if load is not None else 0
    if not ahead:
        return f"nothing begins for {wait}"
    return f"{ahead} {'task waits' if ahead == 1 else 'tasks wait'} before it, {wait}"


def believed(health: Health | None, fleet: Fleet, now: datetime) -> Health | None:
    """Return figures that are fresh, else None: who gets no calls makes no new figures."""
    if health is None or health.measured_at is None:
        return None
    fresh = now - health.measured_at <= timedelta(seconds=fleet.fresh_s)
    return health if fresh else None


def _absent(candidate: Candidate, asked: Asked, fleet: Fleet) -> Iterator[Concern]:
    if asked.patient and fleet.unserved(candidate):
        yield Concern(ABSENT, "No live worker holds it; it waits until one does.")


def _failing(health: Health | None, fleet: Fleet) -> Iterator[Concern]:
    if health is None or health.calls < fleet.enough_calls:
        return
    if health.error_share >= fleet.bad_error_share:
        share = round(health.error_share * 100)
        yield Concern(FAILING, f"{share}% of its last {health.calls} calls failed.")


def _late(expected: float | None, wait_ms: float, asked: Asked) -> Iterator[Concern]:
    """A wait alone that passes the target is enough, whatever the model then needs."""
    target = asked.target_ms
    soonest = wait_ms if expected is None else expected
    if target is not None and soonest > target:
        yield Concern(
            UNFIT,
            f"Its first token is expected after {soonest:.0f} ms, later than {target:.0f} ms.",
        )


def _unfit(candidate: Candidate, asked: Asked) -> Iterator[Concern]:
    if candidate.narrow and not (asked.model or asked.specialty):
        yield Concern(UNFIT, "It is made for a few jobs, and was not asked for by name.")
    if asked.complexity is None:
        return
    if COMPLEXITIES.index(candidate.level) < COMPLEXITIES.index(asked.complexity):
        yield Concern(
            UNFIT,
            f"It is trusted with complexity {candidate.level}, and this one is {asked.complexity}.",
        )
