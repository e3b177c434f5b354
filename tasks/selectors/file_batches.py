"""Batches from files: what their makers see, what is due, and what became of each line."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import sql
from tasks.errors import NotFound


class FileBatchView(NamedTuple):
    """A batch. JSON columns are still text."""

    id: UUID
    tenant_id: UUID
    endpoint: str
    submitted_by: str
    input_file_id: UUID
    input_sha256: str
    metadata_json: str
    window: str
    output_expires_s: float | None
    stage: str
    ending: str
    total: int
    submitted: int
    completed: int
    failed: int
    read_at: int
    read_lines: int
    errors_json: str | None
    output_file_id: UUID | None
    error_file_id: UUID | None
    created_at: datetime
    expires_at: datetime
    in_progress_at: datetime | None
    finalizing_at: datetime | None
    cancelling_at: datetime | None
    ended_at: datetime | None
    late: bool
    """Whether its time is over."""

    @property
    def open(self) -> int:
        """How many lines are tasks that have not been seen to end."""
        return self.submitted - self.completed - self.failed

    @property
    def metadata(self) -> Any:
        """What its maker wrote on it."""
        return sql.loads(self.metadata_json)

    @property
    def errors(self) -> Any:
        """What is wrong with its file."""
        return sql.loads(self.errors_json)


COLUMNS: Final = """id, tenant_id, endpoint, submitted_by, input_file_id, input_sha256, metadata,
    "window", output_expires_s, stage, ending, total, submitted, completed, failed, read_at,
    read_lines, errors, output_file_id, error_file_id, created_at, expires_at, in_progress_at,
    finalizing_at, cancelling_at, ended_at, expires_at <= now()"""
_GET: Final = f"""
SELECT {COLUMNS} FROM tasks_filebatch
 WHERE id = %(id)s AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
"""
_LIST: Final = f"""
SELECT {COLUMNS} FROM tasks_filebatch
 WHERE tenant_id = %(tenant)s {{behind}} ORDER BY id DESC LIMIT %(limit)s
"""
_DUE: Final = f"""
SELECT {COLUMNS} FROM tasks_filebatch
 WHERE ended_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT %(limit)s
"""
_UNENDED: Final = "SELECT id FROM tasks_filebatch WHERE id = ANY(%s) AND ended_at IS NULL"


def get_file_batch(batch_id: UUID, *, tenant_id: UUID | None, called: str = "") -> FileBatchView:
    """Return a batch. Queries: one, by primary key.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    rows = sql.fetch(_GET, {"id": batch_id, "tenant": tenant_id})
    if not rows:
        raise unknown_file_batch(called or f"batch_{batch_id.hex}")
    return FileBatchView._make(rows[0])


def unknown_file_batch(called: str) -> NotFound:
    """Return the error for a batch that is not there for this reader."""
    return NotFound(
        f"There is no batch {called[:100]}.",
        field="batch_id",
        value=called,
        mend="Check the id, or list the batches; one that ended long ago is gone.",
    )


def list_file_batches(
    *, tenant_id: UUID, limit: int, behind: UUID | None = None
) -> list[FileBatchView]:
    """Return at most `limit` batches, newest first, from behind an id. Queries: one."""
    query = _LIST.format(behind="" if behind is None else "AND id < %(behind)s")
    rows = sql.fetch(query, {"tenant": tenant_id, "limit": limit, "behind": behind})
    return [FileBatchView._make(row) for row in rows]


def due_file_batches(limit: int) -> list[FileBatchView]:
    """Return batches that are to be looked at, the longest due first. Queries: one, by an index."""
    return [FileBatchView._make(row) for row in sql.fetch(_DUE, {"limit": limit})]


def unended(ids: Collection[UUID]) -> set[UUID]:
    """Return which of some batches have not ended, and so need their input. Queries: one."""
    return {row[0] for row in sql.fetch(_UNENDED, [list(ids)])}


class Driven(NamedTuple):
    """How batches that have not ended fare."""

    by_stage: Mapping[str, int]
    overdue_s: float
    """For how long the one that waits longest has been due: it rises while nobody drives."""


_DRIVEN: Final = """
SELECT stage, count(*), coalesce(extract(epoch FROM now() - min(due_at)), 0)::float
  FROM tasks_filebatch WHERE ended_at IS NULL GROUP BY stage
"""


def driven() -> Driven:
    """Return how many batches are in which stage. Queries: one, over those that have not ended."""
    rows = sql.fetch(_DRIVEN)
    overdue_s = max((row[2] for row in rows), default=0.0)
    return Driven({row[0]: row[1] for row in rows}, max(0.0, overdue_s))


class LineEnd(NamedTuple):
    """A line that was read, with what came of it. JSON columns are still text."""

    number: int
    custom_id: str
    form: str
    asked_json: str | None
    refusal_json: str | None
    task_id: UUID | None
    state: str | None
    """Of its task; None where there is none any more."""
    created_at: datetime | None
    result_json: str | None
    error_json: str | None
    blob_sha256: str | None


_ENDS: Final = """
SELECT l.number, l.custom_id, l.form, l.asked, l.refusal, l.task_id, t.state, t.created_at,
       r.result, r.error, r.blob_sha256
  FROM (SELECT * FROM tasks_batchline
         WHERE batch_id = %(batch)s AND number > %(after)s ORDER BY number LIMIT %(limit)s) l
  LEFT JOIN tasks_task t ON t.id = l.task_id
  LEFT JOIN tasks_taskresult r ON r.task_id = l.task_id
 ORDER BY l.number
"""


def line_ends(batch_id: UUID, *, after: int, limit: int) -> Sequence[LineEnd]:
    """Return what came of lines behind a number, in their order. Queries: one, by indexes."""
    wanted = {"batch": batch_id, "after": after, "limit": limit}
    return [LineEnd._make(row) for row in sql.fetch(_ENDS, wanted)]
