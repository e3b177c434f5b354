"""Journalling what was answered without the queue: a task that was done when it was written down.

The gateway passes calls of models outside straight through and writes them down after their end.
Whoever reads tasks sees them as all others; they never stood in a queue, and no worker had them.
What they cost stands in the ledger of usage, whatever becomes of the journal.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import DataError, IntegrityError, transaction

from orchestration.blobs.errors import UnknownBlob
from orchestration.files.images import put_away
from orchestration.kinds.image_parts import blobs_of
from orchestration.routing.decision import Decision
from tasks import images, results, sql
from tasks.hearing import hear
from tasks.lifecycle import Priority, State
from tasks.queues import demand_of
from tasks.services.failures import unstorable_problem
from tasks.services.responses import erase_responses
from tasks.services.routing import stored_form

log = logging.getLogger(__name__)

_UNSTORABLE: Final = (DataError, IntegrityError, orjson.JSONEncodeError, UnknownBlob, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One call that has ended.

    Attributes:
        task_id: the task's, made when it began.
        tenant_id: whose it is.
        by: who asked.
        kind: of the task.
        model: as it was asked for.
        queue: the lane that it would have waited in.
        priority: as it was asked for.
        input: what was asked, in the form of the kind.
        tags: of the task.
        state: succeeded, failed or cancelled.
        result: of a task that succeeded.
        error: the problem document of one that failed.
        data: what its last event tells, such as who was asked.
        routing: who was asked, in which order, and why.
        timeout_s: how long it might have taken, in seconds.
        age_s: how long ago it began, in seconds.
        ended_s: how long ago it ended.
    """

    task_id: UUID
    tenant_id: UUID
    by: str
    kind: str
    model: str
    queue: str
    priority: int = Priority.NORMAL
    input: Mapping[str, Any]
    tags: Sequence[str] = ()
    state: State
    timeout_s: float
    result: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    routing: Decision | None = None
    age_s: float = 0.0
    ended_s: float = 0.0

    def later(self, seconds: float) -> "Entry":
        """Return what it is after it has waited to be written down."""
        return replace(self, age_s=self.age_s + seconds, ended_s=self.ended_s + seconds)

    def row(self) -> dict[str, Any]:
        """Return the statement's input row. Queries: as `tasks.results.keep` for a large result,
        and as `put_away` for large images."""
        values = put_away(self.input, tenant_id=self.tenant_id)
        size = 0 if self.result is None else len(orjson.dumps(self.result, default=str))
        blob = results.keep(self.result, size, tenant_id=self.tenant_id) if size else None
        return {
            "id": self.task_id,
            "tenant": self.tenant_id,
            "by": self.by,
            "kind": self.kind,
            "model": self.model,
            "queue": self.queue,
            "demand": demand_of(self.kind, self.model, "any"),
            "priority": int(self.priority),
            "input": values,
            "images": blobs_of(values),
            "size": len(orjson.dumps(values, default=str)),
            "tags": list(dict.fromkeys(self.tags)),
            "state": self.state,
            "result": None if blob else self.result,
            "sha256": blob and blob.sha256,
            "result_size": blob and blob.size,
            "error": self.error,
            "routing": None if self.routing is None else stored_form(self.routing),
            "data": dict(self.data) | ({"error": self.error} if self.error else {}),
            "timeout_s": self.timeout_s,
            "age_s": self.age_s,
            "ended_s": self.ended_s,
        }


_STORE: Final = """
WITH n AS (
    SELECT * FROM json_to_recordset(%(rows)s::json) AS n(
        id uuid, tenant uuid, "by" text, kind text, model text, queue text, demand text,
        priority smallint, input jsonb, size int, tags varchar[], state text, result jsonb,
        sha256 text, result_size int, error jsonb, routing jsonb, timeout_s float,
        age_s float, ended_s float)
), stored AS (
    INSERT INTO tasks_task (
        id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at, epoch,
        attempts, losses, max_attempts, timeout_s, step_key, children_pending, fail_with_child,
        size_bytes, created_at, started_at, finished_at)
    SELECT id, tenant, kind, queue, model, 'any', demand, state, priority, now(), 0,
           0, 0, 1, timeout_s, '', 0, false,
           size, now() - make_interval(secs => age_s), now() - make_interval(secs => age_s),
           now() - make_interval(secs => ended_s)
      FROM n
    ON CONFLICT (id) DO NOTHING
    RETURNING id
), payload AS (
    INSERT INTO tasks_taskpayload (task_id, tenant_id, kind, input, tags, submitted_by)
    SELECT id, tenant, kind, input, tags, "by" FROM n JOIN stored USING (id)
), tagged AS (
    INSERT INTO tasks_tasktag (tenant_id, tag, task_id)
    SELECT tenant, tag, id FROM n JOIN stored USING (id), unnest(tags) AS tag
), outcome AS (
    INSERT INTO tasks_taskresult (task_id, result, error, blob_sha256, blob_size)
    SELECT id, result, error, sha256, result_size FROM n JOIN stored USING (id)
     WHERE result IS NOT NULL OR error IS NOT NULL OR sha256 IS NOT NULL
), routed AS (
    INSERT INTO tasks_taskrouting (task_id, tenant_id, decision)
    SELECT id, tenant, routing FROM n JOIN stored USING (id) WHERE routing IS NOT NULL
), begun AS (
    INSERT INTO tasks_event (task_id, type, actor, data, at)
    SELECT id, 'submitted', "by", '{}', now() - make_interval(secs => age_s)
      FROM n JOIN stored USING (id)
)
SELECT id FROM stored
"""
# A statement of its own: one that writes tasks cannot see them, and subscribers are told of them.
_TELL: Final = f"""
WITH n AS (
    SELECT t.id, t.tenant_id, t.state, m.data, m.ended_s
      FROM json_to_recordset(%(rows)s::json) AS m(id uuid, data jsonb, ended_s float)
      JOIN tasks_task t ON t.id = m.id
     WHERE m.id = ANY(%(ids)s)
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data, at)
    SELECT id, state, 'gateway', data, now() - make_interval(secs => ended_s) FROM n ORDER BY id
    RETURNING id, task_id, type
), {hear("n", "r.state")}
SELECT count(*) FROM told
"""


def journal(entries: Sequence[Entry]) -> None:
    """Write calls down as tasks that have ended; one that is there already stays as it is.

    Of those that the database refuses, or whose large parts cannot be kept, the contents are
    replaced by an error that says so; the others are written. Those whose responses were deleted
    meanwhile are erased at once. Queries: two in a transaction, one more each for large results
    and for images, and one behind it.

    Raises:
        OperationalError, InterfaceError: the database does not answer; calling again is safe.
    """
    try:
        sql.retrying(lambda: _store(entries))
    except _UNSTORABLE as error:
        if len(entries) == 1:
            _store_without_contents(entries[0], _reason(error))
            return
        middle = len(entries) // 2
        journal(entries[:middle])
        journal(entries[middle:])


def _store(entries: Sequence[Entry]) -> None:
    rows = [each.row() for each in entries]
    dumped = sql.dumps(rows)
    large = {row["id"]: row["sha256"] for row in rows if row["sha256"]}
    with transaction.atomic():
        stored = [row[0] for row in sql.fetch(_STORE, {"rows": dumped})]
        sql.fetch(_TELL, {"rows": dumped, "ids": stored})
        tenants = {each.task_id: each.tenant_id for each in entries}
        results.attach([(tenants[i], i, large[i]) for i in stored if i in large])
        _attach_images([row for row in rows if row["id"] in stored])
    erase_responses([each.task_id for each in entries])


def _attach_images(rows: Sequence[Mapping[str, Any]]) -> None:
    named = [(row["tenant"], row["id"], sha256) for row in rows for sha256 in row["images"]]
    try:
        images.attach(named)
    except UnknownBlob as error:
        # It was deleted while the call went on; the others are attached.
        log.info("an image is gone by now", extra={"error": str(error)})


def _store_without_contents(entry: Entry, reason: str) -> None:
    log.warning("journal refused", extra={"task": str(entry.task_id), "error": reason})
    bare = replace(
        entry, state=State.FAILED, tags=(), input={}, result=None, data={},
        error=unstorable_problem(reason),
    )  # fmt: skip
    try:
        _store([bare])
    except _UNSTORABLE as lost:
        # Its tenant or queue has been deleted meanwhile. Others wait behind it.
        log.error(  # noqa: TRY400 - the trace says no more
            "a call cannot be written down",
            extra={"task": str(entry.task_id), "error": _reason(lost)},
        )


def _reason(error: Exception) -> str:
    """Return the first line of what an error tells, or its name where it tells nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)
