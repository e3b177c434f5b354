"""What users do to tasks that exist: cancel, retry, replay, reprioritise, dismiss."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tasks import sql, transitions
from tasks.errors import Conflict, Forbidden, NotFound
from tasks.lifecycle import TERMINAL, Actor, Priority, State
from tasks.queues import EXTERNAL, OUTSIDE
from tasks.services.submission import (
    Origin,
    SubmitRequest,
    Submitter,
    bonuses_s,
    submit,
)
from tasks.transitions import Move
from tasks.wakeups import announce, wake_dispatcher

_READ: Final = """
SELECT id, state, epoch, cancel_requested_at IS NOT NULL FROM tasks_task
 WHERE id = ANY(%(ids)s) AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
"""
_RACES: Final = 20


def _read(task_id: UUID, tenant_id: UUID | None) -> tuple[State, bool]:
    """Return a task's state and whether it was asked to stop."""
    rows = sql.fetch(_READ, {"ids": [task_id], "tenant": tenant_id})
    if not rows:
        raise NotFound(f"There is no task {task_id}.", mend="Check the id and the key's tenant.")
    return State(rows[0][1]), rows[0][3]


def cancel(task_id: UUID, *, tenant_id: UUID | None, by: str) -> State:
    """Cancel a task and return its state afterwards.

    What waits is cancelled at once, with its children; what runs is asked to stop, which its worker
    sees within half a second.

    Raises:
        NotFound: there is no such task of this tenant.
        Conflict: it has ended otherwise.
    """
    for _ in range(_RACES):
        state, asked = _read(task_id, tenant_id)
        if state == State.CANCELLED or (state == State.RUNNING and asked):
            return state
        if state in TERMINAL:
            raise Conflict(f"The task has already {_ended(state)}.", field="state", value=state)
        cancel_many([task_id], by=by)
    raise Conflict("The task keeps moving.", mend="Try again.")


def _ended(state: State) -> str:
    return "expired" if state == State.EXPIRED else f"{state}"


def cancel_many(ids: Sequence[UUID], *, by: str) -> int:
    """Cancel tasks that have not ended; return how many were cancelled or asked to stop."""
    rows = sql.fetch(_READ, {"ids": list(ids), "tenant": None})
    moves = [
        Move(task_id=i, epoch=epoch, source=State(state), target=State.CANCELLED,
             actor=Actor.USER, by=by)
        for i, state, epoch, _ in rows
        if State(state) not in TERMINAL and state != State.RUNNING
    ]  # fmt: skip
    moved = transitions.apply(moves)
    asked = transitions.request_cancel([i for i, state, *_ in rows if state == "running"], by=by)
    announce(moved)
    wake_dispatcher()
    wanted = {move.task_id for move in moves}
    return sum(m.task_id in wanted for m in moved) + len(asked)


_AGAIN: Final = """
SELECT t.tenant_id, t.state, t.kind, p.input, t.priority, t.model, t.queue, t.device,
       t.max_attempts, t.timeout_s, p.tags
  FROM tasks_task t JOIN tasks_taskpayload p ON p.task_id = t.id
 WHERE t.id = %(id)s AND (%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s)
"""


def retry(task_id: UUID, *, tenant_id: UUID | None, by: Submitter) -> UUID:
    """Submit a task that failed, was cancelled or expired again, as a new one.

    Raises:
        NotFound: there is no such task of this tenant.
        Conflict: it has not ended, or it succeeded.
    """
    return _again(task_id, tenant_id, by, TERMINAL - {State.SUCCEEDED})


def replay(task_id: UUID, *, tenant_id: UUID | None, by: Submitter) -> UUID:
    """Submit any ended task again, as a new one with `replay_of`; raises as `retry` does."""
    return _again(task_id, tenant_id, by, TERMINAL)


def _again(task_id: UUID, tenant_id: UUID | None, by: Submitter, allowed: frozenset[State]) -> UUID:
    rows = sql.fetch(_AGAIN, {"id": task_id, "tenant": tenant_id})
    if not rows:
        raise NotFound(f"There is no task {task_id}.", mend="Check the id and the key's tenant.")
    owner, state, kind, stored, priority, model, queue, device, attempts, timeout_s, tags = rows[0]
    if State(state) not in allowed:
        raise Conflict(
            f"The task is {state}.", field="state", value=state,
            mend="Replay it instead." if state == State.SUCCEEDED else "Wait until it has ended.",
        )  # fmt: skip
    request = SubmitRequest(
        kind=kind, input=sql.loads(stored), priority=Priority(min(priority, by.max_priority)),
        model=model or None, queue=queue, device=device, max_attempts=attempts,
        timeout_s=timeout_s, tags=tuple(tags),
    )  # fmt: skip
    if device == OUTSIDE:  # where it goes is found anew
        request = replace(request, device="any", queue=None if queue == EXTERNAL else queue)
    as_owner = Submitter(
        tenant_id=owner, actor=by.actor, max_priority=by.max_priority, diagnostics=by.diagnostics,
        scopes=by.scopes,
    )  # fmt: skip
    with transaction.atomic():
        new = submit(request, as_owner, Origin(replay_of=task_id)).task_id
        sql.execute(_DISMISS, [task_id])
        _tell(task_id, "replayed", by.actor, {"task": str(new)})
    return new


_DISMISS: Final = """
UPDATE tasks_task SET dismissed_at = now()
 WHERE id = %s AND state = 'failed' AND dismissed_at IS NULL
"""


def dismiss(task_id: UUID, *, tenant_id: UUID | None, by: str) -> None:
    """Take a failed task out of the dead-letter view.

    Raises:
        NotFound: there is no such task of this tenant.
        Conflict: it did not fail.
    """
    state, _ = _read(task_id, tenant_id)
    if state != State.FAILED:
        raise Conflict(f"The task is {state}, not failed.", field="state", value=state)
    with transaction.atomic():
        if sql.execute(_DISMISS, [task_id]):
            _tell(task_id, "dismissed", by, {})


_REPRIORITISE: Final = """
WITH old AS (
    SELECT id, priority FROM tasks_task WHERE id = %(id)s FOR UPDATE
), changed AS (
    UPDATE tasks_task t SET
        priority = %(priority)s,
        rank_at = t.rank_at + make_interval(secs =>
            %(bonuses)s[old.priority + 1] - %(bonuses)s[%(priority)s + 1])
    FROM old
    WHERE t.id = old.id AND t.state IN ('queued', 'scheduled', 'waiting')
    RETURNING t.id, old.priority AS was
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, 'reprioritised', %(by)s,
           jsonb_build_object('from', was, 'to', %(priority)s::int) FROM changed
)
SELECT id FROM changed
"""


def reprioritise(
    task_id: UUID, priority: Priority, *, tenant_id: UUID | None, by: Submitter
) -> None:
    """Change the level of a task that waits; its age counts on.

    Raises:
        NotFound: there is no such task of this tenant.
        Conflict: it no longer waits.
        Forbidden: the level is above the submitter's highest.
    """
    if priority > by.max_priority:
        highest = Priority(by.max_priority).name
        raise Forbidden(f"The highest level of this key is {highest}.", field="priority",
                        value=priority.name, mend=f"Ask for {highest} or lower.")  # fmt: skip
    state, _ = _read(task_id, tenant_id)
    params = {
        "id": task_id,
        "priority": int(priority),
        "bonuses": bonuses_s(),
        "by": by.actor,
    }
    if not sql.fetch(_REPRIORITISE, params):
        raise Conflict(f"The task is {state} and no longer waits.", field="state", value=state)
    wake_dispatcher()


def _tell(task_id: UUID, event: str, actor: str, data: dict[str, Any]) -> None:
    sql.execute(
        "INSERT INTO tasks_event (task_id, type, actor, data) VALUES (%s, %s, %s, %s::jsonb)",
        [task_id, event, actor, sql.dumps(data)],
    )
