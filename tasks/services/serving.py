"""Where a task is served: by one of our own models, or by whom its plan names outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from orchestration.errors import UnknownModel
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import KindSpec
from orchestration.outside.health import healths
from orchestration.outside.names import read_name
from orchestration.outside.planning import Request, Standing, plan
from orchestration.policies.reading import recent_policies
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec
from orchestration.routing.classified import Classified
from orchestration.routing.decision import Decision
from orchestration.routing.fleet import LOCAL
from orchestration.specialists.selectors import Outside, outside
from orchestration.usage.delays import recent_delays
from tasks.errors import invalid
from tasks.queues import OUTSIDE
from tasks.selectors.pressure import recent_pressure


@dataclass(frozen=True, slots=True)
class Served:
    """Where a task goes.

    Attributes:
        model: one of ours, or what was named outside; empty where the kind needs none.
        device: where it may run.
        queue: its lane, unless it asks for another.
        input: with what a specialist adds to it.
        routing: who is asked, in which order; None where there was nothing to choose.
    """

    model: str
    device: str
    queue: str
    input: dict[str, Any]
    routing: Decision | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a task says of where it wants to go.

    Attributes:
        model: by name; None for the default.
        device: where it may run.
        tenant_id: whose it is.
        priority: its level.
        classified: what it is about; None where nobody has looked.
    """

    model: str | None
    device: str
    tenant_id: UUID
    priority: int
    classified: Classified | None = None


def serve(kind: KindSpec, values: dict[str, Any], wanted: Wanted) -> Served:
    """Return where a task of a kind goes. Queries: a few a second per process; for a specialist
    one to five.

    Raises:
        UnknownModel, UnknownSpecialist: there is nobody of that name.
        NobodyServes: those that were named cannot.
        InvalidInput: the kind uses no model, or the model does not run where it shall.
    """
    if kind.model_task is None:
        _check_no_model(kind, wanted.model)
        return Served("", wanted.device, kind.queue, values)
    try:
        spec = registry.resolve(wanted.model, kind.model_task)
    except UnknownModel:
        if wanted.model is None or not kind.outside:
            raise
        return _planned(kind, values, wanted, wanted.model)
    _check_device(wanted.device, spec)
    return Served(spec.name, wanted.device, kind.queue, values)


def _planned(kind: KindSpec, values: Mapping[str, Any], wanted: Wanted, name: str) -> Served:
    known = outside()
    request = Request(
        name, values, uuid7().hex, wanted.tenant_id, kind=_MODALITIES[kind.name],
        priority=wanted.priority, patient=True, policy=recent_policies().of(wanted.tenant_id),
        classified=wanted.classified or _unread(kind, name, known),
    )  # fmt: skip
    found = plan(request, known, _standing(known))
    first, given = found.hops[0], dict(found.input)
    if first.target is None:
        return Served(first.route.model, wanted.device, kind.queue, given, found.decision)
    if wanted.device != "any":
        message = f"{name} is served outside"
        raise invalid("device", wanted.device, message, "Leave it out, or use another model.")
    return Served(name, OUTSIDE, first.route.queue, given, found.decision)


def _unread(kind: KindSpec, name: str, known: Outside) -> Classified | None:
    """Return that nobody has looked what a conversation is about, where that would matter."""
    ours_to_choose = read_name(name, {LOCAL, *known.providers}).nobody
    return _UNREAD if _MODALITIES[kind.name] == "chat" and ours_to_choose else None


def _standing(known: Outside) -> Standing:
    """Return what a task would wait behind, and how long models take. Whose breaker is open right
    now says little about when its turn comes."""
    pressure = recent_pressure()
    return Standing(
        health=healths(known.models, recent_delays(), (), datetime.now(UTC)),
        queues=pressure.queues,
        loads=pressure.loads(known.fleet.candidates),
        busy_s=settings.SWITCHYARD.routing.busy_s,
    )


_UNREAD: Final = Classified(why_not="It was stored at once, before a worker could look at it.")
"""Web and dispatcher store tasks without waiting for anybody's vector."""
_MODALITIES: Final[Mapping[str, Any]] = {
    "chat": "chat", "rag": "chat", "embedding": "embedding",
}  # fmt: skip


def _check_no_model(kind: KindSpec, model: str | None) -> None:
    if model:
        message = f"the kind {kind.name} uses no model"
        raise invalid("model", model, message, "Leave it out.")


def _check_device(wanted: str, model: ModelSpec) -> None:
    """Refuse a place where the model may not run. Of the others workers choose: those that may not
    run it do not hold it, so that tasks that wait follow when an operator says otherwise.

    Raises:
        InvalidInput: the task can run nowhere.
    """
    if "any" not in (wanted, model.device) and wanted.partition(":")[0] != model.device:
        message = f"the model {model.name} runs on {model.device} only"
        raise invalid("device", wanted, message, "Leave it out, or use another model.")
