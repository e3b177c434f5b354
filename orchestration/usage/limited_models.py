"""Which model a limit is for, by either of its names: a limit with a slip in it would limit
nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.usage.call_limits import Subject
from orchestration.usage.errors import InvalidCallLimit

_SHOWN: Final = 10


def model_subject(provider: str, name: str) -> Subject:
    """Return a provider's model of the catalogue, to be limited. Queries: one; two to refuse.

    Args:
        provider: Its name.
        name: The provider's for the model, or ours where that means but one of the provider's.

    Raises:
        InvalidCallLimit: There is no such provider or model, or our name means several.
    """
    models = list(ExternalModelRecord.objects.filter(provider__name=provider).order_by("name"))
    if any(each.provider_model == name for each in models):
        return Subject(provider=provider, model=name)
    meant = sorted({each.provider_model for each in models if each.name == name})
    if len(meant) == 1:
        return Subject(provider=provider, model=meant[0])
    if meant:
        raise InvalidCallLimit(
            f"{name} means several models of {provider}.", field="model", value=name,
            mend=f"Name one of them: {_some(meant)}.",
        )  # fmt: skip
    raise _unknown(provider, name, [f"{each.provider_model} ({each.name})" for each in models])


def _unknown(provider: str, name: str, models: Iterable[str]) -> InvalidCallLimit:
    providers = list(ProviderRecord.objects.order_by("name").values_list("name", flat=True))
    if provider not in providers:
        return InvalidCallLimit(
            f"There is no provider {provider}.", field="provider", value=provider,
            mend=f"Name one of the catalogue: {_some(providers)}.",
        )  # fmt: skip
    return InvalidCallLimit(
        f"{provider} has no model {name} in the catalogue.", field="model", value=name,
        mend=f"Name one of its models: {_some(models)}.",
    )  # fmt: skip


def _some(names: Iterable[str]) -> str:
    """Return the first of some names, for an error."""
    found = list(dict.fromkeys(names))
    more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return (", ".join(found[:_SHOWN]) or "there is none yet") + more
