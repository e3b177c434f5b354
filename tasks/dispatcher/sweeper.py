"""What the leader cleans up: due times, deadlines, lost leases, dead workers, due schedules, and
calls of models that nobody settled.

Each duty is a function without state that moves rows by guarded statements, so that two sweepers
at once would do no harm. A duty is repeated at its interval, or less often when it is slow: it may
cost a tenth of the time.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration.usage.sweeping import sweep as sweep_calls
from tasks import sql, transitions
from tasks.lifecycle import Actor, State
from tasks.models import Attempt
from tasks.services import schedules, workers
from tasks.services.failures import after_failure, deadline_problem, timeout_problem
from tasks.transitions import Move, Moved
from tasks.wakeups import announce

log = logging.getLogger(__name__)

_SHARE: Final = 9
_MOST: Final = 1000
"""Rows that one round of a duty moves."""
_HUNG_S: Final = 10.0
"""After this time a worker that was asked to stop is no longer waited for."""


@dataclass(slots=True)
class Duty:
    """Something to do again and again; `run` returns how much it did."""

    name: str
    every_s: float
    run: Callable[[], int]
    rest: float = _SHARE
    """How many times the time it took it rests at least."""
    next_at: float = field(default=float("-inf"))

    def due(self, now: float) -> bool:
        """Return whether it is time."""
        return now >= self.next_at

    def perform(self) -> int:
        """Do it and set the next time, also when it fails."""
        started = time.monotonic()
        self.next_at = started + self.every_s
        done = self.run()
        ended = time.monotonic()
        pause = max(self.every_s, self.rest * (ended - started))
        self.next_at = ended if done >= _MOST else ended + pause
        if done:
            log.info("swept", extra={"duty": self.name, "count": done})
        return done


def duties(forget_all_but: Callable[[Collection[UUID]], int]) -> list[Duty]:
    """Return all duties of a leader.

    Args:
        forget_all_but: deletes the broker's queues of all incarnations but these.
    """
    return [
        Duty("due", 0.1, promote_due),
        Duty("unclaimed", 0.5, take_back_unclaimed),
        Duty("deadlines", 0.5, expire),
        Duty("timeouts", 0.5, time_out),
        Duty("hung", 1.0, drop_hung),
        Duty("leases", 0.5, take_back_lost),
        Duty("workers", 1.0, bury_workers),
        Duty("calls", 5.0, sweep_calls),
        Duty("broker", 60.0, lambda: forget_all_but(live_workers())),
    ]


def scheduling() -> list[Duty]:
    """Return what fires schedules: apart from the other duties, which must not wait for it."""
    grace = timedelta(seconds=settings.SWITCHYARD.leases.lease_s)
    return [Duty("schedules", 0.5, lambda: schedules.fire_due(grace=grace), rest=0.0)]


_DUE: Final = f"""
SELECT id, epoch FROM tasks_task WHERE state = 'scheduled' AND scheduled_for <= now()
 ORDER BY scheduled_for LIMIT {_MOST}
"""


def promote_due() -> int:
    """Queue tasks whose time has come."""
    return _apply([
        Move(task_id=i, epoch=epoch, source=State.SCHEDULED, target=State.QUEUED,
             actor=Actor.SWEEPER, event="")
        for i, epoch in sql.fetch(_DUE)
    ])  # fmt: skip


_UNCLAIMED: Final = f"""
SELECT id, state, epoch, losses FROM tasks_task
 WHERE state = 'dispatched' AND lease_until < now() AND {{settled}} LIMIT {_MOST}
"""
_SETTLED: Final = "now() - pg_postmaster_start_time() > make_interval(secs => %(lease_s)s)"
"""After a restart of the database everybody gets one lease to report back."""


def take_back_unclaimed() -> int:
    """Queue tasks that were dispatched and that nobody claimed in time; a late copy of the message
    meets a higher epoch. This needs no grace: a claim that is under way wins or loses by its
    guard."""
    rows = sql.fetch(_UNCLAIMED.format(settled="true"))
    return _apply([_back(*row, lost=False) for row in rows])


_LOST: Final = f"""
SELECT id, state, epoch, losses FROM tasks_task
 WHERE state = 'running' AND lease_until < now() AND {_SETTLED} LIMIT {_MOST}
"""


def take_back_lost() -> int:
    """Give tasks whose worker stopped renewing another attempt, without blaming them."""
    rows = sql.fetch(_LOST, {"lease_s": settings.SWITCHYARD.leases.lease_s})
    return _apply([_back(*row, lost=True) for row in rows])


def _back(task_id: Any, state: str, epoch: int, losses: int, *, lost: bool) -> Move:
    return workers.back(task_id, state, epoch, losses, actor=Actor.SWEEPER, by="sweeper", lost=lost)


_EXPIRED: Final = f"""
SELECT id, state, epoch FROM tasks_task
 WHERE deadline < now() AND finished_at IS NULL AND state <> 'running' LIMIT {_MOST}
"""


def expire() -> int:
    """End tasks whose deadline passed before they ran."""
    return _apply([
        Move(task_id=i, epoch=epoch, source=State(state), target=State.EXPIRED,
             actor=Actor.SWEEPER, error=deadline_problem())
        for i, state, epoch in sql.fetch(_EXPIRED)
    ])  # fmt: skip


_TIMED_OUT: Final = f"""
SELECT t.id, t.epoch, t.attempts, t.max_attempts, t.timeout_s, t.deadline <= now()
  FROM tasks_task t LEFT JOIN tasks_worker w ON w.id = t.worker_id
 WHERE t.state = 'running'
   AND t.attempt_deadline < now() - make_interval(secs => %(grace_s)s)
   AND (t.deadline <= now() OR (w.seen_at > t.attempt_deadline AND {_SETTLED}))
 LIMIT {_MOST}
"""


def time_out() -> int:
    """End attempts that passed their time, whatever their worker says.

    Only an attempt whose worker was seen alive after that time is to blame. The others were cut
    off, by the worker's end or by a database that was away; they count as lost with their lease.
    """
    leases = settings.SWITCHYARD.leases
    rows = sql.fetch(_TIMED_OUT, {"grace_s": leases.stop_grace_s, "lease_s": leases.lease_s})
    return _apply([_timed_out(row) for row in rows])


def _timed_out(row: sql.Row) -> Move:
    task_id, epoch, attempts, max_attempts, timeout_s, passed = row
    if passed:
        return Move(task_id=task_id, epoch=epoch, source=State.RUNNING, target=State.EXPIRED,
                    actor=Actor.SWEEPER, attempt=Attempt.Outcome.EXPIRED,
                    error=deadline_problem())  # fmt: skip
    return after_failure(
        task_id=task_id, epoch=epoch, attempts=attempts, max_attempts=max_attempts,
        actor=Actor.SWEEPER, outcome=Attempt.Outcome.TIMED_OUT, error=timeout_problem(timeout_s),
    )  # fmt: skip


_HUNG: Final = f"""
SELECT id, epoch FROM tasks_task
 WHERE state = 'running' AND cancel_requested_at < now() - make_interval(secs => {_HUNG_S})
 LIMIT {_MOST}
"""


def drop_hung() -> int:
    """Cancel tasks whose worker was asked to stop and does not answer."""
    return _apply([
        Move(task_id=i, epoch=epoch, source=State.RUNNING, target=State.CANCELLED,
             actor=Actor.SWEEPER, attempt=Attempt.Outcome.CANCELLED,
             data={"reason": "its worker did not stop in time"})
        for i, epoch in sql.fetch(_HUNG)
    ])  # fmt: skip


_SILENT: Final = f"""
SELECT id FROM tasks_worker
 WHERE state IN ('live', 'draining') AND {_SETTLED}
   AND seen_at < now() - make_interval(secs => %(lease_s)s)
"""


def bury_workers() -> int:
    """Declare workers dead that were silent for a lease. Their running tasks come back as their
    leases end, what they never claimed as the time to claim it does."""
    silent = sql.fetch(_SILENT, {"lease_s": settings.SWITCHYARD.leases.lease_s})
    return len(workers.end([row[0] for row in silent], state="dead"))


def live_workers() -> set[UUID]:
    """Return the incarnations that may still take messages."""
    rows = sql.fetch("SELECT id FROM tasks_worker WHERE state IN ('live', 'draining')")
    return {row[0] for row in rows}


_FREE: Final = """
SELECT id FROM tasks_task WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""


def _apply(moves: Sequence[Move]) -> int:
    """Carry out moves, except of rows that somebody else holds: a worker that froze while it
    committed holds them until its transaction times out, and nobody else may wait for that."""
    if not moves:
        return 0
    moved = sql.retrying(lambda: _apply_to_free(moves))
    announce(moved)
    return len(moved)


def _apply_to_free(moves: Sequence[Move]) -> list[Moved]:
    with transaction.atomic():
        free = {row[0] for row in sql.fetch(_FREE, [[move.task_id for move in moves]])}
        return transitions.apply([move for move in moves if move.task_id in free])
