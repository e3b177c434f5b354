"""What gives way to what, and how much each kind of part may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from orchestration.context.errors import InvalidContext

Kind: TypeAlias = Literal["steps", "history", "summaries", "passages"]
"""Kinds of parts that may be left out."""
Remedy = Literal["refuse", "cut_middle", "cut_end", "drop"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MARKER_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Overlong:
    """What happens to a single text that is too long.

    Attributes:
        beyond: Share of the window from which on it is too long, above 0 and at most 1.
        then: `refuse` the window; `cut_middle` or `cut_end` at the ends of sentences, with a
            marker in the place of what is gone; `drop` the part.
    """

    beyond: float = 1.0
    then: Remedy = "cut_middle"

    def __post_init__(self) -> None:
        """Check it."""
        if not 0 < self.beyond <= 1:
            raise _wrong("beyond", self.beyond, "Use a share above 0 and at most 1.")
        if self.then not in get_args(Remedy):
            raise _wrong("then", self.then, f"Use one of: {', '.join(get_args(Remedy))}.")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one kind of parts may take of the window.

    Attributes:
        least: Share of the window that it has before another kind gets more than its own.
        most: Share that it has at most.
        minimum: So many of its most important parts are kept whatever else gives way; a window
            that cannot hold them is refused.
        overlong: What happens to a single one that is too long.
    """

    least: float = 0.0
    most: float = 1.0
    minimum: int = 0
    overlong: Overlong = Overlong()

    def __post_init__(self) -> None:
        """Check it."""
        if not 0 <= self.least <= 1:
            raise _wrong("least", self.least, "Use a share from 0 to 1.")
        if not self.least <= self.most <= 1:
            raise _wrong("most", self.most, f"Use a share from least, {self.least}, to 1.")
        if self.minimum < 0:
            raise _wrong("minimum", self.minimum, "Use 0 or a whole number above it.")


@dataclass(frozen=True, slots=True)
class Policy:
    """How a window is filled.

    Attributes:
        gives_way: All kinds; the first one gives way first.
        steps: Of a running agent: a call of tools with its results, the newest kept longest.
        history: Turns of the conversation, the newest kept longest.
        summaries: Of older parts, the last given kept longest.
        passages: Of documents and memories, the highest score kept longest.
        question: What happens when the question is too long; it is never dropped.
        ask_for_summary: Whether the window says which messages should be summed up.
        marker: Stands where something was cut.

    Raises:
        InvalidContext: It contradicts itself; the error names the field.
    """

    gives_way: tuple[Kind, ...] = ("passages", "summaries", "history", "steps")
    steps: Allowance = Allowance(least=0.2, minimum=1, overlong=Overlong(0.2))
    history: Allowance = Allowance(least=0.3, overlong=Overlong(0.2))
    summaries: Allowance = Allowance(least=0.1, most=0.2, overlong=Overlong(0.1, "cut_end"))
    passages: Allowance = Allowance(least=0.2, most=0.5, overlong=Overlong(0.1, "cut_end"))
    question: Overlong = Overlong(1.0, "refuse")
    ask_for_summary: bool = True
    marker: str = "[… left out …]"

    def __post_init__(self) -> None:
        """Check it."""
        if sorted(self.gives_way) != sorted(KINDS):
            raise _wrong("gives_way", self.gives_way, f"Name each once: {', '.join(KINDS)}.")
        shares = sum(self.of(kind).least for kind in KINDS)
        if shares > 1:
            raise _wrong("least", shares, "Let the shares of all kinds be 1 together, or less.")
        if self.question.then == "drop":
            raise _wrong("question", "drop", "Use refuse, cut_middle or cut_end.")
        if not 0 < len(self.marker) <= MARKER_LENGTH:
            raise _wrong("marker", self.marker, f"Use 1 to {MARKER_LENGTH} characters.")

    def of(self, kind: Kind) -> Allowance:
        """Return what a kind may take."""
        allowances = {
            "steps": self.steps,
            "history": self.history,
            "summaries": self.summaries,
            "passages": self.passages,
        }
        return allowances[kind]


def _wrong(field: str, value: object, mend: str) -> InvalidContext:
    detail = f"The context policy's {field} cannot be {value!r}."
    return InvalidContext(detail, field=f"policy.{field}", value=value, mend=mend)
