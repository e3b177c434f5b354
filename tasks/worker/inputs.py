"""Building what execution may know from a claimed row."""

from hashlib import blake2b
from typing import Final
from uuid import UUID

from orchestration.execution import ChildOutcome, RunInput
from orchestration.kinds.catalogue import get_kind
from orchestration.registry import services as registry
from tasks import sql
from tasks.models import Attempt
from tasks.transitions import Claim

_CHILDREN: Final = """
SELECT t.id, t.step_key, t.state, r.result, r.error
  FROM tasks_task t LEFT JOIN tasks_taskresult r ON r.task_id = t.id
 WHERE t.parent_id = %s ORDER BY t.id
"""
_FAILED: Final = """
SELECT coalesce(max(epoch), 0) FROM tasks_attempt
 WHERE task_id = %s AND epoch < %s AND outcome <> ALL(%s)
"""
_DIED: Final = [
    Attempt.Outcome.LOST,
    Attempt.Outcome.CRASHED,
    Attempt.Outcome.RETURNED,
    Attempt.Outcome.POSTPONED,
]


def run_input(claim: Claim) -> RunInput:
    """Return the input of a claimed task.

    Queries: one for the children of a resumed task; models are cached for a second.

    Raises:
        UnknownModel, UnknownKind: what it asked for is gone since it was submitted.
    """
    need = get_kind(claim.kind).model_task
    return RunInput(
        task_id=claim.task_id,
        epoch=claim.epoch,
        tenant_id=claim.tenant_id,
        kind=claim.kind,
        input=claim.input,
        model=registry.resolve(claim.model or None, need) if need else None,
        priority=claim.priority,
        attempt=claim.attempts + 1,
        max_attempts=claim.max_attempts,
        idempotency_key=claim.idempotency_key,
        remaining_s=claim.remaining_s,
        children=_children(claim.task_id) if claim.resumed else (),
    )


def goes_on_after(claim: Claim) -> int | None:
    """Return the last epoch whose attempt did not just die but fail, 0 when there is none: text
    that was begun later is gone on with. None when there can be no such text.

    Queries: none for first attempts and for kinds without text; else one, by an index.
    """
    if claim.epoch == 1 or get_kind(claim.kind).model_task != "text":
        return None
    return int(sql.fetch(_FAILED, [claim.task_id, claim.epoch, _DIED])[0][0])


def source_of(run: RunInput | None) -> str:
    """Return what tells the file that answers are drawn with from others of the same name."""
    model = run.model if run is not None else None
    if model is None:
        return ""
    file = [model.name, model.version, model.location, model.checksum, model.size_bytes]
    return blake2b(repr(file).encode(), digest_size=8).hexdigest()


def _children(parent: UUID) -> tuple[ChildOutcome, ...]:
    return tuple(
        ChildOutcome(i, step or None, state, sql.loads(result), sql.loads(error))
        for i, step, state, result, error in sql.fetch(_CHILDREN, [parent])
    )
