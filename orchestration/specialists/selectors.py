"""Reading the catalogue: specialists for a tenant, accounts and models for everybody."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from orchestration.prompts.errors import UnknownPrompt
from orchestration.prompts.selectors import get_label
from orchestration.prompts.use import Rendered, render_prompt
from orchestration.registry.external import ProviderRecord
from orchestration.registry.services import enabled_models
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.secrets.services import names as secret_names
from orchestration.specialists.entries import ModelEntry, ProviderEntry, SpecialistEntry
from orchestration.specialists.errors import UnknownSpecialist
from orchestration.specialists.fleet import Facts, KeyState, fleet_of, key_of, obstacle
from orchestration.specialists.known import (
    provider_entry,
    read_models,
    read_prices,
    specialist_entry,
)
from orchestration.specialists.records import SpecialistRecord
from orchestration.specialists.usable import Usability, usability

FRESH_S = 1.0


@dataclass(frozen=True, slots=True)
class Outside:
    """All providers and their models at one moment.

    Attributes:
        providers: By name, switched off or not.
        models: Every model of theirs.
        facts: Keys, prices and rules.
        fleet: What routes are chosen from, our own workers' models too; nobody's health.
    """

    providers: Mapping[str, ProviderEntry]
    models: tuple[ModelEntry, ...]
    facts: Facts
    fleet: Fleet

    def obstacle(self, provider: str) -> str:
        """Return why a provider cannot be asked; empty when it can."""
        return obstacle(self.providers[provider], self.facts)

    def key(self, provider: str) -> KeyState:
        """Return whether a provider's key is kept."""
        return key_of(self.providers[provider], self.facts)

    @property
    def keyless(self) -> frozenset[str]:
        """Return the providers that are switched on and lack nothing but their key."""
        on = (name for name, each in self.providers.items() if each.enabled)
        return frozenset(name for name in on if self.key(name) == "missing")

    def model(self, provider: str, name: str, version: str = "") -> ModelEntry | None:
        """Return a model that a route names; None when it is gone."""
        wanted = (provider, name, version)
        found = (m for m in self.models if (m.provider, m.name, m.version) == wanted)
        return next(found, None)


def read_outside() -> Outside:
    """Return what can serve, as it is stored. Queries: five."""
    providers = {
        each.name: provider_entry(each) for each in ProviderRecord.objects.order_by("name")
    }
    models = tuple(entry for entry, _ in read_models())
    rules = settings.SWITCHYARD.outgoing.rules
    facts = Facts(secret_names(), read_prices(list(models)), rules)
    return Outside(
        providers, models, facts, fleet_of(enabled_models(), providers.values(), models, facts)
    )


def limits_of_providers() -> list[tuple[str, int | None, int | None, int | None]]:
    """Return the providers that are limited, each by its name with the requests and tokens per
    minute and the concurrent calls that its account may have. Queries: one."""
    limited = ProviderRecord.objects.exclude(
        requests_per_minute=None, tokens_per_minute=None, concurrency=None
    )
    return list(
        limited.values_list("name", "requests_per_minute", "tokens_per_minute", "concurrency")
    )


class _Cache:
    """The catalogue of models, read once a second at most: a request must not wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._found: Outside | None = None

    def get(self) -> Outside:
        with self._lock:
            if self._found is None or time.monotonic() - self._read_at > FRESH_S:
                self._found = read_outside()
                self._read_at = time.monotonic()
            return self._found

    def forget(self) -> None:
        with self._lock:
            self._found = None


_cache = _Cache()


def outside() -> Outside:
    """Return what can serve; changes of other processes are seen after a second at most.

    Queries: five a second per process.
    """
    return _cache.get()


def forget() -> None:
    """Read the catalogue anew next time; called by whatever changes it in this process."""
    _cache.forget()


def seen_by(tenant_id: UUID | None) -> Q:
    """Return the condition on specialists that a tenant may ask; None sees only shared ones."""
    shared = Q(tenant=None)
    return shared if tenant_id is None else shared | Q(tenant_id=tenant_id)


def _seen(tenant_id: UUID | None) -> QuerySet[SpecialistRecord]:
    rows = SpecialistRecord.objects.filter(seen_by(tenant_id))
    return rows.select_related("tenant", "prompt").prefetch_related("prompt__labels")


def get_record(name: str, *, tenant_id: UUID | None) -> SpecialistRecord:
    """Return a specialist; a tenant's own goes before a shared one of that name.

    Queries: one, and one more where it has a stored prompt, or there is none.

    Raises:
        UnknownSpecialist: There is none that the tenant may ask.
    """
    mine = _seen(tenant_id)
    found = mine.filter(name=name).order_by(F("tenant_id").asc(nulls_last=True)).first()
    if found is None:
        known = mine.filter(enabled=True).order_by("name").values_list("name", flat=True)
        raise UnknownSpecialist(name, sorted(set(known[:100])))
    return found


def get_specialist(name: str, *, tenant_id: UUID | None) -> SpecialistEntry:
    """Return an enabled specialist. Queries: as `get_record`.

    Raises:
        UnknownSpecialist: There is none that the tenant may ask.
    """
    record = get_record(name, tenant_id=tenant_id)
    if not record.enabled:
        raise UnknownSpecialist(name, [])
    return specialist_entry(record)


def usable_names(candidates: Sequence[Candidate], *, tenant_id: UUID | None) -> list[str]:
    """Return the specialists that can answer a tenant, by name.

    Queries: one, and two more where some have stored prompts.

    Args:
        candidates: Whom the tenant may ask.
        tenant_id: Whose specialists go before shared ones.
    """
    mine = _seen(tenant_id).order_by("name", F("tenant_id").asc(nulls_last=True))
    first: dict[str, SpecialistRecord] = {}
    for each in mine:
        first.setdefault(each.name, each)
    return [name for name, each in first.items() if _usability(each, candidates).usable]


def list_specialists(
    *, tenant_id: UUID | None, limit: int, below: UUID | None = None
) -> list[SpecialistRecord]:
    """Return specialists, newest first; at most `limit`, with ids below one.

    Queries: one, and one more for the labels of stored prompts.
    """
    found = _seen(tenant_id)
    found = found if below is None else found.filter(pk__lt=below)
    return list(found.order_by("-pk")[:limit])


def usability_of(record: SpecialistRecord) -> Usability:
    """Return whether a specialist can answer. Queries: as `outside`."""
    return _usability(record, outside().fleet.candidates)


def _usability(record: SpecialistRecord, candidates: Sequence[Candidate]) -> Usability:
    entry = specialist_entry(record)
    return usability(entry, candidates, prompt_missing=_prompt_missing(record, entry))


def _prompt_missing(record: SpecialistRecord, entry: SpecialistEntry) -> str:
    if record.prompt is None:
        return ""
    try:
        get_label(record.prompt, entry.label_name)
    except UnknownPrompt as error:
        return error.detail
    return ""


def system_of(
    record: SpecialistRecord, variables: Mapping[str, object], *, key: str
) -> Rendered | str:
    """Return a specialist's system prompt: its text, or its stored prompt, rendered.

    Queries: none for a text, three for a prompt.

    Raises:
        UnknownPrompt: Its label points nowhere.
        MissingVariables, InvalidInput, RenderingFailed: As `render_prompt`.
    """
    if record.prompt is None:
        return record.system_prompt
    label = specialist_entry(record).label_name
    owner = record.prompt.tenant_id
    return render_prompt(record.prompt.name, variables, tenant_id=owner, label=label, key=key)
