"""Stores entries with their vectors: found at once, in the tail of all segments.

Rows travel by COPY, which no HNSW index slows down: such an index covers a segment, and new entries
lie behind the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

import numpy as np
import orjson
import psycopg
from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from orchestration import sql
from orchestration.memory.drafts import Draft, content_hash
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.removing import remove
from orchestration.memory.segments import WRITERS
from orchestration.memory.spaces import RealmView
from orchestration.memory.vectors import Vectors

_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a draft.

    Attributes:
        id: The entry's number.
        uid: Its id: the draft's, or that of the entry that had been there.
        new: Whether it was stored; else it had been there.
    """

    id: int
    uid: UUID
    new: bool


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
    pending: Sequence[EmbedderView] = (),
) -> list[Stored]:
    """Store entries; those that are there already stay as they are.

    An entry is there when its id is, or one of its space with the same hash that still holds.
    Entries of sources (documents) are told apart by their ids and places alone.

    Args:
        realm: Whose they are.
        placed: The entries; the same one may stand there twice.
        embedder: What made the vectors.
        vectors: Of length one, a row for each entry.
        pending: Who is yet to make vectors of those that are new.

    Queries: four to six, three of them COPY, in one transaction; again if somebody stores the same
    meanwhile.
    """
    for tried in range(_TRIES):
        try:
            with transaction.atomic():
                return _store(realm, placed, embedder, vectors, pending)
        except IntegrityError as error:
            raced = isinstance(error.__cause__, psycopg.errors.UniqueViolation)
            if not raced or tried == _TRIES - 1:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _store(
    realm: RealmView,
    placed: Sequence[Placed],
    embedder: EmbedderView | None,
    vectors: Vectors | None,
    pending: Sequence[EmbedderView],
) -> list[Stored]:
    known = _Known(realm, placed)
    fresh = [at for at, each in enumerate(placed) if known.add(each)]
    now, numbers = _numbers(len(fresh))
    ids = dict(zip(fresh, numbers, strict=True))
    _copy_entries(realm, now, [(ids[at], placed[at]) for at in fresh])
    if fresh and embedder is not None and vectors is not None:
        rows = [(ids[at], placed[at].space_id, int(placed[at].draft.kind)) for at in fresh]
        copy_vectors(embedder, rows, vectors[fresh])
    for each in pending:
        copy_pending(each, [ids[at] for at in fresh])
    known.numbered({placed[at].draft.uid: number for at, number in ids.items()})
    return [Stored(*known.entry(each), at in ids) for at, each in enumerate(placed)]


_THERE: Final = """
SELECT e.uid, e.space_id, e.hash, e.id, e.source IS NULL AND e.valid_until IS NULL,
       coalesce(e.expires_at <= now(), false)
  FROM memory_entry e WHERE e.realm_id = %(realm)s AND e.uid = ANY(%(uids)s)
UNION ALL
SELECT e.uid, e.space_id, e.hash, e.id, true, coalesce(e.expires_at <= now(), false)
  FROM unnest(%(spaces)s::int[], %(hashes)s::bytea[]) AS w(space, hash)
  JOIN memory_entry e ON e.space_id = w.space AND e.hash = w.hash
   AND e.source IS NULL AND e.valid_until IS NULL
"""


class _Known:
    """Which entries are there: in the database, and earlier in the same list."""

    def __init__(self, realm: RealmView, placed: Sequence[Placed]) -> None:
        self._uids: dict[Any, int] = {}
        self._same: dict[tuple[int, bytes], Any] = {}
        alone = [each for each in placed if each.draft.source is None]
        rows = sql.fetch(
            _THERE,
            {
                "realm": realm.id,
                "uids": [each.draft.uid for each in placed],
                "spaces": [each.space_id for each in alone],
                "hashes": [each.hash for each in alone],
            },
        )
        # Nobody finds what has expired: it would keep what says the same from being remembered.
        remove(realm.id, list({(number, uid) for uid, _, _, number, _, gone in rows if gone}))
        for uid, space_id, content, number, compared, gone in rows:
            if gone:
                continue
            self._uids[uid] = number
            if compared:
                self._same[space_id, bytes(content)] = uid

    def add(self, placed: Placed) -> bool:
        """Return whether it is new; from now on it is known."""
        if self._uid(placed) is not None:
            return False
        self._uids[placed.draft.uid] = 0
        if placed.draft.source is None:
            self._same[placed.space_id, placed.hash] = placed.draft.uid
        return True

    def numbered(self, numbers: dict[Any, int]) -> None:
        """Take in the numbers of those that were new."""
        self._uids.update(numbers)

    def entry(self, placed: Placed) -> tuple[int, UUID]:
        """Return an entry's number and id."""
        uid = self._uid(placed)
        return self._uids[uid], uid

    def _uid(self, placed: Placed) -> Any:
        if placed.draft.uid in self._uids:
            return placed.draft.uid
        if placed.draft.source is not None:
            return None
        return self._same.get((placed.space_id, placed.hash))


_NUMBERS: Final = """
SELECT now(), ARRAY(SELECT nextval('memory_entry_id_seq') FROM generate_series(1, %(count)s))
  FROM (SELECT pg_advisory_xact_lock_shared(%(writers)s)) locked
"""


def _numbers(count: int) -> tuple[datetime, list[int]]:
    """Return the database's time, and numbers for new entries."""
    ((now, numbers),) = sql.fetch(_NUMBERS, {"count": count, "writers": WRITERS})
    return now, numbers


_ENTRY: Final = {
    "id": "int8",
    "uid": "uuid",
    "realm_id": "int4",
    "space_id": "int4",
    "type": "int2",
    "title": "text",
    "text": "text",
    "language": "regconfig",
    "speaker": "text",
    "at": "timestamptz",
    "importance": "float8",
    "tags": "text[]",
    "metadata": "jsonb",
    "source": "uuid",
    "ordinal": "int4",
    "task_id": "uuid",
    "hash": "bytea",
    "version": "int4",
    "expires_at": "timestamptz",
    "created_at": "timestamptz",
}


def _copy_entries(realm: RealmView, now: datetime, rows: Sequence[tuple[int, Placed]]) -> None:
    language = _language(realm.language)
    _copy("memory_entry", _ENTRY, (_entry(realm.id, language, now, *row) for row in rows))


def _entry(
    realm_id: int, language: int, now: datetime, number: int, placed: Placed
) -> tuple[Any, ...]:
    draft = placed.draft
    return (
        number, draft.uid, realm_id, placed.space_id, int(draft.kind), draft.title, draft.text,
        language, draft.speaker, draft.at or now, draft.importance, list(draft.tags),
        Jsonb(draft.metadata, orjson.dumps), draft.source, draft.ordinal, draft.task_id,
        placed.hash, 1, draft.expires_at, now,
    )  # fmt: skip


def _language(name: str) -> int:
    """Return the number of a text search configuration: COPY reads no names in binary."""
    ((number,),) = sql.fetch("SELECT %(name)s::regconfig::oid::int8", {"name": name})
    return int(number)


_VECTORS: Final = """
COPY memory_vector (entry_id, embedder_id, space_id, type, dimensions, vector)
FROM STDIN (FORMAT binary)
"""
_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END: Final = b"\xff\xff"


def copy_vectors(
    embedder: EmbedderView, rows: Sequence[tuple[int, int, int]], vectors: Vectors
) -> None:
    """Store vectors of length one: of entries by number, space and type. Queries: one.

    Each row has the same length, so all of them are one array, in the form that COPY reads.
    """
    width = embedder.dimensions
    row = np.dtype([
        ("fields", ">i2"), ("entry_length", ">i4"), ("entry", ">i8"),
        ("embedder_length", ">i4"), ("embedder", ">i2"), ("space_length", ">i4"),
        ("space", ">i4"), ("type_length", ">i4"), ("type", ">i2"),
        ("dimensions_length", ">i4"), ("dimensions", ">i2"),
        ("vector_length", ">i4"), ("width", ">i2"), ("unused", ">i2"), ("vector", ">f2", (width,)),
    ])  # fmt: skip
    table = np.zeros(len(rows), dtype=row)
    table["fields"] = 6
    for name, length in (("entry", 8), ("embedder", 2), ("space", 4), ("type", 2)):
        table[f"{name}_length"] = length
    table["dimensions_length"], table["vector_length"] = 2, 4 + 2 * width
    table["entry"], table["space"], table["type"] = np.array(rows, dtype=np.int64).T
    table["embedder"], table["dimensions"], table["width"] = embedder.id, width, width
    table["vector"] = vectors
    with _cursor() as cursor, cursor.copy(_VECTORS) as to:
        to.write(_SIGNATURE + table.tobytes() + _END)


def copy_pending(embedder: EmbedderView, numbers: Iterable[int]) -> None:
    """Say that entries are to get vectors of an embedder. Queries: one."""
    types = {"embedder_id": "int2", "entry_id": "int8", "tries": "int2", "error": "text"}
    _copy("memory_pending", types, ((embedder.id, number, 0, "") for number in numbers))


def _copy(table: str, types: dict[str, str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Send rows to a table, in binary."""
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(types)
    with (
        _cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as to,
    ):
        to.set_types([_SENT.get(each, each) for each in types.values()])
        for row in chain([first], rows):
            to.write_row(row)


_SENT: Final = {"regconfig": "oid"}
"""What stands for types that the driver does not know: their binary forms are the same."""


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor
