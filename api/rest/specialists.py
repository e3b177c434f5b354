"""Specialists, and the providers whose models they use; read only."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import specialist_documents as d
from api.rest.base import ApiView
from api.rest.fleet import READ
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.schema import describe
from orchestration.specialists.entries import ModelEntry, ProviderEntry
from orchestration.specialists.records import SpecialistRecord
from orchestration.specialists.selectors import (
    Outside,
    get_record,
    list_specialists,
    outside,
    usability_of,
)
from tasks.selectors.pages import decode_cursor, page_of


class SpecialistsView(ApiView):
    """The specialists that a key may ask."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.SpecialistPage}, parameters=PAGE, tag="specialists")
    def get(self, request: Request) -> HttpResponse:
        """List specialists, newest first: the tenant's, and those that all share."""
        params = Params(request, "limit", "cursor")
        limit, below = params.limit(), decode_cursor(params.text("cursor"))
        found = list_specialists(tenant_id=self.principal.tenant_id, limit=limit + 1, below=below)
        page = page_of(found, [each.pk for each in found], limit)
        items = [specialist_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})


class SpecialistView(ApiView):
    """One specialist."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.SpecialistDetail}, tag="specialists")
    def get(self, request: Request, specialist: str) -> HttpResponse:
        """Return a specialist with its system prompt."""
        Params(request)
        found = get_record(specialist, tenant_id=self.principal.tenant_id)
        return answer(specialist_answer(found) | {"system_prompt": found.system_prompt or None})


class ProvidersView(ApiView):
    """The accounts at providers."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.ProviderList}, tag="specialists")
    def get(self, request: Request) -> HttpResponse:
        """List providers with their models, by name; whether there is a key, never the key."""
        Params(request)
        found = outside()
        items = [_provider_answer(each, found) for each in found.providers.values()]
        return answer({"items": items})


def specialist_answer(record: SpecialistRecord) -> dict[str, Any]:
    """Return a specialist, and whether it can answer. Queries: as `usability_of`."""
    found = usability_of(record)
    return {
        "id": record.pk,
        "name": record.name,
        "title": record.title,
        "description": record.description,
        "shared": record.tenant_id is None,
        "enabled": record.enabled,
        "usable": found.usable,
        "reasons": found.reasons,
        "model": record.model,
        "fallbacks": record.fallbacks,
        "models": [
            {"model": each.reference, "served_by": each.served_by, "reasons": each.reasons}
            for each in found.models
        ],
        "parameters": record.parameters,
        "hints": record.hints,
        "output_schema": record.output_schema,
        "prompt": record.prompt.name if record.prompt else None,
        "label": record.label or None,
        "updated_at": record.updated_at,
    }


def _provider_answer(entry: ProviderEntry, found: Outside) -> dict[str, Any]:
    reason = found.obstacle(entry.name)
    return {
        "name": entry.name,
        "format": entry.row_name,
        "description": entry.description,
        "enabled": entry.enabled,
        "key": found.key(entry.name),
        "usable": not reason,
        "reason": reason or None,
        "queue": entry.queue,
        "concurrency": entry.concurrency,
        "requests_per_minute": entry.requests_per_minute,
        "tokens_per_minute": entry.tokens_per_minute,
        "models": [_model_answer(m, found) for m in found.models if m.provider == entry.name],
    }


def _model_answer(model: ModelEntry, found: Outside) -> dict[str, Any]:
    rates = found.facts.prices.get((model.provider, model.price_name))
    return {
        "name": model.name,
        "version": model.version,
        "provider_model": model.provider_model,
        "modalities": model.modalities,
        "capabilities": model.capabilities,
        "context_length": model.context_length,
        "max_output": model.max_output,
        "dimensions": model.dimensions,
        "good_at": model.good_at,
        "level": model.level,
        "arm": model.arm or None,
        "enabled": model.enabled,
        "price": rates and {"input": f"{rates.input:f}", "output": f"{rates.output:f}"},
    }
