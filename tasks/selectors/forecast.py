"""When a waiting task will start: a range from how long tasks like those ahead have run.

Pure. Tasks ahead share the slots of the workers that can run this task, so the line moves by
`slots` tasks at a time:

    earliest = now + (p10 of those ahead beyond the free slots) / slots
    latest   = now + (p90 of those ahead + p90 of what runs now) / slots + p90

The first takes everything as quick as it sometimes is, the second as slow as it sometimes is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasks.selectors.fleet import PaceView
from tasks.selectors.position import Position

_SOON_S: Final = 1.0
"""Choosing, sending and claiming a task takes no longer than this while slots are free."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a task will start.

    Attributes:
        earliest: not before this, as far as is known; None when nothing is.
        latest: not after this; None when nobody can tell.
        reason: why a bound is missing; empty when none is.
    """

    earliest: datetime | None
    latest: datetime | None
    reason: str = ""


def forecast(
    now: datetime,
    position: Position,
    paces: Mapping[str, PaceView],
    *,
    own: str,
    slots: int,
    running: Mapping[str, int],
) -> Forecast:
    """Return the range.

    Args:
        now: the database's clock.
        position: what is ahead.
        paces: by demand.
        own: the task's own demand.
        slots: of the workers that can run it, as many as its level may use.
        running: tasks in flight by demand.
    """
    free = max(0, slots - sum(running.values()))
    if position.exact and position.ahead < free:
        return Forecast(now, now + timedelta(seconds=_SOON_S))
    unknown = sorted({own, *position.by_demand, *running} - paces.keys())
    if unknown:
        return Forecast(None, None, f"no task of {unknown[0]} has run yet")
    ahead = position.by_demand
    waves = max(0, position.ahead - free) / max(1, position.ahead)
    quick = waves * sum(count * paces[demand].p10_s for demand, count in ahead.items()) / slots
    earliest = now + timedelta(seconds=quick)
    if not position.exact:
        return Forecast(earliest, None, f"{position}")
    slow = sum(count * paces[demand].p90_s for demand, count in ahead.items())
    slow += sum(count * paces[demand].p90_s for demand, count in running.items())
    last = max((paces[demand].p90_s for demand in {own, *ahead, *running}), default=0.0)
    return Forecast(earliest, now + timedelta(seconds=slow / slots + last + _SOON_S))
