"""One task as its owner sees it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import results, sql
from tasks.errors import NotFound
from tasks.lifecycle import State

_TRIED: Final = frozenset({State.RUNNING, State.WAITING, State.SUCCEEDED})


class TaskView(NamedTuple):
    """A task with what lies beside the hot row. JSON columns are still text: most readers only
    pass them on."""

    id: UUID
    tenant_id: UUID
    kind: str
    queue: str
    model: str
    device: str
    state: str
    priority: int
    failures: int
    losses: int
    max_attempts: int
    timeout_s: float
    scheduled_for: datetime | None
    deadline: datetime | None
    cancel_requested_at: datetime | None
    parent: UUID | None
    step_key: str
    children_pending: int
    batch: UUID | None
    schedule: UUID | None
    replay_of: UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    dismissed_at: datetime | None
    tags: list[str]
    idempotency_key: str | None
    submitted_by: str
    error_json: str | None
    result_json: str | None
    input_json: str | None
    routing_json: str | None

    @property
    def attempts(self) -> int:
        """How many attempts were used: those that failed and the one that runs or succeeded."""
        return self.failures + (self.state in _TRIED)

    @property
    def result(self) -> Any:
        """The result; None when there is none or it was not read."""
        return sql.loads(self.result_json)

    @property
    def error(self) -> Any:
        """The problem document of a task that failed."""
        return sql.loads(self.error_json)

    @property
    def input(self) -> Any:
        """The input; None when it was not read."""
        return sql.loads(self.input_json)

    @property
    def routing(self) -> Any:
        """The routing decision; None when there is none or it was not read."""
        return sql.loads(self.routing_json)


COLUMNS: Final = """t.id, t.tenant_id, t.kind, t.queue, t.model, t.device, t.state, t.priority,
    t.attempts, t.losses, t.max_attempts, t.timeout_s, t.scheduled_for, t.deadline,
    t.cancel_requested_at, t.parent_id, t.step_key, t.children_pending, t.batch_id, t.schedule_id,
    t.replay_of, t.created_at, t.started_at, t.finished_at, t.dismissed_at,
    p.tags, p.idempotency_key, p.submitted_by, r.error"""
BESIDE: Final = """JOIN tasks_taskpayload p ON p.task_id = t.id
    LEFT JOIN tasks_taskresult r ON r.task_id = t.id"""

_GET: Final = f"""
SELECT {COLUMNS}, r.result, CASE WHEN %(input)s THEN p.input END,
       CASE WHEN %(routing)s THEN
           (SELECT decision FROM tasks_taskrouting g WHERE g.task_id = t.id) END,
       r.blob_sha256
  FROM tasks_task t {BESIDE}
 WHERE t.id = %(id)s AND (%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s)
"""
_STATE: Final = """
SELECT state FROM tasks_task
 WHERE id = %(id)s AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
"""


def get_task(
    task_id: UUID,
    *,
    tenant_id: UUID | None,
    with_input: bool = False,
    with_routing: bool = False,
    with_large_result: bool = True,
) -> TaskView:
    """Return one task. Queries: one, by primary keys; two more for a large result.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
        BlobLost, StoreUnavailable: its result is large and cannot be read.
    """
    asked = {"id": task_id, "tenant": tenant_id, "input": with_input, "routing": with_routing}
    rows = sql.fetch(_GET, asked)
    if not rows:
        raise unknown_task(task_id)
    *columns, sha256 = rows[0]
    view = TaskView._make(columns)
    if sha256 is None or not with_large_result:
        return view
    return view._replace(result_json=results.load(sha256, tenant_id=view.tenant_id))


_EXISTING: Final = "SELECT id FROM tasks_task WHERE id = ANY(%s)"


def existing(ids: Collection[UUID]) -> set[UUID]:
    """Return which of some tasks there are. Queries: one."""
    return {row[0] for row in sql.fetch(_EXISTING, [list(ids)])}


def get_state(task_id: UUID, *, tenant_id: UUID | None) -> State:
    """Return only where a task is. Queries: one, by primary key.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    rows = sql.fetch(_STATE, {"id": task_id, "tenant": tenant_id})
    if not rows:
        raise unknown_task(task_id)
    return State(rows[0][0])


def unknown_task(task_id: UUID) -> NotFound:
    """Return the error for a task that is not there for this reader."""
    return NotFound(
        f"There is no task {task_id}.",
        field="id",
        value=str(task_id),
        mend="Check the id; a task of another tenant is not shown, a pruned one is gone.",
    )
