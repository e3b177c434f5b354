"""Batches whose requests stand in a file: every move is one guarded statement.

| from | to | when |
|---|---|---|
| `validating` | `in_progress` | every line can be read |
| `validating` | `failed` | one cannot |
| `in_progress` | `finalizing` | all lines have ended, or its time is over |
| `validating`, `in_progress` | `cancelling` | somebody cancels it |
| `finalizing` | `completed`, `expired` | its files are written |
| `cancelling` | `cancelled` | the same |

What drives a batch may die between any two statements, and two may drive at once: lines become
tasks in the transaction that moves the place up to which the file was read, and lines are counted
as ended in the statement that marks them. So each line is a task once, and is counted once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration.blobs import services as blobs
from orchestration.blobs.services import Owner
from orchestration.files.selectors import FileView
from orchestration.ids import uuid7
from tasks import sql
from tasks.errors import BatchEnded, TooManyTasks
from tasks.models import Batch
from tasks.records.file_batch import Stage
from tasks.selectors.file_batches import COLUMNS, FileBatchView, get_file_batch
from tasks.services.submission import Row, Submitter, insert
from tasks.wakeups import wake_dispatcher

INPUT: Final = "batch-input"
"""Kind of the owner of a batch's input: it stays until the batch has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """What a batch is made of.

    Attributes:
        endpoint: the path that answers each line.
        input: the file with the lines.
        window: how long it may take, as its maker wrote it.
        window_s: the same in seconds.
        metadata: what its maker writes on it.
        output_expires_s: how long its files stay; as long as the settings say by default.
    """

    endpoint: str
    input: FileView
    window: str
    window_s: float
    metadata: Mapping[str, str]
    output_expires_s: float | None = None


_OPEN: Final = "SELECT count(*) FROM tasks_filebatch WHERE tenant_id = %s AND ended_at IS NULL"
_CREATE: Final = f"""
INSERT INTO tasks_filebatch (
    id, tenant_id, endpoint, submitted_by, input_file_id, input_sha256, metadata, "window",
    output_expires_s, stage, ending, total, submitted, completed, failed, read_at, read_lines,
    expires_at)
VALUES (%(id)s, %(tenant)s, %(endpoint)s, %(by)s, %(file)s, %(sha256)s, %(metadata)s::jsonb,
        %(window)s, %(keep_s)s, 'validating', '', 0, 0, 0, 0, 0, 0,
        now() + make_interval(secs => %(window_s)s))
RETURNING {COLUMNS}
"""


def create(new: NewBatch, *, tenant_id: UUID, by: str) -> FileBatchView:
    """Store a batch; whoever leads drives it. Queries: four.

    Raises:
        TooManyTasks: the tenant has as many as it may that have not ended.
        UnknownBlob: the input was deleted meanwhile.
    """
    most = settings.SWITCHYARD.batches.per_tenant
    if sql.fetch(_OPEN, [tenant_id])[0][0] >= most:
        raise TooManyTasks(
            f"The tenant has {most} batches that have not ended.",
            mend="Wait until some have, or have SWITCHYARD_BATCHES__PER_TENANT raised.",
        )
    batch_id = uuid7()
    values = {
        "id": batch_id,
        "tenant": tenant_id,
        "endpoint": new.endpoint,
        "by": by,
        "file": new.input.id,
        "sha256": new.input.sha256,
        "metadata": sql.dumps(new.metadata),
        "window": new.window,
        "keep_s": new.output_expires_s,
        "window_s": new.window_s,
    }
    with transaction.atomic():
        Batch(pk=batch_id, tenant_id=tenant_id, name=new.input.name[:200], total=0).save(
            force_insert=True
        )
        (row,) = sql.fetch(_CREATE, values)
        blobs.attach([(tenant_id, new.input.sha256, Owner(INPUT, batch_id))])
    return FileBatchView._make(row)


_CANCEL: Final = """
UPDATE tasks_filebatch
   SET stage = 'cancelling', ending = 'cancelled', cancelling_at = now(), due_at = now()
 WHERE id = %(id)s AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
   AND stage IN ('validating', 'in_progress')
"""
_STOPPING: Final = frozenset({Stage.CANCELLING, Stage.CANCELLED})


def cancel(batch_id: UUID, *, tenant_id: UUID | None, called: str = "") -> FileBatchView:
    """Ask a batch to stop; doing it again changes nothing. Queries: two.

    Raises:
        NotFound: the tenant has no such batch.
        BatchEnded: it ends or has ended otherwise.
    """
    sql.execute(_CANCEL, {"id": batch_id, "tenant": tenant_id})
    found = get_file_batch(batch_id, tenant_id=tenant_id, called=called)
    if found.stage not in _STOPPING:
        raise BatchEnded(
            f"The batch is {found.stage.replace('_', ' ')} already.",
            field="status",
            value=found.stage,
            mend="Only batches that are validating or in progress can be cancelled.",
        )
    return found


_BEGIN: Final = """
UPDATE tasks_filebatch SET stage = 'in_progress', in_progress_at = now(), total = %(total)s,
       due_at = now()
 WHERE id = %(id)s AND stage = 'validating'
RETURNING id
"""


def begin(batch_id: UUID, total: int) -> bool:
    """Say that all lines can be read, and how many they are; return whether it was waited for."""
    with transaction.atomic():
        begun = bool(sql.fetch(_BEGIN, {"id": batch_id, "total": total}))
        if begun:
            Batch.objects.filter(pk=batch_id).update(total=total)
    return begun


_REFUSE: Final = """
UPDATE tasks_filebatch SET stage = 'failed', errors = %(errors)s::jsonb, ended_at = now()
 WHERE id = %(id)s AND stage IN ('validating', 'in_progress', 'finalizing', 'cancelling')
RETURNING id
"""


def refuse(batch_id: UUID, errors: Sequence[Mapping[str, Any]]) -> bool:
    """End a batch whose file cannot be read, and say why."""
    with transaction.atomic():
        refused = bool(sql.fetch(_REFUSE, {"id": batch_id, "errors": sql.dumps(errors)}))
        if refused:
            blobs.release([INPUT], [batch_id])
    return refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line that was read.

    Attributes:
        number: its place in the file, counted from 1.
        custom_id: how its maker calls it.
        task_id: the task that answers it, if it became one.
        form: what its answer's form depends on.
        asked: what its answer repeats of the request.
        refusal: status and body of its answer, if it became none.
    """

    number: int
    custom_id: str
    task_id: UUID | None = None
    form: str = ""
    asked: Mapping[str, Any] | None = None
    refusal: Mapping[str, Any] | None = None


_ADVANCE: Final = """
UPDATE tasks_filebatch
   SET submitted = submitted + %(count)s, failed = failed + %(refused)s,
       read_at = %(read_at)s, read_lines = %(read_lines)s
 WHERE id = %(id)s AND stage = 'in_progress' AND read_at = %(was_at)s
RETURNING id
"""
_LINES: Final = """
INSERT INTO tasks_batchline (batch_id, number, custom_id, task_id, form, asked, outcome, refusal)
SELECT %(batch)s, number, custom_id, task_id, form, asked,
       CASE WHEN task_id IS NULL THEN 'failed' ELSE 'open' END, refusal
  FROM json_to_recordset(%(lines)s::json) AS n(
       number int, custom_id text, task_id uuid, form text, asked jsonb, refusal jsonb)
"""


def submit_lines(
    batch: FileBatchView, lines: Sequence[NewLine], rows: Sequence[Row], *, read_at: int
) -> bool:
    """Make tasks of the next lines: all of them, or none because somebody else has.

    Queries: three, in one transaction.

    Args:
        batch: as it was when its lines were read.
        lines: the lines behind `batch.read_at`, in order.
        rows: the tasks of those that became one.
        read_at: bytes of the input that are read then.
    """
    done = sql.retrying(lambda: _submit(batch, lines, rows, read_at))
    if done and rows:
        wake_dispatcher()
    return done


def _submit(
    batch: FileBatchView, lines: Sequence[NewLine], rows: Sequence[Row], read_at: int
) -> bool:
    moved = {
        "id": batch.id,
        "count": len(lines),
        "refused": sum(line.task_id is None for line in lines),
        "read_at": read_at,
        "read_lines": lines[-1].number,
        "was_at": batch.read_at,
    }
    with transaction.atomic():
        if not sql.fetch(_ADVANCE, moved):
            return False
        if rows:
            insert(rows, submitter_of(batch))
        values = [asdict(line) for line in lines]
        sql.execute(_LINES, {"batch": batch.id, "lines": sql.dumps(values)})
    return True


def submitter_of(batch: FileBatchView) -> Submitter:
    """Return in whose name a batch's lines are submitted."""
    return Submitter(tenant_id=batch.tenant_id, actor=batch.submitted_by, max_priority=0)


# A task that is gone without having been counted was deleted by an operator: the line has failed.
_HARVEST: Final = """
WITH ended AS (
    SELECT l.id, coalesce(t.state = 'succeeded', false) AS good
      FROM tasks_batchline l LEFT JOIN tasks_task t ON t.id = l.task_id
     WHERE l.batch_id = %(id)s AND l.outcome = 'open'
       AND (t.id IS NULL OR t.finished_at IS NOT NULL)
       FOR UPDATE OF l SKIP LOCKED
), marked AS (
    UPDATE tasks_batchline l SET outcome = CASE WHEN e.good THEN 'completed' ELSE 'failed' END
      FROM ended e WHERE l.id = e.id AND l.outcome = 'open'
    RETURNING e.good
), counted AS (
    SELECT count(*) FILTER (WHERE good) AS good, count(*) FILTER (WHERE NOT good) AS bad FROM marked
)
UPDATE tasks_filebatch b SET completed = completed + c.good, failed = failed + c.bad
  FROM counted c WHERE b.id = %(id)s AND b.ended_at IS NULL AND c.good + c.bad > 0
RETURNING b.id
"""


def harvest(batch_id: UUID) -> bool:
    """Count the lines whose tasks have ended; return whether there were some. Queries: one."""
    return bool(sql.retrying(lambda: sql.fetch(_HARVEST, {"id": batch_id})))


_CONCLUDE: Final = """
UPDATE tasks_filebatch
   SET stage = 'finalizing', ending = %(ending)s, finalizing_at = now(), due_at = now()
 WHERE id = %(id)s AND stage = 'in_progress' AND submitted = %(submitted)s
RETURNING id
"""


def conclude(batch: FileBatchView, ending: Stage) -> bool:
    """Let a batch come to its end: no line is submitted any more. Queries: one."""
    values = {"id": batch.id, "ending": ending, "submitted": batch.submitted}
    return bool(sql.fetch(_CONCLUDE, values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files that a batch came to, and how many lines are in each."""

    output_file_id: UUID | None
    error_file_id: UUID | None
    completed: int
    failed: int


_FINISH: Final = """
UPDATE tasks_filebatch
   SET stage = ending, ended_at = now(), completed = %(completed)s, failed = %(failed)s,
       output_file_id = %(output)s, error_file_id = %(errors)s
 WHERE id = %(id)s AND stage = %(stage)s AND ended_at IS NULL
RETURNING id
"""


def finish(batch: FileBatchView, written: Written) -> bool:
    """End a batch, in the transaction that enters its files; return whether it had not ended yet.

    Queries: two.
    """
    values = {
        "id": batch.id,
        "stage": batch.stage,
        "completed": written.completed,
        "failed": written.failed,
        "output": written.output_file_id,
        "errors": written.error_file_id,
    }
    if not sql.fetch(_FINISH, values):
        return False
    blobs.release([INPUT], [batch.id])
    return True


_POSTPONE: Final = """
UPDATE tasks_filebatch SET due_at = now() + make_interval(secs => %(pause_s)s)
 WHERE id = %(id)s AND ended_at IS NULL
"""


def postpone(batch_id: UUID, pause_s: float) -> None:
    """Look at a batch later. Queries: one."""
    sql.execute(_POSTPONE, {"id": batch_id, "pause_s": pause_s})
