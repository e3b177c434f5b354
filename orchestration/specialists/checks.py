"""What entries of the catalogue owe each other. Pure: what is stored comes as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from orchestration.errors import FieldProblem, shorten
from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.rules import Rules
from orchestration.outgoing.transport import check_url
from orchestration.providers.chat import Sampling
from orchestration.providers.profile import Profile
from orchestration.providers.table import PROVIDERS
from orchestration.specialists.entries import (
    LOCAL,
    Catalogue,
    ModelEntry,
    ProviderEntry,
    SpecialistEntry,
)
from orchestration.specialists.reading import Loc, Source

SCHEMA_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Whole:
    """What there will be when the catalogue has been applied.

    Attributes:
        providers: By name.
        models: All models outside.
        local: Names of the models of our own workers.
        tenants: Names of all tenants that entries name and that exist.
        prompts: Tenant (empty for the installation) and name of each prompt that there is.
        rules: Which addresses may be asked.
    """

    providers: Mapping[str, ProviderEntry]
    models: Sequence[ModelEntry]
    local: frozenset[str]
    tenants: frozenset[str]
    prompts: frozenset[tuple[str, str]]
    rules: Rules


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake at a path of the catalogue."""

    loc: Loc
    value: object
    message: str
    mend: str


def problems(source: Source, whole: Whole) -> list[FieldProblem]:
    """Return what is wrong with a catalogue, each with its place."""
    found = [*_twice(source.catalogue), *_entries(source.catalogue, whole)]
    return [_told(fault, source) for fault in found]


def _told(fault: Fault, source: Source) -> FieldProblem:
    at, path = source.place(fault.loc), ".".join(map(str, fault.loc))
    value = "" if fault.value in (None, "") else shorten(fault.value)
    return FieldProblem(f"{at}: {path}" if at else path, value, fault.message, fault.mend)


def _twice(catalogue: Catalogue) -> Iterator[Fault]:
    """Find entries that stand twice."""
    keys: dict[str, list[tuple[str, ...]]] = {
        "providers": [(each.name,) for each in catalogue.providers],
        "models": [(each.provider, each.name, each.version) for each in catalogue.models],
        "prompts": [(each.tenant, each.name) for each in catalogue.prompts],
        "specialists": [(each.tenant, each.name) for each in catalogue.specialists],
    }
    for section, names in keys.items():
        counts = Counter(names)
        last = {name: place for place, name in enumerate(names)}
        for name, count in counts.items():
            if count > 1:
                shown = " ".join(part for part in name if part)
                text = f"{shown} stands {count} times."
                yield Fault((section, last[name], "name"), shown, text, "Leave one of them out.")


def _entries(catalogue: Catalogue, whole: Whole) -> Iterator[Fault]:
    for place, provider in enumerate(catalogue.providers):
        yield from _provider(provider, ("providers", place), whole)
    for place, model in enumerate(catalogue.models):
        yield from _model(model, ("models", place), whole)
    for place, prompt in enumerate(catalogue.prompts):
        yield from _tenant(prompt.tenant, ("prompts", place), whole)
    for place, specialist in enumerate(catalogue.specialists):
        yield from _specialist(specialist, ("specialists", place), whole)


def _provider(entry: ProviderEntry, loc: Loc, whole: Whole) -> Iterator[Fault]:
    if not entry.base_url:
        return
    try:
        check_url(entry.base_url, whole.rules, field="base_url")
    except ForbiddenURL as error:
        yield Fault((*loc, "base_url"), entry.base_url, error.detail, error.mend or "")


def _model(entry: ModelEntry, loc: Loc, whole: Whole) -> Iterator[Fault]:
    provider = whole.providers.get(entry.provider)
    if provider is None:
        mend = f"Use one of {', '.join(sorted(whole.providers)) or 'none yet'}, or add it."
        yield Fault((*loc, "provider"), entry.provider, "There is no such provider.", mend)
        return
    profile = PROVIDERS[provider.row_name].profile
    for lack in sorted(set(entry.capabilities) - able(profile)):
        text = f"The row {provider.row_name} has no {lack}."
        yield Fault((*loc, "capabilities"), lack, text, "Leave it out.")
    if "embedding" in entry.modalities and not profile.embeddings:
        text = f"The row {provider.row_name} has no embeddings."
        yield Fault((*loc, "modalities"), "embedding", text, "Leave it out.")


def able(profile: Profile) -> frozenset[str]:
    """Return the capabilities that a provider's wire format can carry."""
    can = {
        "tools": profile.tools,
        "json_schema": "json_schema" in profile.formats,
        "images": profile.pictures,
        "logprobs": "logprobs" in profile.sampling,
        "seed": "seed" in profile.sampling,
    }
    return frozenset(name for name, known in can.items() if known)


def _tenant(name: str, loc: Loc, whole: Whole) -> Iterator[Fault]:
    if name and name not in whole.tenants:
        text = "There is no such tenant."
        yield Fault((*loc, "tenant"), name, text, "Make it first, or leave the field out.")


def _specialist(entry: SpecialistEntry, loc: Loc, whole: Whole) -> Iterator[Fault]:
    yield from _tenant(entry.tenant, loc, whole)
    if entry.prompt and not {("", entry.prompt), (entry.tenant, entry.prompt)} & whole.prompts:
        text = "There is no such prompt of this tenant or of the installation."
        yield Fault((*loc, "prompt"), entry.prompt, text, "Store it first, or use system_prompt.")
    for place, reference in enumerate(entry.models):
        at = (*loc, "model") if place == 0 else (*loc, "fallbacks", place - 1)
        yield from _reference(reference, at, whole)
    yield from _parameters(entry, loc, whole)
    yield from _schema(entry, loc, whole)


def _reference(reference: str, at: Loc, whole: Whole) -> Iterator[Fault]:
    provider, name = split(reference, whole.providers)
    if provider in ("", LOCAL) and name in whole.local:
        return
    served = models_of(reference, whole)
    if not served:
        known = sorted({each.name for each in whole.models} | whole.local)
        mend = f"Use one of {', '.join(known[:20]) or 'none yet'}, or add it under models."
        yield Fault(at, reference, "There is no such model.", mend)
    elif not any("chat" in each.modalities for each in served):
        yield Fault(at, reference, "This model does not chat.", "Name one for chat.")


def split(reference: str, providers: Iterable[str]) -> tuple[str, str]:
    """Return the provider that a reference names, empty for any, and the model's name."""
    provider, slash, name = reference.partition("/")
    return (provider, name) if slash and provider in (LOCAL, *providers) else ("", reference)


def models_of(reference: str, whole: Whole) -> list[ModelEntry]:
    """Return the models outside that a reference means."""
    provider, name = split(reference, whole.providers)
    return [each for each in whole.models if each.name == name and provider in ("", each.provider)]


def _parameters(entry: SpecialistEntry, loc: Loc, whole: Whole) -> Iterator[Fault]:
    """Find parameters that a provider on the way does not take: it would refuse each request."""
    given = {each.name for each in fields(Sampling)} & entry.parameters.model_fields_set
    for reference in entry.models:
        for model in models_of(reference, whole):
            provider = whole.providers.get(model.provider)
            taken = PROVIDERS[provider.row_name].profile.sampling if provider else given
            if lack := sorted(given - taken):
                text = f"The provider {model.provider}, which serves {reference}, does not take it."
                mend = "Leave it out, or name another model."
                yield Fault((*loc, "parameters", lack[0]), lack[0], text, mend)
                return


def _schema(entry: SpecialistEntry, loc: Loc, whole: Whole) -> Iterator[Fault]:
    schema = entry.output_schema
    if schema is None:
        return
    at = (*loc, "output_schema")
    if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict):
        text = "It is no schema of an object."
        yield Fault(at, None, text, "Write type: object and its properties.")
        return
    yield from _object(schema, at)
    named = [model for reference in entry.models for model in models_of(reference, whole)]
    if named and not any("json_schema" in each.capabilities for each in named):
        text = "None of its models can be held to a schema."
        yield Fault(at, None, text, "Name a model with the capability json_schema.")


def _object(schema: Mapping[str, Any], at: Loc) -> Iterator[Fault]:
    """Find required fields that an object's schema does not describe, at any depth."""
    if len(at) > SCHEMA_DEPTH * 2:
        yield Fault(at, None, "The schema is too deep.", "Flatten it.")
        return
    properties = schema.get("properties")
    if isinstance(properties, dict):
        required = schema.get("required", [])
        for name in required if isinstance(required, list) else []:
            if name not in properties:
                text = "It is required and not described."
                yield Fault((*at, "required"), name, text, "Add it to properties.")
        for name, each in properties.items():
            if isinstance(each, dict):
                yield from _object(each, (*at, "properties", name))
    if isinstance(items := schema.get("items"), dict):
        yield from _object(items, (*at, "items"))
