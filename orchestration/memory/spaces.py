"""Turns tenants and owners into the numbers that rows carry.

This is the one place where a tenant becomes a realm and its owners become spaces: what is not found
here cannot be read or written anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.memory.errors import UnknownOwner
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.space import Space

_REALM: Final = """
SELECT id, language, embedder_id, nearness, near_similarity
  FROM memory_realm WHERE tenant_id = %(tenant)s
"""


@dataclass(frozen=True, slots=True)
class RealmView:
    """A tenant's memory as code reads it; see `Realm` for what each value means."""

    id: int
    language: str
    embedder_id: int | None
    nearness: str
    near_similarity: float


def find_realm(tenant_id: UUID) -> RealmView | None:
    """Return a tenant's realm, or None as long as it has stored nothing. Queries: one."""
    rows = sql.fetch(_REALM, {"tenant": tenant_id})
    return RealmView(*rows[0]) if rows else None


def realm_of(tenant_id: UUID) -> RealmView:
    """Return a tenant's realm; the first time it is made. Queries: one to three."""
    found = find_realm(tenant_id)
    if found is None:
        Realm.objects.bulk_create([Realm(tenant_id=tenant_id)], ignore_conflicts=True)
        found = find_realm(tenant_id)
    if found is None:
        raise LookupError(f"there is no tenant {tenant_id}")
    return found


_OWNED: Final = """
SELECT s.id, w.place
  FROM unnest(%(agents)s::text[], %(users)s::text[], %(sessions)s::text[], %(collections)s::uuid[])
       WITH ORDINALITY AS w(agent, "user", session, collection, place)
  JOIN memory_space s
    ON s.realm_id = %(realm)s AND s.agent = w.agent AND s."user" = w."user"
   AND s.session = w.session AND s.collection IS NOT DISTINCT FROM w.collection
"""


def intern(realm: RealmView, owners: Collection[Owner]) -> dict[Owner, int]:
    """Return each owner's space; new ones are made. Queries: one, three with new ones.

    Raises:
        UnknownOwner: It is another tenant's.
    """
    wanted = list(dict.fromkeys(owners))
    known = _known(realm.id, wanted)
    missing = [each for each in wanted if each not in known]
    if missing:
        with transaction.atomic():
            Space.objects.bulk_create(
                [
                    Space(
                        realm_id=realm.id,
                        agent=each.agent,
                        user=each.user,
                        session=each.session,
                        collection=each.collection,
                    )
                    for each in missing
                ],
                ignore_conflicts=True,
            )
        known |= _known(realm.id, missing)
    for each in missing:
        if each not in known:  # a collection lies in one realm alone
            raise UnknownOwner(each.collection)
    return known


def _known(realm_id: int, owners: Sequence[Owner]) -> dict[Owner, int]:
    rows = sql.fetch(
        _OWNED,
        {
            "realm": realm_id,
            "agents": [each.agent for each in owners],
            "users": [each.user for each in owners],
            "sessions": [each.session for each in owners],
            "collections": [each.collection for each in owners],
        },
    )
    return {owners[place - 1]: space for space, place in rows}


_IN_SCOPE: Final = """
SELECT id FROM memory_space
 WHERE realm_id = %(realm)s AND (
       (%(memories)s AND collection IS NULL
        AND (%(agents)s::text[] IS NULL OR agent = ANY(%(agents)s))
        AND (%(users)s::text[] IS NULL OR "user" = ANY(%(users)s))
        AND (%(sessions)s::text[] IS NULL OR session = ANY(%(sessions)s)))
    OR collection = ANY(%(collections)s::uuid[]))
 ORDER BY id
"""


def spaces_in(realm: RealmView, scope: Scope) -> list[int]:
    """Return the spaces that are wanted, of this realm alone. Queries: one."""
    rows = sql.fetch_planned(
        _IN_SCOPE,
        {
            "realm": realm.id,
            "memories": scope.collections is None or scope.names_owners,
            "agents": _listed(scope.agents),
            "users": _listed(scope.users),
            "sessions": _listed(scope.sessions),
            "collections": list(scope.collections or ()),
        },
    )
    return [space for (space,) in rows]


def _listed(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)
