"""Committing what workers bring back, many at once, each at most once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import DataError, transaction

from orchestration.errors import PROBLEM_URN
from tasks import sql, transitions
from tasks.lifecycle import State
from tasks.services.submission import Origin, SubmitRequest, Submitter, insert, prepare
from tasks.transitions import Move, Moved
from tasks.wakeups import announce, wake_dispatcher

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Child:
    """A task that a waiting task asked for."""

    request: SubmitRequest
    step_key: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """What a worker decided about an attempt: a move, and children to make with it."""

    move: Move
    tenant_id: UUID
    children: Sequence[Child] = ()


def finish(finishes: Sequence[Finish]) -> list[bool]:
    """Commit finishes; return for each whether it took place.

    False means that the lease was lost: somebody else decides about the task now. A group that
    the database refuses is split until the culprit stands alone; that one fails with a clear error
    and the others are committed.

    Queries: one transaction for the group, one more for each task with children.
    """
    plain = [f for f in finishes if not f.children]
    moved = _commit_group([f.move for f in plain])
    for parent in (f for f in finishes if f.children):
        moved += sql.retrying(_committing_children(parent))
    announce(moved)
    wake_dispatcher()
    done = {m.task_id for m in moved}
    return [f.move.task_id in done for f in finishes]


def _commit_group(moves: list[Move]) -> list[Moved]:
    try:
        return transitions.apply(moves)
    except DataError as error:
        if len(moves) == 1:
            log.warning("result refused", extra={"task": moves[0].task_id, "error": str(error)})
            return transitions.apply([_unstorable(moves[0], error)])
        middle = len(moves) // 2
        return _commit_group(moves[:middle]) + _commit_group(moves[middle:])


def _unstorable(move: Move, error: DataError) -> Move:
    """Return the move to `failed` for a result that the database refuses."""
    return replace(
        move,
        target=State.FAILED,
        failure=True,
        attempt="failed",
        result=None,
        ledger=(),
        event=None,
        data={},
        error={
            "type": PROBLEM_URN + "result-not-storable",
            "title": "The result cannot be stored",
            "status": 500,
            "detail": str(error).splitlines()[0],
            "mend": "The kind must return text without NUL characters and numbers within range.",
        },
    )


def _committing_children(parent: Finish) -> Callable[[], list[Moved]]:
    def commit() -> list[Moved]:
        with transaction.atomic():
            moved = transitions.apply([parent.move])
            if moved:
                _insert_children(parent)
            return moved

    return commit


def _insert_children(parent: Finish) -> None:
    by = Submitter(
        tenant_id=parent.tenant_id, actor=f"task:{parent.move.task_id}", diagnostics=True
    )
    rows = [
        prepare(child.request, by, Origin(parent_id=parent.move.task_id, step_key=child.step_key))
        for child in parent.children
    ]
    insert(rows, by)
