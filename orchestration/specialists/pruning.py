"""Taking away what a catalogue does not name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Model, ProtectedError

from orchestration.access.services import audit
from orchestration.specialists.errors import CatalogueInUse
from orchestration.specialists.known import Stored, model_key, specialist_key
from orchestration.specialists.reading import Source
from orchestration.specialists.selectors import forget
from orchestration.specialists.storing import Told


def prune(source: Source, stored: Stored) -> Iterator[Told]:
    """Delete what the lists of a catalogue do not name; a list that is left out keeps all.

    Specialists of tenants that no entry names stay, too. Prompts are never pruned: their versions
    tell what was sent. Queries: two for each that goes.

    Raises:
        CatalogueInUse: A provider has models that stay.
    """
    catalogue = source.catalogue
    if "specialists" in source.sections:
        kept = {specialist_key(each) for each in catalogue.specialists}
        owners = {"", *(each.tenant for each in catalogue.specialists)}
        yield from _remove(
            ("specialist", "/".join(part for part in key if part), record)
            for key, (_, record) in stored.specialists.items()
            if key not in kept and key[0] in owners
        )
    if "models" in source.sections:
        named = {model_key(each) for each in catalogue.models}
        yield from _remove(
            ("model", str(record), record)
            for key, (_, record) in stored.models.items()
            if key not in named
        )
    if "providers" in source.sections:
        wanted = {each.name for each in catalogue.providers}
        yield from _remove(
            ("provider", name, record)
            for name, (_, record) in stored.providers.items()
            if name not in wanted
        )


def _remove(rows: Iterable[tuple[str, str, Model]]) -> Iterator[Told]:
    for sort, name, record in rows:
        _delete(sort, name, record)
        yield sort, name, "removed", ()


def remove(sort: str, name: str, record: Model, *, by: str) -> None:
    """Delete one entry. Queries: up to three.

    Args:
        sort: ``provider``, ``model`` or ``specialist``.
        name: The entry's.
        record: What keeps it.
        by: Who does it, for the audit log.

    Raises:
        CatalogueInUse: A provider has models.
    """
    with transaction.atomic():
        _delete(sort, name, record)
        audit(actor=by, action="removed", subject_type=sort, subject_id=name)
    forget()


def _delete(sort: str, name: str, record: Model) -> None:
    try:
        record.delete()
    except ProtectedError as error:
        users = ", ".join(sorted(str(each) for each in error.protected_objects))
        raise CatalogueInUse(
            f"The {sort} {name} is used by {users}.",
            field=f"{sort}s",
            value=name,
            mend="Take these out of the catalogue, too.",
        ) from None
