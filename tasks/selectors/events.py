"""The history of one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import sql
from tasks.lifecycle import State
from tasks.selectors.pages import LIMIT
from tasks.selectors.task import get_state, unknown_task


class EventView(NamedTuple):
    """One line of a task's history."""

    id: int
    type: str
    actor: str
    data_json: str
    at: datetime

    @property
    def data(self) -> Any:
        """What belongs to the event, e.g. the error of an attempt."""
        return sql.loads(self.data_json)


@dataclass(frozen=True, slots=True)
class EventPage:
    """Events in the order in which they happened.

    Attributes:
        items: at most as many as were asked for.
        next: the id to go on behind; None when these were the last so far.
    """

    items: Sequence[EventView]
    next: int | None


_LIST: Final = """
SELECT id, type, actor, data, at FROM tasks_event
 WHERE task_id = %s AND id > %s ORDER BY id LIMIT %s
"""


def list_events(
    task_id: UUID, *, tenant_id: UUID | None, after: int = 0, limit: int = LIMIT
) -> EventPage:
    """Return the events of a task behind the event `after`, oldest first. Queries: two.

    Raises:
        NotFound: there is no such task for this tenant.
    """
    get_state(task_id, tenant_id=tenant_id)
    found = [EventView._make(row) for row in sql.fetch(_LIST, [task_id, after, limit + 1])]
    more = len(found) > limit
    return EventPage(found[:limit], found[limit - 1].id if more else None)


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a task is, and what happened to it since.

    Attributes:
        state: read in the same snapshot as the events: when it is terminal and nothing more
            follows, the history that led there is complete.
        items: events, oldest first.
        more: whether there are more already.
    """

    state: State
    items: Sequence[EventView]
    more: bool


_FOLLOW: Final = """
SELECT t.state, e.id, e.type, e.actor, e.data, e.at
  FROM tasks_task t
  LEFT JOIN LATERAL (
        SELECT id, type, actor, data, at FROM tasks_event
         WHERE task_id = t.id AND id > %(after)s ORDER BY id LIMIT %(limit)s) e ON true
 WHERE t.id = %(id)s AND (%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s)
 ORDER BY e.id
"""


def follow_events(
    task_id: UUID, *, tenant_id: UUID | None, after: int = 0, limit: int = LIMIT
) -> Followed:
    """Return a task's state with its events behind the event `after`. Queries: one.

    Raises:
        NotFound: there is no such task for this tenant.
    """
    params = {"id": task_id, "tenant": tenant_id, "after": after, "limit": limit + 1}
    rows = sql.fetch(_FOLLOW, params)
    if not rows:
        raise unknown_task(task_id)
    found = [EventView._make(row[1:]) for row in rows if row[1] is not None]
    return Followed(State(rows[0][0]), found[:limit], len(found) > limit)


class Standing(NamedTuple):
    """How far a task has come.

    Attributes:
        task_id: the task.
        state: where it is.
        last_event: the id of its latest event; 0 when there is none.
    """

    task_id: UUID
    state: str
    last_event: int


_STANDINGS: Final = """
SELECT t.id, t.state, coalesce((SELECT max(e.id) FROM tasks_event e WHERE e.task_id = t.id), 0)
  FROM unnest(%s::uuid[], %s::uuid[]) AS w(id, tenant)
  JOIN tasks_task t ON t.id = w.id AND t.tenant_id = w.tenant
"""


def get_standings(watched: Sequence[tuple[UUID, UUID]]) -> list[Standing]:
    """Return how far tasks have come, given as (task id, tenant id); those that are gone are
    missing. Queries: one for all of them, by primary keys and the index of events."""
    rows = sql.fetch(_STANDINGS, [[w[0] for w in watched], [w[1] for w in watched]])
    return [Standing._make(row) for row in rows]
