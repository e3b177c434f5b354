"""Writing conversations down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from orchestration import sql
from orchestration.conversations.errors import AnswerPending, OtherMessage
from orchestration.conversations.records import Conversation
from orchestration.conversations.selectors import (
    find_messages,
    get_conversation,
    last_messages,
    list_messages,
)
from orchestration.conversations.views import ConversationView, MessageView
from orchestration.ids import uuid7


@dataclass(frozen=True, slots=True)
class Said:
    """A message to store.

    Attributes:
        message: In the validated form of the kind chat.
        client_id: Names it for its sender: the same one again is the same message.
        task_id: What makes it; its content is to come then.
    """

    message: Mapping[str, Any]
    client_id: str = ""
    task_id: UUID | None = None


def create(*, tenant_id: UUID, **values: Any) -> ConversationView:
    """Begin a conversation. Queries: two.

    Args:
        tenant_id: Whose it is.
        values: Title, agent, user, system_prompt, metadata.
    """
    made = Conversation.objects.create(tenant_id=tenant_id, **values)
    return get_conversation(made.pk, tenant_id=tenant_id)


def change(conversation_id: UUID, *, tenant_id: UUID, **values: Any) -> ConversationView:
    """Change what is known of a conversation; its messages stay. Queries: three.

    Raises:
        UnknownConversation: The tenant has none of that id.
    """
    get_conversation(conversation_id, tenant_id=tenant_id)
    Conversation.objects.filter(pk=conversation_id, tenant_id=tenant_id).update(**values)
    return get_conversation(conversation_id, tenant_id=tenant_id)


_GROWN: Final = """
UPDATE conversations_conversation SET messages = messages + %(more)s, changed_at = now()
 WHERE id = %(id)s
"""
_APPEND: Final = """
INSERT INTO conversations_message
       (id, conversation_id, ordinal, state, message, client_id, task_id)
SELECT id, %(conversation)s, ordinal, CASE WHEN task_id IS NULL THEN 'stored' ELSE 'pending' END,
       message, client_id, task_id
  FROM json_to_recordset(%(rows)s::json)
       AS n(id uuid, ordinal int, message jsonb, client_id text, task_id uuid)
"""


def append(conversation_id: UUID, said: Sequence[Said], *, tenant_id: UUID) -> list[MessageView]:
    """Add messages at the end, all or none; those that are known by their clients' ids are not
    added again. Return them in the order in which they were given.

    Queries: five or six, in one transaction that nobody else adds in.

    Raises:
        UnknownConversation: The tenant has none of that id.
        AnswerPending: An answer is still to come.
        OtherMessage: A client's id stands for another message.
    """
    with transaction.atomic():
        conversation = get_conversation(conversation_id, tenant_id=tenant_id, locked=True)
        known = _known(conversation, said)
        fresh = [each for each in said if each.client_id not in known]
        if fresh:
            _check_settled(conversation)
            rows = [_row(each, conversation.messages + at) for at, each in enumerate(fresh)]
            sql.execute(_APPEND, {"conversation": conversation_id, "rows": _json(rows)})
            sql.execute(_GROWN, {"id": conversation_id, "more": len(rows)})
        added = iter(list_messages(conversation, after=conversation.messages - 1, limit=len(said)))
        return [known[each.client_id] if each.client_id in known else next(added) for each in said]


def _known(conversation: ConversationView, said: Sequence[Said]) -> dict[str, MessageView]:
    ids = [each.client_id for each in said if each.client_id]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        raise OtherMessage(twice)
    found = find_messages(conversation, ids) if ids else {}
    for each in said:
        if each.client_id in found and found[each.client_id].message != each.message:
            raise OtherMessage(each.client_id)
    return found


def _check_settled(conversation: ConversationView) -> None:
    """Refuse to add behind an answer that is to come: it is the last one, if any."""
    last = last_messages(conversation, 1)
    if last and last[0].state == "pending":
        raise AnswerPending(conversation.id, last[0].task_id)


def _row(said: Said, ordinal: int) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "ordinal": ordinal,
        "message": said.message,
        "client_id": said.client_id,
        "task_id": said.task_id,
    }


_ANSWERED: Final = """
UPDATE conversations_message
   SET state = 'stored', message = %(message)s::jsonb, tokens = %(tokens)s, at = %(at)s
 WHERE id = %(id)s AND state = 'pending'
"""
_FAILED: Final = """
UPDATE conversations_message SET state = 'failed', error = %(error)s::jsonb
 WHERE id = %(id)s AND state = 'pending'
"""


def answered(message_id: UUID, message: Mapping[str, Any], *, tokens: int | None, at: Any) -> bool:
    """Fill in an answer; return whether it was still to come. Queries: one."""
    return bool(
        sql.execute(
            _ANSWERED,
            {"id": message_id, "message": _json(message), "tokens": tokens, "at": at},
        )
    )


def unanswered(message_id: UUID, error: Mapping[str, Any]) -> bool:
    """Say why there is no answer; return whether it was still to come. Queries: one."""
    return bool(sql.execute(_FAILED, {"id": message_id, "error": _json(error)}))


def delete(conversation_id: UUID, *, tenant_id: UUID) -> None:
    """Delete a conversation with its messages, for good. Queries: three, in one transaction.

    Raises:
        UnknownConversation: The tenant has none of that id.
    """
    with transaction.atomic():
        get_conversation(conversation_id, tenant_id=tenant_id, locked=True)
        params = {"id": conversation_id}
        sql.execute("DELETE FROM conversations_message WHERE conversation_id = %(id)s", params)
        sql.execute("DELETE FROM conversations_conversation WHERE id = %(id)s", params)


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()
