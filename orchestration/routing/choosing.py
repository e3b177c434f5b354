"""The decision: limits, then concerns, then the strategy, then the arms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from orchestration.routing.arms import mark
from orchestration.routing.asked import Asked
from orchestration.routing.concerns import Concern, View, view
from orchestration.routing.decision import Decision, LeftOut, Route, money
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.routing.limits import obstacles
from orchestration.routing.strategies import Strategy, strategy_named


@dataclass(frozen=True, slots=True)
class _Place:
    """A candidate with all that orders it, the lowest first."""

    view: View
    arm_note: str
    keys: tuple[float, ...]
    words: tuple[str, ...]

    @property
    def order(self) -> tuple[int, tuple[float, ...], str]:
        """Names break ties, so that the same question has the same answer."""
        return self.view.gravity, self.keys, self.view.candidate.id


def choose(asked: Asked, fleet: Fleet, now: datetime) -> Decision:
    """Return who serves a request, in which order, and why.

    Args:
        asked: What is wanted, by whom.
        fleet: What there is, and how it fares.
        now: The moment that breakers and the age of figures are judged by.

    Raises:
        UserError: The policy names a strategy that does not exist.
    """
    strategy = strategy_named(asked.policy.strategy)
    able, left_out = _sift(asked, fleet, now)
    views = [view(each, asked, fleet, now) for each in able]
    drawn = _arms(views, fleet.candidates, asked.key)
    places = sorted(
        (_place(each, note, strategy, asked) for each, note in drawn), key=lambda each: each.order
    )
    kept = places[: asked.policy.most_routes]
    spare = [_spare(each, len(kept)) for each in places[len(kept) :]]
    routes = tuple(_route(each, kept, number, fleet) for number, each in enumerate(kept))
    return Decision(strategy.name, routes, (*left_out, *spare), _notes(asked))


def _sift(asked: Asked, fleet: Fleet, now: datetime) -> tuple[list[Candidate], list[LeftOut]]:
    """Part those that can serve from those that cannot."""
    able, left_out = [], []
    for each in fleet.candidates:
        reasons = obstacles(each, asked, fleet, now)
        if reasons:
            left_out.append(LeftOut(each.id, reasons))
        else:
            able.append(each)
    return able, left_out


def _model(candidate: Candidate) -> tuple[str, str]:
    return candidate.provider, candidate.model


def _arms(
    views: list[View], candidates: Iterable[Candidate], key: str
) -> Iterator[tuple[View, str]]:
    """Let each comparison draw one arm; its other arms come after it, never before."""
    compared = sorted((each for each in candidates if each.arm), key=_model)
    first = {model: _drawn(group, key) for model, group in groupby(compared, _model)}
    yield from ((each, "") for each in views if not each.candidate.arm)
    armed = sorted(
        (each for each in views if each.candidate.arm), key=lambda v: _model(v.candidate)
    )
    for model, group in groupby(armed, lambda each: _model(each.candidate)):
        yield from _one_comparison(list(group), first[model], key)


def _drawn(group: Iterable[Candidate], key: str) -> Candidate:
    return max(group, key=lambda each: (_mark(each, key), each.id))


def _mark(candidate: Candidate, key: str) -> float:
    return mark(candidate.share, "arm", key, candidate.provider, candidate.model, candidate.arm)


def _one_comparison(group: list[View], first: Candidate, key: str) -> Iterator[tuple[View, str]]:
    """Return the arms of one model; when the drawn one cannot serve, the next stands in."""
    group.sort(key=lambda each: (_mark(each.candidate, key), each.candidate.id), reverse=True)
    best, *others = group
    stands_in = "" if best.candidate == first else f", which stands in for {first.arm}"
    yield best, f"Arm {best.candidate.arm}{stands_in}."
    for each in others:
        # Behind the drawn one even where that has concerns of its own, else results would mix.
        gap = max(1, best.gravity + 1 - each.gravity)
        arm = each.candidate.arm
        behind = Concern(gap, f"Arm {arm}, behind {best.candidate.arm}, which was drawn.")
        yield replace(each, concerns=(*each.concerns, behind)), ""


def _place(view: View, arm_note: str, strategy: Strategy, asked: Asked) -> _Place:
    judged = [criterion(view, asked) for criterion in strategy.criteria]
    keys = tuple(number for number, _ in judged)
    return _Place(view, arm_note, keys, tuple(words for _, words in judged))


def _route(place: _Place, places: list[_Place], number: int, fleet: Fleet) -> Route:
    candidate = place.view.candidate
    return Route(
        queue=candidate.queue,
        provider=candidate.provider,
        model=candidate.model,
        version=candidate.version,
        arm=candidate.arm,
        cost=money(place.view.cost),
        expected_ms=place.view.expected_ms,
        reasons=tuple(_reasons(place, places, number, fleet)),
    )


def _reasons(place: _Place, places: list[_Place], number: int, fleet: Fleet) -> Iterator[str]:
    """Say what the strategy saw up to the criterion that decided, then what speaks against it."""
    near = places[number + 1 : number + 2] or places[max(number - 1, 0) : number]
    yield from place.words[: _telling(place, near) + 1]
    if place.arm_note:
        yield place.arm_note
    yield from (each.reason for each in place.view.concerns)
    health = fleet.health.get(place.view.candidate.id)
    if health is not None and health.breaker != "closed":
        yield "Its breaker is half open: this call is a probe."


def _telling(place: _Place, near: list[_Place]) -> int:
    """Return the number of the criterion that tells a place from its neighbour."""
    for other in near:
        for number, (mine, theirs) in enumerate(zip(place.keys, other.keys, strict=True)):
            if mine != theirs:
                return number
    return 0


def _spare(place: _Place, most: int) -> LeftOut:
    return LeftOut(place.view.candidate.id, (f"{most} others come before it, which is the most.",))


def _notes(asked: Asked) -> tuple[str, ...]:
    """Say what was not known, and what was found out."""
    unknown = [
        name
        for name, value in (
            ("intent", asked.intent),
            ("content type", asked.content_type),
            ("complexity", asked.complexity),
        )
        if value is None
    ]
    told = (f"Chosen without {', '.join(unknown)}: not classified.",) if unknown else ()
    return (*told, *asked.notes)
