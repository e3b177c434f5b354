"""Why a task is served where it is, as it was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from orchestration.routing.decision import Decision
from tasks import sql

_GET: Final = """
SELECT decision, decided_at FROM tasks_taskrouting
 WHERE task_id = %(task)s AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
"""


@dataclass(frozen=True, slots=True)
class Routing:
    """A stored decision.

    Attributes:
        decision: Routes in order, those left out, and notes.
        decided_at: When.
    """

    decision: Decision
    decided_at: datetime


def get_routing(task_id: UUID, *, tenant_id: UUID | None) -> Routing | None:
    """Return the decision of a task; None for one that was not routed, or is another tenant's.

    Queries: one, by primary key.
    """
    rows = sql.fetch(_GET, {"task": task_id, "tenant": tenant_id})
    if not rows:
        return None
    decision, decided_at = rows[0]
    return Routing(Decision.from_dict(sql.loads(decision)), decided_at)
