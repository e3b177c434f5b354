"""Is the gateway alive, can the system work, how many wait. No key is needed."""

from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.metrics import Metrics
from api.rest.json import answer
from api.rest.system import ready


class System:
    """The paths that look at the process itself."""

    def __init__(self, hub: Hub, metrics: Metrics) -> None:
        """Look at this process."""
        self._hub = hub
        self._metrics = metrics

    async def health(self, exchange: Exchange) -> HttpResponse:
        """Say that this process is alive; touches nothing else."""
        del exchange
        return answer({"status": "ok"})

    async def ready(self, exchange: Exchange) -> HttpResponse:
        """Say whether database, leader and workers are there; 503 names what is missing."""
        del exchange
        return await self._hub.rows.read(ready)

    async def metrics(self, exchange: Exchange) -> HttpResponse:
        """Return numbers in Prometheus' text format."""
        del exchange
        return HttpResponse(self._metrics.exposition(), CONTENT_TYPE_PLAIN_0_0_4)
