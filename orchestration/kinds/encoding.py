"""What embedding, reranking and tokenizing may be asked for."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import TOTAL_LENGTH, LongText, Strict, check_total
from orchestration.kinds.generation import ChatMessage, Tool
from orchestration.kinds.images import texts as texts_of

Texts: TypeAlias = Annotated[list[LongText], Field(min_length=1, max_length=2048)]


class EmbeddingInput(Strict):
    """Turn texts into vectors; what is left out comes from the model's parameters."""

    texts: Texts
    normalize: bool | None = Field(None, description="Scale each vector to length 1")
    dimensions: int | None = Field(
        None, ge=1, le=65_536, description="Keep only the first numbers of each vector"
    )
    truncate: Literal["error", "right", "left"] | None = Field(
        None, description="Which end of a text that is too long is cut, or that it is an error"
    )
    input_type: Literal["query", "document"] | None = Field(
        None, description="Whether texts ask or are searched: some models want a prompt for each"
    )

    @model_validator(mode="after")
    def _bounded(self) -> EmbeddingInput:
        check_total(self.texts)
        return self


class RerankInput(Strict):
    """Order documents by how well they answer a query."""

    query: LongText
    documents: Annotated[list[LongText], Field(min_length=1, max_length=1000)]
    top_n: int | None = Field(None, ge=1, le=1000, description="Return only the best ones")
    truncate: Literal["error", "right"] | None = Field(
        None, description="Whether a document that is too long is cut or an error"
    )

    @model_validator(mode="after")
    def _bounded(self) -> RerankInput:
        """Bound what is read: the query is, once more with each document."""
        if sum(map(len, self.documents)) + len(self.documents) * len(self.query) > TOTAL_LENGTH:
            raise PydanticCustomError(
                "total_length",
                f"must have at most {TOTAL_LENGTH} characters in all, the query counted once for "
                "each document",
            )
        return self


class TokenizeInput(Strict):
    """Split texts, or one conversation, into a model's tokens."""

    texts: Texts | None = None
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=2000)] | None = Field(
        None,
        description="Instead of texts: a conversation without images, read through the model's "
        "chat template up to where the answer begins",
    )
    tools: Annotated[list[Tool], Field(min_length=1, max_length=128)] | None = Field(
        None, description="Functions that may be called; the chat template shows them"
    )
    special: bool = Field(
        default=True,
        description="Add what the model wants at a text's start and end; the chat template says "
        "what a conversation has",
    )
    ids: bool = Field(default=True, description="Return the tokens' numbers, not only the counts")

    @model_validator(mode="after")
    def _one_of_both(self) -> TokenizeInput:
        if (self.texts is None) == (self.messages is None):
            raise PydanticCustomError(
                "one_of_both",
                "must have either texts or messages",
                {"expected": "texts, or messages for one conversation"},
            )
        if self.tools and self.messages is None:
            raise PydanticCustomError(
                "tools", "must have messages to have tools", {"expected": "tools with messages"}
            )
        return self

    @model_validator(mode="after")
    def _bounded(self) -> TokenizeInput:
        check_total([*(self.texts or ()), *self._said()])
        return self

    def _said(self) -> list[str]:
        messages = self.messages or ()
        if any(message.images for message in messages):
            raise PydanticCustomError(
                "images",
                "must have no images: how many tokens one has is known when a model looks at it",
                {"expected": "messages of text"},
            )
        return [text for message in messages for text in texts_of(message.content)]
