"""Storing why a task is served where it is.

There are two ways in, and both store in the transaction of their caller:

- `submission.submit(request, by, routing=decision)` stores the decision with the new task, in the
  same statement.
- `record(task_id, decision, tenant_id=…)` stores it for a task that is there already: a call that
  is journalled as a task in the same transaction, or a worker that has decided anew. The latest
  decision stays.

`tasks.selectors.routing.get_routing` reads it back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from orchestration.routing.decision import Decision
from tasks import sql

MOST_LEFT_OUT: Final = 50
"""Of a large catalogue nearly all is left out, for the same few reasons."""

_RECORD: Final = """
INSERT INTO tasks_taskrouting (task_id, tenant_id, decision)
SELECT id, tenant_id, %(decision)s::jsonb FROM tasks_task
 WHERE id = %(task)s AND tenant_id = %(tenant)s
ON CONFLICT (task_id) DO UPDATE SET decision = excluded.decision, decided_at = now()
"""


def record(task_id: UUID, decision: Decision, *, tenant_id: UUID) -> bool:
    """Store the decision of a task that is there; return False when there is none such.

    Queries: one, by primary key. It opens no transaction of its own.
    """
    values = {"task": task_id, "tenant": tenant_id, "decision": sql.dumps(stored_form(decision))}
    return bool(sql.execute(_RECORD, values))


def stored_form(decision: Decision) -> dict[str, Any]:
    """Return a decision as JSON keeps it; of a long list of those left out only the first."""
    more = len(decision.left_out) - MOST_LEFT_OUT
    if more > 0:
        told = (*decision.notes, f"{more} more were left out; they are not kept.")
        kept = decision.left_out[:MOST_LEFT_OUT]
        decision = replace(decision, left_out=kept, notes=told)
    return decision.to_dict()
