"""Committing what workers bring back, many at once, each at most once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import DataError, IntegrityError, transaction

from orchestration.blobs.errors import UnknownBlob
from orchestration.errors import SwitchyardError
from tasks import sql, transitions
from tasks.errors import Overloaded, TooManyTasks
from tasks.lifecycle import State
from tasks.services.admission import admission
from tasks.services.failures import unstorable_problem
from tasks.services.rerouting import Place, reroute
from tasks.services.submission import (
    EVERY_SCOPE,
    Origin,
    Row,
    SubmitRequest,
    Submitter,
    insert,
    prepare,
)
from tasks.transitions import Move, Moved
from tasks.wakeups import announce, wake_dispatcher

log = logging.getLogger(__name__)

_UNSTORABLE: Final = (DataError, IntegrityError, UnknownBlob, orjson.JSONEncodeError)


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
    result_bytes: int = 0
    """How large its result is as JSON, where it has one."""
    place: Place | None = None
    """Where it goes on, if not where it was."""

    @property
    def plain(self) -> bool:
        """Whether it is a move and nothing else, which many are committed with."""
        return not self.children and self.place is None


def finish(finishes: Sequence[Finish]) -> list[bool]:
    """Commit finishes; return for each whether it took place.

    False means that the lease was lost: somebody else decides about the task now. A group that
    the database refuses is split until the culprit stands alone; that one fails with a clear error
    and the others are committed. So does a parent that asks for children that there cannot be.

    Queries: one transaction for the group, one more for each task with children or that goes on
    elsewhere.
    """
    moved = _commit_group([f.move for f in finishes if f.plain])
    announce(moved)
    for special in (f for f in finishes if not f.plain):
        family = _commit_rerouted(special) if special.place else _commit_parent(special)
        announce(family)
        moved += family
    wake_dispatcher()
    done = {m.task_id for m in moved}
    return [f.move.task_id in done for f in finishes]


def _commit_group(moves: list[Move]) -> list[Moved]:
    try:
        return transitions.apply(moves)
    except _UNSTORABLE as error:
        if len(moves) == 1:
            return _fail(moves[0], unstorable_problem(str(error).splitlines()[0]))
        middle = len(moves) // 2
        return _commit_group(moves[:middle]) + _commit_group(moves[middle:])


def _fail(move: Move, error: dict[str, Any]) -> list[Moved]:
    """End the task of a move that cannot be committed; its attempt failed."""
    log.warning("finish refused", extra={"task": str(move.task_id), "error": error["detail"]})
    failed = replace(
        move,
        target=State.FAILED,
        failure=True,
        attempt="failed",
        result=None,
        result_blob=None,
        ledger=(),
        children=None,
        event=None,
        data={},
        error=error,
    )
    return transitions.apply([failed])


def _commit_rerouted(finish: Finish) -> list[Moved]:
    assert finish.place is not None, "asked for those only"  # noqa: S101
    try:
        return reroute(finish.move, finish.place, tenant_id=finish.tenant_id)
    except _UNSTORABLE as error:
        return _fail(finish.move, unstorable_problem(str(error).splitlines()[0]))


def _commit_parent(parent: Finish) -> list[Moved]:
    try:
        rows = _prepare_children(parent)
        return sql.retrying(partial(_store_family, parent, rows))
    except (TooManyTasks, Overloaded) as error:
        return transitions.apply([_postponed(parent.move, error)])
    except SwitchyardError as error:
        return _fail(parent.move, error.problem())
    except _UNSTORABLE as error:
        return _fail(parent.move, unstorable_problem(str(error).splitlines()[0]))


def _postponed(move: Move, error: TooManyTasks | Overloaded) -> Move:
    """Return the move of a parent whose children there is no room for now: it asks again later."""
    return replace(
        move,
        target=State.SCHEDULED,
        delay_s=float(error.retry_after_s),
        attempt="postponed",
        children=None,
        event="postponed",
        data={"reason": error.detail},
    )


def _prepare_children(parent: Finish) -> list[Row]:
    rows = [
        prepare(
            child.request,
            _parent_as_submitter(parent),
            Origin(parent_id=parent.move.task_id, step_key=child.step_key),
        )
        for child in parent.children
    ]
    admission.admit(parent.tenant_id, [(row["queue"], row["size"]) for row in rows])
    return rows


def _store_family(parent: Finish, rows: Sequence[Row]) -> list[Moved]:
    with transaction.atomic():
        moved = transitions.apply([parent.move])
        if moved and moved[-1].target == State.WAITING:
            insert(rows, _parent_as_submitter(parent))
        return moved


def _parent_as_submitter(parent: Finish) -> Submitter:
    return Submitter(
        tenant_id=parent.tenant_id, actor=f"task:{parent.move.task_id}", diagnostics=True,
        scopes=EVERY_SCOPE,
    )  # fmt: skip
