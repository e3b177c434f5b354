"""Which summaries were asked for, what they sum up, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from orchestration import sql
from orchestration.memory.owners import Owner


@dataclass(frozen=True, slots=True)
class SummaryView:
    """One summary; see `Consolidation` for what each value means."""

    id: UUID
    task_id: UUID
    owner: Owner
    entries: tuple[UUID, ...]
    state: str
    summary: UUID | None
    error: str
    tries: int
    again_at: datetime | None
    created_at: datetime
    concluded_at: datetime | None


_LIST: Final = """
SELECT c.id, c.task_id, s.agent, s."user", s.session, c.entries, c.state, c.summary, c.error,
       c.tries, c.not_before, c.created_at, c.concluded_at
  FROM memory_consolidation c JOIN memory_realm r ON r.id = c.realm_id
  JOIN memory_space s ON s.id = c.space_id
 WHERE r.tenant_id = %(tenant)s AND c.id < %(below)s
   AND (%(state)s::text IS NULL OR c.state = %(state)s)
   AND (%(summary)s::uuid IS NULL OR c.summary = %(summary)s)
 ORDER BY c.id DESC LIMIT %(limit)s
"""


def list_summaries(
    *,
    tenant_id: UUID,
    below: UUID,
    state: str | None = None,
    summary: UUID | None = None,
    limit: int = 20,
) -> list[SummaryView]:
    """Return a tenant's summaries, those that were asked for last first. Queries: one.

    Args:
        tenant_id: Whose.
        below: Those with lower ids only.
        state: Those in this state only.
        summary: The one that became this memory only.
        limit: How many, at most.
    """
    params = {
        "tenant": tenant_id, "below": below, "state": state, "summary": summary, "limit": limit,
    }  # fmt: skip
    return [
        SummaryView(id_, task_id, Owner(agent, user, session), tuple(entries), *rest)
        for id_, task_id, agent, user, session, entries, *rest in sql.fetch_planned(_LIST, params)
    ]
