"""Who could work now: live workers with what they can do, queues and tenants with their limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tasks import sql
from tasks.queues import PROTOCOL, model_of


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A live worker as it advertises itself."""

    id: UUID
    kinds: frozenset[str]
    device: str
    slots: int
    held: frozenset[str]
    resident: frozenset[str]

    def can_run(self, demand: str) -> bool:
        """Return whether a demand (kind/device/model) can be met here."""
        kind, device, model = demand.split("/", 2)
        return (
            kind in self.kinds
            and (device in ("any", self.device) or self.device.startswith(f"{device}:"))
            and (not model or model in self.held)
        )

    def has_loaded(self, demand: str) -> bool:
        """Return whether the demand's model is resident, or it needs none."""
        model = model_of(demand)
        return not model or model in self.resident


@dataclass(frozen=True, slots=True)
class Fleet:
    """A picture of workers, queues and tenants at one moment."""

    workers: tuple[WorkerFacts, ...]
    paused: frozenset[str]
    queue_limits: dict[str, int]
    tenant_limits: dict[UUID, int]
    weights: dict[UUID, float]

    @property
    def slots(self) -> int:
        """Slots of all live workers."""
        return sum(worker.slots for worker in self.workers)


_WORKERS: Final = """
SELECT id, kinds, device, slots, held, resident FROM tasks_worker
 WHERE state = 'live' AND protocol = %s AND seen_at > now() - make_interval(secs => %s)
"""
_QUEUES: Final = "SELECT name, paused_at IS NOT NULL, max_running FROM tasks_queue"
_TENANTS: Final = """
SELECT id, weight, max_running FROM access_tenant WHERE weight <> 1 OR max_running IS NOT NULL
"""


def load(lease_s: float) -> Fleet:
    """Read the fleet. Queries: three small ones."""
    workers = tuple(
        WorkerFacts(i, frozenset(kinds), device, slots, frozenset(held), frozenset(resident))
        for i, kinds, device, slots, held, resident in sql.fetch(_WORKERS, [PROTOCOL, lease_s])
    )
    queues = sql.fetch(_QUEUES)
    tenants = sql.fetch(_TENANTS)
    return Fleet(
        workers=workers,
        paused=frozenset(name for name, paused, _ in queues if paused),
        queue_limits=_limits((name, limit) for name, _, limit in queues),
        tenant_limits={i: limit for i, _, limit in tenants if limit is not None},
        weights={i: weight for i, weight, _ in tenants},
    )


def _limits(pairs: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    return {name: limit for name, limit in pairs if limit is not None}
