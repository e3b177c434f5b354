"""The executions of one task."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import sql
from tasks.selectors.task import get_state


class AttemptView(NamedTuple):
    """One execution that was claimed."""

    id: UUID
    number: int
    epoch: int
    worker_id: UUID
    worker: str | None
    """The worker's name; None once its row is pruned."""
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    error_json: str | None

    @property
    def error(self) -> Any:
        """The problem document of an attempt that failed."""
        return sql.loads(self.error_json)


_MOST: Final = 200
_LIST: Final = """
SELECT a.id, a.number, a.epoch, a.worker_id, w.name, a.started_at, a.finished_at, a.outcome, a.error
  FROM tasks_attempt a LEFT JOIN tasks_worker w ON w.id = a.worker_id
 WHERE a.task_id = %s ORDER BY a.epoch DESC LIMIT %s
"""


def list_attempts(task_id: UUID, *, tenant_id: UUID | None) -> list[AttemptView]:
    """Return the latest attempts of a task, at most 200, oldest first. Queries: two.

    Raises:
        NotFound: there is no such task for this tenant.
    """
    get_state(task_id, tenant_id=tenant_id)
    rows = sql.fetch(_LIST, [task_id, _MOST])
    return [AttemptView._make(row) for row in reversed(rows)]
