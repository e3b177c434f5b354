"""Sees in the background which new memories say what others said already.

A memory that is added alone is compared at once. Those that come in bulk, or had no vector then,
are compared here, in the order of their numbers: what a newer one says again is superseded by it
or linked to it, as the tenant wants it. Which was compared last stands in the realm.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from orchestration import sql
from orchestration.memory.changing import link, still_holds, supersede
from orchestration.memory.dense import nearest
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.errors import UnknownMemory
from orchestration.memory.filters import Filters
from orchestration.memory.near import Likeness, Verdict, judge
from orchestration.memory.racing import again_if_raced
from orchestration.memory.realms import embedder_of
from orchestration.memory.segments import settled
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.spaces import RealmView, realm_of
from orchestration.memory.vectors import unpacked
from orchestration.memory.wanted import Wanted

log = logging.getLogger(__name__)

GROUP: Final = 200
LOOKED_AT: Final = 4
GIVEN_UP: Final = 5
"""After so many tries a vector that cannot be made holds up nobody."""

_REALMS: Final = """
SELECT r.tenant_id FROM memory_realm r
 WHERE r.nearness <> 'keep' AND r.embedder_id IS NOT NULL
   AND EXISTS (SELECT FROM memory_entry e WHERE e.realm_id = r.id AND e.id > r.reviewed)
"""
_NEXT: Final = """
SELECT e.id, e.space_id, e.type, halfvec_send(v.vector), coalesce(p.tries, -1)
  FROM memory_entry e
  JOIN memory_realm r ON r.id = e.realm_id AND e.id > r.reviewed
  LEFT JOIN memory_vector v ON v.entry_id = e.id AND v.embedder_id = %(embedder)s
  LEFT JOIN memory_pending p ON p.entry_id = e.id AND p.embedder_id = %(embedder)s
 WHERE e.realm_id = %(realm)s AND e.id < %(stop)s
 ORDER BY e.id LIMIT %(count)s
"""
_REVIEWED: Final = """
UPDATE memory_realm SET reviewed = greatest(reviewed, %(number)s) WHERE id = %(realm)s
"""


def review_all() -> int:
    """Compare all new memories of all tenants; return how many were superseded or linked.

    Raises:
        Unsettled: Somebody is writing for long; the next one compares.
    """
    realms = [realm_of(tenant_id) for (tenant_id,) in sql.fetch(_REALMS)]
    stop = settled() if realms else 0
    return sum(review(realm, stop) for realm in realms)


def review(realm: RealmView, stop: int) -> int:
    """Compare a tenant's new memories; return how many were superseded or linked.

    It stops at the first one whose vector is yet to be made, and before the number `stop`: below
    it nobody may write any more, for what is compared later is looked for above the last one.

    Queries: one for each group of 200, about three for each memory in it, and a dozen for each one
    that it is like.
    """
    embedder = embedder_of(realm)
    settled = 0
    while embedder is not None:
        params = {"realm": realm.id, "embedder": embedder.id, "count": GROUP, "stop": stop}
        rows = _ready(sql.fetch(_NEXT, params, binary=True))
        if not rows:
            break
        settled += sum(_review(realm, embedder, row) for row in rows)
        sql.execute(_REVIEWED, {"realm": realm.id, "number": rows[-1][0]})
    return settled


def _ready(rows: Sequence[sql.Row]) -> list[sql.Row]:
    """Return those up to the first whose vector is yet to be made."""
    ready = []
    for row in rows:
        _, _, kind, raw, tries = row
        if raw is None and kind != Kind.PASSAGE and 0 <= tries < GIVEN_UP:
            break
        ready.append(row)
    return ready


def _review(realm: RealmView, embedder: EmbedderView, row: sql.Row) -> int:
    number, space_id, kind, raw, _ = row
    if raw is None or kind not in (Kind.SEMANTIC, Kind.PROCEDURAL):
        return 0
    wanted = Wanted(realm, (space_id,), Filters(kinds=(Kind(kind),)))
    found = nearest(unpacked(raw), embedder, wanted, LOOKED_AT).found
    close = {each.id: each.similarity for each in found if each.id < number}
    if not any(each >= realm.near_similarity for each in close.values()):
        return 0
    views = entries_by_number(realm.id, [number, *close])
    if number not in views:
        return 0
    new = views.pop(number)
    return sum(_settle(realm, new, view, close[view.number]) for view in views.values())


def _settle(realm: RealmView, new: EntryView, old: EntryView, similarity: float) -> int:
    if _judge(realm, new, old, similarity) == "keep":
        return 0

    def settle() -> int:
        if not (still_holds(realm, new) and still_holds(realm, old)):
            return 0  # what was changed meanwhile is compared as what it says now
        views = entries_by_number(realm.id, [new.number, old.number])  # one may last longer by now
        verdict = _judge(realm, views[new.number], views[old.number], similarity)
        if verdict == "link":
            link(realm, new.uid, old.uid, "near", similarity)
            return 1
        return int(supersede(realm, old.uid, new.uid, relation="merged"))

    with suppress(UnknownMemory):  # one of them expires just now
        return again_if_raced(settle)
    return 0


def _judge(realm: RealmView, new: EntryView, old: EntryView, similarity: float) -> Verdict:
    draft = Draft(new.text, new.kind, speaker=new.speaker, expires_at=new.expires_at)
    return judge(realm, draft, Likeness(old, similarity))
