"""Writing entries of the catalogue into their records; each function says what it did.

They yield `Change`'s arguments, and write only where something differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Model, Q

from orchestration.access.records import Tenant
from orchestration.prompts import labels
from orchestration.prompts import services as prompts
from orchestration.prompts.drafts import Draft, check
from orchestration.prompts.draws import Target
from orchestration.prompts.errors import UnknownPrompt
from orchestration.prompts.records import Prompt
from orchestration.prompts.selectors import get_label, get_prompt, get_version
from orchestration.prompts.variables import stored as stored_variables
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.specialists.entries import (
    Entry,
    ModelEntry,
    PriceEntry,
    PromptEntry,
    ProviderEntry,
    SpecialistEntry,
)
from orchestration.specialists.known import (
    Stored,
    model_key,
    price_entry,
    read_prices,
    specialist_key,
)
from orchestration.specialists.records import SpecialistRecord
from orchestration.usage.prices import set_price

Told: TypeAlias = tuple[str, str, str, tuple[str, ...]]


def put_providers(
    entries: Sequence[ProviderEntry], stored: Stored, *, overwrite: bool
) -> Iterator[Told]:
    """Store providers. Queries: one for each that differs."""
    for entry in entries:
        known = stored.providers.get(entry.name)
        values = {**entry.model_dump(exclude={"row"}), "row": entry.row_name}
        record = known[1] if known else ProviderRecord()
        yield _put(
            ("provider", entry.name), record, values, _fields(known, entry), overwrite=overwrite
        )
        stored.providers[entry.name] = (entry, record)


def put_models(
    entries: Sequence[ModelEntry], stored: Stored, *, by: str, overwrite: bool
) -> Iterator[Told]:
    """Store models and their prices. Queries: one, and up to three for each that differs."""
    prices = read_prices([each for each in entries if each.price])
    for entry in entries:
        key = model_key(entry)
        known = stored.models.get(key)
        bare = entry.model_copy(update={"price": None})
        values = bare.model_dump(exclude={"price", "provider"})
        provider = stored.providers[entry.provider][1]
        record = known[1] if known else ExternalModelRecord()
        name = f"{entry.provider}/{entry.name}" + (f"@{entry.version}" if entry.version else "")
        values["provider"] = provider
        yield _put(("model", name), record, values, _fields(known, bare), overwrite=overwrite)
        if entry.price is not None:
            now = price_entry(prices.get((entry.provider, entry.price_name)))
            yield from _price(entry, entry.price, now, by=by, overwrite=overwrite)


def _price(
    entry: ModelEntry, price: PriceEntry, now: PriceEntry | None, *, by: str, overwrite: bool
) -> Iterator[Told]:
    name = f"{entry.provider}/{entry.price_name}"
    wanted = price.model_copy(update={"note": ""})
    differs = [each for each in ("input", "output", "cached", "cache_written")
               if now is None or _rate(now, each) != _rate(wanted, each)]  # fmt: skip
    if now is not None and not (differs and overwrite):
        yield "price", name, "unchanged", ()
        return
    set_price(
        entry.provider,
        entry.price_name,
        input=price.input,
        output=price.output,
        cached=price.cached,
        cache_written=price.cache_written,
        note=price.note,
        actor=by,
    )
    yield "price", name, "created" if now is None else "changed", tuple(differs)


def _rate(price: PriceEntry, name: str) -> Any:
    found = getattr(price, name)
    return price.input if found is None else found


def put_specialists(
    entries: Sequence[SpecialistEntry], stored: Stored, *, overwrite: bool
) -> Iterator[Told]:
    """Store specialists. Queries: up to three for each that differs."""
    for entry in entries:
        known = stored.specialists.get(specialist_key(entry))
        record = known[1] if known else SpecialistRecord()
        name = f"{entry.tenant}/{entry.name}" if entry.tenant else entry.name
        fields = _fields(known, entry)
        values = _columns(entry) if fields or known is None else {}
        yield _put(("specialist", name), record, values, fields, overwrite=overwrite)


def _columns(entry: SpecialistEntry) -> dict[str, Any]:
    tenant = Tenant.objects.get(name=entry.tenant) if entry.tenant else None
    prompt = None
    if entry.prompt:
        prompt = get_prompt(entry.prompt, tenant_id=tenant.pk if tenant else None)
    values = entry.model_dump(exclude={"tenant", "prompt", "parameters", "hints"})
    return {
        **values,
        "tenant": tenant,
        "prompt": prompt,
        "parameters": entry.parameters.model_dump(mode="json", exclude_unset=True),
        "hints": entry.hints.model_dump(mode="json", exclude_unset=True),
    }


def _fields(known: tuple[Entry, Model] | None, entry: Entry) -> tuple[str, ...]:
    """Return the names of the fields that differ from what is stored."""
    if known is None:
        return ()
    before, after = known[0].model_dump(), entry.model_dump()
    return tuple(name for name in after if before.get(name) != after[name])


def _put(
    told: tuple[str, str],
    record: Model,
    values: dict[str, Any],
    fields: tuple[str, ...],
    *,
    overwrite: bool,
) -> Told:
    made = record._state.adding  # noqa: SLF001 - Django's documented way to tell
    if not made and not (fields and overwrite):
        return (*told, "unchanged", ())
    for column, value in values.items():
        setattr(record, column, value)
    record.save()
    return (*told, "created" if made else "changed", fields)


def put_prompts(entries: Sequence[PromptEntry], *, by: str, overwrite: bool) -> Iterator[Told]:
    """Store prompts: a text that differs becomes a new version, and the label moves to it.

    Raises:
        InvalidTemplate, InvalidInput: A prompt cannot be stored.
    """
    for entry in entries:
        tenant = Tenant.objects.get(name=entry.tenant).pk if entry.tenant else None
        name = f"{entry.tenant}/{entry.name}" if entry.tenant else entry.name
        yield ("prompt", name, *_put_prompt(entry, tenant, by=by, overwrite=overwrite))


def _put_prompt(
    entry: PromptEntry, tenant: UUID | None, *, by: str, overwrite: bool
) -> tuple[str, tuple[str, ...]]:
    draft = Draft(entry.text, entry.messages, entry.variables, entry.notes)
    prompt = _own_prompt(entry.name, tenant)
    if prompt is None:
        made = prompts.create(
            entry.name, draft, by=by, tenant_id=tenant, description=entry.description
        )
    else:
        fields = _prompt_differs(entry, draft, prompt)
        if not (fields and overwrite):
            return "unchanged", ()
        if "description" in fields:
            prompts.describe(entry.name, entry.description, by=by, tenant_id=tenant)
        if fields == ("description",):
            return "changed", fields
        made = prompts.add_version(entry.name, draft, by=by, tenant_id=tenant)
    labels.point(entry.name, entry.label, [Target(made.number)], by=by, tenant_id=tenant)
    return ("created", ()) if prompt is None else ("changed", fields)


def _own_prompt(name: str, tenant: UUID | None) -> Prompt | None:
    owner = Q(tenant=None) if tenant is None else Q(tenant_id=tenant)
    return Prompt.objects.filter(owner, name=name).prefetch_related("labels").first()


def _prompt_differs(entry: PromptEntry, draft: Draft, prompt: Prompt) -> tuple[str, ...]:
    checked = check(draft)
    fields = ["description"] if entry.description != prompt.description else []
    try:
        targets = get_label(prompt, entry.label).targets
        now = get_version(prompt, targets[0]["version"])
    except UnknownPrompt:
        return (*fields, "label")
    if len(targets) > 1:
        fields.append("label")
    if now.digest != checked.template.digest():
        fields.append("text" if entry.messages is None else "messages")
    if now.variables != stored_variables(checked.variables):
        fields.append("variables")
    return tuple(fields)


def known_prompts(wanted: tuple[set[str], set[tuple[str, str]]]) -> frozenset[tuple[str, str]]:
    """Return owner and name of the prompts that there will be, of those that are used."""
    used, brought = wanted
    if not used:
        return frozenset(brought)
    rows = Prompt.objects.filter(name__in=used).select_related("tenant")
    stored = {(row.tenant.name if row.tenant else "", row.name) for row in rows}
    return frozenset(stored | brought)
