"""Storing a catalogue: all of it or nothing, and only what differs.

Applying the same files twice changes nothing the second time. Whoever applies at the same time
waits: one lock of the database covers the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.db import connection, transaction

from orchestration.access.records import Tenant
from orchestration.access.services import audit
from orchestration.outgoing.rules import Rules
from orchestration.specialists.checks import Whole, problems
from orchestration.specialists.entries import Catalogue
from orchestration.specialists.errors import InvalidCatalogue
from orchestration.specialists.known import Stored, read_stored
from orchestration.specialists.pruning import prune
from orchestration.specialists.reading import Source
from orchestration.specialists.selectors import forget
from orchestration.specialists.storing import (
    known_prompts,
    put_models,
    put_prompts,
    put_providers,
    put_specialists,
)

Action = Literal["created", "changed", "unchanged", "removed"]
_LOCK: Final = 7_310_582_004
"""Any number that nobody else uses for an advisory lock."""


@dataclass(frozen=True, slots=True)
class Change:
    """What came of one entry.

    Attributes:
        sort: ``provider``, ``model``, ``price``, ``prompt`` or ``specialist``.
        name: The entry's.
        action: What was done.
        fields: Those that differed.
    """

    sort: str
    name: str
    action: Action
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """How a catalogue shall be applied.

    Attributes:
        by: Who does it, for the audit log.
        rules: Which addresses providers may have.
        overwrite: Whether what is stored is changed; else only what is missing is made.
        prune: Whether what the catalogue's lists do not name goes.
        dry_run: Whether all of it is taken back at the end.
    """

    by: str
    rules: Rules = field(default_factory=Rules)
    overwrite: bool = True
    prune: bool = False
    dry_run: bool = False


def apply(source: Source, order: Order) -> list[Change]:
    """Store a catalogue and return what came of each entry.

    Queries: about five, and two for each entry that differs, in one transaction.

    Raises:
        InvalidCatalogue: Entries do not fit each other or what is stored; nothing was stored.
        CatalogueInUse: Something that shall go is used by what stays.
        InvalidTemplate: A prompt's template cannot be read.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        stored = read_stored()
        whole = _whole(source, stored, order)
        if found := problems(source, whole):
            raise InvalidCatalogue(found)
        changes = [Change(*each) for each in _put(source, stored, order)]
        _record(changes, order.by)
        if order.dry_run:
            transaction.set_rollback(True)
    forget()
    return changes


def _put(source: Source, stored: Stored, order: Order) -> Iterator[tuple[Any, ...]]:
    catalogue, overwrite = source.catalogue, order.overwrite
    yield from put_providers(catalogue.providers, stored, overwrite=overwrite)
    yield from put_models(catalogue.models, stored, by=order.by, overwrite=overwrite)
    yield from put_prompts(catalogue.prompts, by=order.by, overwrite=overwrite)
    yield from put_specialists(catalogue.specialists, stored, overwrite=overwrite)
    if order.prune:
        yield from prune(source, stored)


def _whole(source: Source, stored: Stored, order: Order) -> Whole:
    """Return what there will be; what is pruned can be named no more."""
    catalogue = source.catalogue
    gone = source.sections if order.prune else frozenset()
    providers = {
        name: each for name, (each, _) in stored.providers.items() if "providers" not in gone
    }
    models = {key: each for key, (each, _) in stored.models.items() if "models" not in gone}
    providers |= {each.name: each for each in catalogue.providers}
    models |= {(each.name, each.provider, each.version): each for each in catalogue.models}
    named = {each.tenant for each in catalogue.prompts}
    named |= {each.tenant for each in catalogue.specialists}
    tenants = Tenant.objects.filter(name__in=named).values_list("name", flat=True)
    return Whole(
        providers=providers,
        models=list(models.values()),
        local=stored.local,
        tenants=frozenset(tenants),
        prompts=known_prompts(_wanted_prompts(catalogue)),
        rules=order.rules,
    )


def _wanted_prompts(catalogue: Catalogue) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the names of prompts that are used, and those that the catalogue brings itself."""
    used = {each.prompt for each in catalogue.specialists if each.prompt}
    return used, {(each.tenant, each.name) for each in catalogue.prompts}


def _record(changes: list[Change], by: str) -> None:
    for each in changes:
        if each.action != "unchanged" and each.sort not in ("prompt", "price"):
            audit(
                actor=by,
                action=each.action,
                subject_type=each.sort,
                subject_id=each.name,
                fields=list(each.fields),
            )
