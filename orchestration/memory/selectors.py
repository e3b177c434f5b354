"""Reading entries, each one by its realm: there is no other way to rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from orchestration import sql
from orchestration.memory.drafts import Kind
from orchestration.memory.errors import UnknownMemory
from orchestration.memory.filters import NO_FILTERS, Filters, condition
from orchestration.memory.owners import EVERYTHING, Owner, Scope
from orchestration.memory.spaces import find_realm, spaces_in
from orchestration.memory.storable import check_asked
from orchestration.memory.vectors import Vectors, unpacked


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as it is shown; see `MemoryEntry` for what each value means.

    Attributes:
        superseded_by: What holds instead; the latest where several do.
    """

    number: int
    uid: UUID
    kind: Kind
    owner: Owner
    title: str
    text: str
    speaker: str
    at: datetime
    importance: float
    tags: tuple[str, ...]
    metadata: Mapping[str, Any]
    source: UUID | None
    ordinal: int
    task_id: UUID | None
    version: int
    valid_until: datetime | None
    expires_at: datetime | None
    created_at: datetime
    changed_at: datetime
    superseded_by: UUID | None


_COLUMNS: Final = """
       e.id, e.uid, e.type, s.agent, s."user", s.session, s.collection, e.title, e.text, e.speaker,
       e.at, e.importance, e.tags, e.metadata::text, e.source, e.ordinal, e.task_id, e.version,
       e.valid_until, e.expires_at, e.created_at, e.changed_at,
       CASE WHEN e.valid_until IS NOT NULL THEN (
            SELECT l.from_uid FROM memory_link l
             WHERE l.realm_id = e.realm_id AND l.to_uid = e.uid
               AND l.relation IN ('supersedes', 'merged')
             ORDER BY l.created_at DESC, l.id DESC LIMIT 1) END
  FROM memory_entry e JOIN memory_space s ON s.id = e.space_id
"""


def _view(row: tuple[Any, ...]) -> EntryView:
    number, uid, kind, agent, user, session, collection, title, text, speaker, at = row[:11]
    importance, tags, metadata = row[11:14]
    return EntryView(
        number, uid, Kind(kind), Owner(agent, user, session, collection), title, text, speaker, at,
        importance, tuple(tags), orjson.loads(metadata), *row[14:],
    )  # fmt: skip


def entries_by_number(realm_id: int, numbers: Iterable[int]) -> dict[int, EntryView]:
    """Return entries of a realm by their numbers; those that are gone are missing. Queries: one."""
    rows = sql.fetch(
        f"SELECT {_COLUMNS} WHERE e.realm_id = %(realm)s AND e.id = ANY(%(numbers)s::bigint[])",
        {"realm": realm_id, "numbers": list(numbers)},
    )
    return {row[0]: _view(row) for row in rows}


def uids_by_number(realm_id: int, numbers: Iterable[int]) -> dict[int, UUID]:
    """Return the ids of entries of a realm; those that are gone are missing. Queries: one."""
    rows = sql.fetch(
        """SELECT id, uid FROM memory_entry
            WHERE realm_id = %(realm)s AND id = ANY(%(numbers)s::bigint[])""",
        {"realm": realm_id, "numbers": list(numbers)},
    )
    return dict(rows)


_FORMER: Final = """
SELECT entry_uid, version, values::text FROM memory_version
 WHERE realm_id = %(realm)s AND entry_uid = ANY(%(uids)s) AND changed_at > %(at)s
 ORDER BY version DESC
"""


def as_told_at(realm_id: int, views: Iterable[EntryView], at: datetime) -> list[EntryView]:
    """Return entries with what they said at a time. Queries: none or one.

    When they were last changed is told as it is: later than that time, if they were changed since.
    """
    shown = list(views)
    changed = [each.uid for each in shown if each.version > 1 and each.changed_at > at]
    if not changed:
        return shown
    former: dict[UUID, dict[str, Any]] = {}
    for uid, version, values in sql.fetch(_FORMER, {"realm": realm_id, "uids": changed, "at": at}):
        former.setdefault(uid, {}).update(orjson.loads(values), version=version)
    return [replace(each, **_told(former.get(each.uid, {}))) for each in shown]


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a former version as a view has them."""
    read: Mapping[str, Callable[[Any], Any]] = {
        "at": datetime.fromisoformat,
        "expires_at": lambda at: at and datetime.fromisoformat(at),
        "tags": tuple,
        "type": lambda name: Kind[name.upper()],
    }
    told = {name: read[name](each) if name in read else each for name, each in values.items()}
    return {"kind" if name == "type" else name: each for name, each in told.items()}


def get_entry(
    uid: UUID,
    *,
    tenant_id: UUID,
    kinds: Collection[Kind] = tuple(Kind),
    as_of: datetime | None = None,
) -> EntryView:
    """Return an entry that has not expired; superseded ones, too. Queries: two, or three.

    Args:
        uid: Which one.
        tenant_id: Whose.
        kinds: Of which kinds it may be.
        as_of: With what it said at that time; None for what it says.

    Raises:
        UnknownMemory: The tenant has none, of these kinds; or had none at that time.
    """
    realm = find_realm(tenant_id)
    rows = [] if realm is None else sql.fetch(
        f"""SELECT {_COLUMNS} WHERE e.realm_id = %(realm)s AND e.uid = %(uid)s
               AND e.type = ANY(%(kinds)s::smallint[])
               AND (e.expires_at IS NULL OR e.expires_at > now())""",
        {"realm": realm.id, "uid": uid, "kinds": [int(each) for each in kinds]},
    )  # fmt: skip
    if realm is None or not rows:
        raise UnknownMemory(uid)
    view = _view(rows[0])
    if as_of is None:
        return view
    if view.created_at > as_of:
        raise UnknownMemory(uid)
    return as_told_at(realm.id, [view], as_of)[0]


def vector_of(number: int, embedder_id: int) -> Vectors | None:
    """Return an entry's vector by an embedder, of length one, if there is one. Queries: one."""
    return vectors_of([number], embedder_id).get(number)


def vectors_of(numbers: Iterable[int], embedder_id: int) -> dict[int, Vectors]:
    """Return the vectors that entries have by an embedder, by number. Queries: one."""
    rows = sql.fetch(
        """SELECT entry_id, halfvec_send(vector) FROM memory_vector
            WHERE embedder_id = %(embedder)s AND entry_id = ANY(%(numbers)s::bigint[])""",
        {"embedder": embedder_id, "numbers": list(numbers)},
        binary=True,
    )
    return {number: unpacked(raw) for number, raw in rows}


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, the newest first, and where the next ones begin; None after the last."""

    entries: list[EntryView]
    after: int | None


def list_entries(
    *,
    tenant_id: UUID,
    scope: Scope = EVERYTHING,
    filters: Filters = NO_FILTERS,
    before: int | None = None,
    limit: int = 20,
) -> EntryPage:
    """Return entries, those that were stored last first. Queries: three, one more `as_of`.

    As of a time they are chosen by what they say now, and shown as they were then.

    Args:
        tenant_id: Whose.
        scope: Of which owners.
        filters: What they must fit.
        before: The number of the last one that was seen.
        limit: How many, at most.

    Raises:
        InvalidQuestion: Names or filters hold what no database can.
    """
    check_asked("", scope, filters)
    realm = find_realm(tenant_id)
    spaces = spaces_in(realm, scope) if realm else []
    if realm is None or not spaces:
        return EntryPage([], None)
    found = _walk(realm.id, spaces, filters, _NEWEST, start=before, limit=limit + 1)
    views = found[:limit]
    return EntryPage(views, views[-1].number if len(found) > limit else None)


def walk_entries(
    *,
    tenant_id: UUID,
    scope: Scope = EVERYTHING,
    filters: Filters = NO_FILTERS,
    after: int = 0,
    limit: int = 500,
) -> list[EntryView]:
    """Return entries, those that were stored first first. Queries: three.

    One that is changed while somebody walks comes once more, for then it is stored anew.

    Args:
        tenant_id: Whose.
        scope: Of which owners.
        filters: What they must fit.
        after: The number of the last one that was seen.
        limit: How many, at most.

    Raises:
        InvalidQuestion: Names or filters hold what no database can.
    """
    check_asked("", scope, filters)
    realm = find_realm(tenant_id)
    spaces = spaces_in(realm, scope) if realm else []
    if realm is None or not spaces:
        return []
    return _walk(realm.id, spaces, filters, _OLDEST, start=after, limit=limit)


_NEWEST: Final = "(%(start)s::bigint IS NULL OR e.id < %(start)s) ORDER BY e.id DESC"
_OLDEST: Final = "e.id > %(start)s ORDER BY e.id"


def _walk(
    realm_id: int,
    spaces: list[int],
    filters: Filters,
    order: str,
    *,
    start: int | None,
    limit: int,
) -> list[EntryView]:
    holds, params = condition(filters)
    rows = sql.fetch_planned(
        f"""SELECT {_COLUMNS} WHERE e.space_id = ANY(%(spaces)s) AND {holds}
               AND {order} LIMIT %(limit)s""",
        {**params, "spaces": spaces, "start": start, "limit": limit},
    )
    views = [_view(row) for row in rows]
    return views if filters.as_of is None else as_told_at(realm_id, views, filters.as_of)


_BESIDE: Final = """
SELECT h.id AS hit, n.after, n.id
  FROM memory_entry h JOIN memory_space hs ON hs.id = h.space_id
 CROSS JOIN LATERAL (
       (SELECT false AS after, e.id, e.at FROM memory_entry e
         WHERE e.space_id = h.space_id AND (e.at, e.id) < (h.at, h.id) AND {holds}
         ORDER BY e.at DESC, e.id DESC LIMIT %(count)s)
       UNION ALL
       (SELECT true, e.id, e.at FROM memory_entry e
         WHERE e.space_id = h.space_id AND (e.at, e.id) > (h.at, h.id) AND {holds}
         ORDER BY e.at, e.id LIMIT %(count)s)) n
 WHERE h.realm_id = %(realm)s AND h.id = ANY(%(numbers)s::bigint[]) AND hs.session <> ''
 ORDER BY n.at, n.id
"""


def beside(
    realm_id: int, numbers: Iterable[int], count: int, filters: Filters = NO_FILTERS
) -> dict[int, tuple[list[int], list[int]]]:
    """Return what was said just before and after entries in their sessions, by their numbers.

    Queries: one.

    Args:
        realm_id: Whose.
        numbers: The entries; those that are of no session have nobody beside them.
        count: How many on each side, at most.
        filters: What they must fit.
    """
    holds, params = condition(filters)
    params |= {"realm": realm_id, "numbers": list(numbers), "count": count}
    found: dict[int, tuple[list[int], list[int]]] = {}
    for hit, after, number in sql.fetch_planned(_BESIDE.format(holds=holds), params):
        found.setdefault(hit, ([], []))[after].append(number)
    return found


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """What an entry said before a change."""

    version: int
    values: Mapping[str, Any]
    reason: str
    actor: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LinkView:
    """How an entry belongs to another: `supersedes`, `merged`, `summarises`, `near`, or the same
    `by` it."""

    uid: UUID
    relation: str
    similarity: float | None
    created_at: datetime


_VERSIONS: Final = """
SELECT version, values::text, reason, actor, changed_at FROM memory_version
 WHERE realm_id = %(realm)s AND entry_uid = %(uid)s ORDER BY version DESC
"""
_LINKS: Final = """
SELECT to_uid, relation, similarity, created_at FROM memory_link
 WHERE realm_id = %(realm)s AND from_uid = %(uid)s
UNION ALL
SELECT from_uid, relation || ' by', similarity, created_at FROM memory_link
 WHERE realm_id = %(realm)s AND to_uid = %(uid)s
 ORDER BY 4, 1
"""


def history_of(
    uid: UUID, *, tenant_id: UUID, kinds: Collection[Kind] = tuple(Kind)
) -> tuple[list[FormerVersion], list[LinkView]]:
    """Return an entry's former versions, the latest first, and its links. Queries: four.

    Raises:
        UnknownMemory: The tenant has none.
    """
    get_entry(uid, tenant_id=tenant_id, kinds=kinds)
    realm = find_realm(tenant_id)
    params = {"realm": realm.id if realm else 0, "uid": uid}
    versions = [
        FormerVersion(version, orjson.loads(values), *rest)
        for version, values, *rest in sql.fetch(_VERSIONS, params)
    ]
    return versions, [LinkView(*row) for row in sql.fetch(_LINKS, params)]
