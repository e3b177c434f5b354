"""Kept answers for tests of the cache."""

from __future__ import annotations

import math
from hashlib import sha256
from typing import Any
from uuid import UUID

from orchestration.access.records import Tenant
from orchestration.cache import shelf
from orchestration.calls.cache_codec import decode, encode
from orchestration.calls.caching import Keeping, Kept
from orchestration.ids import uuid7
from orchestration.providers.chat import ChatAnswer, Choice, Usage


def named(text: str) -> str:
    """Return a key."""
    return sha256(text.encode()).hexdigest()


def answer_of(text: str) -> ChatAnswer:
    """Return an answer."""
    return ChatAnswer("a-1", "large", (Choice(text, "stop"),), Usage(7, 4))


def keeping(tenant: Tenant | UUID, key: str = "q", text: str = "an answer", **more: Any) -> Keeping:
    """Return what is to be kept: by default an answer for an hour."""
    encoded = encode(answer_of(text))
    assert encoded is not None
    fields: dict[str, Any] = {
        "tenant_id": tenant if isinstance(tenant, UUID) else tenant.pk, "key": named(key),
        "kind": "chat", "provider": "cerebras", "model": "llama", "version": "",
        "call_id": uuid7(), "answer": encoded, "usage": Usage(7, 4), "ttl_s": 3600.0,
        "question": key,
    }  # fmt: skip
    return Keeping(**(fields | more))


def keep(tenant: Tenant | UUID, key: str = "q", text: str = "an answer", **more: Any) -> None:
    """Keep an answer."""
    shelf.put(keeping(tenant, key, text, **more))


def found(tenant: Tenant, key: str = "q", max_age_s: float | None = None) -> str | None:
    """Return what is found under a key."""
    return said(shelf.get(tenant.pk, named(key), max_age_s))


def said(kept: Kept | None) -> str | None:
    """Return what a kept answer says."""
    answer = None if kept is None else decode(kept.answer, ChatAnswer)
    return None if answer is None else answer.text


def at_angle(degrees: float, length: int = 2) -> tuple[float, ...]:
    """Return a vector of length 1, at an angle from the first axis."""
    angle = math.radians(degrees)
    return (math.cos(angle), math.sin(angle), *([0.0] * (length - 2)))
