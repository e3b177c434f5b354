"""What can be asked for: kinds, models, levels, limits."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import fleet_documents as d
from api.rest.base import ApiView
from api.rest.fleet import READ
from api.rest.json import answer
from api.rest.params import Params
from api.rest.schema import describe
from orchestration.errors import UnknownModel
from orchestration.kinds.catalogue import KINDS, KindSpec
from orchestration.registry import services as registry
from orchestration.registry.spec import MODEL_TASKS, ModelSpec, ModelTask
from tasks.lifecycle import Priority, State
from tasks.selectors.workers import present_workers


class ModelsView(ApiView):
    """The models that tasks can name."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.ModelList}, tag="models")
    def get(self, request: Request) -> HttpResponse:
        """List the enabled models and how many live workers hold each."""
        Params(request)
        live = [worker for worker in present_workers() if worker.live]
        defaults = _defaults()
        models = [
            _model_answer(
                spec,
                default=defaults.get(spec.task) == spec.name,
                workers=sum(spec.name in worker.held for worker in live),
            )
            for spec in registry.enabled_models()
        ]
        return answer({"items": models})


class CapabilitiesView(ApiView):
    """What the key can ask for."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.Capabilities}, tag="models")
    def get(self, request: Request) -> HttpResponse:
        """Return kinds with their inputs, levels, states and limits."""
        Params(request)
        principal = self.principal
        diagnostics = "diagnostics" in principal.scopes
        kinds = [kind for kind in KINDS.values() if diagnostics or not kind.diagnostic]
        limits = settings.SWITCHYARD.limits
        return answer(
            {
                "kinds": [_kind_answer(kind) for kind in kinds],
                "priorities": [p.name for p in Priority if p <= principal.max_priority],
                "states": list(State),
                "limits": {
                    "body_bytes": limits.body_bytes,
                    "batch_body_bytes": limits.batch_body_bytes,
                    "batch_tasks": limits.batch_tasks,
                    "json_depth": limits.json_depth,
                    "requests_per_minute": principal.requests_per_minute,
                },
            }
        )


def _defaults() -> dict[ModelTask, str]:
    found: dict[ModelTask, str] = {}
    for task in MODEL_TASKS:
        try:
            found[task] = registry.resolve(None, task).name
        except UnknownModel:
            continue
    return found


def _model_answer(spec: ModelSpec, *, default: bool, workers: int) -> dict[str, Any]:
    return {
        "name": spec.name,
        "version": spec.version,
        "task": spec.task,
        "format": spec.format,
        "default": default,
        "context_length": spec.context_length,
        "dimensions": spec.dimensions,
        "device": spec.device,
        "size_bytes": spec.size_bytes,
        "description": spec.description,
        "licence": spec.licence,
        "workers": workers,
    }


def _kind_answer(kind: KindSpec) -> dict[str, Any]:
    need = kind.model_task
    models = [spec.name for spec in registry.enabled_models() if need in (spec.task, "any")]
    return {
        "name": kind.name,
        "description": kind.description,
        "queue": kind.queue,
        "timeout_s": kind.timeout_s,
        "models": models,
        "default_model": _default_for(kind),
        "input": _input_schema(kind.name),
    }


def _default_for(kind: KindSpec) -> str | None:
    need = "text" if kind.model_task == "any" else kind.model_task
    return _defaults().get(need) if need else None


@cache
def _input_schema(kind: str) -> dict[str, Any]:
    return KINDS[kind].input.model_json_schema()
