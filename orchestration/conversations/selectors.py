"""Reading conversations, always for a tenant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import orjson

from orchestration import sql
from orchestration.conversations.errors import UnknownConversation
from orchestration.conversations.views import ConversationView, MessageView, PendingAnswer

_CONVERSATION: Final = """
SELECT id, tenant_id, title, agent, "user", system_prompt, metadata::text, messages, created_at,
       changed_at
  FROM conversations_conversation WHERE tenant_id = %(tenant)s
"""
_MESSAGE: Final = """
SELECT id, ordinal, state, message::text, client_id, task_id, tokens, error::text, at
  FROM conversations_message WHERE conversation_id = %(conversation)s
"""


def _conversation(row: sql.Row) -> ConversationView:
    values = list(row)
    values[6] = orjson.loads(row[6])
    return ConversationView(*values)


def _message(row: sql.Row) -> MessageView:
    values = list(row)
    values[3] = orjson.loads(row[3])
    values[7] = None if row[7] is None else orjson.loads(row[7])
    return MessageView(*values)


def get_conversation(
    conversation_id: UUID, *, tenant_id: UUID, locked: bool = False
) -> ConversationView:
    """Return a conversation. Queries: one.

    Args:
        conversation_id: Which one.
        tenant_id: Whose it must be.
        locked: Whether nobody else adds to it while the caller's transaction lasts.

    Raises:
        UnknownConversation: The tenant has none of that id.
    """
    lock = " FOR UPDATE" if locked else ""
    rows = sql.fetch(
        f"{_CONVERSATION} AND id = %(id)s{lock}", {"tenant": tenant_id, "id": conversation_id}
    )
    if not rows:
        raise UnknownConversation(conversation_id)
    return _conversation(rows[0])


def list_conversations(
    *,
    tenant_id: UUID,
    agent: str | None = None,
    user: str | None = None,
    below: UUID | None = None,
    limit: int = 20,
) -> list[ConversationView]:
    """Return conversations, newest first, with ids below one. Queries: one."""
    rows = sql.fetch_planned(
        f"""{_CONVERSATION} AND (%(below)s::uuid IS NULL OR id < %(below)s)
               AND (%(agent)s::text IS NULL OR agent = %(agent)s)
               AND (%(user)s::text IS NULL OR "user" = %(user)s)
             ORDER BY id DESC LIMIT %(limit)s""",
        {"tenant": tenant_id, "agent": agent, "user": user, "below": below, "limit": limit},
    )
    return [_conversation(row) for row in rows]


def list_messages(
    conversation: ConversationView, *, after: int = -1, limit: int = 100
) -> list[MessageView]:
    """Return messages in order, those behind a place. Queries: one, by an index."""
    rows = sql.fetch(
        f"{_MESSAGE} AND ordinal > %(after)s ORDER BY ordinal LIMIT %(limit)s",
        {"conversation": conversation.id, "after": after, "limit": limit},
    )
    return [_message(row) for row in rows]


def last_messages(conversation: ConversationView, limit: int) -> list[MessageView]:
    """Return the newest messages, in order. Queries: one, by an index."""
    rows = sql.fetch(
        f"{_MESSAGE} ORDER BY ordinal DESC LIMIT %(limit)s",
        {"conversation": conversation.id, "limit": limit},
    )
    return [_message(row) for row in reversed(rows)]


def last_and_system_messages(conversation: ConversationView, limit: int) -> list[MessageView]:
    """Return the newest messages and all system messages before them, in order.

    Queries: one, by an index; it reads all messages of the conversation.
    """
    rows = sql.fetch(
        f"""{_MESSAGE} AND (message->>'role' = 'system' OR ordinal >= %(first)s)
             ORDER BY ordinal""",
        {"conversation": conversation.id, "first": conversation.messages - limit},
    )
    return [_message(row) for row in rows]


def find_messages(
    conversation: ConversationView, client_ids: Sequence[str]
) -> dict[str, MessageView]:
    """Return messages by the ids that clients gave them. Queries: one, by an index."""
    rows = sql.fetch(
        f"{_MESSAGE} AND client_id <> '' AND client_id = ANY(%(ids)s)",
        {"conversation": conversation.id, "ids": list(client_ids)},
    )
    return {view.client_id: view for view in map(_message, rows)}


def message_at(conversation: ConversationView, ordinal: int) -> MessageView | None:
    """Return the message at a place. Queries: one, by an index."""
    return next(iter(list_messages(conversation, after=ordinal - 1, limit=1)), None)


_PENDING: Final = """
SELECT m.id, m.task_id, c.tenant_id
  FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation_id
 WHERE m.state = 'pending'
"""


def pending_in(conversation_id: UUID) -> list[PendingAnswer]:
    """Return the answers of a conversation that are to come. Queries: one."""
    rows = sql.fetch(f"{_PENDING} AND m.conversation_id = %(id)s", {"id": conversation_id})
    return [PendingAnswer(*row) for row in rows]


def pending_of(task_ids: Sequence[UUID]) -> list[PendingAnswer]:
    """Return the answers that some tasks are to make. Queries: one, by an index."""
    rows = sql.fetch(f"{_PENDING} AND m.task_id = ANY(%(ids)s)", {"ids": list(task_ids)})
    return [PendingAnswer(*row) for row in rows]


def tasks_of(conversation: ConversationView) -> list[UUID]:
    """Return the tasks that a conversation's answers come from. Queries: one."""
    rows = sql.fetch(
        """SELECT task_id FROM conversations_message
            WHERE conversation_id = %(id)s AND task_id IS NOT NULL""",
        {"id": conversation.id},
    )
    return [row[0] for row in rows]
