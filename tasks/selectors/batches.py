"""Batches and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from tasks import sql
from tasks.errors import NotFound
from tasks.lifecycle import TERMINAL, State
from tasks.selectors.pages import LIMIT, Page, decode_cursor, page_of


class BatchView(NamedTuple):
    """Tasks that were submitted in one call."""

    id: UUID
    tenant_id: UUID
    name: str
    total: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tasks of a batch are in each state (states without tasks are left out)."""

    by_state: Mapping[str, int]

    @property
    def finished(self) -> int:
        """How many have ended, well or not."""
        return sum(count for state, count in self.by_state.items() if State(state) in TERMINAL)


_MINE: Final = "(%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)"
_GET: Final = f"""
SELECT id, tenant_id, name, total, created_at FROM tasks_batch WHERE id = %(id)s AND {_MINE}
"""
_LIST: Final = """
SELECT id, tenant_id, name, total, created_at FROM tasks_batch
 WHERE {mine} id < %(below)s ORDER BY id DESC LIMIT %(limit)s
"""
_COUNT: Final = "SELECT state, count(*) FROM tasks_task WHERE batch_id = %s GROUP BY state"


def get_batch(batch_id: UUID, *, tenant_id: UUID | None) -> BatchView:
    """Return one batch. Queries: one, by primary key.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    rows = sql.fetch(_GET, {"id": batch_id, "tenant": tenant_id})
    if not rows:
        raise NotFound(
            f"There is no batch {batch_id}.",
            field="id",
            value=str(batch_id),
            mend="Check the id, or list the batches.",
        )
    return BatchView._make(rows[0])


def get_progress(batch_id: UUID) -> Progress:
    """Return how far a batch has come; it counts the batch's own index entries, at most 10,000."""
    return Progress(dict(sql.fetch(_COUNT, [batch_id])))


def list_batches(
    *, tenant_id: UUID | None, limit: int = LIMIT, cursor: str | None = None
) -> Page[BatchView]:
    """Return batches, newest first. Queries: one.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    query = _LIST.format(mine="" if tenant_id is None else "tenant_id = %(tenant)s AND")
    params = {"tenant": tenant_id, "below": decode_cursor(cursor), "limit": limit + 1}
    found = [BatchView._make(row) for row in sql.fetch(query, params)]
    return page_of(found, [batch.id for batch in found], limit)
