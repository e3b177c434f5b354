"""What a model gets to see, and what became of all that it could have seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from orchestration.context.message import Message
from orchestration.context.policy import Kind

PartKind: TypeAlias = Kind | Literal["system", "pinned", "question"]
Outcome = Literal["kept", "cut", "summarised", "dropped"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a part.

    Attributes:
        id: Of the part.
        kind: Of the part; a message that is pinned is `pinned`.
        outcome: `kept` whole; `cut`; `summarised`: left out, but a summary that is shown stands
            for it; `dropped`: left out.
        tokens: What of it is shown, by itself, without what a template adds between parts.
        whole: What it would be whole.
        why: A sentence for people.
    """

    id: str
    kind: PartKind
    outcome: Outcome
    tokens: int
    whole: int
    why: str

    @property
    def shown(self) -> bool:
        """Tell whether the model sees something of it."""
        return self.outcome in ("kept", "cut")


@dataclass(frozen=True, slots=True)
class Window:
    """Messages that fit.

    Attributes:
        messages: In order.
        tokens: Of all messages together, by the counter's own count.
        budget: The most that they might have.
        fates: What became of each part, in the order: system, pinned, summaries, history,
            question, steps, passages (the best first).
        to_summarise: Ids of messages that were left out and that no summary covers, the oldest
            first; empty where the policy asks for no summary.
    """

    messages: tuple[Message, ...]
    tokens: int
    budget: int
    fates: tuple[Fate, ...]
    to_summarise: tuple[str, ...] = ()

    @property
    def summary_wanted(self) -> bool:
        """Tell whether some messages should be summed up."""
        return bool(self.to_summarise)

    @property
    def by_kind(self) -> Mapping[str, int]:
        """Return the tokens of what is shown, by kind.

        `template` is the rest: what the chat template, tools and headings add. It is below zero
        where tokens merge over the borders of parts.
        """
        sums: dict[str, int] = {}
        for fate in self.fates:
            if fate.shown:
                sums[fate.kind] = sums.get(fate.kind, 0) + fate.tokens
        return {**sums, "template": self.tokens - sum(sums.values())}

    @property
    def left_out(self) -> tuple[Fate, ...]:
        """Return the parts of which nothing is shown."""
        return tuple(fate for fate in self.fates if not fate.shown)
