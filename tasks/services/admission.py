"""Backpressure: how much work may wait, per tenant, queue and system.

Counting a backlog of a million rows for each submission would cost more than the submission, so
each process counts now and then and adds what it admits itself. A count that took long is repeated
rarely (it may cost a tenth of the time), one that was quick often. A limit can so be passed by what
other processes admit in between, which is stated rather than hidden.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.conf import settings

from tasks import sql
from tasks.errors import Overloaded, TooManyTasks

_SHARE: Final = 10
_SHORTEST_S: Final = 0.25
_FRESH_S: Final = 0.02
_EXACT_SHARE: Final = 4
"""Counting anew before a refusal may cost a fifth of the time: who is refused and tries again and
again must not slow down everybody else."""


@dataclass(slots=True)
class Waiting:
    """Work that waits: how many tasks and how many bytes of input."""

    tasks: int = 0
    size: int = 0


@dataclass(slots=True)
class Backlog:
    """What waits in total and by queue, with the limits that were in force when it was counted."""

    by_queue: dict[str, Waiting] = field(default_factory=dict)
    limits: dict[str, int | None] = field(default_factory=dict)
    total: Waiting = field(default_factory=Waiting)

    def add(self, queue: str, tasks: int, size: int) -> None:
        """Count what has just been admitted."""
        for waiting in (self.by_queue.setdefault(queue, Waiting()), self.total):
            waiting.tasks += tasks
            waiting.size += size


class Gauge:
    """A backlog that is counted again when its age allows it."""

    def __init__(self, count: Callable[[], Backlog]) -> None:
        self._count = count
        self._value = Backlog()
        self._until = self._exact_until = float("-inf")

    def read(self, *, exact: bool = False) -> Backlog:
        """Return the backlog; `exact` counts anew unless that was just done."""
        now = time.monotonic()
        if now >= (self._exact_until if exact else self._until):
            self._value = self._count()
            counted = time.monotonic()
            cost = counted - now
            self._until = counted + max(_SHORTEST_S, _SHARE * cost)
            self._exact_until = counted + max(_FRESH_S, _EXACT_SHARE * cost)
        return self._value


_BY_QUEUE: Final = """
SELECT queue, count(*), coalesce(sum(size_bytes), 0)::bigint FROM tasks_task
 WHERE state IN ('queued', 'scheduled', 'waiting') {tenant} GROUP BY queue
"""
_OF_TENANT: Final = _BY_QUEUE.format(tenant="AND tenant_id = %s")
_OF_ALL: Final = _BY_QUEUE.format(tenant="")
_TENANT_LIMIT: Final = "SELECT max_waiting FROM access_tenant WHERE id = %s"
_QUEUE_LIMITS: Final = "SELECT name, max_waiting FROM tasks_queue"


def _backlog(rows: list[sql.Row]) -> Backlog:
    backlog = Backlog()
    for queue, tasks, size in rows:
        backlog.add(queue, tasks, size)
    return backlog


def _count_tenant(tenant_id: UUID) -> Backlog:
    backlog = _backlog(sql.fetch(_OF_TENANT, [tenant_id]))
    rows = sql.fetch(_TENANT_LIMIT, [tenant_id])
    backlog.limits = {"": rows[0][0]} if rows else {}
    return backlog


def _count_system() -> Backlog:
    backlog = _backlog(sql.fetch(_OF_ALL))
    backlog.limits = dict(sql.fetch(_QUEUE_LIMITS))
    return backlog


class Admission:
    """The gauges of one process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._system = Gauge(_count_system)
        self._tenants: dict[UUID, Gauge] = {}

    def admit(self, tenant_id: UUID, tasks: Iterable[tuple[str, int]]) -> None:
        """Let tasks in, all of them or none; or say why not and when to come back.

        Queries: none on most calls; now and then two that count.

        Args:
            tenant_id: whose they are.
            tasks: queue and bytes of input of each.

        Raises:
            TooManyTasks: the tenant's or a queue's limit is reached.
            Overloaded: the system's limit is reached.
        """
        wanted = Backlog()
        for queue, size in tasks:
            wanted.add(queue, 1, size)
        if not wanted.by_queue:
            return
        with self._lock:
            gauge = self._tenants.get(tenant_id)
            if gauge is None:
                gauge = self._tenants[tenant_id] = Gauge(lambda: _count_tenant(tenant_id))
            refusal = self._refusal(gauge, wanted, exact=False)
            if refusal is not None:
                refusal = self._refusal(gauge, wanted, exact=True)
            if refusal is not None:
                raise refusal
            for backlog in (gauge.read(), self._system.read()):
                for queue, waiting in wanted.by_queue.items():
                    backlog.add(queue, waiting.tasks, waiting.size)

    def _refusal(
        self, gauge: Gauge, wanted: Backlog, *, exact: bool
    ) -> TooManyTasks | Overloaded | None:
        return _beyond_tenant(gauge.read(exact=exact), wanted.total) or _beyond_system(
            self._system.read(exact=exact), wanted
        )


def _beyond_tenant(tenant: Backlog, wanted: Waiting) -> TooManyTasks | None:
    limits = settings.SWITCHYARD.limits
    own = tenant.limits.get("")
    most = limits.tenant_waiting_tasks if own is None else own
    if tenant.total.tasks + wanted.tasks > most:
        return _too_many("tenant", tenant.total.tasks, most)
    if tenant.total.size + wanted.size > limits.tenant_waiting_bytes:
        return _too_many("tenant", tenant.total.size, limits.tenant_waiting_bytes, "bytes")
    return None


def _beyond_system(system: Backlog, wanted: Backlog) -> TooManyTasks | Overloaded | None:
    limits = settings.SWITCHYARD.limits
    for queue, more in wanted.by_queue.items():
        in_queue = system.by_queue.get(queue, Waiting()).tasks
        of_queue = system.limits.get(queue)
        if of_queue is not None and in_queue + more.tasks > of_queue:
            return _too_many(f"queue {queue}", in_queue, of_queue)
    if (
        system.total.tasks + wanted.total.tasks > limits.waiting_tasks
        or system.total.size + wanted.total.size > limits.waiting_bytes
    ):
        return Overloaded(
            f"{system.total.tasks} tasks with {system.total.size} bytes wait.",
            mend="Send it again later, as Retry-After says.",
        )
    return None


def _too_many(who: str, waiting: int, limit: int, unit: str = "tasks") -> TooManyTasks:
    return TooManyTasks(
        f"The {who} has {waiting} {unit} waiting and may have {limit}.",
        mend="Wait until some have run, as Retry-After says, or have the limit raised.",
    )


admission = Admission()
