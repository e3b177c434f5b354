"""The operator's list of tasks: every filter and search, over all tenants, at a bounded price.

One index yields candidate ids in order, at most `scan` for each part of it (a tenant, mostly,
because the lists' indexes begin with one). The other filters are checked on these. A part that
yielded its full share may hold more behind it, so the page ends at the nearest such point, the
edge, even where it is not full; the next page starts there. First a small share is tried, then a
larger one, so that a common filter costs little and a rare one a bounded amount.

Parameters are bound on the client (Django's cursor): the planner must see the state's value to know
that a partial index covers it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from django.db import connection

from dashboard.search import Search
from orchestration.access.records import Tenant
from tasks.lifecycle import State

SHARES: Final = (1_000, 20_000)
"""How many candidates a page looks at when the first few were not enough."""
TAGS: Final = 20
"""How many different tags with the same beginning a search follows, per tenant."""
NEWEST: Final = UUID(int=2**128 - 1)
LAST_CHARACTER: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; None means no restriction."""

    state: str | None = None
    dead: bool | None = None
    kind: str | None = None
    queue: str | None = None
    priority: int | None = None
    tenant: UUID | None = None
    model: str | None = None
    batch: UUID | None = None
    parent: UUID | None = None
    schedule: UUID | None = None
    worker: UUID | None = None
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page, in the order in which they were read.

    Attributes:
        ids: at most as many as were asked for.
        more: whether others follow.
        edge: how far was looked, when there was more to look at than one page may cost.
    """

    ids: list[UUID]
    more: bool
    edge: UUID | None


_FILTERS: Final[Mapping[str, str]] = {
    "state": "t.state = %(state)s",
    "dead": "t.state = 'failed' AND t.dismissed_at IS NULL",
    "kind": "t.kind = %(kind)s",
    "queue": "t.queue = %(queue)s",
    "priority": "t.priority = %(priority)s",
    "tenant": "t.tenant_id = %(tenant)s",
    "model": "t.model = %(model)s",
    "batch": "t.batch_id = %(batch)s",
    "parent": "t.parent_id = %(parent)s",
    "schedule": "t.schedule_id = %(schedule)s",
    "worker": "t.worker_id = %(worker)s",
}


def _next(key: str) -> str:
    """Return the end of a driver that reads on behind the page's key, in its direction."""
    return f"AND {key} {{ahead}} %(key)s ORDER BY {key} {{order}} LIMIT %(scan)s"


_TENANTS: Final = (
    "(SELECT id FROM access_tenant WHERE %(tenant)s::uuid IS NULL OR id = %(tenant)s) n"
)

# Each driver yields (part, id) from one index, at most `scan` rows per part, in order.
_BY_ID: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d WHERE true {_next("d.id")})"""
_BY_TENANT: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d WHERE d.tenant_id = %(tenant)s {_next("d.id")})"""
_BY_STATE: Final = f"""
    SELECT n.id AS part, x.id FROM {_TENANTS} CROSS JOIN LATERAL (
        SELECT d.id FROM tasks_task d
         WHERE d.tenant_id = n.id AND d.state = %(state)s {_next("d.id")}) x"""
_BY_KIND: Final = f"""
    SELECT n.id AS part, x.id FROM {_TENANTS} CROSS JOIN LATERAL (
        SELECT d.task_id AS id FROM tasks_taskpayload d
         WHERE d.tenant_id = n.id AND d.kind = %(kind)s {_next("d.task_id")}) x"""
_BY_BATCH: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d WHERE d.batch_id = %(batch)s {_next("d.id")})"""
_BY_PARENT: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d WHERE d.parent_id = %(parent)s {_next("d.id")})"""
_BY_WORKER: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d WHERE d.worker_id = %(worker)s
        AND d.state IN ('dispatched', 'running') {_next("d.id")})"""
_BY_EXACT_ID: Final = f"""
    (SELECT 0 AS part, u.id FROM (
        SELECT id FROM tasks_task WHERE id = %(exact)s
        UNION SELECT id FROM tasks_task WHERE batch_id = %(exact)s
        UNION SELECT id FROM tasks_task WHERE parent_id = %(exact)s) u
      WHERE true {_next("u.id")})"""
_BY_PREFIX: Final = f"""
    (SELECT 0 AS part, d.id FROM tasks_task d
      WHERE d.id BETWEEN %(low)s AND %(high)s {_next("d.id")})"""
_BY_WORD: Final = f"""
    SELECT g.part, x.id FROM {_TENANTS} CROSS JOIN LATERAL (
        WITH RECURSIVE tags AS (
            (SELECT tag FROM tasks_tasktag
              WHERE tenant_id = n.id AND tag >= %(word)s AND tag < %(word_end)s
              ORDER BY tag LIMIT 1)
            UNION ALL
            SELECT (SELECT g.tag FROM tasks_tasktag g
                     WHERE g.tenant_id = n.id AND g.tag > tags.tag AND g.tag < %(word_end)s
                     ORDER BY g.tag LIMIT 1) FROM tags WHERE tags.tag IS NOT NULL
        ) SELECT n.id::text || tag AS part, tag FROM tags WHERE tag IS NOT NULL LIMIT {TAGS}
    ) g CROSS JOIN LATERAL (
        SELECT d.task_id AS id FROM tasks_tasktag d
         WHERE d.tenant_id = n.id AND d.tag = g.tag {_next("d.task_id")}) x
    UNION ALL
    SELECT 'key', d.task_id FROM {_TENANTS}
      JOIN tasks_idempotencykey d ON d.tenant_id = n.id AND d.key = %(word)s"""
_BY_ERROR: Final = f"""
    (SELECT 0 AS part, d.task_id AS id FROM tasks_taskresult d
      WHERE d.error IS NOT NULL
        AND to_tsvector('simple', left(d.error::text, 4000))
            @@ websearch_to_tsquery('simple', %(error)s) {_next("d.task_id")})"""

_PAGE: Final = """
WITH seen AS MATERIALIZED ({driver}), edge AS (
    SELECT last AS id FROM (
        SELECT (array_agg(id ORDER BY id {reverse}))[1] AS last FROM seen
         GROUP BY part HAVING count(*) >= %(scan)s) full_parts
    ORDER BY last {order} LIMIT 1
)
SELECT ARRAY(
    SELECT DISTINCT seen.id FROM seen {check}
     WHERE NOT EXISTS (SELECT 1 FROM edge WHERE seen.id {beyond} edge.id)
     ORDER BY seen.id {order} LIMIT %(limit)s
), (SELECT id FROM edge)
"""
_CHECK: Final = """CROSS JOIN LATERAL (
        SELECT 1 FROM tasks_task t WHERE t.id = seen.id AND {filters} OFFSET 0) AS fits"""


def find(wanted: Wanted, *, key: UUID | None, older: bool, size: int) -> Found:
    """Return the ids of one page.

    Args:
        wanted: what the list is narrowed to.
        key: the id behind which the page starts; None for the newest.
        older: the direction; towards older ids the page is in falling order.
        size: how many rows fit.

    Queries: one to three, each bounded; one more that counts tenants when several must be asked.
    """
    name, driver = _driver(wanted)
    used = [field for field in _FILTERS if _given(wanted, field) and field not in name]
    parts = _parts(driver, wanted)
    shares = [share for share in SHARES if share // parts > size] if used else []
    found = Found([], more=False, edge=None)
    for share in (size + 1, *shares):
        found = _read(driver, used, _params(wanted, key, size, max(size + 1, share // parts)),
                      older=older)  # fmt: skip
        if found.more or found.edge is None:
            break
    return found


def _given(wanted: Wanted, field: str) -> bool:
    return getattr(wanted, field) not in (None, False)


def _driver(wanted: Wanted) -> tuple[frozenset[str], str]:
    """Return which filters the chosen index serves, and the index's query."""
    if wanted.search is not None:
        return frozenset(), _search_driver(wanted.search)
    state = wanted.state or (State.FAILED if wanted.dead else None)
    for given, serves, driver in (
        (wanted.worker, {"worker"} if state in ("running", "dispatched") else set(), _BY_WORKER),
        (wanted.parent, {"parent"}, _BY_PARENT),
        (wanted.batch, {"batch"}, _BY_BATCH),
        (state and state != State.SUCCEEDED, {"state", "tenant"}, _BY_STATE),
        (wanted.kind, {"kind", "tenant"}, _BY_KIND),
        (wanted.tenant, {"tenant"}, _BY_TENANT),
    ):
        if given:
            return frozenset(serves), driver
    return frozenset(), _BY_ID


def _search_driver(search: Search) -> str:
    if search.id is not None:
        return _BY_EXACT_ID
    if search.low is not None:
        return _BY_PREFIX
    return _BY_ERROR if search.error else _BY_WORD


def _parts(driver: str, wanted: Wanted) -> int:
    """Return how many tenants a driver asks."""
    if _TENANTS not in driver or wanted.tenant is not None:
        return 1
    return max(1, Tenant.objects.count())


def _params(wanted: Wanted, key: UUID | None, size: int, scan: int) -> dict[str, Any]:
    search = wanted.search or Search()
    given = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    del given["search"]
    return {
        **given,
        "state": wanted.state or State.FAILED.value,
        "key": key or NEWEST,
        "scan": scan,
        "limit": size + 1,
        "exact": search.id,
        "low": search.low,
        "high": search.high,
        "word": search.word,
        "word_end": search.word + LAST_CHARACTER,
        "error": search.error,
    }


def _read(driver: str, used: list[str], params: dict[str, Any], *, older: bool) -> Found:
    ahead, order, reverse = ("<", "DESC", "ASC") if older else (">", "ASC", "DESC")
    filters = " AND ".join(_FILTERS[name] for name in used)
    query = _PAGE.format(
        driver=driver.format(ahead=ahead, order=order),
        check=_CHECK.format(filters=filters) if used else "",
        order=order,
        reverse=reverse,
        beyond=ahead,
    )
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        ids, edge = cursor.fetchone()
    size = params["limit"] - 1
    more = len(ids) > size
    return Found(ids[:size], more=more, edge=None if more else edge)
