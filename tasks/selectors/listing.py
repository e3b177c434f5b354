"""Lists of tasks: filters, newest first, paged by key.

One filter drives: it names an index that yields ids in order. The others are checked on at most
`SCAN` rows for each page, so that a filter that fits almost nothing costs a short page and a
cursor, not a walk through a million rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tasks import sql
from tasks.lifecycle import Priority, State, values
from tasks.selectors.pages import (
    LIMIT,
    NEWEST,
    OLDEST,
    Page,
    decode_cursor,
    encode_cursor,
    first_id_at,
    page_of,
)
from tasks.selectors.task import BESIDE, COLUMNS, TaskView

SCAN: Final = 10_000
SCAN_PARENTS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What a list of tasks is narrowed to; None and empty mean no restriction."""

    states: Sequence[State] = ()
    kind: str | None = None
    queue: str | None = None
    priority: Priority | None = None
    tag: str | None = None
    model: str | None = None
    batch: UUID | None = None
    parent: UUID | None = None
    schedule: UUID | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    dead_letter: bool = False
    has_children: bool = False


_MINE: Final = "(%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s)"
_RANGE: Final = f"{{id}} < %(below)s AND {{id}} >= %(from)s ORDER BY {{id}} DESC LIMIT {SCAN}"
_BY_TASK_ID: Final = _RANGE.format(id="id")
_BY_FOREIGN_ID: Final = _RANGE.format(id="task_id")

# Each source yields a bounded number of ids in falling order from one index.
_ALL: Final = f"SELECT id FROM tasks_task WHERE {_BY_TASK_ID}"
_BY_TENANT: Final = f"""
    SELECT id FROM tasks_task WHERE tenant_id = %(tenant)s AND {_BY_TASK_ID}"""
_BY_ONE_STATE: Final = f"""
    (SELECT id FROM tasks_task
      WHERE tenant_id = %(tenant)s AND state = '{{state}}' AND {_BY_TASK_ID})"""
_BY_KIND: Final = f"""
    SELECT task_id AS id FROM tasks_taskpayload
     WHERE tenant_id = %(tenant)s AND kind = %(kind)s AND {_BY_FOREIGN_ID}"""
_BY_TAG: Final = f"""
    SELECT task_id AS id FROM tasks_tasktag
     WHERE tenant_id = %(tenant)s AND tag = %(tag)s AND {_BY_FOREIGN_ID}"""
_BY_BATCH: Final = f"SELECT id FROM tasks_task WHERE batch_id = %(batch)s AND {_BY_TASK_ID}"
_BY_PARENT: Final = f"SELECT id FROM tasks_task WHERE parent_id = %(parent)s AND {_BY_TASK_ID}"
_BY_SCHEDULE: Final = f"""
    SELECT id FROM tasks_task WHERE schedule_id = %(schedule)s AND {_BY_TASK_ID}"""
_PARENTS: Final = f"""
    WITH RECURSIVE walk AS (
        (SELECT parent_id AS id FROM tasks_task
          WHERE parent_id IS NOT NULL AND parent_id < %(below)s AND parent_id >= %(from)s
          ORDER BY parent_id DESC LIMIT 1)
        UNION ALL
        SELECT n.id FROM walk CROSS JOIN LATERAL (
            SELECT parent_id AS id FROM tasks_task
             WHERE parent_id IS NOT NULL AND parent_id < walk.id AND parent_id >= %(from)s
             ORDER BY parent_id DESC LIMIT 1) n
    ) SELECT id FROM walk LIMIT {SCAN_PARENTS}"""

_NOTHING: Final = "SELECT id FROM tasks_task WHERE false"
_LIST: Final = f"""
SELECT {COLUMNS}, NULL, NULL
  FROM ({{source}}) AS found JOIN tasks_task t ON t.id = found.id {BESIDE}
 WHERE {_MINE}{{filters}}
 ORDER BY found.id DESC LIMIT %(limit)s
"""
_SCANNED: Final = "SELECT min(id::text)::uuid, count(*) FROM ({source}) AS found"

_FILTERS: Final[Mapping[str, str]] = {
    "states": "t.state = ANY(%(states)s)",
    "kind": "t.kind = %(kind)s",
    "queue": "t.queue = %(queue)s",
    "priority": "t.priority = %(priority)s",
    "model": "t.model = %(model)s",
    "batch": "t.batch_id = %(batch)s",
    "parent": "t.parent_id = %(parent)s",
    "schedule": "t.schedule_id = %(schedule)s",
    "tag": "EXISTS (SELECT 1 FROM tasks_tasktag g WHERE g.task_id = t.id AND g.tag = %(tag)s)",
    "dead_letter": "t.dismissed_at IS NULL",
    "has_children": "true",
}


def list_tasks(
    wanted: TaskFilter, *, tenant_id: UUID | None, limit: int = LIMIT, cursor: str | None = None
) -> Page[TaskView]:
    """Return tasks without their inputs and results, newest first.

    Queries: one; a second when fewer than `limit` tasks were found.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    params = _params(wanted, tenant_id, limit, cursor)
    source = _source(wanted, params)
    filters = "".join(f" AND {_FILTERS[name]}" for name in _used(wanted))
    query = _LIST.format(source=source, filters=filters)
    found = [TaskView._make(row) for row in sql.fetch(query, params)]
    if len(found) > limit:
        return page_of(found, [task.id for task in found], limit)
    return Page(found, _behind_the_scan(source, params))


def _behind_the_scan(source: str, params: Mapping[str, Any]) -> str | None:
    """Return the cursor behind the last row that was looked at, unless that was the last of all."""
    last, count = sql.fetch(_SCANNED.format(source=source), params)[0]
    return encode_cursor(last) if count >= params["scan"] else None


def _used(wanted: TaskFilter) -> list[str]:
    names = [name for name in _FILTERS if getattr(wanted, name) not in (None, (), [], False)]
    if wanted.dead_letter and "states" not in names:
        names.append("states")
    return names


def _params(
    wanted: TaskFilter, tenant_id: UUID | None, limit: int, cursor: str | None
) -> dict[str, Any]:
    below = decode_cursor(cursor)
    if wanted.created_before is not None:
        below = min(below, first_id_at(wanted.created_before))
    after = wanted.created_after
    return {
        "tenant": tenant_id,
        "below": min(below, NEWEST),
        "from": OLDEST if after is None else first_id_at(after),
        "limit": limit + 1,
        "scan": SCAN_PARENTS if wanted.has_children else SCAN,
        "states": _states(wanted),
        "priority": wanted.priority,
        **{
            name: getattr(wanted, name)
            for name in ("kind", "queue", "tag", "model", "batch", "parent", "schedule")
        },
    }


def _states(wanted: TaskFilter) -> list[str]:
    states = set(wanted.states)
    if wanted.dead_letter:
        states = states & {State.FAILED} if states else {State.FAILED}
    return values(states)


def _source(wanted: TaskFilter, params: Mapping[str, Any]) -> str:
    """Choose the index that the list is read from: the most selective one that fits."""
    for given, source in (
        (wanted.parent, _BY_PARENT),
        (wanted.batch, _BY_BATCH),
        (wanted.schedule, _BY_SCHEDULE),
        (wanted.has_children, _PARENTS),
    ):
        if given:
            return source
    if params["tenant"] is None:
        return _ALL
    if wanted.tag is not None:
        return _BY_TAG
    states = params["states"]
    if (states or wanted.dead_letter) and State.SUCCEEDED not in states:
        return _by_states(states)
    return _BY_TENANT if wanted.kind is None else _BY_KIND


def _by_states(states: Sequence[str]) -> str:
    """Merge one ordered scan for each state (names of the lifecycle, not of a request)."""
    scans = [_BY_ONE_STATE.format(state=state) for state in states]
    if len(scans) < 2:  # noqa: PLR2004 - two are needed for a union
        return scans[0] if scans else _NOTHING
    return "\n    UNION ALL".join(scans) + f" ORDER BY id DESC LIMIT {SCAN}"
