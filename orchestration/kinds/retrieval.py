"""What a conversation may ask to be answered from: documents, memories, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import (
    TEXT_LENGTH,
    JsonObject,
    LongText,
    ShortText,
    Strict,
    storable_text,
)
from orchestration.kinds.generation import ChatInput

MOST_OWNERS: Final = 50
MOST_SOURCES: Final = 50
OwnerName: TypeAlias = Annotated[str, Field(max_length=200), AfterValidator(storable_text)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Owners: TypeAlias = Annotated[list[OwnerName], Field(min_length=1, max_length=MOST_OWNERS)]


class PromptNamed(Strict):
    """A prompt template that is rendered as the instructions."""

    prompt: ShortText
    label: ShortText | None = Field(None, description="Through which its version is found")
    version: int | None = Field(None, ge=1, le=2**31 - 1)
    variables: JsonObject | None = None


class SourceFilters(Strict):
    """What sources must fit, all of it."""

    tags: list[ShortText] | None = Field(None, min_length=1, max_length=50)
    metadata: JsonObject | None = Field(None, description="They hold at least this")
    documents: list[ShortText] | None = Field(None, min_length=1, max_length=200)


class Retrieval(Strict):
    """Where to look, and how the answer uses what is found there."""

    collections: list[ShortText] | None = Field(
        None, min_length=1, max_length=MOST_OWNERS, description="Of documents, by id or name"
    )
    agents: Owners | None = Field(None, description="Whose memories; an empty name: nobody's own")
    users: Owners | None = None
    sessions: Owners | None = None
    query: LongText | None = Field(None, description="What is looked for; else the last question")
    limit: int = Field(8, ge=1, le=MOST_SOURCES, description="Sources, at most")
    rerank: bool = Field(
        default=False, description="A reranking model orders the best sources anew"
    )
    max_tokens: int | None = Field(
        None, ge=50, le=1_000_000, description="Of all sources together; else half of the window"
    )
    filters: SourceFilters | None = None
    instructions: LongText | PromptNamed | None = Field(
        None, description="How to answer: a text, or a prompt template; else the usual ones"
    )

    @model_validator(mode="after")
    def _somewhere(self) -> Retrieval:
        if not (self.collections or self.agents or self.users or self.sessions):
            raise PydanticCustomError(
                "nowhere",
                "must name collections, agents, users or sessions",
                {"expected": "one of them at least"},
            )
        return self


class DocumentStated(Strict):
    """Where a passage stands; as results have it."""

    id: Id
    collection: Id
    name: str = Field(max_length=TEXT_LENGTH)
    title: str = Field("", max_length=TEXT_LENGTH)
    url: str = Field("", max_length=TEXT_LENGTH)
    page: int = Field(0, ge=0, le=2**31 - 1)
    start: int = Field(0, ge=0, le=2**31 - 1)
    stop: int = Field(0, ge=0, le=2**31 - 1)


class SourceStated(Strict):
    """A source; as results have it."""

    number: int = Field(ge=1, le=MOST_SOURCES)
    id: Id
    kind: Literal["passage", "memory"]
    text: LongText
    heading: str = Field("", max_length=TEXT_LENGTH)
    label: str = Field("", max_length=TEXT_LENGTH)
    score: float = 0.0
    cut: bool | None = None
    document: DocumentStated | None = None


class Grounded(Strict):
    """Sources that stand in the messages already; results tell them again."""

    sources: list[SourceStated] = Field(max_length=MOST_SOURCES)
    retrieval: JsonObject | None = Field(None, description="What came of looking for them")


def scopes_of(values: Mapping[str, Any]) -> frozenset[str]:
    """Return what a key must be allowed to read, for its task reads it and shows it.

    Args:
        values: Valid for the kind rag.
    """
    asked = values.get("retrieval") or {}
    named = {
        "documents:read": asked.get("collections"),
        "memories:read": any(asked.get(each) for each in ("agents", "users", "sessions")),
        "prompts:read": isinstance(asked.get("instructions"), dict),
    }
    return frozenset(scope for scope, wanted in named.items() if wanted)


def _question_or_messages(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name != "messages"]
    schema["oneOf"] = [
        {"required": ["messages", "retrieval"]},
        {"required": ["question", "retrieval"]},
        {"required": ["messages", "grounded"]},
    ]


class RagInput(ChatInput):
    """Answer a conversation, or a single question, from what is found for it."""

    model_config = ConfigDict(json_schema_extra=_question_or_messages)

    question: LongText | None = Field(None, description="Instead of messages")
    retrieval: Retrieval | None = None
    grounded: Grounded | None = Field(
        None, description="Instead of retrieval: nothing is looked up any more"
    )

    @model_validator(mode="before")
    @classmethod
    def _as_conversation(cls, value: Any) -> Any:
        """Read a question as a conversation, which is how it is stored."""
        if not isinstance(value, dict) or not isinstance(value.get("question"), str):
            return value
        if "messages" in value:
            raise PydanticCustomError("question", "must have a question or messages, not both")
        asked = {name: part for name, part in value.items() if name != "question"}
        if not value["question"]:
            return value
        return {**asked, "messages": [{"role": "user", "content": value["question"]}]}

    @model_validator(mode="after")
    def _asked(self) -> RagInput:
        if (self.retrieval is None) == (self.grounded is None):
            raise PydanticCustomError("sources", "must have retrieval or grounded, one of them")
        if not any(message.role == "user" for message in self.messages):
            raise PydanticCustomError("no_question", "must have a message of the user")
        return self
