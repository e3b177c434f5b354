"""What one dimension of a query seems to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Dimension: TypeAlias = Literal["intent", "content_type", "complexity"]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a query seems to be.

    Attributes:
        label: The likeliest class.
        confidence: Its score, 0 to 1; examples score about 1 for their own class.
        margin: How far the second is behind.
        sure: Whether the margin is one at which guesses are mostly right.
    """

    label: str
    confidence: float
    margin: float
    sure: bool

    @property
    def settled(self) -> str | None:
        """Return the label when it is sure, as `Asked` takes it; else None."""
        return self.label if self.sure else None
