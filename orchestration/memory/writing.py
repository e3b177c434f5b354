"""Stores entries with their vectors: found at once, in the tail of all segments.

Rows travel by COPY, which no HNSW index slows down: such an index covers a segment, and new entries
lie behind the last one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import psycopg

from orchestration import sql
from orchestration.memory.copying import ENTRY, VECTOR, EntryRows, copy_binary, vector_rows
from orchestration.memory.drafts import Draft, content_hash
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.errors import MemoryContended, PlaceTaken
from orchestration.memory.racing import again_if_raced
from orchestration.memory.removing import hold, remove
from orchestration.memory.segments import WRITERS
from orchestration.memory.spaces import RealmView
from orchestration.memory.vectors import Vectors

_TAKEN: Final = re.compile(r"=\(\d+, ([0-9a-f-]{36}), (\d+)\)")
"""Source and ordinal, in what Postgres tells of a place that two want."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a draft.

    Attributes:
        id: The entry's number.
        uid: Its id: the draft's, or that of the entry that had been there.
        new: Whether it was stored; else it had been there.
        taken: Whether the draft's id is that of an entry which says something else.
    """

    id: int
    uid: UUID
    new: bool
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft, the space that it goes to, and what makes it the same as another there."""

    draft: Draft
    space_id: int
    hash: bytes


def place(draft: Draft, space_id: int) -> Placed:
    """Return a draft for a space."""
    return Placed(draft, space_id, content_hash(draft))


def store(
    realm: RealmView,
    placed: Sequence[Placed],
    *,
    embedder: EmbedderView | None = None,
    vectors: Vectors | None = None,
) -> list[Stored]:
    """Store entries; those that are there already stay as they are, but are kept for as long as
    is wanted of what says the same.

    An entry is there when its id is, or one of its space with the same hash that still holds or
    was merged into one that does. Under an id that is there nothing else is stored: it is `taken`,
    unless it says what that entry says or said. Entries of sources (documents) are told apart by
    their ids and places alone.

    Args:
        realm: Whose they are.
        placed: The entries; the same one may stand there twice.
        embedder: What made the vectors.
        vectors: Of length one, a row for each entry.

    Vectors that the realm wants and that are not given are made in the background.

    Queries: four to six, two of them COPY, in one transaction; again if somebody stores the same
    meanwhile.

    Raises:
        PlaceTaken: Another entry stands at the place of one in its source.
        MemoryContended: Others write the same each time.
    """
    try:
        return again_if_raced(lambda: _store(realm, placed, embedder, vectors))
    except MemoryContended as error:
        if taken := _taken(error):
            raise PlaceTaken(*taken.groups()) from error
        raise


def _taken(error: MemoryContended) -> re.Match[str] | None:
    """Return the place that another entry has, where that is what happens each time."""
    raced = error.__cause__
    cause = raced.__cause__ if raced is not None else None
    if not isinstance(cause, psycopg.Error) or cause.diag.constraint_name != "memory_entry_place":
        return None
    return _TAKEN.search(cause.diag.message_detail or "")


def is_stored(realm: RealmView, placed: Placed) -> bool:
    """Return whether `store` would find an entry there. Queries: one or two."""
    return not _Known(realm, [placed]).take(placed).new


def _store(
    realm: RealmView,
    placed: Sequence[Placed],
    embedder: EmbedderView | None,
    vectors: Vectors | None,
) -> list[Stored]:
    known = _Known(realm, placed)
    found = [known.take(each) for each in placed]
    fresh = [at for at, each in enumerate(found) if each.new]
    now, numbers = _numbers(len(fresh))
    _prolong(realm, known.outlived)
    ids = dict(zip(fresh, numbers, strict=True))
    # All in one order, so that of two lists with the same entries one waits for the other.
    ordered = sorted(fresh, key=lambda at: placed[at].hash)
    _copy_entries(realm, now, [(ids[at], placed[at]) for at in ordered])
    made = []
    if fresh and embedder is not None and vectors is not None:
        made.append(embedder)
        rows = [(ids[at], placed[at].space_id, int(placed[at].draft.kind)) for at in fresh]
        copy_vectors(embedder, rows, vectors if len(fresh) == len(placed) else vectors[fresh])
    want_missing(realm.id, list(ids.values()), made)
    mine = {found[at].uid: number for at, number in ids.items()}
    return [Stored(mine.get(each.uid, each.id), each.uid, each.new, each.taken) for each in found]


_THERE: Final = """
SELECT e.id, e.uid, e.space_id, e.hash, e.created_at, e.expires_at, e.expires_at <= now(), 'id'
  FROM memory_entry e WHERE e.realm_id = %(realm)s AND e.uid = ANY(ARRAY(
       SELECT encode(substring(%(uids)s::bytea FROM n FOR 16), 'hex')::uuid
         FROM generate_series(1, length(%(uids)s::bytea), 16) n))
UNION ALL
SELECT e.id, e.uid, e.space_id, e.hash, e.created_at, e.expires_at, e.expires_at <= now(), 'says'
  FROM unnest(%(spaces)s::int[]) WITH ORDINALITY AS w(space, place)
  JOIN memory_entry e ON e.space_id = w.space
   AND e.hash = substring(%(hashes)s::bytea FROM (16 * w.place - 15)::int FOR 16)
   AND e.source IS NULL AND e.valid_until IS NULL
UNION ALL
SELECT e.id, e.uid, o.space_id, o.hash, e.created_at, e.expires_at, e.expires_at <= now(), 'merged'
  FROM unnest(%(spaces)s::int[]) WITH ORDINALITY AS w(space, place)
  JOIN memory_entry o ON o.space_id = w.space
   AND o.hash = substring(%(hashes)s::bytea FROM (16 * w.place - 15)::int FOR 16)
   AND o.source IS NULL AND o.valid_until IS NOT NULL
  JOIN memory_link l
    ON l.realm_id = o.realm_id AND l.to_uid = o.uid AND l.relation = 'merged'
  JOIN memory_entry e
    ON e.realm_id = l.realm_id AND e.uid = l.from_uid AND e.valid_until IS NULL
"""
_FORMER: Final = """
SELECT entry_uid, hash FROM memory_version
 WHERE realm_id = %(realm)s AND entry_uid = ANY(%(uids)s) AND hash IS NOT NULL
"""


class _There(NamedTuple):
    """An entry that is there, and the space and hash by which it was found: its own, or those of
    what was merged into it."""

    id: int
    uid: UUID
    space_id: int
    hash: bytes
    created_at: datetime | None = None
    expires_at: datetime | None = None
    expired: bool | None = None
    by: Literal["id", "says", "merged"] = "id"


class _Known:
    """Which entries are there: in the database, and earlier in the same list."""

    def __init__(self, realm: RealmView, placed: Sequence[Placed]) -> None:
        alone = [each for each in placed if each.draft.source is None]
        asked = {
            "realm": realm.id,
            # In one piece each: arrays of thousands take the driver longer than the search.
            "uids": b"".join(each.draft.uid.bytes for each in placed),
            "spaces": [each.space_id for each in alone],
            "hashes": b"".join(each.hash for each in alone),
        }
        rows = _there(asked)
        # Nobody finds what has expired: it would keep what says the same from being remembered.
        if expired := {(each.id, each.uid) for each in rows if each.expired}:
            remove(realm.id, list(expired))
            rows = _there(asked)
        self._uids = {each.uid: each for each in rows if each.by == "id"}
        # What says it now counts before what another one that said it was merged into.
        self._same = _by_content(rows, "merged") | _by_content(rows, "says")
        self._former = self._said_before(realm, alone)
        self.outlived: dict[int, datetime | None] = {}
        """Entries, by number, that are to be kept for longer, and until when; None is for ever."""

    def _said_before(self, realm: RealmView, alone: Sequence[Placed]) -> set[tuple[UUID, bytes]]:
        """Return what entries said before, of those that do not say now what is sent."""
        other = {
            each.draft.uid for each in alone
            if (there := self._uids.get(each.draft.uid)) and there.hash != each.hash
        }  # fmt: skip
        params = {"realm": realm.id, "uids": list(other)}
        return {(uid, bytes(said)) for uid, said in sql.fetch(_FORMER, params)} if other else set()

    def take(self, placed: Placed) -> Stored:
        """Return what becomes of a draft; what is new is known from now on, without a number."""
        uid, alone = placed.draft.uid, placed.draft.source is None
        if there := self._uids.get(uid):
            return Stored(there.id, uid, new=False, taken=alone and not self._says(there, placed))
        key = (placed.space_id, placed.hash)
        if alone and (there := self._same.get(key)):
            self._outlast(there, placed.draft.expires_at)
            return Stored(there.id, there.uid, new=False)
        new = _There(0, uid, *key, expires_at=placed.draft.expires_at)
        self._uids[uid] = new
        if alone:
            self._same[key] = new
        return Stored(0, uid, new=True)

    def _outlast(self, there: _There, expires_at: datetime | None) -> None:
        """Note that what an entry says is to be kept until then at least."""
        until = self.outlived.get(there.id, there.expires_at)
        if there.id and until is not None and (expires_at is None or expires_at > until):
            self.outlived[there.id] = expires_at

    def _says(self, there: _There, placed: Placed) -> bool:
        """Return whether an entry says what is sent under its id, or said so before."""
        if there.space_id != placed.space_id:
            return False
        sent = {placed.hash}
        if placed.draft.at == there.created_at:  # as it is exported where nobody told its time
            sent.add(content_hash(replace(placed.draft, at=None)))
        return any(each == there.hash or (there.uid, each) in self._former for each in sent)


def _by_content(rows: Sequence[_There], by: str) -> dict[tuple[int, bytes], _There]:
    return {(each.space_id, bytes(each.hash)): each for each in rows if each.by == by}


def _there(asked: dict[str, Any]) -> list[_There]:
    return [_There(*row) for row in sql.fetch(_THERE, asked)]


_PROLONG: Final = """
UPDATE memory_entry e SET expires_at = w.expires_at, changed_at = now()
  FROM unnest(%(numbers)s::bigint[], %(until)s::timestamptz[]) w(id, expires_at)
 WHERE e.realm_id = %(realm)s AND e.id = w.id
"""


def _prolong(realm: RealmView, entries: Mapping[int, datetime | None]) -> None:
    """Keep entries until then; None is for ever."""
    if entries:
        hold(realm.id)  # so that it and who changes several of them do not wait for each other
        until = {"numbers": list(entries), "until": list(entries.values())}
        sql.execute(_PROLONG, {"realm": realm.id, **until})


_NUMBERS: Final = """
SELECT now(), ARRAY(SELECT nextval('memory_entry_id_seq') FROM generate_series(1, %(count)s))
  FROM (SELECT pg_advisory_xact_lock_shared(%(writers)s)) locked
"""


def _numbers(count: int) -> tuple[datetime, list[int]]:
    """Return the database's time, and numbers for new entries."""
    ((now, numbers),) = sql.fetch(_NUMBERS, {"count": count, "writers": WRITERS})
    return now, numbers


def _copy_entries(realm: RealmView, now: datetime, rows: Sequence[tuple[int, Placed]]) -> None:
    if rows:
        writes = EntryRows(realm.id, _language(realm.language), now)
        made = (writes.row(number, each.space_id, each.hash, each.draft) for number, each in rows)
        copy_binary("memory_entry", ENTRY, made)


def _language(name: str) -> int:
    """Return the number of a text search configuration: COPY reads no names in binary."""
    ((number,),) = sql.fetch("SELECT %(name)s::regconfig::oid::int8", {"name": name})
    return int(number)


def copy_vectors(
    embedder: EmbedderView, entries: Sequence[tuple[int, int, int]], vectors: Vectors
) -> None:
    """Store vectors of length one: of entries by number, space and type. Queries: one."""
    if entries:
        copy_binary("memory_vector", VECTOR, vector_rows(embedder.id, entries, vectors))


_MISSING: Final = """
INSERT INTO memory_pending (embedder_id, entry_id, tries, error)
SELECT DISTINCT w.embedder, n.number, 0, ''
  FROM memory_realm r, unnest(ARRAY[r.embedder_id, r.next_embedder_id]) w(embedder),
       unnest(%(numbers)s::bigint[]) n(number)
 WHERE r.id = %(realm)s AND w.embedder IS NOT NULL AND w.embedder <> ALL(%(made)s::smallint[])
"""


def want_missing(realm_id: int, numbers: Sequence[int], made: Sequence[EmbedderView]) -> None:
    """Say that new entries want their realm's vectors, but for those that are made. Queries: one.

    By whom is read after `WRITERS` was taken, for it may have changed since; see `reembedding`.
    """
    if numbers:
        done = [each.id for each in made]
        sql.execute(_MISSING, {"realm": realm_id, "numbers": list(numbers), "made": done})
