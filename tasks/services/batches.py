"""Thousands of tasks in one call, stored all or not at all, followed as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from orchestration.errors import SwitchyardError
from tasks import sql
from tasks.errors import InvalidBatch, NotFound, invalid
from tasks.lifecycle import TERMINAL, State, values
from tasks.models import Batch
from tasks.services import control
from tasks.services.admission import admission
from tasks.services.submission import Origin, Row, Submitter, earlier, insert, parse, prepare
from tasks.wakeups import wake_dispatcher

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class BatchSubmitted:
    """A stored batch.

    Attributes:
        batch_id: the batch.
        task_ids: one id per line, in their order.
        existing: lines whose idempotency key gave back an earlier task.
    """

    batch_id: UUID
    task_ids: list[UUID]
    existing: list[int]


def submit_batch(bodies: Sequence[Any], by: Submitter, *, name: str = "") -> BatchSubmitted:
    """Store one task per body in one transaction.

    Queries: one for the batch and one per 2,000 tasks.

    Raises:
        InvalidBatch: lines are wrong or their idempotency keys are in use; nothing is stored.
        TooManyTasks, Overloaded: there is no room for them.
    """
    if not bodies:
        raise invalid("tasks", [], "is empty", "Send at least one task.")
    batch = Batch(tenant_id=by.tenant_id, name=name, total=len(bodies))
    rows = _prepare_lines(bodies, by, batch.pk)
    admission.admit(by.tenant_id, [(row["queue"], row["size"]) for row in rows])
    replaced = sql.retrying(lambda: _store(batch, rows, by))
    wake_dispatcher()
    ids = [replaced.get(row["id"], row["id"]) for row in rows]
    return BatchSubmitted(
        batch.pk, ids, [at for at, row in enumerate(rows) if row["id"] in replaced]
    )


def _prepare_lines(bodies: Sequence[Any], by: Submitter, batch_id: UUID) -> list[Row]:
    origin = Origin(batch_id=batch_id)
    rows: list[Row] = []
    wrong: dict[int, SwitchyardError] = {}
    keys: set[str] = set()
    for at, body in enumerate(bodies):
        try:
            row = prepare(parse(body), by, origin)
            if (key := row["key"]) is not None:
                if key in keys:
                    raise invalid("idempotency_key", key, "stands in an earlier line too",
                                  "Use each key once in a batch.")  # fmt: skip
                keys.add(key)
            rows.append(row)
        except SwitchyardError as error:
            wrong[at] = error
    if wrong:
        raise InvalidBatch(wrong)
    return rows


def _store(batch: Batch, rows: list[Row], by: Submitter) -> dict[UUID, UUID]:
    """Insert everything; return the earlier tasks of lines that an idempotency key kept out."""
    with transaction.atomic():
        batch.save(force_insert=True)
        stored: set[UUID] = set()
        for at in range(0, len(rows), _CHUNK):
            stored |= insert(rows[at : at + _CHUNK], by)
        left_out = [row for row in rows if row["id"] not in stored]
        answers = earlier(left_out, by) if left_out else {}
        lines = {row["id"]: at for at, row in enumerate(rows)}
        wrong = {lines[i]: a for i, a in answers.items() if isinstance(a, SwitchyardError)}
        if wrong:
            raise InvalidBatch(wrong)
        if left_out:  # they belong to an earlier call; whoever follows this one must see its end
            batch.total = len(stored)
            batch.save(update_fields=["total"])
        return {i: a for i, a in answers.items() if isinstance(a, UUID)}


_UNFINISHED = """
SELECT id FROM tasks_task
 WHERE batch_id = %s AND state = ANY(%s) AND cancel_requested_at IS NULL LIMIT 1000
"""


def cancel_batch(batch_id: UUID, *, tenant_id: UUID | None, by: str) -> int:
    """Cancel what has not ended, a thousand at a time; return how many that were.

    Raises:
        NotFound: there is no such batch of this tenant.
    """
    batches = Batch.objects.filter(pk=batch_id)
    if tenant_id is not None:
        batches = batches.filter(tenant_id=tenant_id)
    if not batches.exists():
        raise NotFound(f"There is no batch {batch_id}.")
    cancelled = 0
    unfinished = [batch_id, values(set(State) - TERMINAL)]
    while ids := [row[0] for row in sql.fetch(_UNFINISHED, unfinished)]:
        cancelled += control.cancel_many(ids, by=by)
    return cancelled
