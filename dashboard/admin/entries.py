"""Storing entries of the catalogue from forms: through the same checks as `models apply`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from orchestration.errors import FieldProblem, InvalidInput
from orchestration.registry.external import ProviderRecord
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.errors import InvalidCatalogue
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import outside


def store(section: str, values: Mapping[str, Any], *, by: str) -> None:
    """Store one entry; fields that are empty take their defaults.

    Args:
        section: Of the catalogue, such as ``providers``.
        values: The form's answers by the names of the entry's fields.
        by: Who does it.

    Raises:
        InvalidInput: The entry is wrong; each problem names the form's field.
    """
    given = {name: plain(value) for name, value in values.items()}
    entry = {name: value for name, value in given.items() if value not in (None, "", [], {})}
    entry["enabled"] = bool(values.get("enabled", True))
    try:
        apply(parse({section: [entry]}, {}), Order(by=by, rules=settings.SWITCHYARD.outgoing.rules))
    except InvalidCatalogue as error:
        raise _at_fields(error, f"{section}.0") from None


def state_of(provider: ProviderRecord) -> str:
    """Return whether a provider can be asked: ``enabled``, ``no_key`` or ``not_usable``. Queries:
    as `outside`."""
    found = outside()
    if provider.name not in found.providers or not found.obstacle(provider.name):
        return "enabled"
    return "no_key" if provider.name in found.keyless else "not_usable"


def _at_fields(error: InvalidCatalogue, prefix: str) -> InvalidInput:
    problems = [
        FieldProblem(
            each.field.removeprefix(prefix).removeprefix("."), each.value, each.message, each.mend
        )
        for each in error.problems
    ]
    return InvalidInput(problems[0].message, problems=problems)


def plain(value: Any) -> Any:
    """Return a text with our line ends: browsers send others."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def words(text: str) -> list[str]:
    """Return what stands between commas or on lines."""
    parts = text.replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]
