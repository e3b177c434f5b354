"""Conversations: what was said, and what is said next."""

from dataclasses import asdict
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import conversation_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.errors import InvalidBody
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from api.rest.tasks import READ, WRITE
from orchestration.conversations import services
from orchestration.conversations.selectors import (
    get_conversation,
    list_conversations,
    list_messages,
)
from orchestration.conversations.services import Said
from orchestration.conversations.views import ConversationView as View
from orchestration.conversations.views import MessageView
from tasks.lifecycle import Priority
from tasks.selectors.pages import decode_cursor, page_of
from tasks.services.answering import settle
from tasks.services.conversing import Question, forget, reply

TAG: Final = "conversations"
_MOST: Final = 500
_OWN: Final = ("messages", "retrieval", "question")
"""Fields of a kind that a conversation fills in itself."""
_FILTERS: Final = (
    *PAGE,
    query("agent", "Of this agent."),
    query("user", "Of this user."),
)
_MESSAGES: Final = (
    query("limit", "Messages of a page.", {"type": "integer", "minimum": 1, "maximum": _MOST}),
    query("after", "`next` of the page before.", {"type": "integer", "minimum": 0}),
)


class ConversationsView(ApiView):
    """A tenant's conversations."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.ConversationPage}, parameters=_FILTERS, tag=TAG)
    def get(self, request: Request) -> HttpResponse:
        """List conversations, newest first."""
        params = Params(request, "limit", "cursor", "agent", "user")
        limit, below = params.limit(), decode_cursor(params.text("cursor"))
        found = list_conversations(
            tenant_id=self.principal.tenant_id,
            agent=params.text("agent"),
            user=params.text("user"),
            below=below,
            limit=limit + 1,
        )
        page = page_of(found, [each.id for each in found], limit)
        items = [conversation_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})

    @describe({201: d.ConversationAnswer}, body=d.ConversationBody, tag=TAG)
    def post(self, request: Request) -> HttpResponse:
        """Begin a conversation."""
        Params(request)
        wanted = validated(d.ConversationBody, self.read_object())
        made = services.create(tenant_id=self.principal.tenant_id, **wanted.model_dump())
        return answer(conversation_answer(made), 201)


class ConversationView(ApiView):
    """One conversation."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.ConversationAnswer}, tag=TAG)
    def get(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """Return a conversation, without its messages."""
        Params(request)
        found = get_conversation(conversation_id, tenant_id=self.principal.tenant_id)
        return answer(conversation_answer(found))

    @describe({200: d.ConversationAnswer}, body=d.ConversationChange, tag=TAG)
    def patch(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """Change what is known of a conversation."""
        Params(request)
        wanted = validated(d.ConversationChange, self.read_object())
        values = wanted.model_dump(exclude_none=True)
        made = services.change(conversation_id, tenant_id=self.principal.tenant_id, **values)
        return answer(conversation_answer(made))

    @describe({204: None}, tag=TAG)
    def delete(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """Delete a conversation for good, with the tasks of its answers."""
        Params(request)
        by = self.principal
        forget(conversation_id, tenant_id=by.tenant_id, by=by.actor)
        return HttpResponse(status=204)


class ConversationMessagesView(ApiView):
    """The messages of a conversation."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.MessagePage}, parameters=_MESSAGES, tag=TAG)
    def get(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """List messages in order; answers whose tasks have ended are filled in by then."""
        params = Params(request, "limit", "after")
        limit = params.number("limit", default=100, low=1, high=_MOST)
        after = params.number("after", default=-1, low=0, high=2**31 - 1)
        found = get_conversation(conversation_id, tenant_id=self.principal.tenant_id)
        settle(conversation_id)
        some = list_messages(found, after=after, limit=limit + 1)
        more = len(some) > limit
        items = [message_answer(each) for each in some[:limit]]
        return answer({"items": items, "next": items[-1]["ordinal"] if more else None})

    @describe({201: d.MessageList}, body=d.MessagesBody, tag=TAG)
    def post(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """Add messages at the end; nobody answers them."""
        Params(request)
        wanted = validated(d.MessagesBody, self.read_object())
        tenant_id = self.principal.tenant_id
        get_conversation(conversation_id, tenant_id=tenant_id)
        settle(conversation_id)
        made = services.append(
            conversation_id, [_said(each) for each in wanted.messages], tenant_id=tenant_id
        )
        return answer({"items": [message_answer(each) for each in made]}, 201)


class ConversationReplyView(ApiView):
    """Going on with a conversation."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({201: d.ReplyAnswer}, body=d.ReplyBody, tag=TAG)
    def post(self, request: Request, conversation_id: UUID) -> HttpResponse:
        """Say something, and have a task answer it."""
        Params(request)
        wanted = validated(d.ReplyBody, self.read_object())
        made = reply(conversation_id, _question(wanted), self.submitter)
        told = {"question": message_answer(made.question), "answer": message_answer(made.answer)}
        return answer(told, 201)


def _question(wanted: d.ReplyBody) -> Question:
    for name in _OWN:
        if name in wanted.input:
            raise InvalidBody(
                f"The conversation itself fills in {name}.",
                field=f"input.{name}",
                mend="Leave it out, and send content, and retrieval beside input.",
            )
    retrieval = {} if wanted.retrieval is None else {"retrieval": wanted.retrieval}
    return Question(
        content=wanted.model_dump(mode="json", include={"content"})["content"],
        model=wanted.model,
        values={**wanted.input, **retrieval},
        client_id=wanted.client_id or "",
        priority=Priority[wanted.priority],
    )


def _said(body: d.MessageBody) -> Said:
    message = body.model_dump(mode="json", exclude={"client_id"})
    return Said(message, body.client_id or "")


def conversation_answer(view: View) -> dict[str, Any]:
    """Return a conversation as it is shown."""
    return {name: value for name, value in asdict(view).items() if name != "tenant_id"}


def message_answer(view: MessageView) -> dict[str, Any]:
    """Return a message as it is shown."""
    return asdict(view) | {"client_id": view.client_id or None}
