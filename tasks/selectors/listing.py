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


_RANGE: Final = "{id} < %(below)s AND {id} >= %(from)s ORDER BY {id} DESC LIMIT {scan}"


@dataclass(frozen=True, slots=True)
class _Source:
    """An index that yields a bounded number of tasks, the newest first.

    Attributes:
        rows: SQL that yields their hot rows, and as `place` the id that orders them.
        ids: SQL that yields only their ids.
        scan: how many it yields at most.
    """

    rows: str
    ids: str
    scan: int = SCAN


def _own(where: str) -> _Source:
    """Read an index of the hot table itself."""
    found = f"FROM tasks_task WHERE {where} {_RANGE.format(id='id', scan=SCAN)}"
    return _Source(f"SELECT *, id AS place {found}", f"SELECT id {found}")


def _beside(ids: str, scan: int = SCAN) -> _Source:
    """Read an index of another table and fetch each hot row by its key: LIMIT keeps the planner
    from reading the whole table instead."""
    rows = f"""SELECT t.*, f.id AS place FROM ({ids}) f CROSS JOIN LATERAL (
        SELECT * FROM tasks_task WHERE id = f.id LIMIT 1) t"""
    return _Source(rows, ids, scan)


def _of_table(table: str, column: str) -> _Source:
    bounds = _RANGE.format(id="task_id", scan=SCAN)
    return _beside(
        f"""SELECT task_id AS id FROM {table}
             WHERE tenant_id = %(tenant)s AND {column} = %({column})s AND {bounds}"""
    )


_ALL: Final = _own("")
_BY_TENANT: Final = _own("tenant_id = %(tenant)s AND")
_BY_BATCH: Final = _own("batch_id = %(batch)s AND")
_BY_PARENT: Final = _own("parent_id = %(parent)s AND")
_BY_SCHEDULE: Final = _own("schedule_id = %(schedule)s AND")
_BY_STATE: Final = {
    state.value: _own(f"tenant_id = %(tenant)s AND state = '{state.value}' AND") for state in State
}
_BY_KIND: Final = _of_table("tasks_taskpayload", "kind")
_BY_TAG: Final = _of_table("tasks_tasktag", "tag")
_NOTHING: Final = _own("false AND")
_PARENTS: Final = _beside(
    f"""WITH RECURSIVE walk AS (
        (SELECT parent_id AS id FROM tasks_task
          WHERE parent_id IS NOT NULL AND parent_id < %(below)s AND parent_id >= %(from)s
          ORDER BY parent_id DESC LIMIT 1)
        UNION ALL
        SELECT n.id FROM walk CROSS JOIN LATERAL (
            SELECT parent_id AS id FROM tasks_task
             WHERE parent_id IS NOT NULL AND parent_id < walk.id AND parent_id >= %(from)s
             ORDER BY parent_id DESC LIMIT 1) n
    ) SELECT id FROM walk LIMIT {SCAN_PARENTS}""",
    SCAN_PARENTS,
)

# The hot rows of the page are found first and only then what lies beside them.
_LIST: Final = f"""
SELECT {COLUMNS}, NULL, NULL, NULL FROM (
    SELECT t.* FROM ({{source}}) AS t
     WHERE (%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s){{filters}}
     ORDER BY t.place DESC LIMIT %(limit)s) AS t {BESIDE}
 ORDER BY t.place DESC
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
    query = _LIST.format(source=source.rows, filters=filters)
    found = [TaskView._make(row) for row in sql.fetch(query, params)]
    if len(found) > limit:
        return page_of(found, [task.id for task in found], limit)
    return Page(found, _behind_the_scan(source, params))


def _behind_the_scan(source: _Source, params: Mapping[str, Any]) -> str | None:
    """Return the cursor behind the last row that was looked at, unless that was the last of all."""
    last, count = sql.fetch(_SCANNED.format(source=source.ids), params)[0]
    return encode_cursor(last) if count >= source.scan else None


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


def _source(wanted: TaskFilter, params: Mapping[str, Any]) -> _Source:
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


def _by_states(states: Sequence[str]) -> _Source:
    """Merge one ordered scan for each state."""
    sources = [_BY_STATE[state] for state in states]
    if len(sources) < 2:  # noqa: PLR2004 - two are needed for a union
        return sources[0] if sources else _NOTHING
    return _Source(
        " UNION ALL ".join(f"({source.rows})" for source in sources)
        + f" ORDER BY place DESC LIMIT {SCAN}",
        " UNION ALL ".join(f"({source.ids})" for source in sources)
        + f" ORDER BY id DESC LIMIT {SCAN}",
    )
