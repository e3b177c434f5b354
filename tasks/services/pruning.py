"""Deleting history that is past its retention, in small steps that lock nothing for long."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from orchestration.blobs.pruning import prune as prune_blobs
from orchestration.cache.pruning import prune as prune_cache
from orchestration.documents.pruning import prune as prune_collections
from orchestration.files.pruning import prune as prune_files
from orchestration.usage.pruning import prune as prune_usage
from tasks import sql
from tasks.selectors.pages import first_id_at
from tasks.services.erasing import erase
from tasks.services.forgetting import prune as prune_conversations
from tasks.services.responses import erase_some

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
   AND NOT EXISTS (
           SELECT 1 FROM tasks_filebatch f WHERE f.id = t.batch_id AND f.ended_at IS NULL)
 ORDER BY t.finished_at LIMIT %(step)s
   FOR UPDATE SKIP LOCKED
"""

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
    "lines of batches": """
        DELETE FROM tasks_batchline WHERE id IN (
            SELECT l.id FROM tasks_filebatch b JOIN tasks_batchline l ON l.batch_id = b.id
             WHERE b.ended_at < now() - make_interval(secs => %(keep_failed_s)s)
             LIMIT %(step)s FOR UPDATE OF l SKIP LOCKED)""",
    "batches from files": """
        DELETE FROM tasks_filebatch WHERE id IN (
            SELECT id FROM tasks_filebatch b
             WHERE b.ended_at < now() - make_interval(secs => %(keep_failed_s)s)
               AND NOT EXISTS (SELECT 1 FROM tasks_batchline l WHERE l.batch_id = b.id)
             LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "batches": """
        DELETE FROM tasks_batch WHERE id IN (
            SELECT id FROM tasks_batch b
             WHERE b.created_at < now() - make_interval(secs => %(keep_failed_s)s)
               AND NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.batch_id = b.id)
               AND NOT EXISTS (SELECT 1 FROM tasks_filebatch f WHERE f.id = b.id)
             LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "responses without tasks": """
        DELETE FROM tasks_storedresponse WHERE task_id IN (
            SELECT task_id FROM tasks_storedresponse r WHERE task_id < %(before)s
               AND (SELECT count(*) FROM tasks_task t WHERE t.id = r.task_id) = 0
             ORDER BY task_id LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "webhook deliveries": """
        DELETE FROM tasks_webhookdelivery WHERE id IN (
            SELECT id FROM tasks_webhookdelivery
             WHERE created_at < now() - make_interval(secs => %(keep_deliveries_s)s)
             ORDER BY created_at LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
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
    tags, events, attempts, ledger entries and routing decision; a parent after its children, and
    these not before it has ended, for it may still ask what came of them.
    """
    keep = _keep()
    deleted = {"tasks": _prune_tasks(keep), "tasks of deleted responses": _repeat(erase_some)}
    for name, query in _OLD_ROWS.items():
        deleted[name] = _repeat(partial(sql.execute, query, keep))
    deleted |= prune_conversations() | prune_collections()
    deleted |= prune_usage() | prune_cache() | prune_files() | prune_blobs()
    log.info("pruned", extra={"deleted": deleted})
    return deleted


def _keep() -> dict[str, Any]:
    retention = settings.SWITCHYARD.retention
    day = 86_400.0
    now, longest = datetime.now(UTC), max(retention.tasks_days, retention.failed_days)
    return {
        "keep_least_s": min(retention.tasks_days, retention.failed_days) * day,
        "keep_s": retention.tasks_days * day,
        "keep_failed_s": retention.failed_days * day,
        "keep_workers_s": retention.workers_days * day,
        "keep_audit_s": retention.audit_days * day,
        "keep_deliveries_s": retention.deliveries_days * day,
        "before": first_id_at(now - timedelta(days=longest)),
        "step": _STEP,
    }


def _repeat(step: Callable[[], int]) -> int:
    total = 0
    while done := step():
        total += done
        time.sleep(_REST_S)
    return total


def _prune_tasks(keep: dict[str, Any]) -> int:
    """Pass over the finished tasks until nothing more may go: parents follow their children."""
    total = 0
    while done := _pass(keep):
        total += done
    return total


def _pass(keep: dict[str, Any]) -> int:
    """Delete in the order of their ends, each step behind the last, so that what is kept is read
    once; return how many."""
    done, since = 0, None
    while ended := _step(keep, since):
        done += len(ended)
        since = ended[-1]
        time.sleep(_REST_S)
    return done


def _step(keep: dict[str, Any], since: datetime | None) -> list[datetime]:
    """Delete some tasks that ended at `since` or later; return when they ended, in order."""
    with transaction.atomic():
        found = sql.fetch(_OLD_TASKS, {**keep, "since": since})
        ids = [row[0] for row in found]
        erase(ids)
    return [row[1] for row in found]
