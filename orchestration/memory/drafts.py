"""What is to be remembered, before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

import orjson

from orchestration.ids import uuid7
from orchestration.memory.owners import SHARED, Owner


class Kind(IntEnum):
    """What kind of thing an entry says, with its number in the rows."""

    SEMANTIC = 1
    EPISODIC = 2
    PROCEDURAL = 3
    PASSAGE = 4


MEMORIES: Final = (Kind.SEMANTIC, Kind.EPISODIC, Kind.PROCEDURAL)


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry to store; see `MemoryEntry` for what its fields mean.

    Attributes:
        uid: Its id. The same one again is the same entry.
    """

    text: str
    kind: Kind = Kind.SEMANTIC
    owner: Owner = SHARED
    uid: UUID = field(default_factory=uuid7)
    title: str = ""
    speaker: str = ""
    at: datetime | None = None
    importance: float = 0.5
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    source: UUID | None = None
    ordinal: int = 0
    task_id: UUID | None = None
    expires_at: datetime | None = None


def content_hash(draft: Draft) -> bytes:
    """Return what two entries of a space have in common that say the same of the same time.

    What happened at a time that nobody told happened when it arrived: each one is another.
    """
    at: datetime | UUID | None = draft.at and draft.at.astimezone(UTC)
    if at is None and draft.kind is Kind.EPISODIC and draft.source is None:
        at = draft.uid
    said = (
        int(draft.kind), draft.title, draft.text, draft.speaker, at, draft.source, draft.ordinal,
    )  # fmt: skip
    return blake2b(orjson.dumps(said, default=str), digest_size=16).digest()
