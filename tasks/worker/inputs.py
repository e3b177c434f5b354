"""Building what execution may know from a claimed row."""

import re
from hashlib import blake2b
from typing import Final
from uuid import UUID

from orchestration.calls.ports import Payer
from orchestration.execution import ChildOutcome, Outside, RunInput
from orchestration.kinds.catalogue import get_kind
from orchestration.registry import services as registry
from orchestration.routing.decision import Decision
from tasks import results, sql
from tasks.models import Attempt
from tasks.transitions import Claim

_KEY: Final = re.compile(r"key:([0-9a-f-]{36})")
_ANEW: Final = "retrieval"
"""The field of an input whose prompt another attempt makes anew."""
_COUNTED: Final = frozenset({"ingest"})
"""Kinds whose inputs may be the end of a worker."""
_LOST: Final = "SELECT count(*) FROM tasks_attempt WHERE task_id = %s AND outcome = %s"
_CHILDREN: Final = """
SELECT t.id, t.step_key, t.state, r.result, r.error, r.blob_sha256, t.tenant_id
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

    Queries: one for the children of a resumed task and two for each large result of theirs; one for
    documents that were tried before; models are cached for a second.

    Raises:
        UnknownModel, UnknownKind: what it asked for is gone since it was submitted.
        BlobLost, StoreUnavailable: the large result of a child cannot be read.
    """
    need = get_kind(claim.kind).model_task if claim.routing is None else None
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
        outside=_outside(claim),
        lost=_lost(claim),
    )


def _lost(claim: Claim) -> int:
    """Return how many attempts at a document were lost; `losses` counts postponed ones, too."""
    if claim.kind not in _COUNTED or not claim.losses:
        return 0
    return int(sql.fetch(_LOST, [claim.task_id, Attempt.Outcome.LOST])[0][0])


def _outside(claim: Claim) -> Outside | None:
    if claim.routing is None:
        return None
    payer = Payer(claim.tenant_id, _key_of(claim.paid_by), claim.tenant)
    return Outside(claim.model, Decision.from_dict(claim.routing), payer)


def _key_of(actor: str) -> UUID | None:
    """Return the API key that pays for a task; None when it is no key."""
    found = _KEY.fullmatch(actor)
    return UUID(found[1]) if found else None


def goes_on_after(claim: Claim) -> int | None:
    """Return the last epoch whose attempt did not just die but fail, 0 when there is none: text
    that was begun later is gone on with. None when there can be no such text, or when it would not
    be gone on with: each attempt looks its sources up anew, and they may have other numbers.

    Queries: none for first attempts and for kinds without text; else one, by an index.
    """
    if claim.epoch == 1 or claim.routing or _ANEW in claim.input:
        return None
    if get_kind(claim.kind).model_task != "text":
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
        ChildOutcome(
            i,
            step or None,
            state,
            sql.loads(results.load(blob, tenant_id=tenant) if blob else result),
            sql.loads(error),
        )
        for i, step, state, result, error, blob, tenant in sql.fetch(_CHILDREN, [parent])
    )
