"""All that can be asked for: our own models, those outside, specialists, and `auto`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID

from api.gateway.hub import Hub
from api.gateway.openai.ports import Model
from orchestration.errors import UnknownModel
from orchestration.outside.names import AUTO, SPECIALIST, Named, read_name
from orchestration.policies.reading import policy_for
from orchestration.registry import services as registry
from orchestration.routing.fleet import LOCAL, Candidate
from orchestration.routing.limits import askable
from orchestration.routing.strategies import strategy_named
from orchestration.specialists.selectors import outside, usable_names

_OURS: Final = "switchyard"
_TEXT: Final = "text"
_WRITE: Final = frozenset({"chat", "completion"})

_Served: TypeAlias = list[tuple[str, Model]]
"""Each model with the provider where it can be asked; our own come first."""


class StoredCatalogue:
    """The registry's models and the catalogue's; serves `Catalogue`."""

    def __init__(self, hub: Hub) -> None:
        """Read by the means of `hub`."""
        self._hub = hub

    async def models(self, tenant_id: UUID) -> Sequence[Model]:
        """Return them. Queries: three to five, and five a second per process."""
        return await self._hub.rows.read(partial(_models, tenant_id))

    async def model(self, tenant_id: UUID, name: str) -> Model:
        """Return what a name means. Queries: as `models`, and another one."""
        return await self._hub.rows.read(partial(_model, tenant_id, name))


def _models(tenant_id: UUID) -> list[Model]:
    able = askable(outside().fleet.candidates, policy_for(tenant_id))
    return list(_listed(tenant_id, able).values())


def _model(tenant_id: UUID, name: str) -> Model:
    able = askable(outside().fleet.candidates, policy_for(tenant_id))
    listed = _listed(tenant_id, able)
    found = listed.get(name) or _meant(read_name(name, {LOCAL, *outside().providers}), able)
    if found is None:
        raise UnknownModel(name, "", list(listed))
    return replace(found, name=name)


def _listed(tenant_id: UUID, able: Sequence[Candidate]) -> dict[str, Model]:
    """Return what is listed, by name; a model that several serve once, as it is at the first."""
    served = _served(able)
    found = {SPECIALIST + name: _choice(name) for name in usable_names(able, tenant_id=tenant_id)}
    found |= {model.name: model for _, model in reversed(served)}
    if any(model.task == _TEXT for _, model in served):
        found[AUTO] = _choice(AUTO)
    return {name: replace(found[name], name=name) for name in sorted(found)}


def _meant(named: Named, able: Sequence[Candidate]) -> Model | None:
    """Return what a name means that is not listed itself; None where it means nobody.

    Raises:
        UserError: it names a strategy that there is not.
    """
    if named.specialist:
        return None
    if named.strategy:
        strategy_named(named.strategy)
    here = [model for at, model in _served(able) if named.provider in ("", at)]
    if named.nobody:
        return next((_choice(AUTO) for model in here if model.task == _TEXT), None)
    return next((model for model in here if model.name == named.model), None)


def _served(able: Sequence[Candidate]) -> _Served:
    theirs = sorted((each for each in able if not each.local), key=lambda each: each.provider)
    return [
        *((LOCAL, model) for model in _ours()),
        *((each.provider, _of(each)) for each in theirs),
    ]


def _ours() -> Iterator[Model]:
    for spec, since in registry.models_since():
        created = int(since.timestamp())
        yield Model(spec.name, spec.task, _OURS, created, spec.context_length)


def _of(candidate: Candidate) -> Model:
    task = _TEXT if _WRITE & candidate.modalities else min(candidate.modalities)
    return Model(candidate.model, task, candidate.provider, 0, candidate.context_length)


def _choice(name: str) -> Model:
    """Return what stands for whoever answers."""
    return Model(name, _TEXT, _OURS, 0)
