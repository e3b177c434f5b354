"""Turns what is stored of models into what routes are chosen from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.rules import Rules
from orchestration.outgoing.transport import check_url
from orchestration.providers.table import PROVIDERS
from orchestration.registry.parameters import narrow_of
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import vision_of
from orchestration.routing.fleet import Candidate, Fleet, Health, QueueState
from orchestration.specialists.entries import ModelEntry, ProviderEntry
from orchestration.usage.costs import Rates

KeyState: TypeAlias = Literal["set", "missing", "not needed"]
Priced: TypeAlias = Mapping[tuple[str, str], Rates | None]
"""Rates by provider and price name."""

_LOCAL_MODALITIES: Mapping[str, frozenset[str]] = {
    "text": frozenset({"chat", "completion"}),
    "embedding": frozenset({"embedding"}),
    "rerank": frozenset({"rerank"}),
}
_NAME_ONE = "name a secret that holds it"
_LOCAL_TEXT = frozenset({"tools", "json_schema", "logprobs", "seed"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of the models of a catalogue.

    Attributes:
        keys: Names of the secrets that there are.
        prices: By provider and price name; who is not there has no price.
        rules: Which addresses may be asked.
    """

    keys: frozenset[str] = frozenset()
    prices: Priced = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


def fleet_of(
    local: Iterable[ModelSpec],
    providers: Iterable[ProviderEntry],
    models: Iterable[ModelEntry],
    facts: Facts,
    *,
    health: Mapping[str, Health] | None = None,
    queues: Mapping[str, QueueState] | None = None,
) -> Fleet:
    """Return all that could serve.

    Args:
        local: The enabled models of our own workers.
        providers: All accounts.
        models: All models outside.
        facts: Keys, prices and rules.
        health: How candidates fare, by their ids.
        queues: How full lanes are, by their names.
    """
    candidates = (*local_candidates(local), *outside_candidates(providers, models, facts))
    return Fleet(candidates, health or {}, queues or {})


def local_candidates(specs: Iterable[ModelSpec]) -> Iterator[Candidate]:
    """Yield the models of our own workers."""
    for spec in specs:
        sees = spec.task == "text" and vision_of(spec) is not None
        can = _LOCAL_TEXT if spec.task == "text" else frozenset()
        yield Candidate(
            model=spec.name,
            modalities=_LOCAL_MODALITIES[spec.task],
            capabilities=can | {"images"} if sees else can,
            context_length=spec.context_length,
            narrow=narrow_of(spec),
        )


def outside_candidates(
    providers: Iterable[ProviderEntry], models: Iterable[ModelEntry], facts: Facts
) -> Iterator[Candidate]:
    """Yield the models outside; one whose provider cannot be asked carries the reason."""
    accounts = {each.name: each for each in providers}
    reasons = {name: obstacle(each, facts) for name, each in accounts.items()}
    for model in models:
        if (account := accounts.get(model.provider)) is not None:
            yield candidate(model, account, facts, reasons[account.name])


def candidate(
    model: ModelEntry, account: ProviderEntry, facts: Facts, reason: str = ""
) -> Candidate:
    """Return a model outside as routes are chosen from it."""
    rates = facts.prices.get((model.provider, model.price_name))
    return Candidate(
        model=model.name,
        provider=model.provider,
        queue=account.queue,
        version=model.version,
        modalities=frozenset(model.modalities),
        capabilities=frozenset(model.capabilities),
        context_length=model.context_length,
        price_in=None if rates is None else rates.input,
        price_out=None if rates is None else rates.output,
        good_at=frozenset(model.good_at),
        level=model.level,
        weight=model.weight,
        arm=model.arm,
        share=model.share,
        enabled=model.enabled,
        obstacle=reason,
    )


def key_of(account: ProviderEntry, facts: Facts) -> KeyState:
    """Return whether a provider's key is kept."""
    if account.secret:
        return "set" if account.secret in facts.keys else "missing"
    return "missing" if PROVIDERS[account.row_name].key_needed else "not needed"


def obstacle(account: ProviderEntry, facts: Facts) -> str:
    """Return why a provider cannot be asked, as a sentence; empty when it can."""
    if not account.enabled:
        return f"The provider {account.name} is switched off."
    row = PROVIDERS[account.row_name]
    if key_of(account, facts) == "missing":
        where = f"keep one as the secret {account.secret}" if account.secret else _NAME_ONE
        return f"The provider {account.name} has no key: {where}."
    try:
        check_url(account.base_url or row.base_url or "", facts.rules, field="base_url")
    except ForbiddenURL as error:
        return f"The provider {account.name} may not be asked: {error.detail} {error.mend}"
    return ""
