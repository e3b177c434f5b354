"""Deleting history that is past its retention, in small steps that lock nothing for long."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from tasks import sql

log = logging.getLogger(__name__)

_STEP: Final = 500
_REST_S: Final = 0.01

_OLD_TASKS: Final = """
SELECT t.id, t.finished_at FROM tasks_task t
 WHERE t.finished_at >= coalesce(%(since)s::timestamptz, '-infinity')
   AND t.finished_at < now() - make_interval(secs => %(keep_least_s)s)
   AND t.finished_at < now() - make_interval(
           secs => CASE WHEN t.state = 'failed' THEN %(keep_failed_s)s ELSE %(keep_s)s END)
   AND NOT EXISTS (SELECT 1 FROM tasks_task c WHERE c.parent_id = t.id)
   AND NOT EXISTS (
           SELECT 1 FROM tasks_task p WHERE p.id = t.parent_id AND p.finished_at IS NULL)
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
    "copies of models": """
        DELETE FROM registry_replica WHERE id IN (
            SELECT id FROM registry_replica WHERE state = 'gone'
               AND updated_at < now() - make_interval(secs => %(keep_workers_s)s)
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
    tags, events, attempts and ledger entries; a parent after its children, and these not before
    it has ended, for it may still ask what came of them.
    """
    keep = _keep()
    deleted = {"tasks": _prune_tasks(keep)}
    for name, query in _OLD_ROWS.items():
        deleted[name] = _repeat(partial(sql.execute, query, keep))
    log.info("pruned", extra={"deleted": deleted})
    return deleted


def _keep() -> dict[str, float]:
    retention = settings.SWITCHYARD.retention
    day = 86_400.0
    return {
        "keep_least_s": min(retention.tasks_days, retention.failed_days) * day,
        "keep_s": retention.tasks_days * day,
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
    """Pass over the finished tasks until nothing more may go: parents follow their children."""
    total = 0
    while done := _pass(keep):
        total += done
    return total


def _pass(keep: dict[str, float]) -> int:
    """Delete in the order of their ends, each step behind the last, so that what is kept is read
    once; return how many."""
    done, since = 0, None
    while ended := _step(keep, since):
        done += len(ended)
        since = ended[-1]
        time.sleep(_REST_S)
    return done


def _step(keep: dict[str, float], since: datetime | None) -> list[datetime]:
    """Delete some tasks that ended at `since` or later; return when they ended, in order."""
    with transaction.atomic():
        found = sql.fetch(_OLD_TASKS, {**keep, "since": since})
        ids = [row[0] for row in found]
        for table in (*_TABLES, "tasks_task") if ids else ():
            key = "id" if table == "tasks_task" else "task_id"
            sql.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [ids])
    return [row[1] for row in found]
