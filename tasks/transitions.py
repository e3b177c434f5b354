"""Every change of a task's state, as guarded statements; nothing else writes `state`.

A `Move` is what somebody decided; `apply` carries out many of them in one statement, together with
all that belongs to the move: the closed attempt, the result, ledger entries, the event, and in the
same transaction the family: a parent's counter, its resumption, the cancelling of its children.
A move whose guard no longer holds is left out of the answer: another actor was first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration.blobs.ports import BlobRef
from orchestration.documents.ended import ended_as, unread
from orchestration.errors import PROBLEM_URN
from tasks import results, sql
from tasks.hearing import hear
from tasks.lifecycle import TERMINAL, Actor, State, transition, values
from tasks.queues import OUTSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One decided change of one task.

    Attributes:
        task_id: the task.
        epoch: the epoch it must still have.
        source: the state it must still have.
        target: the state it gets.
        actor: who moves it, checked against the lifecycle table.
        by: the name for the event, e.g. `key:…` or `worker:cpu-0`.
        worker_id: the incarnation that must still hold it; None for no such guard.
        delay_s: for `scheduled`: seconds from the database's now.
        failure: whether the attempt counts against `max_attempts`.
        loss: whether the attempt was lost with its worker.
        attempt: outcome of the open attempt, if there is one.
        result: what it returned, JSON-able.
        result_blob: the same, where it is large and was stored as a blob.
        error: a problem document.
        ledger: entries to commit with it.
        children: how many children it waits for.
        fail_with_child: whether it fails when one of them does not succeed.
        event: type of the event; the target's name by default, "" for none.
        data: data of the event.
    """

    task_id: UUID
    epoch: int
    source: State
    target: State
    actor: Actor
    by: str = ""
    worker_id: UUID | None = None
    delay_s: float = 0.0
    failure: bool = False
    loss: bool = False
    attempt: str | None = None
    result: Any = None
    result_blob: BlobRef | None = None
    error: Mapping[str, Any] | None = None
    ledger: Sequence[Any] = ()
    children: int | None = None
    fail_with_child: bool | None = None
    event: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """Return the statement's input row; raises IllegalTransition for a move nobody may make."""
        legal = transition(self.source, self.target, self.actor)
        return {
            "id": self.task_id,
            "epoch": self.epoch,
            "source": self.source,
            "target": self.target,
            "bump": int(legal.raises_epoch),
            "terminal": self.target in TERMINAL,
            "worker": self.worker_id,
            "delay_s": self.delay_s,
            "failure": int(self.failure),
            "loss": int(self.loss),
            "attempt": self.attempt,
            "result": self.result,
            "sha256": self.result_blob and self.result_blob.sha256,
            "size": self.result_blob and self.result_blob.size,
            "error": self.error,
            "children": self.children,
            "fail_with_child": self.fail_with_child,
            "event": self.target if self.event is None else self.event,
            "data": dict(self.data) | ({"error": self.error} if self.error else {}),
            "by": self.by or self.actor,
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that took place."""

    task_id: UUID
    tenant_id: UUID
    parent_id: UUID | None
    target: State
    epoch: int
    """The epoch after the move."""
    cancelling: bool
    """Whether its owner had asked it to stop."""


_APPLY: Final = f"""
WITH m AS (
    SELECT * FROM json_to_recordset(%(moves)s::json) AS m(
        id uuid, epoch int, source text, target text, bump int, terminal bool, worker uuid,
        delay_s float, failure int, loss int, attempt text, result jsonb, sha256 text, size int,
        error jsonb, children int, fail_with_child bool, event text, data jsonb, "by" text)
), moved AS (
    UPDATE tasks_task t SET
        state = m.target,
        epoch = t.epoch + m.bump,
        attempts = t.attempts + m.failure,
        losses = t.losses + m.loss,
        scheduled_for = CASE WHEN m.target = 'scheduled'
            THEN now() + make_interval(secs => m.delay_s) ELSE t.scheduled_for END,
        worker_id = CASE WHEN m.terminal THEN t.worker_id END,
        lease_until = NULL,
        attempt_deadline = NULL,
        children_pending = coalesce(m.children, t.children_pending),
        fail_with_child = coalesce(m.fail_with_child, t.fail_with_child),
        finished_at = CASE WHEN m.terminal THEN now() END
    FROM m
    WHERE t.id = m.id AND t.state = m.source AND t.epoch = m.epoch
      AND (m.worker IS NULL OR t.worker_id = m.worker)
    RETURNING t.id, t.tenant_id, t.parent_id, t.epoch AS new_epoch, m.epoch, m.target, m.attempt,
              t.cancel_requested_at IS NOT NULL AS cancelling, m.result, m.sha256, m.size, m.error,
              m.event, m.data, m."by"
), closed AS (
    UPDATE tasks_attempt a SET finished_at = now(), outcome = moved.attempt, error = moved.error
      FROM moved
     WHERE a.task_id = moved.id AND a.epoch = moved.epoch AND moved.attempt IS NOT NULL
       AND a.finished_at IS NULL
), stored AS (
    INSERT INTO tasks_taskresult (task_id, result, error, blob_sha256, blob_size)
    SELECT id, result, error, sha256, size FROM moved
     WHERE target = ANY(%(terminal)s)
       AND (result IS NOT NULL OR error IS NOT NULL OR sha256 IS NOT NULL)
), entered AS (
    INSERT INTO tasks_ledgerentry (task_id, epoch, entry)
    SELECT moved.id, moved.epoch, l.entry
      FROM json_to_recordset(%(ledger)s::json) AS l(id uuid, epoch int, entry jsonb)
      JOIN moved ON moved.id = l.id AND moved.epoch = l.epoch
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, event, "by", data FROM moved WHERE event <> ''
    RETURNING id, task_id, type
), {hear("moved", "r.target")}
SELECT id, tenant_id, parent_id, target, new_epoch, cancelling FROM moved
"""


def apply(moves: Sequence[Move]) -> list[Moved]:
    """Carry out moves and what follows for their families, in one transaction.

    Queries: one statement for any number of moves, one more where some end otherwise than well,
    plus two for each generation of the family that is touched. A deadlock with another actor is
    tried again. Called inside a transaction, it becomes part of it.

    Raises:
        IllegalTransition: a move stands in no row of the lifecycle table.
        django.db.DataError: a result cannot be stored (a NUL in text); nothing was moved.
        UnknownBlob: a large result was stored too long ago and is gone; nothing was moved.
    """
    if not moves:
        return []
    if transaction.get_connection().in_atomic_block:
        return _apply(moves)
    return sql.retrying(lambda: _in_transaction(moves))


def _in_transaction(moves: Sequence[Move]) -> list[Moved]:
    with transaction.atomic():
        return _apply(moves)


def _apply(moves: Sequence[Move]) -> list[Moved]:
    moved = _move(moves)
    every = list(moved)
    while follow := _following(moved):
        moved = _move(follow)
        every += moved
    return every


def _move(moves: Sequence[Move]) -> list[Moved]:
    ordered = sorted(moves, key=lambda move: move.task_id)
    ledger = [
        {"id": m.task_id, "epoch": m.epoch, "entry": entry} for m in ordered for entry in m.ledger
    ]
    rows = sql.fetch(
        _APPLY,
        {
            "moves": sql.dumps([move.row() for move in ordered]),
            "ledger": sql.dumps(ledger),
            "terminal": values(TERMINAL),
        },
    )
    moved = [
        Moved(i, tenant, parent, State(target), epoch, cancelling)
        for i, tenant, parent, target, epoch, cancelling in rows
    ]
    _attach_results(ordered, moved)
    _tell_documents(ordered, moved)
    return moved


def _attach_results(moves: Sequence[Move], moved: Sequence[Moved]) -> None:
    large = {m.task_id: m.result_blob.sha256 for m in moves if m.result_blob is not None}
    if large:
        results.attach(
            [(m.tenant_id, m.task_id, large[m.task_id]) for m in moved if m.task_id in large]
        )


def _tell_documents(moves: Sequence[Move], moved: Sequence[Moved]) -> None:
    """Let no document wait for a task that is over."""
    errors = {move.task_id: move.error for move in moves}
    unwell = [m for m in moved if m.target in TERMINAL and m.target != State.SUCCEEDED]
    unread({m.task_id: errors[m.task_id] or ended_as(m.target) for m in unwell})


def _following(moved: Sequence[Moved]) -> list[Move]:
    """Return the moves that follow: for parents of ended tasks, for children of ended parents, and
    for tasks that were asked to stop and would go on. Of two for one task, ending it wins."""
    ended = [m for m in moved if m.target in TERMINAL]
    parents = {m.parent_id for m in ended if m.parent_id is not None}
    follow = [*_settle_parents(ended, parents), *_cancel_children(ended), *_obey_cancel(moved)]
    return list({move.task_id: move for move in follow}.values())


def _obey_cancel(moved: Iterable[Moved]) -> list[Move]:
    """Return the ends of tasks that left their worker otherwise before they saw the wish."""
    return [
        Move(task_id=m.task_id, epoch=m.epoch, source=m.target, target=State.CANCELLED,
             actor=Actor.USER)
        for m in moved
        if m.cancelling and m.target not in TERMINAL
    ]  # fmt: skip


_LOCK_PARENTS: Final = """
SELECT id, state, epoch, children_pending, fail_with_child FROM tasks_task
 WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
_COUNT_DOWN: Final = """
UPDATE tasks_task t SET children_pending = t.children_pending - m.ended
  FROM unnest(%s::uuid[], %s::int[]) AS m(id, ended) WHERE t.id = m.id
"""


def _settle_parents(ended: Sequence[Moved], parents: set[UUID]) -> list[Move]:
    if not parents:
        return []
    rows = sql.fetch(_LOCK_PARENTS, [sorted(parents)])
    counts = {row[0]: sum(m.parent_id == row[0] for m in ended) for row in rows}
    sql.execute(_COUNT_DOWN, [list(counts), list(counts.values())])
    follow: list[Move] = []
    for parent, state, epoch, pending, fail_with_child in rows:
        if state != State.WAITING:
            continue
        broken = [m for m in ended if m.parent_id == parent and m.target != State.SUCCEEDED]
        if fail_with_child and broken:
            follow.append(_fail_parent(parent, epoch, broken[0]))
        elif pending == counts[parent]:
            follow.append(
                Move(task_id=parent, epoch=epoch, source=State.WAITING, target=State.QUEUED,
                     actor=Actor.FAMILY, event="resumed")
            )  # fmt: skip
    return follow


def _fail_parent(parent: UUID, epoch: int, child: Moved) -> Move:
    return Move(
        task_id=parent,
        epoch=epoch,
        source=State.WAITING,
        target=State.FAILED,
        actor=Actor.FAMILY,
        error={
            "type": PROBLEM_URN + "child-failed",
            "title": "A child task did not succeed",
            "detail": f"child {child.task_id} ended {child.target}",
            "mend": "Look at the child's error, then replay this task.",
        },
    )


_LOCK_CHILDREN: Final = """
SELECT id, state, epoch FROM tasks_task
 WHERE parent_id = ANY(%s) AND finished_at IS NULL ORDER BY id FOR UPDATE
"""


def _cancel_children(ended: Sequence[Moved]) -> list[Move]:
    stopped = [m.task_id for m in ended if m.target != State.SUCCEEDED]
    rows = sql.fetch(_LOCK_CHILDREN, [stopped]) if stopped else []
    request_cancel([row[0] for row in rows if row[1] == State.RUNNING], by=Actor.FAMILY)
    return [
        Move(task_id=i, epoch=epoch, source=State(state), target=State.CANCELLED,
             actor=Actor.FAMILY, data={"reason": "its parent ended"})
        for i, state, epoch in rows
        if state != State.RUNNING
    ]  # fmt: skip


_REQUEST_CANCEL: Final = """
WITH flagged AS (
    UPDATE tasks_task SET cancel_requested_at = now()
     WHERE id = ANY(%(ids)s) AND state || '' = 'running' AND cancel_requested_at IS NULL
    RETURNING id
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, 'cancel_requested', %(by)s, '{}' FROM flagged
)
SELECT id FROM flagged
"""


def request_cancel(ids: Sequence[UUID], *, by: str) -> list[UUID]:
    """Ask the workers of running tasks to stop; returns those that had not been asked before."""
    if not ids:
        return []
    params = {"ids": sorted(ids), "by": by}
    return [row[0] for row in sql.fetch_retrying(_REQUEST_CANCEL, params)]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task that the dispatcher gives to a worker."""

    task_id: UUID
    epoch: int
    """Before the dispatch, which raises it."""
    worker_id: UUID


# `state || ''` here and below: they know their rows by key. A plain comparison would
# allow the planner to go through a partial index of that state, which looks small and is not: while
# an old transaction is open, it holds an entry for every task that was ever in that state.
#
# Rows that somebody else holds are left out: a process that froze within its transaction would stop
# all dispatching for as long as the database lets it.
_DISPATCH: Final = """
WITH m AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(epochs)s::int[], %(workers)s::uuid[])
        AS m(id, epoch, worker)
), free AS (
    SELECT t.id, t.epoch, m.worker FROM m JOIN tasks_task t ON t.id = m.id
     WHERE t.state || '' = 'queued' AND t.epoch = m.epoch
       AND EXISTS (SELECT 1 FROM tasks_leader lead WHERE lead.name = 'dispatcher'
                      AND lead.term = %(term)s AND lead.expires_at > now())
       FOR NO KEY UPDATE OF t SKIP LOCKED
)
UPDATE tasks_task t SET
    state = 'dispatched', epoch = t.epoch + 1, worker_id = free.worker,
    lease_until = now() + make_interval(secs => %(claim_s)s)
FROM free
WHERE t.id = free.id AND t.state || '' = 'queued' AND t.epoch = free.epoch
  AND EXISTS (SELECT 1 FROM tasks_queue q WHERE q.name = t.queue AND q.paused_at IS NULL)
  AND EXISTS (SELECT 1 FROM tasks_worker w WHERE w.id = free.worker AND w.state = 'live')
RETURNING t.id, t.epoch
"""


def dispatch(
    assignments: Sequence[Assignment], *, term: int, claim_s: float
) -> list[tuple[UUID, int]]:
    """Give tasks to workers if `term` still leads; return (task id, new epoch) of those given.

    What has been paused or moved since it was chosen is left out, and what would go to a worker
    that takes nothing more. A term that is over locks nothing: its successor steps over locks.
    """
    transition(State.QUEUED, State.DISPATCHED, Actor.DISPATCHER)
    ordered = sorted(assignments, key=lambda a: a.task_id)
    rows = sql.fetch_retrying(
        _DISPATCH,
        {
            "ids": [a.task_id for a in ordered],
            "epochs": [a.epoch for a in ordered],
            "workers": [a.worker_id for a in ordered],
            "term": term,
            "claim_s": claim_s,
        },
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed task with all that its execution needs."""

    task_id: UUID
    epoch: int
    tenant_id: UUID
    parent_id: UUID | None
    kind: str
    input: Any
    model: str
    priority: int
    attempts: int
    max_attempts: int
    losses: int
    idempotency_key: str | None
    deadline: datetime | None
    remaining_s: float
    resumed: bool
    """Whether it has children whose outcomes belong to its input."""
    ends_at_deadline: bool = False
    """Whether its time ends with the task's deadline, not with the attempt's own limit; told by the
    database, whose clock decides."""
    paid_by: str = ""
    """Who pays for it: who submitted it, or stands behind the schedule or parent that did."""
    routing: Any = None
    """Of a task that is served outside: who is asked, in which order."""
    tenant: str = ""
    """Likewise: its tenant's name, for what refusals say."""


_CLAIM: Final = f"""
WITH m AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(epochs)s::int[], %(attempts)s::uuid[])
        AS m(id, epoch, attempt)
), claimed AS (
    UPDATE tasks_task t SET
        state = 'running',
        lease_until = now() + make_interval(secs => %(lease_s)s),
        started_at = coalesce(t.started_at, now()),
        attempt_deadline = least(now() + make_interval(secs => t.timeout_s), t.deadline)
    FROM m
    WHERE t.id = m.id AND t.state || '' = 'dispatched' AND t.epoch = m.epoch
      AND t.worker_id = %(worker)s AND (t.deadline IS NULL OR t.deadline > now())
      AND EXISTS (SELECT 1 FROM tasks_worker w
                   WHERE w.id = %(worker)s AND w.state IN ('live', 'draining'))
    RETURNING t.*, m.attempt
), opened AS (
    INSERT INTO tasks_attempt (id, task_id, epoch, number, worker_id, outcome)
    SELECT attempt, id, epoch, attempts + 1, worker_id, 'running' FROM claimed
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, 'started', %(by)s, jsonb_build_object('attempt', attempts + 1) FROM claimed
    RETURNING id, task_id, type
), {hear("claimed", "'running'")}
SELECT c.id, c.epoch, c.tenant_id, c.parent_id, c.kind, p.input, c.model, c.priority, c.attempts,
       c.max_attempts, c.losses, p.idempotency_key, c.deadline,
       extract(epoch FROM c.attempt_deadline - now())::float,
       c.epoch > 1 AND EXISTS (SELECT 1 FROM tasks_task k WHERE k.parent_id = c.id),
       coalesce(c.attempt_deadline >= c.deadline, false),
       coalesce(nullif(p.paid_by, ''), p.submitted_by),
       CASE WHEN c.device = '{OUTSIDE}' THEN
           (SELECT decision FROM tasks_taskrouting g WHERE g.task_id = c.id) END,
       CASE WHEN c.device = '{OUTSIDE}' THEN
           (SELECT name FROM access_tenant a WHERE a.id = c.tenant_id) ELSE '' END
  FROM claimed c JOIN tasks_taskpayload p ON p.task_id = c.id
"""


def claim(
    wanted: Sequence[tuple[UUID, int, UUID]], *, worker_id: UUID, by: str, lease_s: float
) -> list[Claim]:
    """Claim dispatched tasks for an incarnation that is still known as live.

    Args:
        wanted: (task id, epoch, id for the attempt).
        worker_id: the claiming incarnation.
        by: its name for the event.
        lease_s: length of the lease, seconds.

    Returns:
        Those that were still ours; the others moved on, and that is that.
    """
    transition(State.DISPATCHED, State.RUNNING, Actor.WORKER)
    ordered = sorted(wanted)
    rows = sql.fetch_retrying(
        _CLAIM,
        {
            "ids": [w[0] for w in ordered],
            "epochs": [w[1] for w in ordered],
            "attempts": [w[2] for w in ordered],
            "worker": worker_id,
            "lease_s": lease_s,
            "by": by,
        },
    )
    return [_claimed(*row) for row in rows]


def _claimed(*columns: Any) -> Claim:
    claimed = Claim(*columns)
    return replace(claimed, input=sql.loads(claimed.input), routing=sql.loads(claimed.routing))


_RENEW: Final = """
UPDATE tasks_task SET lease_until = now() + make_interval(secs => %(lease_s)s)
 WHERE id = ANY(%(ids)s) AND state || '' = 'running' AND worker_id = %(worker)s
RETURNING id
"""


def renew(ids: Sequence[UUID], *, worker_id: UUID, lease_s: float) -> set[UUID]:
    """Renew the leases of attempts that made progress; return those that are still ours."""
    if not ids:
        return set()
    params = {"ids": sorted(ids), "worker": worker_id, "lease_s": lease_s}
    return {row[0] for row in sql.fetch_retrying(_RENEW, params)}
