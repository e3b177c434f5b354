"""Why no window can be made, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.context.items import Item
from orchestration.context.room import Room
from orchestration.errors import ContextOverflow, FieldProblem

NAMED = 5


def nothing_fits(needed: Sequence[Item], tokens: int, room: Room) -> ContextOverflow:
    """Return the error for parts that must all be shown and do not fit.

    Args:
        needed: The parts.
        tokens: Of all of them, by the counter's own count.
        room: What there is.
    """
    largest = sorted(needed, key=lambda item: -item.tokens)
    named = ", ".join(f"{_called(item)} {item.tokens}" for item in largest[:NAMED])
    others = len(largest) - NAMED
    more = f" and {others} more" if others > 0 else ""
    return ContextOverflow(
        f"What must be shown has {tokens} tokens, and {room.budget} are left for it: the window "
        f"has {room.window}, {room.reserve} of them reserved for the answer. Most take: "
        f"{named}{more}.",
        field=_field(largest[0]),
        value=largest[0].tokens,
        mend=f"{_mend(largest[0])} Or reserve less for the answer, or choose a model with a "
        "longer context.",
        problems=[_problem(item) for item in largest],
    )


def too_long(item: Item, most: int) -> ContextOverflow:
    """Return the error for a part that is too long where the policy refuses those."""
    return ContextOverflow(
        f"{_named(item)} has {item.whole} tokens; the policy allows {most}.",
        field=_field(item),
        value=item.whole,
        mend=f"{_mend(item)} Or let the policy cut those that are too long.",
    )


def _problem(item: Item) -> FieldProblem:
    return FieldProblem(
        field=_field(item),
        value=str(item.tokens),
        message=f"{_named(item)} has {item.tokens} tokens and must be shown.",
        mend=_mend(item),
    )


def _field(item: Item) -> str:
    return "context.question" if item.kind == "question" else f"context.{item.kind}.{item.id}"


def _called(item: Item) -> str:
    if item.kind == "question":
        return "the question"
    names = {
        "system": "the system prompt",
        "pinned": "the pinned part",
        "history": "the message",
        "steps": "the step",
        "summaries": "the summary",
        "passages": "the passage",
    }
    return f"{names[item.kind]} {item.id}"


def _named(item: Item) -> str:
    called = _called(item)
    return called[0].upper() + called[1:]


def _mend(item: Item) -> str:
    match item.kind:
        case "pinned":
            return "Unpin or shorten it."
        case "system" | "question":
            return "Shorten it."
        case _:
            return "Shorten it, or lower the policy's minimum of its kind."
