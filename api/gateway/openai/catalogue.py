"""All that can be asked for: our own models, those outside, specialists, and `auto`."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from api.gateway.hub import Hub
from api.gateway.openai.ports import Model
from orchestration.outside.names import AUTO, SPECIALIST
from orchestration.registry import services as registry
from orchestration.specialists.selectors import enabled_names, outside

_OURS: Final = "switchyard"
_TEXT: Final = frozenset({"chat", "completion"})


class StoredCatalogue:
    """The registry's models and the catalogue's; serves `Catalogue`."""

    def __init__(self, hub: Hub) -> None:
        """Read by the means of `hub`."""
        self._hub = hub

    async def models(self, tenant_id: UUID) -> Sequence[Model]:
        """Return them. Queries: two, and five a second per process."""
        return await self._hub.rows.read(partial(_models, tenant_id))


def _models(tenant_id: UUID) -> list[Model]:
    found = {each.name: each for each in (*_specialists(tenant_id), *_outside(), *_ours())}
    return [model for _, model in sorted(found.items())]


def _ours() -> Iterator[Model]:
    for spec, since in registry.models_since():
        created = int(since.timestamp())
        yield Model(spec.name, spec.task, _OURS, created, spec.context_length)


def _outside() -> Iterator[Model]:
    """Yield each model once, under the name of the first provider that can be asked for it."""
    serving = [each for each in outside().models if not outside().obstacle(each.provider)]
    if serving:
        yield Model(AUTO, "text", _OURS, 0)
    for each in sorted(serving, key=lambda model: model.provider, reverse=True):
        if each.enabled:
            task = "text" if _TEXT & {*each.modalities} else each.modalities[0]
            yield Model(each.name, task, each.provider, 0, each.context_length)


def _specialists(tenant_id: UUID) -> Iterator[Model]:
    for name in enabled_names(tenant_id=tenant_id):
        yield Model(SPECIALIST + name, "text", _OURS, 0)
