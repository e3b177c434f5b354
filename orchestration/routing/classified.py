"""What a request seems to be about, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from orchestration.routing.asked import Asked, Complexity, ContentType, Intent
from orchestration.routing.guess import Dimension, Guess

_NAMES: Mapping[Dimension, str] = {
    "intent": "intent",
    "content_type": "content type",
    "complexity": "complexity",
}


@dataclass(frozen=True, slots=True)
class Classified:
    """What is known of a text; None where nothing is.

    Attributes:
        intent: What the asker wants.
        content_type: What it is about.
        complexity: How hard it is.
        scores: The guesses behind them, those that are not sure as well; empty without any.
        why_not: Why nothing is known, as a sentence; empty when it was compared with examples.
    """

    intent: Intent | None = None
    content_type: ContentType | None = None
    complexity: Complexity | None = None
    scores: Mapping[Dimension, Guess] = field(default_factory=dict)
    why_not: str = ""

    @classmethod
    def of(cls, scores: Mapping[Dimension, Guess]) -> Classified:
        """Return what guesses say; one that is not sure says nothing."""
        settled = {name: guess.settled for name, guess in scores.items()}
        return cls(
            intent=cast("Intent | None", settled.get("intent")),
            content_type=cast("ContentType | None", settled.get("content_type")),
            complexity=cast("Complexity | None", settled.get("complexity")),
            scores=scores,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a decision shall say of it."""
        if self.why_not:
            return (f"Not classified: {self.why_not}",)
        sure = [f"{_NAMES[name]} {each.label}" for name, each in self.scores.items() if each.sure]
        vague = [
            f"{_NAMES[name]} (perhaps {each.label})"
            for name, each in self.scores.items()
            if not each.sure
        ]
        told = [f"By its likeness to examples: {', '.join(sure)}."] if sure else []
        told += [f"Examples leave open: {', '.join(vague)}."] if vague else []
        return tuple(told)

    def applied(self, asked: Asked) -> Asked:
        """Return a request with what was found out; what its asker said himself stays."""
        return replace(
            asked,
            intent=asked.intent or self.intent,
            content_type=asked.content_type or self.content_type,
            complexity=asked.complexity or self.complexity,
            notes=(*asked.notes, *self.notes),
        )
