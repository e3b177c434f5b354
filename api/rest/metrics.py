"""What Prometheus reads: tasks, workers and leader from the database, requests from this process.

The numbers about tasks are read when they are asked for, at most every five seconds, by queries
whose cost does not grow with the number of tasks; the help texts say where counting stops. With
several web processes, start them with prometheus-client's `PROMETHEUS_MULTIPROC_DIR`, so that each
answers with the requests of all.
"""

import time
from collections.abc import Iterator
from threading import Lock
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from orchestration.cache.selectors import get_lately
from tasks.selectors import system
from tasks.selectors.file_batches import driven
from tasks.selectors.leader import get_leader
from tasks.selectors.queues import list_queues
from tasks.selectors.webhooks import COUNTED, get_traffic
from tasks.selectors.workers import present_workers

FRESH_S: Final = 5.0
METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
OTHER: Final = "other"
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

_local = CollectorRegistry()
_REQUESTS: Final = Counter(
    "switchyard_http_requests", "Requests served.", ["method", "view", "status"], registry=_local
)
_SECONDS: Final = Histogram(
    "switchyard_http_request_seconds",
    "Time to answer, long polls included.",
    ["view"],
    registry=_local,
    buckets=_BUCKETS,
)


def count_request(method: str, view: str, status: int, seconds: float) -> None:
    """Count one served request; methods that nobody knows share one series, for clients can send as
    many as they like."""
    _REQUESTS.labels(method if method in METHODS else OTHER, view, str(status)).inc()
    _SECONDS.labels(view).observe(seconds)


class SystemCollector(Collector):
    """Reads the state of the system from the database, at most every five seconds."""

    def __init__(self) -> None:
        """Nothing is read before the first scrape."""
        self._lock = Lock()
        self._read_at = float("-inf")
        self._families: list[Metric] = []

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        with self._lock:
            if time.monotonic() - self._read_at > FRESH_S:
                self._families = [
                    *_tasks(), *_queues(), *_workers(), *_leader(), *_webhooks(), *_cache(),
                    *_file_batches(),
                ]  # fmt: skip
                self._read_at = time.monotonic()
            families = self._families
        yield from families


def _tasks() -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        "switchyard_tasks",
        f"Unfinished tasks; counting stops at {system.EXACT} for each series.",
        labels=["state", "queue", "kind"],
    )
    for part in system.get_load():
        waiting.add_metric([part.state, part.queue, part.kind], part.tasks)
    yield waiting
    ended = GaugeMetricFamily(
        "switchyard_tasks_finished_last_minute",
        f"Tasks that ended in the last 60 s, the latest {system.EXACT} at most.",
        labels=["state", "kind"],
    )
    for state, kind, count in system.finished_lately():
        ended.add_metric([state, kind], count)
    yield ended


def _queues() -> Iterator[Metric]:
    paused = GaugeMetricFamily("switchyard_queue_paused", "1 if paused.", labels=["queue"])
    for queue in list_queues():
        paused.add_metric([queue.name], float(queue.paused_at is not None))
    yield paused


def _workers() -> Iterator[Metric]:
    labels = ["worker", "device", "state"]
    slots = GaugeMetricFamily("switchyard_worker_slots", "Tasks it can run at once.", labels=labels)
    busy = GaugeMetricFamily("switchyard_worker_in_flight", "Tasks it has.", labels=labels)
    memory = GaugeMetricFamily("switchyard_worker_memory_bytes", "Memory in use.", labels=labels)
    limit = GaugeMetricFamily(
        "switchyard_worker_memory_total_bytes", "Memory it may use.", labels=labels
    )
    for worker in present_workers():
        names = [worker.name, worker.device, worker.state]
        slots.add_metric(names, worker.slots)
        busy.add_metric(names, worker.in_flight)
        memory.add_metric(names, worker.memory_bytes or 0)
        if worker.memory_total_bytes is not None:
            limit.add_metric(names, worker.memory_total_bytes)
    yield from (slots, busy, memory, limit)


def _leader() -> Iterator[Metric]:
    leader = get_leader()
    live = leader is not None and leader.live
    yield GaugeMetricFamily("switchyard_leader", "1 if a dispatcher leads.", value=float(live))
    yield GaugeMetricFamily(
        "switchyard_leader_term", "Term of the leader.", value=leader.term if leader else 0
    )


def _webhooks() -> Iterator[Metric]:
    traffic = get_traffic()
    open_ = GaugeMetricFamily(
        "switchyard_webhook_deliveries",
        f"Deliveries that have not arrived and are not given up; counting stops at {COUNTED}.",
        labels=["state"],
    )
    for state, count in traffic.open.items():
        open_.add_metric([state], count)
    hooks = GaugeMetricFamily("switchyard_webhooks", "Subscriptions.", labels=["state"])
    for state, count in traffic.webhooks.items():
        hooks.add_metric([state], count)
    yield from (open_, hooks)
    yield GaugeMetricFamily(
        "switchyard_webhook_overdue_seconds",
        "For how long the delivery that waits longest has been due; without io workers it rises.",
        value=traffic.overdue_s,
    )
    lately = GaugeMetricFamily(
        "switchyard_webhook_deliveries_last_minute",
        f"Deliveries made in the last 60 s by what became of them, the latest {COUNTED} at most.",
        labels=["state"],
    )
    for state, count in traffic.lately.items():
        lately.add_metric([state], count)
    yield lately


def _file_batches() -> Iterator[Metric]:
    found = driven()
    stages = GaugeMetricFamily(
        "switchyard_file_batches", "Batches from files that have not ended.", labels=["stage"]
    )
    for stage, count in found.by_stage.items():
        stages.add_metric([stage], count)
    yield stages
    yield GaugeMetricFamily(
        "switchyard_file_batches_overdue_seconds",
        "For how long the batch that waits longest has been due; it rises while nobody leads.",
        value=found.overdue_s,
    )


def _cache() -> Iterator[Metric]:
    """What the caches of all tenants did in this hour and the one before."""
    lately = get_lately()
    requests = GaugeMetricFamily(
        "switchyard_cache_requests_lately",
        "Calls of models that met the cache in this hour and the one before, by what came of it.",
        labels=["status"],
    )
    for status, count in lately.requests.items():
        requests.add_metric([status], count)
    yield requests
    yield GaugeMetricFamily(
        "switchyard_cache_saved_tokens_lately",
        "Tokens that nobody had to read or write in this hour and the one before.",
        value=lately.tokens,
    )
    yield GaugeMetricFamily(
        "switchyard_cache_saved_cost_lately",
        "What they would have cost, in the installation's currency.",
        value=float(lately.cost),
    )


_system = SystemCollector()


def exposition() -> bytes:
    """Return everything in Prometheus' text format. Queries: thirteen at most, none within 5 s."""
    registry = CollectorRegistry()
    registry.register(_system)
    text = generate_latest(registry)
    if values.ValueClass._multiprocess:  # noqa: SLF001 - its only sign
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return text + generate_latest(shared)
    return text + generate_latest(_local)
