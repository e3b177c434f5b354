"""What tenants have used, for fairness between them; in memory of the leader, pure.

Each tenant has a virtual clock that runs by the seconds it used, divided by its weight; what is in
flight counts with what is expected of it. Who comes back after a rest starts at the clock of those
who are busy, so rest is not saved up. A tenant whose clock is one round ahead of the last one's has
used its share: it waits until the others caught up. (Start-time fair queueing, Goyal, Vin and Cheng
1996.) A new leader starts with equal clocks.

Newcomers start by what the others have used so far, without what is in flight: an expectation that
turns out too long is given back, and the newcomer would stand behind for as long as it was wrong.
"""

from collections.abc import Collection, Mapping
from uuid import UUID


class Shares:
    """The virtual clocks of tenants."""

    def __init__(self) -> None:
        self._used: dict[UUID, float] = {}
        self._ahead: dict[UUID, float] = {}
        self._busy: set[UUID] = set()

    @property
    def known(self) -> set[UUID]:
        """Tenants that have a clock."""
        return set(self._used)

    def enter(self, busy: Collection[UUID]) -> None:
        """Say which tenants have work now; newcomers start where the others are."""
        staying = [self._used[t] for t in busy if t in self._busy]
        start = min(staying, default=max(self._used.values(), default=0.0))
        for tenant in busy:
            if tenant not in self._busy:
                self._used[tenant] = max(self._used.get(tenant, 0.0), start)
        self._busy = set(busy)
        self._forget(start)

    def _forget(self, floor: float) -> None:
        """Drop resting tenants whose clocks would be raised on their return anyway."""
        gone = [
            tenant
            for tenant, used in self._used.items()
            if tenant not in self._busy and tenant not in self._ahead and used <= floor
        ]
        for tenant in gone:
            del self._used[tenant]

    def charge(self, tenant: UUID, seconds: float, weights: Mapping[UUID, float]) -> float:
        """Let a tenant's clock run by what is expected; return the charge for `settle`."""
        charge = seconds / weights.get(tenant, 1.0)
        self._ahead[tenant] = self._ahead.get(tenant, 0.0) + charge
        return charge

    def settle(
        self, tenant: UUID, charge: float, used_s: float, weights: Mapping[UUID, float]
    ) -> None:
        """Replace a charge by the seconds that were used in the end."""
        left = self._ahead.pop(tenant, 0.0) - charge
        if left > _NOTHING:
            self._ahead[tenant] = left
        self._used[tenant] = self._used.get(tenant, 0.0) + used_s / weights.get(tenant, 1.0)

    def clock(self, tenant: UUID) -> float:
        """Return a tenant's virtual seconds."""
        return self._used.get(tenant, 0.0) + self._ahead.get(tenant, 0.0)


_NOTHING = 1e-9
"""Less than this is what adding and taking away leaves of floating point."""
