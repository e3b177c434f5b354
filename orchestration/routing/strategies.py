"""How those that can serve are ordered: each strategy is a list of criteria.

A criterion gives a candidate a number, the lower the better, and words for it. The first that
tells two apart decides; its words are the reason for a place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from orchestration.errors import UserError
from orchestration.routing.arms import mark
from orchestration.routing.asked import Asked
from orchestration.routing.concerns import View

Criterion: TypeAlias = Callable[[View, Asked], tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A named order.

    Attributes:
        name: How policies ask for it.
        criteria: The most important first.
    """

    name: str
    criteria: tuple[Criterion, ...]


def locality(view: View, _: Asked) -> tuple[float, str]:
    """Our own workers first, unless they are too busy: then they come last."""
    if not view.candidate.local:
        return 1.0, "It runs outside."
    return (2.0, f"It runs here, where {view.busy}.") if view.busy else (0.0, "It runs here.")


def distance(view: View, _: Asked) -> tuple[float, str]:
    """What runs outside first."""
    local = view.candidate.local
    return (1.0, "It runs here.") if local else (0.0, "It runs outside.")


def price(view: View, _: Asked) -> tuple[float, str]:
    """The cheapest first; who has no price last."""
    if view.cost is None:
        return math.inf, "Its price is not known."
    return float(view.cost), f"It costs at most {view.cost.normalize():f}."


def delay(view: View, _: Asked) -> tuple[float, str]:
    """The soonest first token first; who was not measured last."""
    if view.expected_ms is None:
        return math.inf, "How fast it is has not been measured lately."
    return view.expected_ms, f"Its first token is expected after {view.expected_ms:.0f} ms."


def draw(view: View, asked: Asked) -> tuple[float, str]:
    """By weight, the same for the same key; versions of a model draw together."""
    each = view.candidate
    score = mark(each.weight, "weighted", asked.key, each.provider, each.model)
    return -score, f"Drawn by its weight of {each.weight:g}."


def expertise(view: View, asked: Asked) -> tuple[float, str]:
    """Who is good at it first: the specialty that was asked for, then intent, then content."""
    wanted = (asked.specialty, asked.intent, asked.content_type)
    good_at = view.candidate.good_at
    met = [each for each in wanted if each and each in good_at]
    value = sum(
        2.0 ** -(place + 1) for place, each in enumerate(wanted) if each and each in good_at
    )
    return (
        -value,
        f"It is good at {', '.join(dict.fromkeys(met))}."
        if met
        else "It is no specialist for this.",
    )


STRATEGIES: dict[str, Strategy] = {
    each.name: each
    for each in (
        Strategy("local_first", (locality, expertise, price, delay)),
        Strategy("external_first", (distance, expertise, price, delay)),
        Strategy("cheapest", (price, expertise, delay)),
        Strategy("fastest", (delay, price)),
        Strategy("weighted", (draw,)),
        Strategy("specialist", (expertise, price, delay)),
    )
}


def strategy_named(name: str) -> Strategy:
    """Return a strategy.

    Raises:
        UserError: There is none of that name.
    """
    if name not in STRATEGIES:
        raise UserError(
            f"There is no routing strategy {name!r}.",
            field="strategy",
            value=name,
            mend=f"Use one of: {', '.join(STRATEGIES)}.",
        )
    return STRATEGIES[name]
