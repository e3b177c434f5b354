"""What tenants have used, for fairness between them; in memory of the leader, pure.

Each tenant has a virtual clock that runs by the seconds it used, divided by its weight. Who comes
back after a rest starts at the clock of those who are busy, so rest is not saved up. A tenant whose
clock is one round ahead of the last one's has used its share: it waits until the others caught up.
(Start-time fair queueing, Goyal, Vin and Cheng 1996.) A new leader starts with equal clocks.
"""

from collections.abc import Collection, Mapping
from uuid import UUID


class Shares:
    """The virtual clocks of tenants."""

    def __init__(self) -> None:
        self._clock: dict[UUID, float] = {}
        self._busy: set[UUID] = set()

    def enter(self, busy: Collection[UUID]) -> None:
        """Say which tenants have work now; newcomers start where the others are."""
        staying = [self._clock[t] for t in busy if t in self._busy]
        start = min(staying, default=max(self._clock.values(), default=0.0))
        for tenant in busy:
            if tenant not in self._busy:
                self._clock[tenant] = max(self._clock.get(tenant, 0.0), start)
        self._busy = set(busy)
        self._forget(start)

    def _forget(self, floor: float) -> None:
        """Drop resting tenants whose clocks would be raised on their return anyway."""
        gone = [t for t, at in self._clock.items() if t not in self._busy and at <= floor]
        for tenant in gone:
            del self._clock[tenant]

    def charge(self, tenant: UUID, seconds: float, weights: Mapping[UUID, float]) -> None:
        """Let a tenant's clock run by what it used (or back by what it did not)."""
        self._clock[tenant] = self._clock.get(tenant, 0.0) + seconds / weights.get(tenant, 1.0)

    def clock(self, tenant: UUID) -> float:
        """Return a tenant's virtual seconds."""
        return self._clock.get(tenant, 0.0)
