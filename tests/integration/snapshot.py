"""What must hold between two looks at all tasks, whatever happened in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tasks import sql
from tasks.lifecycle import BACKLOG, IN_FLIGHT, TERMINAL, TRANSITIONS, State

_MOVES: Final = {(move.source, move.target): move for move in TRANSITIONS}


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the database has it, with counts of what belongs to it."""

    id: UUID
    parent_id: UUID | None
    kind: str
    state: State
    epoch: int
    attempts: int
    max_attempts: int
    cancel_requested: bool
    held: bool
    """Whether it has a worker and a lease."""
    children_pending: int
    open_attempts: int
    good_attempts: int
    entries: int
    results: int
    errors: int
    ends: int
    """Events that tell of an end."""
    submissions: int


_READ: Final = """
SELECT t.id, t.parent_id, t.kind, t.state, t.epoch, t.attempts, t.max_attempts,
       t.cancel_requested_at IS NOT NULL, t.worker_id IS NOT NULL AND t.lease_until IS NOT NULL,
       t.children_pending, a.open, a.good, l.entries, r.results, r.errors, e.ends, e.submissions
  FROM tasks_task t,
       LATERAL (SELECT count(*) FILTER (WHERE finished_at IS NULL) AS open,
                       count(*) FILTER (WHERE outcome = 'succeeded') AS good
                  FROM tasks_attempt WHERE task_id = t.id) a,
       LATERAL (SELECT count(*) AS entries FROM tasks_ledgerentry WHERE task_id = t.id) l,
       LATERAL (SELECT count(result) AS results, count(error) AS errors
                  FROM tasks_taskresult WHERE task_id = t.id) r,
       LATERAL (SELECT count(*) FILTER (WHERE type = ANY(%s)) AS ends,
                       count(*) FILTER (WHERE type = 'submitted') AS submissions
                  FROM tasks_event WHERE task_id = t.id) e
"""

Snapshot = Mapping[UUID, Row]


def read() -> Snapshot:
    """Return all tasks."""
    rows = sql.fetch(_READ, [[state.value for state in TERMINAL]])
    return {row[0]: Row(*(*row[:3], State(row[3]), *row[4:])) for row in rows}


def compare(before: Snapshot, after: Snapshot) -> None:
    """Check that every task got from one look to the next by moves of the lifecycle table.

    Raises:
        AssertionError: a task vanished, moved as nobody may, or came back from its end.
    """
    assert before.keys() <= after.keys(), "no task vanishes"
    for now in after.values():
        was = before.get(now.id)
        if was is None:
            assert now.state in (State.QUEUED, State.SCHEDULED), f"born as {now}"
            assert now.epoch == 0, f"born as {now}"
        else:
            _check_move(was, now)


def _check_move(was: Row, now: Row) -> None:
    told = f"{was}\n -> {now}"
    assert now.max_attempts == was.max_attempts, told
    assert now.attempts >= was.attempts, told
    if now.state == was.state:
        assert now.epoch == was.epoch, told
        return
    raised = now.epoch - was.epoch
    assert any(raised == sum(way) for way in _ways(was.state, now.state)), told


def _ways(source: State, target: State) -> list[list[bool]]:
    """Return how a task may get from a state to another within one transaction: for each way,
    which of its moves raise the epoch. Only a cancellation may follow at once upon another move:
    because its owner had asked for it, or because an ancestor ended in the same moment."""
    ways = [[_MOVES[source, target].raises_epoch]] if (source, target) in _MOVES else []
    if target == State.CANCELLED:
        ways += [
            [move.raises_epoch, _MOVES[move.target, target].raises_epoch]
            for move in TRANSITIONS
            if move.source == source and (move.target, target) in _MOVES
        ]
    return ways


def check(rows: Snapshot) -> None:
    """Check what holds for every single look.

    Raises:
        AssertionError: it does not.
    """
    for row in rows.values():
        _check_attempts(row)
        _check_end(row)
        _check_family(row, rows)


def _check_attempts(row: Row) -> None:
    assert row.submissions == 1, row
    assert row.attempts <= row.max_attempts, row
    assert row.open_attempts == (row.state == State.RUNNING), row
    assert row.good_attempts == (row.state == State.SUCCEEDED), row
    if row.state in IN_FLIGHT:
        assert row.held, row


def _check_end(row: Row) -> None:
    """An end is told once, and has its result, its error and its ledger entries exactly then."""
    assert row.ends == (row.state in TERMINAL), row
    assert row.results == (row.state == State.SUCCEEDED), row
    assert row.errors == (row.state in (State.FAILED, State.EXPIRED)), row
    assert row.entries == (row.kind == "ledger" and row.state == State.SUCCEEDED), row


def _check_family(row: Row, rows: Snapshot) -> None:
    children = [child for child in rows.values() if child.parent_id == row.id]
    unfinished = [child for child in children if child.state not in TERMINAL]
    if row.state == State.WAITING:
        assert row.children_pending == len(unfinished), row
        assert unfinished, f"nobody will wake {row}"
    if row.state in TERMINAL and row.state != State.SUCCEEDED:
        for child in unfinished:
            assert child.state not in BACKLOG, f"orphan {child}"
            assert child.state == State.RUNNING, f"orphan {child}"
            assert child.cancel_requested, f"orphan {child}"
    if row.state == State.SUCCEEDED:
        assert not unfinished, row
