"""Deleting history that is past its retention, in small steps that lock nothing for long."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from tasks import sql

log = logging.getLogger(__name__)

_STEP: Final = 500
_REST_S: Final = 0.01

_OLD_TASKS: Final = """
SELECT t.id FROM tasks_task t
 WHERE t.finished_at < now() - make_interval(secs => %(keep_s)s)
   AND (t.state <> 'failed' OR t.finished_at < now() - make_interval(secs => %(keep_failed_s)s))
   AND NOT EXISTS (SELECT 1 FROM tasks_task c WHERE c.parent_id = t.id)
 ORDER BY t.finished_at LIMIT %(step)s
   FOR UPDATE SKIP LOCKED
"""
_TABLES: Final = (
    "tasks_taskpayload", "tasks_taskresult", "tasks_tasktag", "tasks_event", "tasks_attempt",
    "tasks_ledgerentry",
)  # fmt: skip

_OLD_ROWS: Final[dict[str, str]] = {
    "idempotency keys": """
        DELETE FROM tasks_idempotencykey WHERE id IN (
            SELECT id FROM tasks_idempotencykey WHERE expires_at < now()
             ORDER BY expires_at LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "workers": """
        DELETE FROM tasks_worker WHERE id IN (
            SELECT id FROM tasks_worker WHERE state IN ('stopped', 'dead')
               AND ended_at < now() - make_interval(secs => %(keep_workers_s)s)
             LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "batches": """
        DELETE FROM tasks_batch WHERE id IN (
            SELECT id FROM tasks_batch b
             WHERE b.created_at < now() - make_interval(secs => %(keep_failed_s)s)
               AND NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.batch_id = b.id)
             LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "audit entries": """
        DELETE FROM access_audit_entry WHERE id IN (
            SELECT id FROM access_audit_entry
             WHERE at < now() - make_interval(secs => %(keep_audit_s)s)
             ORDER BY at LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
}


def prune() -> dict[str, int]:
    """Delete what is past its retention; return how many rows of each sort.

    Each step is a transaction of its own over at most 500 tasks, skips rows that others hold, and
    rests a little, so that it can run beside full load. A task goes with its payload, result,
    tags, events, attempts and ledger entries; a parent after its children.
    """
    keep = _keep()
    deleted = {"tasks": _repeat(partial(_prune_tasks, keep))}
    for name, query in _OLD_ROWS.items():
        deleted[name] = _repeat(partial(sql.execute, query, keep))
    log.info("pruned", extra={"deleted": deleted})
    return deleted


def _keep() -> dict[str, float]:
    retention = settings.SWITCHYARD.retention
    day = 86_400.0
    return {
        "keep_s": min(retention.tasks_days, retention.failed_days) * day,
        "keep_failed_s": retention.failed_days * day,
        "keep_workers_s": retention.workers_days * day,
        "keep_audit_s": retention.audit_days * day,
        "step": _STEP,
    }


def _repeat(step: Callable[[], int]) -> int:
    total = 0
    while done := step():
        total += done
        time.sleep(_REST_S)
    return total


def _prune_tasks(keep: dict[str, float]) -> int:
    with transaction.atomic():
        ids = [row[0] for row in sql.fetch(_OLD_TASKS, keep)]
        for table in _TABLES if ids else ():
            sql.execute(f"DELETE FROM {table} WHERE task_id = ANY(%s)", [ids])
        return sql.execute("DELETE FROM tasks_task WHERE id = ANY(%s)", [ids]) if ids else 0
