"""Telling subscribers what happens to tasks: a part of the statements that move them.

`hear` is a common table expression that writes a delivery for each event and each subscription of
the task's tenant that wants to hear of it. It costs no statement of its own, and where nobody
subscribes no more than a look at an empty table. All that is read of a task is read by its key.
"""

from typing import Final

PREFIX: Final = "task."
TEST: Final = "webhook.test"
"""What is sent when somebody asks whether an address works."""
TERMINAL_EVENTS: Final = ("task.succeeded", "task.failed", "task.cancelled", "task.expired")
EVENTS: Final[dict[str, str]] = {
    "task.started": "an attempt began",
    "task.succeeded": "the result is there",
    "task.failed": "no attempt is left, or none is worth it",
    "task.cancelled": "somebody stopped it",
    "task.expired": "the deadline passed",
    "task.waiting": "it waits for its children",
    "task.resumed": "its children have ended and it goes on",
    "task.retry_scheduled": "an attempt failed, another one follows",
    "task.lost": "its worker was lost, another attempt follows",
}
"""What can be heard of; each is an event of the task's history under the same name."""

# RFC 9562: 48 bits of milliseconds, version 7, 74 bits of chance. Postgres has it from 18 on.
_UUID7: Final = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid"""


def hear(rows: str, state: str) -> str:
    """Return the expression `heard`; it stands behind `told`, which returns the events it wrote.

    Args:
        rows: the expression with the tasks that moved, with `id` and `tenant_id`.
        state: SQL for a task's state after the move; `r` is its row of `rows`.
    """
    return f"""heard AS (
    INSERT INTO tasks_webhookdelivery (id, tenant_id, webhook_id, task_id, event, sequence, data,
        state, next_at, epoch, attempts, error, answer)
    SELECT {_UUID7}, w.tenant_id, w.id, told.task_id, '{PREFIX}' || told.type, told.id,
           (SELECT jsonb_build_object(
                'task', t.id, 'state', {state}, 'kind', t.kind, 'model', nullif(t.model, ''),
                'queue', t.queue, 'tags', to_jsonb(p.tags), 'parent', t.parent_id,
                'batch', t.batch_id, 'schedule', t.schedule_id, 'replay_of', t.replay_of,
                'created_at', t.created_at)
              FROM tasks_task t JOIN tasks_taskpayload p ON p.task_id = t.id
             WHERE t.id = told.task_id),
           'pending', now(), 0, 0, '', ''
      FROM told JOIN {rows} r ON r.id = told.task_id
      JOIN tasks_webhook w ON w.tenant_id = r.tenant_id AND w.enabled
                          AND '{PREFIX}' || told.type = ANY(w.events)
     WHERE w.tags = '{{}}'
        OR (SELECT p.tags && w.tags FROM tasks_taskpayload p WHERE p.task_id = told.task_id)
)"""
