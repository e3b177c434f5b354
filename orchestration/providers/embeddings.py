"""Texts that a model outside turns into vectors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from orchestration.providers.chat import Usage

InputType = Literal["query", "document"]


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Turn texts into vectors.

    Attributes:
        model: The provider's name for it.
        texts: One or more.
        dimensions: Length of each vector; None is the model's.
        input_type: Whether the texts ask or are searched, for models that want to know.
    """

    model: str
    texts: tuple[str, ...]
    dimensions: int | None = None
    input_type: InputType | None = None


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector per text, in the order of the texts.

    Attributes:
        model: Which one answered, in the provider's words.
        vectors: Lists of equally many finite numbers.
        usage: None where the provider counted nothing.
    """

    model: str
    vectors: list[list[float]] = field(repr=False)
    usage: Usage | None
