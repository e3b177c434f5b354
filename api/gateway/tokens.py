"""Token streams: what a task's answers come to, while they are drawn."""

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.frames import HEADERS
from api.gateway.hub import Hub, task_id_of
from api.gateway.positions import position_of
from api.gateway.readers import Behind, Reader, read_place, recall_of
from api.gateway.telling import Telling
from api.rest.tasks import READ


class TokenStreams:
    """Serves token streams."""

    def __init__(self, hub: Hub) -> None:
        """Read by the means of `hub`."""
        self._hub = hub

    async def follow(self, exchange: Exchange) -> HttpResponse | None:
        """Send the texts of a task's answers, those that were and those that come."""
        principal = await self._hub.admit(exchange, READ)
        behind: Behind = position_of(exchange, read_place)
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        with (
            self._hub.places.take(principal.key_id),
            self._hub.watches.on(task_id, tenant_id, seen=0) as watch,
        ):
            telling = Telling(self._hub, watch, recall_of(behind))
            await telling.look()
            if exchange.request.method == "HEAD":
                return HttpResponse(headers=HEADERS)
            await Reader(exchange, telling, behind).run()
        return None
