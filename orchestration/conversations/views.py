"""Conversations and messages as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation; see `Conversation` for what each value means."""

    id: UUID
    tenant_id: UUID
    title: str
    agent: str
    user: str
    system_prompt: str
    metadata: Mapping[str, Any]
    messages: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message; see `ConversationMessage` for what each value means."""

    id: UUID
    ordinal: int
    state: str
    message: Mapping[str, Any]
    client_id: str
    task_id: UUID | None
    tokens: int | None
    error: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PendingAnswer:
    """An answer that is still to come.

    Attributes:
        message_id: The message that it will be.
        task_id: What makes it.
        tenant_id: Whose it is.
    """

    message_id: UUID
    task_id: UUID
    tenant_id: UUID
