"""Finds who serves a conversation, in the catalogue as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from orchestration.calls.call import Target
from orchestration.errors import UnknownModel, blamed
from orchestration.outside.names import AUTO, Named, read_name
from orchestration.outside.plan import Hop, Plan, with_specialist
from orchestration.outside.refusing import refusal
from orchestration.outside.size import size_of, texts_of
from orchestration.outside.wire import capabilities
from orchestration.prompts.use import Rendered
from orchestration.routing.asked import Asked, Modality, Policy
from orchestration.routing.choosing import choose
from orchestration.routing.classified import Classified
from orchestration.routing.decision import Decision, Route
from orchestration.routing.fleet import LOCAL, Candidate, Fleet, Health, Load, QueueState
from orchestration.routing.limits import askable
from orchestration.specialists.asking import Asker, decide, question
from orchestration.specialists.entries import SpecialistEntry
from orchestration.specialists.errors import UnknownSpecialist
from orchestration.specialists.known import specialist_entry
from orchestration.specialists.selectors import Outside, get_record, system_of

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be served.

    Attributes:
        name: Of the model, as the request has it.
        input: Valid for its kind.
        key: Who draws the same arm of a comparison again.
        tenant_id: Whose it is.
        kind: What is to be done.
        priority: Its level.
        patient: Whether it may wait for a worker to come.
        policy: What the tenant allows and wants.
        classified: What it is about; None where nobody has looked.
    """

    name: str
    input: Mapping[str, Any]
    key: str
    tenant_id: UUID
    kind: Modality = "chat"
    priority: int = 1
    patient: bool = False
    policy: Policy = field(default_factory=Policy)
    classified: Classified | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How everybody fares right now; who is not named is taken for well.

    Attributes:
        health: By a candidate's id.
        queues: By their names.
        loads: What stands before our own models, by a candidate's id.
        busy_s: Who prefers our own models goes elsewhere where they need longer to begin.
    """

    health: Mapping[str, Health] = field(default_factory=dict)
    queues: Mapping[str, QueueState] = field(default_factory=dict)
    loads: Mapping[str, Load] = field(default_factory=dict)
    busy_s: float = 10.0

    def fleet(self, candidates: tuple[Candidate, ...]) -> Fleet:
        """Return candidates as they fare."""
        busy_ms = 1000 * self.busy_s
        return Fleet(candidates, self.health, self.queues, self.loads, busy_ms=busy_ms)


def plan(request: Request, known: Outside, standing: Standing) -> Plan:
    """Return who serves a request.

    Queries: none; for a specialist one to five.

    Args:
        request: What is to be served.
        known: The catalogue.
        standing: How everybody fares.

    Raises:
        UnknownModel, UnknownSpecialist: There is nobody of that name.
        InvalidInput: There is no name.
        PolicyForbids: The tenant's policy allows none of those that were named.
        BeyondModels, BeyondContexts: Those that were named cannot do what is asked.
        NobodyServes: Those that were named cannot serve it now.
        UserError: There is no such strategy; or the specialist's prompt cannot be rendered.
    """
    named, now = read_name(request.name, {LOCAL, *known.providers}), datetime.now(UTC)
    if named.specialist:
        with blamed("specialist", "model", request.name):
            return _by_specialist(request, named.specialist, known, standing, now)
    fleet = _named(known, named, standing)
    if not fleet.candidates:
        raise UnknownModel(request.name, "", _names(known, request))
    decision = _chosen(request, named, fleet, now)
    _check_served(request, decision, fleet, now)
    return Plan(request.name, request.input, decision, hops_of(decision, known))


def _chosen(request: Request, named: Named, fleet: Fleet, now: datetime) -> Decision:
    """Return who serves a request by the strategy that it names, or the tenant's."""
    if not named.strategy:
        return _patiently(request, lambda each: choose(_asked(each, each.policy), fleet, now))
    policy = replace(request.policy, strategy=named.strategy)
    with blamed("strategy", "model", request.name):
        return _patiently(request, lambda each: choose(_asked(each, policy), fleet, now))


def _patiently(request: Request, decided: Callable[[Request], Decision]) -> Decision:
    """Return who can serve a request now; for one that may wait, else who could later."""
    decision = decided(replace(request, patient=False))
    return decided(request) if request.patient and not decision.routes else decision


def is_ours(name: str, known: Outside) -> bool:
    """Return whether a name means one of our own models and nothing else, so that there is nothing
    to choose."""
    found = {each.local for each in known.fleet.candidates if each.model == name}
    return found == {True}


def _named(known: Outside, named: Named, standing: Standing) -> Fleet:
    fits = tuple(each for each in known.fleet.candidates if _is_named(each, named))
    return standing.fleet(fits)


def _is_named(candidate: Candidate, named: Named) -> bool:
    return named.model in ("", candidate.model) and named.provider in ("", candidate.provider)


def _names(known: Outside, request: Request) -> Sequence[str]:
    """Return what may be named instead: what can be asked now for the same kind."""
    able = askable(known.fleet.candidates, request.policy)
    models = sorted({each.model for each in able if request.kind in each.modalities})
    return [*models[:_SHOWN], AUTO] if models else []


def _asked(request: Request, policy: Policy) -> Asked:
    size = size_of(request.input)
    asked = Asked(
        key=request.key,
        modality=request.kind,
        capabilities=capabilities(request.input),
        prompt_tokens=size.read,
        answer_tokens=size.written,
        window_tokens=size.window,
        priority=request.priority,
        patient=request.patient,
        policy=policy,
    )
    return request.classified.applied(asked) if request.classified else asked


def question_of(values: Mapping[str, Any]) -> str:
    """Return what was asked last in a conversation, without images."""
    turns = [turn for turn in values["messages"] if turn["role"] == "user"]
    return "\n".join(texts_of(turns[-1]["content"])) if turns else ""


def _by_specialist(
    request: Request, name: str, known: Outside, standing: Standing, now: datetime
) -> Plan:
    record = get_record(name, tenant_id=request.tenant_id)
    if not record.enabled:
        raise UnknownSpecialist(name, [])
    entry = specialist_entry(record)
    system = system_of(record, {}, key=request.key)
    values = _specialised(request.input, entry, system)
    fleet = standing.fleet(known.fleet.candidates)
    decision = _patiently(
        request, lambda each: decide(question(entry, "", (), _asker(each, values)), fleet, now)
    )
    _check_served(request, decision, fleet, now)
    prompt = system.reference() if isinstance(system, Rendered) else None
    return Plan(request.name, values, decision, hops_of(decision, known), name, prompt)


def _asker(request: Request, values: Mapping[str, Any]) -> Asker:
    size = size_of(values)
    return Asker(
        key=request.key,
        policy=request.policy,
        priority=request.priority,
        patient=request.patient,
        prompt_tokens=size.read,
        answer_tokens=size.written,
        window_tokens=size.window,
        capabilities=capabilities(values),
    )


def _specialised(
    values: Mapping[str, Any], entry: SpecialistEntry, system: Rendered | str
) -> dict[str, Any]:
    text = system.text if isinstance(system, Rendered) else system
    given = entry.parameters.model_dump(exclude_none=True)
    form = None
    if entry.output_schema is not None:
        named = {"name": entry.name.replace(".", "_"), "schema": entry.output_schema}
        form = {"type": "json_schema", "json_schema": named}
    return with_specialist(values, text, given, form)


def _check_served(request: Request, decision: Decision, fleet: Fleet, now: datetime) -> None:
    """Refuse what nobody serves; what a specialist adds to a request is not its asker's to mend."""
    if not decision.routes:
        asked = _asked(request, request.policy)
        raise refusal(request.name, asked, decision, fleet, now)


def hops_of(decision: Decision, known: Outside) -> tuple[Hop, ...]:
    """Return a decision's routes with whom to ask; what has gone since is left out."""
    return tuple(hop for route in decision.routes if (hop := _hop(route, known)) is not None)


def _hop(route: Route, known: Outside) -> Hop | None:
    if route.provider == LOCAL:
        return Hop(route, None)
    model = known.model(route.provider, route.model, route.version)
    return None if model is None else Hop(route, Target(route.provider, model.provider_model))
