"""Responses as their owner sees them: what was asked for, and the task that answers it."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from tasks import sql
from tasks.errors import NotFound
from tasks.selectors.task import TaskView, get_task


@dataclass(frozen=True, slots=True)
class ResponseView:
    """A stored response.

    Attributes:
        request: what was asked for, as `tasks.services.responses.keep_response` was given it.
        task: what answers it.
    """

    request: dict[str, Any]
    task: TaskView


_GET: Final = """
SELECT request::text FROM tasks_storedresponse
 WHERE task_id = %s AND tenant_id = %s AND deleted_at IS NULL
"""


def get_response(task_id: UUID, *, tenant_id: UUID, with_input: bool = False) -> ResponseView:
    """Return one response. Queries: two, by primary keys; two more for a large result.

    Raises:
        NotFound: there is none, it was deleted, or it belongs to another tenant.
        BlobLost, StoreUnavailable: its result is large and cannot be read.
    """
    request = get_request(task_id, tenant_id=tenant_id)
    return ResponseView(request, get_task(task_id, tenant_id=tenant_id, with_input=with_input))


def get_request(task_id: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """Return only what was asked for. Queries: one, by primary key; raises NotFound likewise."""
    rows = sql.fetch(_GET, [task_id, tenant_id])
    if not rows:
        raise unknown_response(task_id)
    request: dict[str, Any] = sql.loads(rows[0][0])
    return request


def unknown_response(task_id: UUID) -> NotFound:
    """Return the error for a response that is not there for this reader."""
    return NotFound(
        f"There is no response resp_{task_id.hex}.",
        field="response_id",
        value=f"resp_{task_id.hex}",
        mend="Check the id; one of another tenant is not shown, one that was deleted, or sent with "
        "store: false, is gone.",
    )
