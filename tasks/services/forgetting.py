"""Deleting conversations that nobody has gone on with for as long as their tenant keeps them."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration.access.services import audit
from orchestration.conversations.errors import UnknownConversation
from orchestration.conversations.selectors import get_conversation
from tasks import sql
from tasks.services.conversing import forget

ACTOR: Final = "retention"
_STEP: Final = 200
_REST_S: Final = 0.01
_IDLE: Final = """
SELECT c.id, c.tenant_id, c.changed_at
  FROM conversations_conversation c JOIN access_tenant t ON t.id = c.tenant_id
 WHERE c.id > %(after)s
   AND c.changed_at < now() - make_interval(
           secs => coalesce((%(days_of)s::jsonb ->> t.name)::float8, %(days)s::float8) * 86400)
 ORDER BY c.id LIMIT %(step)s
"""
_FIRST: Final = UUID(int=0)


def prune() -> dict[str, int]:
    """Delete conversations that have been quiet for too long, with the tasks of their answers;
    return how many. Each goes in a transaction of its own.

    Queries: none where all are kept; else one for each 200, and as `forget` for each.
    """
    retention = settings.SWITCHYARD.retention
    keep = {
        "days": retention.conversations_days,
        "days_of": sql.dumps(retention.conversations_days_of),
        "step": _STEP,
    }
    deleted: dict[UUID, int] = {}
    after = _FIRST
    while (retention.conversations_days or retention.conversations_days_of) and (
        found := sql.fetch(_IDLE, {**keep, "after": after})
    ):
        for conversation_id, tenant_id, changed_at in found:
            gone = _forget(conversation_id, tenant_id, changed_at)
            deleted[tenant_id] = deleted.get(tenant_id, 0) + gone
        after = found[-1][0]
        time.sleep(_REST_S)
    _tell(deleted)
    return {"conversations": sum(deleted.values())}


def _forget(conversation_id: UUID, tenant_id: UUID, changed_at: datetime) -> int:
    """Delete a conversation, unless somebody has gone on with it since it was looked at."""
    with transaction.atomic():
        try:
            now = get_conversation(conversation_id, tenant_id=tenant_id, locked=True)
        except UnknownConversation:
            return 0
        if now.changed_at != changed_at:
            return 0
        forget(conversation_id, tenant_id=tenant_id, by=ACTOR)
    return 1


def _tell(deleted: dict[UUID, int]) -> None:
    for tenant_id, conversations in deleted.items():
        if conversations:
            audit(
                actor=ACTOR, action="forget", subject_type="conversation", subject_id="",
                tenant_id=tenant_id, deleted=conversations,
            )  # fmt: skip
