"""Rows in the binary form that COPY reads, which spares the driver a look at each value.

The forms are those of Postgres' receiving functions, and for `halfvec` that of pgvector: its
length, two bytes of nothing, numbers of 16 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Final
from uuid import UUID

import numpy as np
import orjson
import psycopg
from django.db import connection

from orchestration.memory.drafts import Draft
from orchestration.memory.vectors import Vectors

_SIGNATURE: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_PIECE: Final = 256 * 1024
"""Bytes that are sent together, so that the server reads while more is written."""


def copy_binary(table: str, names: Sequence[str], rows: Iterable[bytes]) -> None:
    """Store rows that are in binary form: each the columns of these names, in this order.

    Queries: one.
    """
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT binary)") as to,
    ):
        to.write(_SIGNATURE)
        for piece in _pieces(rows):
            to.write(piece)
        to.write(_TRAILER)


def _pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    piece = bytearray()
    for row in rows:
        piece += row
        if len(piece) > _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


VECTOR: Final = ("entry_id", "embedder_id", "space_id", "type", "dimensions", "vector")


def vector_rows(
    embedder_id: int, entries: Sequence[tuple[int, int, int]], vectors: Vectors
) -> Iterator[bytes]:
    """Yield rows of vectors: of entries by number, space and type."""
    width = vectors.shape[1]
    values = {
        "entry_id": (">i8", [number for number, _, _ in entries]),
        "embedder_id": (">i2", embedder_id),
        "space_id": (">i4", [space for _, space, _ in entries]),
        "type": (">i2", [kind for _, _, kind in entries]),
        "dimensions": (">i2", width),
    }
    columns: list[tuple[str, str] | tuple[str, str, int]] = [("fields", ">i2")]
    for name, (form, _) in values.items():
        columns += [(f"{name}_size", ">i4"), (name, form)]
    columns += [("size", ">i4"), ("width", ">i2"), ("unused", ">i2"), ("vector", ">f2", width)]
    rows = np.zeros(len(entries), dtype=columns)
    for name, (form, value) in values.items():
        rows[name], rows[f"{name}_size"] = value, np.dtype(form).itemsize
    rows["fields"], rows["size"], rows["width"] = len(VECTOR), 4 + 2 * width, width
    rows["vector"] = vectors
    together = max(1, _PIECE // rows.itemsize)
    for start in range(0, len(rows), together):
        yield rows[start : start + together].tobytes()


ENTRY: Final = (
    "id", "uid", "realm_id", "space_id", "type", "at", "created_at", "changed_at",
    "importance", "language",
    "ordinal", "version", "hash", "title", "text", "speaker", "tags", "metadata", "source",
    "task_id", "expires_at",
)  # fmt: skip
_FIXED: Final = Struct(">h iq i16s ii ii ih iq iq iq id ii ii ii i16s")
"""How many columns, and those of a fixed length, each behind its length."""
_SIZE: Final = Struct(">i")
_TIME: Final = Struct(">iq")
_ARRAY: Final = Struct(">iiiii")
_NULL: Final = _SIZE.pack(-1)
_EMPTY: Final = Struct(">iiii").pack(12, 0, 0, 25)
"""An array of `text`, whose number is 25, without any dimension."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(slots=True)
class EntryRows:
    """Writes rows of entries.

    Attributes:
        realm_id: Whose they are.
        language: The number of the text search configuration.
        now: When they are stored.
    """

    realm_id: int
    language: int
    now: datetime
    _tags: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    def row(self, number: int, space_id: int, content: bytes, draft: Draft) -> bytes:
        """Return the row of one entry, by its number, space and hash."""
        now = _micros(self.now)
        fixed = _FIXED.pack(
            len(ENTRY), 8, number, 16, draft.uid.bytes, 4, self.realm_id, 4, space_id, 2,
            draft.kind, 8, now if draft.at is None else _micros(draft.at), 8, now, 8, now,
            8, draft.importance, 4, self.language, 4, draft.ordinal, 4, 1, 16, content,
        )  # fmt: skip
        if draft.tags not in self._tags:
            self._tags[draft.tags] = _array(draft.tags)
        return b"".join(
            (
                fixed,
                _sized(draft.title.encode()),
                _sized(draft.text.encode()),
                _sized(draft.speaker.encode()),
                self._tags[draft.tags],
                _sized(b"\x01" + orjson.dumps(draft.metadata)),
                _uid(draft.source),
                _uid(draft.task_id),
                _NULL if draft.expires_at is None else _TIME.pack(8, _micros(draft.expires_at)),
            )
        )


def _sized(value: bytes) -> bytes:
    return _SIZE.pack(len(value)) + value


def _uid(value: UUID | None) -> bytes:
    return _NULL if value is None else _sized(value.bytes)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _array(texts: Sequence[str]) -> bytes:
    if not texts:
        return _EMPTY
    items = b"".join(_sized(each.encode()) for each in texts)
    return _sized(_ARRAY.pack(1, 0, 25, len(texts), 1) + items)
