"""What is stored of the catalogue, in the shape of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.registry.services import enabled_models
from orchestration.specialists.entries import (
    ModelEntry,
    PriceEntry,
    ProviderEntry,
    SpecialistEntry,
)
from orchestration.specialists.fleet import Priced
from orchestration.specialists.records import SpecialistRecord
from orchestration.usage.costs import Rates
from orchestration.usage.prices import rates_of

_PROVIDER = tuple(each for each in ProviderEntry.model_fields if each != "row")
_MODEL = tuple(each for each in ModelEntry.model_fields if each not in ("provider", "price"))
_PLAIN = ("name", "title", "description", "system_prompt", "model", "output_schema", "enabled")


@dataclass(frozen=True, slots=True)
class Stored:
    """The catalogue as it is stored: entries, and the records that keep them."""

    providers: dict[str, tuple[ProviderEntry, ProviderRecord]]
    models: dict[tuple[str, str, str], tuple[ModelEntry, ExternalModelRecord]]
    specialists: dict[tuple[str, str], tuple[SpecialistEntry, SpecialistRecord]]
    local: frozenset[str]


def read_stored() -> Stored:
    """Return all of it, by name; each specialist by its tenant's name and its own. Queries: four.

    There are few of each: what people wrote into a catalogue.
    """
    providers = [(provider_entry(each), each) for each in ProviderRecord.objects.order_by("name")]
    models = read_models()
    rows = SpecialistRecord.objects.select_related("tenant", "prompt").order_by("name", "pk")
    specialists = [(specialist_entry(each), each) for each in rows]
    return Stored(
        {entry.name: (entry, record) for entry, record in providers},
        {model_key(entry): (entry, record) for entry, record in models},
        {specialist_key(entry): (entry, record) for entry, record in specialists},
        frozenset(spec.name for spec in enabled_models()),
    )


def read_models() -> list[tuple[ModelEntry, ExternalModelRecord]]:
    """Return the models outside with their records, by name. Queries: one."""
    rows = ExternalModelRecord.objects.select_related("provider")
    found = rows.order_by("name", "provider__name", "version")
    return [(model_entry(each), each) for each in found]


def model_key(entry: ModelEntry) -> tuple[str, str, str]:
    """Return what names a model."""
    return entry.name, entry.provider, entry.version


def specialist_key(entry: SpecialistEntry) -> tuple[str, str]:
    """Return what names a specialist: its tenant, empty for all, and its name."""
    return entry.tenant, entry.name


def provider_entry(record: ProviderRecord) -> ProviderEntry:
    """Return a stored provider as the catalogue writes it."""
    values = {name: getattr(record, name) for name in _PROVIDER}
    row = "" if record.row == record.name else record.row
    return ProviderEntry.model_construct(**values, row=row)


def model_entry(record: ExternalModelRecord) -> ModelEntry:
    """Return a stored model as the catalogue writes it, without its price."""
    values = {name: getattr(record, name) for name in _MODEL}
    return ModelEntry.model_construct(**values, provider=record.provider.name, price=None)


def specialist_entry(record: SpecialistRecord) -> SpecialistEntry:
    """Return a stored specialist as the catalogue writes it.

    Raises:
        pydantic.ValidationError: Somebody changed the row past the services.
    """
    values: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN}
    return SpecialistEntry.model_validate(
        {
            **values,
            "tenant": record.tenant.name if record.tenant else "",
            "prompt": record.prompt.name if record.prompt else "",
            "label": record.label,
            "fallbacks": list(record.fallbacks),
            "parameters": record.parameters,
            "hints": record.hints,
        }
    )


def read_prices(models: list[ModelEntry]) -> Priced:
    """Return what models cost now, by provider and price name. Queries: two at most.

    Now is the time of this statement: a transaction that waited has begun before prices that
    another has set meanwhile.
    """
    wanted = sorted({(each.provider, each.price_name) for each in models})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return rates_of(wanted, now)[1]


def price_entry(rates: Rates | None) -> PriceEntry | None:
    """Return rates as the catalogue writes them; None where there are none."""
    if rates is None:
        return None

    def apart(rate: Decimal) -> Decimal | None:
        return None if rate == rates.input else rate

    return PriceEntry.model_construct(
        input=rates.input,
        output=rates.output,
        cached=apart(rates.cached),
        cache_written=apart(rates.cache_written),
        note="",
    )
