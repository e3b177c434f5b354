"""Deleting tasks with everything that is theirs."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from orchestration.blobs import services as blobs
from tasks import images, results, sql
from tasks.services.answering import settle_of

_TABLES: Final = (
    "tasks_taskpayload", "tasks_taskresult", "tasks_tasktag", "tasks_taskrouting", "tasks_event",
    "tasks_attempt", "tasks_ledgerentry", "tasks_storedresponse",
)  # fmt: skip


def erase(ids: Sequence[UUID]) -> None:
    """Delete ended tasks, which the caller has locked in this transaction and which nobody's
    children name."""
    if not ids:
        return
    settle_of(ids)  # a conversation keeps what was said in it
    blobs.release([results.RESULT, images.IMAGE], ids)
    for table in _TABLES:
        sql.execute(f"DELETE FROM {table} WHERE task_id = ANY(%s)", [ids])
    sql.execute("DELETE FROM tasks_task WHERE id = ANY(%s)", [ids])
