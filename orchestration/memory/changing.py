"""Changes entries: what they said before stays in their history.

An entry that says something else gets a new number: so it is in the tail, where it is found by its
new words at once, and no index has to unlearn the old ones. Its id stays. It does not stand for
what was merged into it any more, nor another one for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory.drafts import MEMORIES, Draft, content_hash
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.errors import (
    CannotSupersede,
    InvalidMemory,
    MemoryChanged,
    UnknownMemory,
)
from orchestration.memory.removing import hold, remove, remove_rows
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.spaces import RealmView
from orchestration.memory.vectors import Vectors
from orchestration.memory.writing import copy_vectors, want_missing

_LOCK: Final = """
SELECT id, version, space_id, at, source, ordinal, valid_until, created_at, hash FROM memory_entry
 WHERE realm_id = %(realm)s AND uid = %(uid)s FOR UPDATE
"""
_KEEP: Final = """
INSERT INTO memory_version (id, realm_id, entry_uid, version, values, hash, reason, actor)
VALUES (%(id)s, %(realm)s, %(uid)s, %(version)s, %(values)s::jsonb, %(hash)s, 'update', %(actor)s)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry says from now on.

    Attributes:
        draft: All of it, with the entry's id.
        actor: Who does it.
        version: The version that is to be changed; None for whatever it is.
        vectors: Of length one, by whom: of the new text. Others are made in the background.
    """

    draft: Draft
    actor: str
    version: int | None = None
    vectors: Sequence[tuple[EmbedderView, Vectors]] = ()


def change(realm: RealmView, old: EntryView, wanted: Change) -> EntryView:
    """Put a new version in the place of an entry; return it.

    One that was merged into another holds again when it says something else.

    Queries: nine to thirteen, in one transaction.

    Raises:
        UnknownMemory: It was removed meanwhile.
        MemoryChanged: It has another version than was said.
        InvalidMemory: Another one says this.
    """
    with transaction.atomic():
        row = _lock(realm, old.uid)
        if row is None:
            raise UnknownMemory(old.uid)
        if wanted.version is not None and wanted.version != row.version:
            raise MemoryChanged(old.uid, wanted.version, row.version)
        if row.id != old.number:
            old = entries_by_number(realm.id, [row.id])[row.id]
        _keep(realm, old, row, wanted)
        if content_hash(wanted.draft) != row.hash and _part(realm, old.uid):
            row = row._replace(valid_until=None)
        new = _replace(realm, row, wanted)
        return entries_by_number(realm.id, [new])[new]  # before the next one replaces it


class _Row(NamedTuple):
    """What stays of an entry that is changed, but for number and version."""

    id: int
    version: int
    space_id: int
    at: datetime
    source: UUID | None
    ordinal: int
    valid_until: datetime | None
    created_at: datetime
    hash: bytes


def _lock(realm: RealmView, uid: UUID) -> _Row | None:
    """Return an entry's row, from now on changed by nobody else; None if there is none."""
    hold(realm.id)
    rows = sql.fetch(_LOCK, {"realm": realm.id, "uid": uid})
    return _Row(*rows[0]) if rows else None


def _keep(realm: RealmView, old: EntryView, row: _Row, wanted: Change) -> None:
    sql.execute(
        _KEEP,
        {
            "id": uuid7(),
            "realm": realm.id,
            "uid": old.uid,
            "version": row.version,
            "values": orjson.dumps(_differing(old, wanted.draft), default=str).decode(),
            "hash": row.hash,
            "actor": wanted.actor,
        },
    )


_PART: Final = """
WITH parted AS (
    DELETE FROM memory_link
     WHERE realm_id = %(realm)s AND relation = 'merged' AND %(uid)s IN (from_uid, to_uid)
    RETURNING realm_id, from_uid, to_uid, similarity
), kept AS (
    INSERT INTO memory_link (id, realm_id, from_uid, to_uid, relation, similarity)
    SELECT gen_random_uuid(), realm_id, from_uid, to_uid, 'supersedes', similarity
      FROM parted WHERE from_uid = %(uid)s ON CONFLICT DO NOTHING
)
SELECT EXISTS (SELECT FROM parted WHERE to_uid = %(uid)s)
   AND NOT EXISTS (SELECT FROM memory_link l WHERE l.realm_id = %(realm)s AND l.to_uid = %(uid)s
                      AND l.relation = 'supersedes')
"""


def _part(realm: RealmView, uid: UUID) -> bool:
    """Part an entry that says something else from what it was merged with; return whether that
    alone kept it from holding. What was merged into it is superseded by it."""
    ((alone,),) = sql.fetch(_PART, {"realm": realm.id, "uid": uid})
    return bool(alone)


_KEPT: Final = ("title", "text", "speaker", "at", "importance", "tags", "metadata", "expires_at")


def says_the_same(old: EntryView, new: Draft) -> bool:
    """Return whether a change would leave an entry as it is."""
    return not _differing(old, new) and old.task_id == new.task_id


def _differing(old: EntryView, new: Draft) -> Mapping[str, Any]:
    """Return the old values of what is changed."""
    values = {name: (getattr(old, name), getattr(new, name)) for name in _KEPT}
    values["at"] = (old.at, new.at or old.at)
    values["type"] = (old.kind.name.lower(), new.kind.name.lower())
    return {name: before for name, (before, after) in values.items() if before != after}


_NEW: Final = """
INSERT INTO memory_entry
       (uid, realm_id, space_id, type, title, text, language, speaker, at, importance, tags,
        metadata, source, ordinal, task_id, hash, version, valid_until, expires_at, created_at)
VALUES (%(uid)s, %(realm)s, %(space_id)s, %(type)s, %(title)s, %(text)s, %(language)s::regconfig,
        %(speaker)s, %(at)s, %(importance)s, %(tags)s::text[], %(metadata)s::jsonb, %(source)s,
        %(ordinal)s, %(task)s, %(hash)s, %(version)s, %(valid_until)s, %(expires_at)s,
        %(created_at)s)
RETURNING id
"""


def _replace(realm: RealmView, row: _Row, wanted: Change) -> int:
    draft = wanted.draft
    remove_rows(realm.id, [row.id])
    changed = {
        "uid": draft.uid,
        "realm": realm.id,
        "type": int(draft.kind),
        "title": draft.title,
        "text": draft.text,
        "language": realm.language,
        "speaker": draft.speaker,
        "at": draft.at or row.at,
        "importance": draft.importance,
        "tags": list(draft.tags),
        "metadata": orjson.dumps(draft.metadata).decode(),
        "task": draft.task_id,
        "hash": content_hash(draft),
        "version": row.version + 1,
        "expires_at": draft.expires_at,
    }
    try:
        ((new,),) = sql.fetch(_NEW, row._asdict() | changed)
    except IntegrityError as error:
        raise InvalidMemory(
            "Another memory of the same owner says exactly this.", field="text", value=draft.text,
            mend="Delete this one, or say something else.",
        ) from error  # fmt: skip
    _add_vectors(realm, int(new), row.space_id, wanted)
    return int(new)


def _add_vectors(realm: RealmView, number: int, space_id: int, wanted: Change) -> None:
    for embedder, vectors in wanted.vectors:
        copy_vectors(embedder, [(number, space_id, int(wanted.draft.kind))], vectors)
    want_missing(realm.id, [number], [embedder for embedder, _ in wanted.vectors])


Instead = Literal["supersedes", "merged"]
_BOTH: Final = """
SELECT e.uid, e.valid_until IS NULL,
       EXISTS (SELECT FROM memory_link l WHERE l.realm_id = e.realm_id AND l.from_uid = %(by)s
                  AND l.to_uid = e.uid AND l.relation = %(relation)s)
  FROM memory_entry e WHERE e.realm_id = %(realm)s AND e.uid IN (%(old)s, %(by)s)
   AND e.type = ANY(%(kinds)s::smallint[]) AND (e.expires_at IS NULL OR e.expires_at > now())
"""
_SUPERSEDE: Final = """
UPDATE memory_entry SET valid_until = now(), changed_at = now()
 WHERE realm_id = %(realm)s AND uid = %(old)s AND valid_until IS NULL
"""
_TAKE_ALONG: Final = """
WITH raised AS (
    UPDATE memory_entry n SET importance = o.importance, changed_at = now() FROM memory_entry o
     WHERE n.realm_id = %(realm)s AND n.uid = %(by)s AND n.importance < o.importance
       AND o.realm_id = n.realm_id AND o.uid = %(old)s
)
UPDATE memory_link SET from_uid = %(by)s
 WHERE realm_id = %(realm)s AND from_uid = %(old)s AND relation = 'merged'
"""
_LINK: Final = """
INSERT INTO memory_link (id, realm_id, from_uid, to_uid, relation, similarity)
VALUES (%(id)s, %(realm)s, %(one)s, %(other)s, %(relation)s, %(similarity)s) ON CONFLICT DO NOTHING
"""


def supersede(realm: RealmView, old: UUID, by: UUID, *, relation: Instead = "supersedes") -> bool:
    """Say that a memory does not hold any more, and which one does; return whether it did.

    In a realm one is superseded at a time, and only by what holds: so nothing ever supersedes
    itself, however long the way round. Only what holds is merged, and what was merged into it
    before is from now on merged into the new one: it is found there in one step. The new one is as
    important as the old one at least, so that what had to be kept is.

    Queries: four or five, in one transaction.

    Raises:
        UnknownMemory: One of them is not there.
        CannotSupersede: The other one does not hold, or is the same.
    """
    kinds = [int(each) for each in MEMORIES]
    params = {"realm": realm.id, "old": old, "by": by, "relation": relation, "kinds": kinds}
    with transaction.atomic():
        hold(realm.id)
        both = {uid: (holds, done) for uid, holds, done in sql.fetch(_BOTH, params)}
        for each in (old, by):
            if each not in both:
                raise UnknownMemory(each)
        (held, done), (holds, _) = both[old], both[by]
        if done or (relation == "merged" and not held):
            return False
        if old == by or not holds:
            raise CannotSupersede(old, by)
        sql.execute(_SUPERSEDE, params)
        link(realm, by, old, relation)
        if relation == "merged":
            sql.execute(_TAKE_ALONG, params)
    return bool(held)


def still_holds(realm: RealmView, entry: EntryView) -> bool:
    """Return whether an entry holds as it was read, and does until the transaction ends."""
    row = _lock(realm, entry.uid)
    return row is not None and row.id == entry.number and row.valid_until is None


def link(
    realm: RealmView, one: UUID, other: UUID, relation: str, similarity: float | None = None
) -> None:
    """Say how an entry belongs to another. Queries: one."""
    sql.execute(
        _LINK,
        {
            "id": uuid7(), "realm": realm.id, "one": one, "other": other, "relation": relation,
            "similarity": similarity,
        },
    )  # fmt: skip


def delete(realm: RealmView, entry: EntryView) -> bool:
    """Delete an entry for good, changed meanwhile or not; return whether it was there.

    Queries: two more than `remove`, in one transaction.
    """
    with transaction.atomic():
        row = _lock(realm, entry.uid)
        return row is not None and remove(realm.id, [(row.id, entry.uid)]) > 0
