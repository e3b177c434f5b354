"""What memory asks of others: implementations lie above, or are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from orchestration.memory.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors and what made them: the model with all that tells its versions apart."""

    name: str
    vectors: Vectors


class TextEmbedder(Protocol):
    """Makes vectors of texts."""

    @property
    def name(self) -> str:
        """Return what makes vectors now.

        Raises:
            SwitchyardError: There is nobody.
        """

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        """Return one vector for each text, of length one.

        Args:
            texts: What to read; of what is too long for the model, the beginning is read.
            name: What must make them.
            timeout_s: How long it may take, in seconds.

        Raises:
            SwitchyardError: That one is not to be had, nobody does it, or not in time.
        """


class TextRanker(Protocol):
    """Compares a question with texts, each read together with it."""

    def rank(self, question: str, texts: Sequence[str], *, timeout_s: float) -> Sequence[float]:
        """Return a score for each text, the higher the better.

        Raises:
            SwitchyardError: Nobody does it, or not in time.
        """


class TokenCounter(Protocol):
    """Counts tokens."""

    def count(self, texts: Sequence[str]) -> Sequence[int]:
        """Return how many tokens each text has."""
