"""Who is asked for a request, in which order. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from orchestration.calls.call import Target
from orchestration.outside.wire import Answerer
from orchestration.routing.decision import Decision, Route


@dataclass(frozen=True, slots=True)
class Hop:
    """A route, and whom a caller asks for it.

    Attributes:
        route: As routing chose it.
        target: By the provider's name for the model; None for our own workers.
    """

    route: Route
    target: Target | None


@dataclass(frozen=True, slots=True)
class Leg:
    """Neighbouring routes that are tried in one go: several outside, or one of our own models."""

    hops: tuple[Hop, ...]

    @property
    def local(self) -> bool:
        """Return whether our own workers serve it."""
        return self.hops[0].target is None

    @property
    def targets(self) -> tuple[Target, ...]:
        """Return whom a caller asks, in order."""
        return tuple(each.target for each in self.hops if each.target is not None)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked, and what.

    Attributes:
        wanted: What the request named.
        input: Of the task that the request comes to: with what the specialist says, if one is
            asked.
        decision: How the order came about.
        hops: The decision's routes, as many and in their order.
        specialist: Who was asked; empty for nobody in particular.
        prompt: Which stored prompt the specialist was told; None where it was none.
    """

    wanted: str
    input: Mapping[str, Any]
    decision: Decision
    hops: tuple[Hop, ...]
    specialist: str = ""
    prompt: Mapping[str, Any] | None = None

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Return the ways to go, one after the other."""
        groups = groupby(enumerate(self.hops), _leg)
        return tuple(Leg(tuple(hop for _, hop in group)) for _, group in groups)

    def answerer(self, provider: str, provider_model: str) -> Answerer:
        """Return who answered, by our names."""
        route = self.route_of(provider, provider_model)
        return Answerer(route.model, route.provider, self.specialist)

    def route_of(self, provider: str, provider_model: str) -> Route:
        """Return the route by which somebody outside was asked; the first where none fits."""
        asked = Target(provider, provider_model)
        return next((each.route for each in self.hops if each.target == asked), self.hops[0].route)


def _leg(numbered: tuple[int, Hop]) -> int:
    """Return what tells legs apart: each local route is one, those outside share one."""
    at, hop = numbered
    return at if hop.target is None else -1


def with_specialist(
    values: Mapping[str, Any],
    system: str,
    parameters: Mapping[str, Any],
    form: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return a chat's input as a specialist answers it; what the request says goes before.

    Args:
        values: The request's input.
        system: What the specialist is told first; the request's own system turns follow it.
        parameters: How its answers are drawn.
        form: The response format of its answers.
    """
    turns: Sequence[Mapping[str, Any]] = values["messages"]
    if turns and turns[0] == {"role": "system", "content": system}:
        turns = turns[1:]  # what was asked before is asked again
    first = [each for each in turns if each["role"] == "system"]
    rest = [each for each in turns if each["role"] != "system"]
    given = {**parameters, **({"response_format": form} if form else {}), **values}
    return {**given, "messages": [{"role": "system", "content": system}, *first, *rest]}
