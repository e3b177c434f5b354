"""What limiter and breakers are counted in: memory for one process, Redis for all.

A store answers at once and never waits for room; `gate.py` does the waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from orchestration.calls.ports import BreakerReport, Claim, Lease, Limit, Measure, Sign


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a breaker opens, and for how long.

    Attributes:
        window_s: What happened longer ago is forgotten.
        least: Fewer calls than these within the window say nothing.
        share: It opens when so many of them failed, 0 to 1.
        open_s: How long it is open the first time; twice as long each further time in a row.
        most_open_s: Never longer than this.
        calm_s: Closed for so long, it begins at `open_s` again.
    """

    window_s: float = 30.0
    least: int = 10
    share: float = 0.5
    open_s: float = 5.0
    most_open_s: float = 300.0
    calm_s: float = 600.0

    def open_ms(self, times: int) -> int:
        """Return for how long it is open when it opens for the n-th time in a row."""
        doubled = self.open_s * 2.0 ** min(times - 1, 30)
        return round(1000 * min(self.most_open_s, doubled))


@dataclass(frozen=True, slots=True)
class StoreRules:
    """How a store counts.

    Attributes:
        window_s: What "per minute" means; another length is for tests.
        lease_s: A place that is not renewed for so long is free again: its process died.
        breaker: When breakers open.
    """

    window_s: float = 60.0
    lease_s: float = 30.0
    breaker: BreakerRules = field(default_factory=BreakerRules)


SLICES = 20
"""A window is counted in slices; the oldest counts until all of it has left the window. So what
passes within any window never exceeds the limit, and room may come a slice late."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A claim was let in.

    Attributes:
        at_ms: When, on the store's clock.
        probe: Whether it is to try out a half-open breaker.
        shared: Whether other processes know of it.
    """

    at_ms: int
    probe: bool = False
    shared: bool = True


@dataclass(frozen=True, slots=True)
class NoRoom:
    """A limit stands against it.

    Attributes:
        limit: Which one.
        measure: What of it.
        after_ms: When there is room again; 0 when nobody knows: when a call ends.
    """

    limit: Limit
    measure: Measure
    after_ms: int


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """The breaker stands against it.

    Attributes:
        after_ms: When to come back.
    """

    after_ms: int


Verdict: TypeAlias = Entered | NoRoom | LeftAlone


class Store(Protocol):
    """Counts; each method is one step that nobody else's comes between.

    Whoever is cancelled while he waits hears of it at once; what he has begun happens all the
    same, before what is begun after it.
    """

    async def enter(self, lease_id: str, claim: Claim) -> Verdict:
        """Let a claim in where everything has room, or change nothing."""

    async def withdraw(self, lease_id: str, claim: Claim) -> None:
        """Take back what a cancelled `enter` may have done, or will do."""

    async def prove(self, lease: Lease) -> None:
        """Close the breaker that a lease was the probe of."""

    async def leave(self, lease: Lease, tokens: int | None, sign: Sign) -> None:
        """Give the places back, correct the tokens, and tell the breaker."""

    async def renew(self, leases: Sequence[Lease]) -> None:
        """Keep the places of calls that are under way, also where the store was wiped."""

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return the breakers that were lately in use, by provider and model."""

    async def reset(self, provider: str, model: str) -> None:
        """Close a breaker and forget what it counted."""


def booked(limit: Limit, tokens: int) -> int:
    """Return how many tokens are booked at a limit.

    What is larger than the limit itself would never find room: it waits for an empty window.
    """
    most = limit.tokens_per_minute
    return tokens if most is None else min(tokens, most)
