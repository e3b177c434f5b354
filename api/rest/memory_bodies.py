"""From bodies to what is remembered: drafts, vectors, times at which memories expire."""

import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np

from api.rest import memory_documents as d
from api.rest.remembering import memory
from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory.drafts import MEMORIES, Draft, Kind
from orchestration.memory.owners import Owner
from orchestration.memory.ports import Embedded
from orchestration.memory.remembering import invalid_memory
from orchestration.memory.selectors import EntryView
from orchestration.memory.vectors import Vectors, invalid_vector, unit

KINDS: Final[dict[str, Kind]] = {each.name.lower(): each for each in MEMORIES}
TYPES: Final[dict[Kind, str]] = {kind: name for name, kind in KINDS.items()}
_FLOAT: Final = np.dtype("<f4")


def drafts_of(items: Sequence[d.MemoryItem]) -> list[Draft]:
    """Return what is to be remembered. Queries: none; one if any of them expires.

    Raises:
        InvalidMemory: One says twice when it expires, or has expired.
    """
    expiring = any(each.ttl_s is not None or each.expires_at is not None for each in items)
    now = _now() if expiring else datetime.max.replace(tzinfo=UTC)
    return [_draft(each, now) for each in items]


def _draft(item: d.MemoryItem, now: datetime) -> Draft:
    return Draft(
        item.text,
        KINDS[item.type],
        Owner(item.agent, item.user, item.session),
        item.id or uuid7(),
        item.title,
        item.speaker,
        item.at,
        item.importance,
        tuple(item.tags),
        item.metadata,
        task_id=item.task_id,
        expires_at=_expiry(item.expires_at, item.ttl_s, now),
    )


def changed_draft(entry: EntryView, wanted: d.MemoryReplacement) -> Draft:
    """Return what a memory says after a change. Queries: none; one if it is to expire.

    Raises:
        InvalidMemory: It says twice when it expires, or has expired.
    """
    sent = wanted.model_fields_set if isinstance(wanted, d.MemoryChange) else None

    def value(name: str) -> Any:
        return getattr(wanted if sent is None or name in sent else entry, name)

    # That no time was said is part of what makes two memories the same.
    told = entry.at if entry.at != entry.created_at else None
    said = wanted.at if sent is None or "at" in sent else None
    kind = KINDS[wanted.type] if sent is None or "type" in sent else entry.kind
    keeps = sent is not None and not sent & {"expires_at", "ttl_s"}
    return Draft(
        value("text"),
        kind,
        entry.owner,
        entry.uid,
        value("title"),
        value("speaker"),
        said or told,
        value("importance"),
        tuple(value("tags")),
        value("metadata"),
        source=entry.source,
        ordinal=entry.ordinal,
        task_id=entry.task_id,
        expires_at=entry.expires_at if keeps else expiry(wanted.expires_at, wanted.ttl_s),
    )


def expiry(at: datetime | None, ttl_s: float | None) -> datetime | None:
    """Return when a memory expires, by the database's clock. Queries: none or one.

    Raises:
        InvalidMemory: Both are said, or it has expired.
    """
    return None if at is None and ttl_s is None else _expiry(at, ttl_s, _now())


def _expiry(at: datetime | None, ttl_s: float | None, now: datetime) -> datetime | None:
    if ttl_s is not None:
        if at is not None:
            raise invalid_memory("ttl_s", ttl_s, "It says twice when it expires.",
                                 "Send either `ttl_s` or `expires_at`.")  # fmt: skip
        return now + timedelta(seconds=ttl_s)
    if at is not None and at <= now:
        raise invalid_memory("expires_at", at, "It has expired already.",
                             "Send a time that is yet to come.")  # fmt: skip
    return at


def _now() -> datetime:
    now: datetime = sql.fetch("SELECT now()")[0][0]
    return now


def given(
    vector: list[float] | str | None, embedder: str | None, *, tenant_id: UUID
) -> Embedded | None:
    """Return the vector that a body brings. Queries: none, or as `Memory.brought`.

    Raises:
        InvalidVector: It is none, or an embedder is named without one.
        SwitchyardError: As `Memory.brought`.
    """
    if vector is None:
        _without(embedder)
        return None
    return memory().brought(one_vector(vector), embedder, tenant_id=tenant_id)


def one_vector(vector: list[float] | str) -> Vectors:
    """Return a vector of length one as the only row.

    Raises:
        InvalidVector: It is none.
    """
    return unit(_decoded(vector, 1) if isinstance(vector, str) else [vector])


def given_rows(
    vectors: Sequence[list[float] | str | None], embedder: str | None, *, tenant_id: UUID
) -> Embedded | None:
    """Return vectors of one kind: all of them texts, or lists, or none. Queries: as `given`.

    Raises:
        InvalidVector: One is none, or an embedder is named without any.
        SwitchyardError: As `Memory.brought`.
    """
    rows = [one_vector(each)[0] for each in vectors if each is not None]
    if not rows:
        _without(embedder)
        return None
    return memory().brought(np.stack(rows), embedder, tenant_id=tenant_id)


def given_many(body: d.BulkBody, *, tenant_id: UUID) -> Embedded | None:
    """Return the vectors of many memories. Queries: as `given`.

    Raises:
        InvalidVector: They are none, or not as many as memories.
        SwitchyardError: As `Memory.brought`.
    """
    vectors, count = body.vectors, len(body.memories)
    if vectors is None:
        _without(body.embedder)
        return None
    if isinstance(vectors, list) and len(vectors) != count:
        raise invalid_vector(
            f"There are {len(vectors)} vectors and {count} memories.", "vectors",
            "Send one vector for each memory, or none at all.",
        )  # fmt: skip
    rows = unit(_decoded(vectors, count) if isinstance(vectors, str) else vectors)
    return memory().brought(rows, body.embedder, tenant_id=tenant_id)


def _without(embedder: str | None) -> None:
    if embedder is not None:
        raise invalid_vector(
            "An embedder is named, and no vector is sent.", "embedder",
            "Send the vector that it made, or leave it out.",
        )  # fmt: skip


def _decoded(text: str, count: int) -> Vectors:
    """Return rows of numbers from base64.

    Raises:
        InvalidVector: It is no base64 of so many rows.
    """
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        raise invalid_vector(
            "The vector is no base64.", "vector", "Send it as base64 with padding, or as numbers."
        ) from None
    if len(raw) % (_FLOAT.itemsize * count):
        raise invalid_vector(
            f"{len(raw):,} bytes are no {count:,} vectors of single precision.", "vector",
            "Send 4 bytes for each number, of all vectors one after the other.",
        )  # fmt: skip
    return np.frombuffer(raw, dtype=_FLOAT).reshape(count, -1)
