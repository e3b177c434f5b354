"""Turns a specialist and somebody's words into a question for models, and into routes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from orchestration.providers.chat import ChatRequest, JsonSchema, ResponseFormat, Sampling
from orchestration.providers.messages import Message, say
from orchestration.routing.asked import Asked, Policy
from orchestration.routing.choosing import choose
from orchestration.routing.decision import Decision, LeftOut, Route
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.specialists.checks import split
from orchestration.specialists.entries import LISTED, SpecialistEntry


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks a specialist, and what the request itself needs.

    Attributes:
        key: Draws the same arm again: a user, a conversation, or the task's id.
        policy: The tenant's.
        priority: Its level.
        patient: Whether it may wait for a worker to come.
        prompt_tokens: What is read at most, the system prompt included.
        answer_tokens: What is written at most, by the request and the specialist together.
        window_tokens: What a context must hold; None: both of these.
        capabilities: What the request needs beside what the specialist does.
    """

    key: str
    policy: Policy = field(default_factory=Policy)
    priority: int = 1
    patient: bool = False
    prompt_tokens: int = 0
    answer_tokens: int = 0
    window_tokens: int | None = None
    capabilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent, and what is asked of routing.

    Attributes:
        specialist: The specialist's name: the answer says who answered.
        messages: The system prompt, then the turns.
        sampling: How the answer is drawn.
        format: What it must look like.
        references: The models in the order in which they are listed.
        order: ``listed``, or the strategy that orders them.
        asked: What each of them must fit; without a model's name.
    """

    specialist: str
    messages: tuple[Message, ...]
    sampling: Sampling
    format: ResponseFormat
    references: tuple[str, ...]
    order: str
    asked: Asked

    def request(self, provider_model: str, **more: Any) -> ChatRequest:
        """Return the request for one of the routes; `more` are further fields of it."""
        return ChatRequest(
            provider_model, self.messages, sampling=self.sampling, format=self.format, **more
        )


def question(
    specialist: SpecialistEntry, system: str, turns: Sequence[Message], asker: Asker
) -> Question:
    """Return what a specialist makes of somebody's turns.

    Args:
        specialist: Who is asked.
        system: Its system prompt, rendered.
        turns: What was said; system messages among them follow the specialist's own.
        asker: Who asks.
    """
    given = specialist.parameters.model_dump(exclude_none=True)
    stop = given.pop("stop", None)
    sampling = Sampling(**given, stop=None if stop is None else tuple(stop))
    first = [each for each in turns if each.role == "system"]
    rest = [each for each in turns if each.role != "system"]
    return Question(
        specialist=specialist.name,
        messages=(say("system", system), *first, *rest),
        sampling=sampling,
        format=_format(specialist),
        references=specialist.models,
        order=specialist.hints.order,
        asked=_asked(specialist, asker),
    )


def _format(specialist: SpecialistEntry) -> ResponseFormat:
    if specialist.output_schema is None:
        return "text"
    name = specialist.name.replace(".", "_")
    return JsonSchema(name, specialist.output_schema, description=specialist.title)


def _asked(specialist: SpecialistEntry, asker: Asker) -> Asked:
    hints = specialist.hints
    needed = set(hints.capabilities) | asker.capabilities
    if specialist.output_schema is not None:
        needed.add("json_schema")
    return Asked(
        key=asker.key,
        complexity=hints.complexity,
        specialty=specialist.name,
        capabilities=frozenset(needed),
        prompt_tokens=asker.prompt_tokens,
        answer_tokens=asker.answer_tokens,
        window_tokens=asker.window_tokens,
        cost_ceiling=hints.cost_ceiling,
        latency_ms=hints.latency_ms,
        priority=asker.priority,
        patient=asker.patient,
        policy=asker.policy,
    )


def decide(question: Question, fleet: Fleet, now: datetime) -> Decision:
    """Return who answers a specialist's question, in which order, and why.

    Its models are tried as they are listed: for each, routing orders those who serve it. With
    another order, the strategy orders all of them together.

    Args:
        question: What is asked.
        fleet: All that there is; only what the specialist names counts.
        now: The moment that breakers and the age of figures are judged by.

    Raises:
        UserError: The order is no strategy.
    """
    groups = _groups(question, fleet)
    if question.order != LISTED:
        policy = replace(question.asked.policy, strategy=question.order)
        named = tuple({each.id: each for group in groups.values() for each in group}.values())
        asked = replace(question.asked, policy=policy)
        return choose(asked, replace(fleet, candidates=named), now)
    return _listed(question, groups, fleet, now)


def _groups(question: Question, fleet: Fleet) -> Mapping[str, tuple[Candidate, ...]]:
    """Return the candidates that each reference means."""
    providers = {each.provider for each in fleet.candidates}
    groups: dict[str, tuple[Candidate, ...]] = {}
    taken: set[str] = set()
    for reference in question.references:
        provider, model = split(reference, providers)
        found = tuple(
            each
            for each in fleet.candidates
            if each.model == model and provider in ("", each.provider) and each.id not in taken
        )
        taken |= {each.id for each in found}
        groups[reference] = found
    return groups


def _listed(
    question: Question, groups: Mapping[str, tuple[Candidate, ...]], fleet: Fleet, now: datetime
) -> Decision:
    routes: list[Route] = []
    left_out: list[LeftOut] = []
    notes: tuple[str, ...] = ()
    unlimited = replace(question.asked.policy, most_routes=None)
    for place, (reference, candidates) in enumerate(groups.items()):
        asked = replace(question.asked, policy=unlimited)
        found = choose(asked, replace(fleet, candidates=candidates), now)
        why = _place(question.specialist, reference, place)
        routes += [replace(each, reasons=(why, *each.reasons)) for each in found.routes]
        left_out += found.left_out
        notes = found.notes
        if not candidates:
            left_out.append(LeftOut(reference, ("There is no such model.",)))
    most = question.asked.policy.most_routes
    spare = routes[most:] if most is not None else []
    reason = (f"{most} others come before it, which is the most.",)
    left_out += [LeftOut(_id(each), reason) for each in spare]
    kept = routes if most is None else routes[:most]
    return Decision(f"specialist:{question.specialist}", tuple(kept), tuple(left_out), notes)


def _place(specialist: str, reference: str, place: int) -> str:
    if place == 0:
        return f"{reference} is the model of the specialist {specialist}."
    return f"{reference} is fallback {place} of the specialist {specialist}."


def _id(route: Route) -> str:
    at = f"@{route.version}" if route.version else ""
    return f"{route.provider}/{route.model}{at}"
