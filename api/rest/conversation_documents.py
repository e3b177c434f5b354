"""The shapes of conversations in the API: bodies are validated by them, answers described."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.rest.documents import Body, PriorityName
from orchestration.kinds.fields import JsonObject, ShortText, Text
from orchestration.kinds.generation import ChatMessage
from orchestration.kinds.images import ImageContent

_Name = Annotated[Text, Field(max_length=200)]


class ConversationBody(Body):
    """A conversation to begin."""

    title: _Name = ""
    agent: _Name = ""
    user: _Name = ""
    system_prompt: Text = ""
    metadata: JsonObject = Field(default_factory=dict)


class ConversationChange(Body):
    """What is known of a conversation."""

    title: _Name | None = None
    system_prompt: Text | None = None
    metadata: JsonObject | None = None


class MessageBody(ChatMessage):
    """A message in the form of the kind chat."""

    client_id: ShortText | None = Field(None, description="The same one again is the same message")


class MessagesBody(Body):
    """Messages to add at the end, all or none."""

    messages: list[MessageBody] = Field(min_length=1, max_length=500)


class ReplyBody(Body):
    """What is said next, and how it is to be answered."""

    content: ImageContent
    model: Annotated[str | None, Field(max_length=200)] = None
    input: JsonObject = Field(
        default_factory=dict, description="Fields of the kind chat beside messages"
    )
    retrieval: JsonObject | None = Field(None, description="As the kind rag has it")
    client_id: ShortText | None = Field(None, description="The same one again is the same question")
    priority: PriorityName = "NORMAL"


class ConversationAnswer(BaseModel):
    """A conversation."""

    id: UUID
    title: str
    agent: str
    user: str
    system_prompt: str
    metadata: dict[str, Any]
    messages: int
    created_at: datetime
    changed_at: datetime


class ConversationPage(BaseModel):
    """A page of conversations, newest first."""

    items: list[ConversationAnswer]
    next: str | None


class MessageAnswer(BaseModel):
    """A message; the content of an answer that is `pending` is still to come."""

    id: UUID
    ordinal: int
    state: Literal["stored", "pending", "failed"]
    message: dict[str, Any]
    client_id: str | None
    task_id: UUID | None
    tokens: int | None
    error: dict[str, Any] | None
    at: datetime


class MessagePage(BaseModel):
    """Messages in order; `next` is the last one's place, None where there are no more."""

    items: list[MessageAnswer]
    next: int | None


class MessageList(BaseModel):
    """Messages in the order in which they were sent."""

    items: list[MessageAnswer]


class ReplyAnswer(BaseModel):
    """The question and the answer that is to come; its task can be waited for."""

    question: MessageAnswer
    answer: MessageAnswer
