"""Responses that can be fetched again: kept, deleted, and erased with their tasks.

Deleting hides a response at once and takes away what was asked for; the task with its answer goes
as soon as it has ended, and with it what the cache of answers keeps of it. Retention looks for
those that nobody was there to erase.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration.blobs import services as blobs
from orchestration.cache.shelf import forget_tasks
from tasks import images, sql
from tasks.errors import Conflict, NotFound
from tasks.selectors.responses import unknown_response
from tasks.services.control import cancel
from tasks.services.erasing import erase

_STEP: Final = 500

_KEEP: Final = """
INSERT INTO tasks_storedresponse (task_id, tenant_id, request, deleted_at)
VALUES (%(task)s, %(tenant)s, %(request)s::jsonb, CASE WHEN %(gone)s THEN now() END)
ON CONFLICT (task_id) DO NOTHING
"""
# What was kept before turns were counted is the same request still.
_SAME: Final = """
SELECT request - 'turns' = %(request)s::jsonb - 'turns' FROM tasks_storedresponse
 WHERE task_id = %(task)s AND tenant_id = %(tenant)s
"""


def keep_response(
    task_id: UUID,
    request: Mapping[str, Any] | None,
    *,
    tenant_id: UUID,
    named: Collection[str] = (),
) -> None:
    """Let a task be a response.

    Queries: one; a second when an idempotency key has found the task of an earlier request; one
    more where images are named.

    Args:
        task_id: the task's.
        request: what was asked for, as JSON; None for a response that nobody may fetch, whose task
            is to be erased when it has ended.
        tenant_id: whose it is.
        named: the hashes of images that what was asked for names.

    Raises:
        Conflict: the same task answers a request that was another one.
        UnknownBlob: an image is gone; nothing is kept.
    """
    params = {
        "task": task_id,
        "tenant": tenant_id,
        "request": sql.dumps(request or {}),
        "gone": request is None,
    }
    with transaction.atomic() if named else nullcontext():
        if sql.execute(_KEEP, params):
            images.attach([(tenant_id, task_id, sha256) for sha256 in named])
            return
    if sql.fetch(_SAME, params) != [(True,)]:
        raise Conflict(
            "The idempotency key was used for a different request.",
            field="idempotency_key",
            mend="Use a new key for a new request, or send the same request again.",
        )


_DROP: Final = "DELETE FROM tasks_storedresponse WHERE task_id = %s AND tenant_id = %s"
_UNWRITTEN: Final = "SELECT NOT EXISTS (SELECT FROM tasks_task WHERE id = %s)"


def drop_response(task_id: UUID, *, tenant_id: UUID) -> None:
    """Let a task be no response any more, because another one answers; a task that is there stays.

    Queries: two in a transaction; one more for the images of a task that was never written.
    """
    with transaction.atomic():
        if sql.execute(_DROP, [task_id, tenant_id]) and sql.fetch(_UNWRITTEN, [task_id])[0][0]:
            blobs.release([images.IMAGE], [task_id])


_HIDE: Final = """
UPDATE tasks_storedresponse SET deleted_at = now(), request = '{}'
 WHERE task_id = %s AND tenant_id = %s AND deleted_at IS NULL
"""
_EMPTY: Final = "UPDATE tasks_taskpayload SET input = '{}' WHERE task_id = %s AND tenant_id = %s"


def delete_response(task_id: UUID, *, tenant_id: UUID, by: str) -> bool:
    """Delete a response with its task; what has not ended is cancelled first.

    Nobody can read it from now on. Should this process end in between, retention does the rest.

    Returns:
        Whether the task is gone; False while a worker still has to let go of it. Until then it is
        a task without an input, whose cancelling is asked for.

    Raises:
        NotFound: there is no such response of this tenant.
    """
    if not sql.execute(_HIDE, [task_id, tenant_id]):
        raise unknown_response(task_id)
    try:
        cancel(task_id, tenant_id=tenant_id, by=by)
    except (Conflict, NotFound):
        # It has ended, or is not written yet.
        return erase_response(task_id)
    # Whoever runs it has read its input; it is not tried again after it was cancelled.
    sql.execute(_EMPTY, [task_id, tenant_id])
    return erase_response(task_id)


_ERASABLE: Final = """
SELECT t.id FROM tasks_storedresponse r JOIN tasks_task t ON t.id = r.task_id
 WHERE r.deleted_at IS NOT NULL AND t.finished_at IS NOT NULL {one}
 LIMIT %(step)s FOR UPDATE OF t SKIP LOCKED
"""
_ONE: Final = _ERASABLE.format(one="AND r.task_id = %(task)s")
_ALL: Final = _ERASABLE.format(one="")
_FORGET_KEYS: Final = """
DELETE FROM tasks_idempotencykey k USING tasks_taskpayload p
 WHERE p.task_id = ANY(%s) AND k.tenant_id = p.tenant_id AND k.key = p.idempotency_key
   AND k.task_id = p.task_id
"""


def erase_response(task_id: UUID) -> bool:
    """Erase the task of a response that was deleted, if it has ended; return whether it is gone."""
    return bool(_erase(_ONE, task_id))


_DELETED: Final = """
SELECT task_id FROM tasks_storedresponse WHERE task_id = ANY(%s) AND deleted_at IS NOT NULL
"""


def erase_responses(task_ids: Sequence[UUID]) -> None:
    """Erase those of some tasks, which have just been written, whose responses were deleted before
    that. Queries: one, by primary key; a transaction for each of them."""
    for (task_id,) in sql.fetch(_DELETED, [list(task_ids)]):
        erase_response(task_id)


def erase_some() -> int:
    """Erase tasks that have ended after their responses were deleted; return how many."""
    return _erase(_ALL, None)


def _erase(query: str, task_id: UUID | None) -> int:
    with transaction.atomic():
        ids = [row[0] for row in sql.fetch(query, {"task": task_id, "step": _STEP})]
        if ids:
            sql.execute(_FORGET_KEYS, [ids])
            forget_tasks(ids)
            erase(ids)
    return len(ids)
