"""Changes entries: what they said before stays in their history.

An entry that says something else gets a new number: so it is in the tail, where it is found by its
new words at once, and no index has to unlearn the old ones. Its id stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory.drafts import Draft, content_hash
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.errors import InvalidMemory, MemoryChanged, UnknownMemory
from orchestration.memory.removing import hold, remove, remove_rows
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.spaces import RealmView
from orchestration.memory.vectors import Vectors
from orchestration.memory.writing import copy_vectors, want_missing

_LOCK: Final = """
SELECT id, version, space_id, at, source, ordinal, valid_until, created_at FROM memory_entry
 WHERE realm_id = %(realm)s AND uid = %(uid)s FOR UPDATE
"""
_KEEP: Final = """
INSERT INTO memory_version (id, realm_id, entry_uid, version, values, reason, actor)
VALUES (%(id)s, %(realm)s, %(uid)s, %(version)s, %(values)s::jsonb, %(reason)s, %(actor)s)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry says from now on.

    Attributes:
        draft: All of it, with the entry's id.
        reason: `update` or `merge`.
        actor: Who does it.
        version: The version that is to be changed; None for whatever it is.
        vectors: Of length one, by whom: of the new text. Others are made in the background.
    """

    draft: Draft
    reason: str
    actor: str
    version: int | None = None
    vectors: Sequence[tuple[EmbedderView, Vectors]] = ()


def change(realm: RealmView, old: EntryView, wanted: Change) -> EntryView:
    """Put a new version in the place of an entry; return it.

    Queries: nine to twelve, in one transaction.

    Raises:
        UnknownMemory: It was removed meanwhile.
        MemoryChanged: It has another version than was said.
    """
    with transaction.atomic():
        row = _lock(realm, old.uid)
        if row is None:
            raise UnknownMemory(old.uid)
        if wanted.version is not None and wanted.version != row.version:
            raise MemoryChanged(old.uid, wanted.version, row.version)
        if row.id != old.number:
            old = entries_by_number(realm.id, [row.id])[row.id]
        _keep(realm, old, row.version, wanted)
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


def _lock(realm: RealmView, uid: UUID) -> _Row | None:
    """Return an entry's row, from now on changed by nobody else; None if there is none."""
    hold(realm.id)
    rows = sql.fetch(_LOCK, {"realm": realm.id, "uid": uid})
    return _Row(*rows[0]) if rows else None


def _keep(realm: RealmView, old: EntryView, version: int, wanted: Change) -> None:
    sql.execute(
        _KEEP,
        {
            "id": uuid7(),
            "realm": realm.id,
            "uid": old.uid,
            "version": version,
            "values": orjson.dumps(_differing(old, wanted.draft), default=str).decode(),
            "reason": wanted.reason,
            "actor": wanted.actor,
        },
    )


_KEPT: Final = ("title", "text", "speaker", "at", "importance", "tags", "metadata", "expires_at")


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


_SUPERSEDE: Final = """
UPDATE memory_entry SET valid_until = coalesce(valid_until, %(at)s::timestamptz, now()),
       changed_at = now()
 WHERE realm_id = %(realm)s AND uid = %(old)s AND valid_until IS NULL
"""
_LINK: Final = """
INSERT INTO memory_link (id, realm_id, from_uid, to_uid, relation, similarity)
VALUES (%(id)s, %(realm)s, %(one)s, %(other)s, %(relation)s, %(similarity)s) ON CONFLICT DO NOTHING
"""


def supersede(realm: RealmView, old: UUID, by: UUID, *, at: datetime | None = None) -> bool:
    """Say that an entry does not hold any more, and which one does; return whether it did.

    Queries: two, in one transaction.
    """
    with transaction.atomic():
        ended = sql.execute(_SUPERSEDE, {"realm": realm.id, "old": old, "at": at})
        link(realm, by, old, "supersedes")
    return ended > 0


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
