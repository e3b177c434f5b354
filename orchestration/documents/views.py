"""Collections and documents as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from orchestration.documents.errors import CANCELLED


@dataclass(frozen=True, slots=True)
class CollectionView:
    """A collection; see `Collection` for what each value means."""

    id: UUID
    name: str
    description: str
    metadata: Mapping[str, Any]
    passage_tokens: int
    expires_after_days: int | None
    used_at: datetime
    created_at: datetime
    documents: int
    pending: int
    failed: int
    passages: int
    size: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document; see `Document` for what each value means."""

    id: UUID
    tenant_id: UUID
    collection_id: UUID
    key: str
    name: str
    url: str
    media_type: str
    sha256: str
    size: int
    title: str
    metadata: Mapping[str, Any]
    state: str
    generation: int
    error: Mapping[str, Any] | None
    pages: int
    passages: int
    tokens: int
    task_id: UUID | None
    created_at: datetime
    changed_at: datetime
    ingested_at: datetime | None
    batch_id: UUID | None = None
    passage_tokens: int | None = None
    read_sha256: str = ""

    @property
    def cancelled(self) -> bool:
        """Return whether nobody reads it because somebody wanted so."""
        return self.error is not None and self.error.get("type") == CANCELLED


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a passage stands: see `PassagePlace`."""

    ordinal: int
    page: int
    start: int
    stop: int
    section: int
    tokens: int
