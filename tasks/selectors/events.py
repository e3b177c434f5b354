"""The history of one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import sql
from tasks.selectors.pages import LIMIT
from tasks.selectors.task import get_state


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
