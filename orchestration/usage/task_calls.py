"""What each call of a task came to, from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from orchestration.usage import sql

_LINES_OF_A_CALL: Final = 3
_OF_TASK: Final = """
WITH lines AS (
    SELECT * FROM usage_entry
     WHERE task_id = %(task)s AND tenant_id = %(tenant)s ORDER BY id DESC LIMIT %(lines)s
)
SELECT call_id, min(booked_at), min(provider), min(model), max(attempt),
       bool_or(phase <> 'reserved'),
       coalesce(sum(prompt_tokens) FILTER (WHERE phase <> 'reserved'), 0)::bigint,
       coalesce(sum(completion_tokens) FILTER (WHERE phase <> 'reserved'), 0)::bigint,
       coalesce(sum(cached_tokens) FILTER (WHERE phase <> 'reserved'), 0)::bigint,
       sum(cost) FILTER (WHERE phase <> 'reserved'), max(cost) FILTER (WHERE phase = 'reserved'),
       coalesce(max(outcome) FILTER (WHERE phase <> 'reserved'), ''),
       coalesce(sum(estimated) FILTER (WHERE phase <> 'reserved'), 0) > 0,
       max(ms), max(error)
  FROM lines GROUP BY call_id ORDER BY min(booked_at) DESC, call_id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class TaskCall:
    """One call that was made for a task.

    Attributes:
        call_id: Names it in the ledger.
        at: When it began.
        provider: Who was asked.
        model: The provider's name for it.
        attempt: Of the task; None where there was none.
        ended: Whether it is known what it came to.
        prompt_tokens: Read.
        completion_tokens: Written.
        cached_tokens: Of those read, from the provider's cache.
        cost: In the installation's currency; None where nobody set a price, or before its end.
        at_most: What was reserved for it; None where nothing was, or nobody set a price.
        outcome: How it ended; empty before.
        estimated: Whether it is booked at its worst case, because nobody told its use.
        ms: How long it took; None where that is not known.
        error: Why it failed.
    """

    call_id: UUID
    at: datetime
    provider: str
    model: str
    attempt: int | None
    ended: bool
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cost: Decimal | None
    at_most: Decimal | None
    outcome: str
    estimated: bool
    ms: float | None
    error: str


def calls_of_task(task_id: UUID, *, tenant_id: UUID, limit: int) -> list[TaskCall]:
    """Return the latest calls of a task, newest first. Queries: one, by an index."""
    params = {
        "task": task_id,
        "tenant": tenant_id,
        "lines": limit * _LINES_OF_A_CALL,
        "limit": limit,
    }
    return [TaskCall(*row) for row in sql.fetch(_OF_TASK, params)]
