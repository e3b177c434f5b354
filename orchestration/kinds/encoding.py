"""What embedding, reranking and tokenizing may be asked for."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import TOTAL_LENGTH, LongText, Strict, check_total

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
    """Split texts into a model's tokens."""

    texts: Texts
    special: bool = Field(
        default=True, description="Add what the model wants at a text's start and end"
    )
    ids: bool = Field(default=True, description="Return the tokens' numbers, not only the counts")

    @model_validator(mode="after")
    def _bounded(self) -> TokenizeInput:
        check_total(self.texts)
        return self
