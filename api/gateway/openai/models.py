"""`GET /v1/models` and `GET /v1/models/{id}`."""

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.ports import Catalogue, Model
from api.gateway.openai.shapes import Shape
from api.rest.fleet import READ
from api.rest.json import answer


class ModelPaths:
    """Both paths."""

    def __init__(self, hub: Hub, catalogue: Catalogue) -> None:
        """Show what `catalogue` knows."""
        self._hub = hub
        self._catalogue = catalogue

    async def all(self, exchange: Exchange) -> HttpResponse:
        """List the models that can be asked for."""
        principal = await self._hub.admit(exchange, READ)
        models = await self._catalogue.models(principal.tenant_id)
        return answer({"object": "list", "data": [_shape(each) for each in models]})

    async def one(self, exchange: Exchange) -> HttpResponse:
        """Show what a name means."""
        principal = await self._hub.admit(exchange, READ)
        wanted = str(exchange.parts["model"])
        return answer(_shape(await self._catalogue.model(principal.tenant_id, wanted)))


def _shape(model: Model) -> Shape:
    shape: Shape = {
        "id": model.name,
        "object": "model",
        "created": model.created,
        "owned_by": model.owner,
        "task": model.task,
    }
    return {**shape, "context_length": model.context_length} if model.context_length else shape
