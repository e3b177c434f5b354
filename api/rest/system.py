"""Is it alive, can it work, how much is there to do."""

from collections import Counter
from typing import Any, ClassVar

from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from rest_framework.request import Request

from api.rest import fleet_documents as d
from api.rest.answers import queue_answer
from api.rest.base import ApiView, PublicView
from api.rest.errors import Unreachable
from api.rest.fleet import READ
from api.rest.json import answer
from api.rest.metrics import exposition
from api.rest.params import Params
from api.rest.schema import describe
from orchestration.access.ratelimit import limiter
from tasks.selectors.leader import get_leader
from tasks.selectors.queues import list_queues
from tasks.selectors.system import get_load, get_readiness, total_by_state
from tasks.selectors.workers import present_workers


class HealthView(PublicView):
    """Liveness."""

    @describe({200: d.Health}, tag="system", problems=False)
    def get(self, request: Request) -> HttpResponse:
        """Say that this process is alive; touches nothing else."""
        del request
        return answer({"status": "ok"})


class ReadyView(PublicView):
    """Readiness."""

    @describe({200: d.Ready}, tag="system")
    def get(self, request: Request) -> HttpResponse:
        """Say whether database, leader and workers are there; 503 names what is missing."""
        del request
        return ready()


def ready() -> HttpResponse:
    """Return the answer of a system that can work.

    Raises:
        Unreachable: it cannot yet.
    """
    readiness = get_readiness()
    if readiness.missing:
        raise Unreachable(
            f"There is not yet: {', '.join(readiness.missing)}.",
            mend="Start what is missing, or wait until it has started.",
        )
    return answer({"status": "ready", "workers": readiness.workers})


class MetricsView(PublicView):
    """Numbers for Prometheus."""

    @describe({200: str}, tag="system", media="text/plain")
    def get(self, request: Request) -> HttpResponse:
        """Return metrics in Prometheus' text format; no tenant is named in them."""
        del request
        return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class StatusView(ApiView):
    """The system as a whole."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.Status}, tag="system")
    def get(self, request: Request) -> HttpResponse:
        """Return leader, workers, queues and unfinished tasks."""
        Params(request)
        readiness, leader = get_readiness(), get_leader()
        totals = total_by_state(get_load())
        return answer(
            {
                "ready": not readiness.missing,
                "missing": readiness.missing,
                "redis": limiter().reachable(),
                "leader": leader and leader._asdict(),
                "workers": _workers(),
                "queues": [queue_answer(queue) for queue in list_queues()],
                "tasks": {
                    state: {"count": count, "exact": exact}
                    for state, (count, exact) in totals.items()
                },
            }
        )


def _workers() -> dict[str, int]:
    workers = present_workers()
    states = Counter(worker.state for worker in workers)
    return {
        "live": states["live"],
        "draining": states["draining"],
        "slots": sum(worker.slots for worker in workers if worker.live),
        "in_flight": sum(worker.in_flight for worker in workers),
    }
