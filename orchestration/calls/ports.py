"""What a call needs from outside: who pays, the ledger, the limiter, the breakers.

Whoever stores something implements these; the composition root hands it to `Caller`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from orchestration.providers.chat import Usage

Outcome = Literal["ok", "failed", "cancelled", "lost", "cached"]
Scope = Literal["provider", "model", "tenant", "key"]
Measure = Literal["requests", "tokens", "concurrency"]
Policy = Literal["wait", "refuse"]
Sign = Literal["alive", "failing", "unknown"]
BreakerState = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, and whose limits hold.

    Attributes:
        tenant_id: The tenant's.
        key_id: Of the API key; None for work that no key asked for.
        tenant: Its name, for errors and logs.
    """

    tenant_id: UUID
    key_id: UUID | None = None
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a call may cost at most, before it begins.

    Attributes:
        call_id: Of this one try; a second try is another call.
        payer: Who pays.
        provider: By its name in the table; ``local`` for our own workers.
        model: The provider's name for it.
        kind: ``chat``, ``embedding``, ``rerank``, ...
        task_id: The task that it serves, if any.
        attempt: Of that task.
        prompt_tokens: Read at most.
        answer_tokens: Written at most.
        deadline_s: Seconds after which a sweeper takes it for lost, at the worst case.
    """

    call_id: UUID
    payer: Payer
    provider: str
    model: str
    kind: str
    task_id: UUID | None
    attempt: int | None
    prompt_tokens: int
    answer_tokens: int
    deadline_s: float


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a call came to.

    Attributes:
        call_id: Of its reservation.
        outcome: How it ended; ``cancelled`` when nobody waited for it any more.
        usage: What it cost; None when nobody knows: then the worst case stands.
        ms: How long the provider was asked.
        first_token_ms: Until it said something; None when it said nothing.
        error: The slug of what failed; empty otherwise.
    """

    call_id: UUID
    outcome: Outcome
    usage: Usage | None
    ms: float
    first_token_ms: float | None
    error: str = ""


class Ledger(Protocol):
    """Where costs are written, before and after each call."""

    async def reserve(self, reservation: Reservation) -> None:
        """Commit what a call may cost; returns only when that is durable.

        Raises:
            SwitchyardError: A budget would be passed (429; it names the budget, its period and
                when it renews), or it cannot be written. It reaches the client unchanged, and
                nothing is reserved, or it is given back by the ledger itself.
        """

    async def settle(self, settlement: Settlement) -> None:
        """Write what a call came to.

        Settling twice changes nothing, nor does settling what was never reserved.
        """


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may go through one scope; None is without limit.

    Attributes:
        scope: What is limited.
        name: Which one: a provider, ``provider/model``, a tenant's id, a key's id.
        requests_per_minute: Begun within any 60 s.
        tokens_per_minute: Read and written within any 60 s. They are booked when a call begins,
            by its estimate, and corrected when it ends.
        concurrent: Under way at the same time.
        called: What people call it, where that is not its name.
    """

    scope: Scope
    name: str
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrent: int | None = None
    called: str = field(default="", compare=False, kw_only=True)

    @property
    def id(self) -> str:
        """Return what names it among all limits."""
        return f"{self.scope}:{self.name}"


class Limits(Protocol):
    """Who knows which limits hold. It is asked before each try, so it must not wait."""

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        """Return the limits that a call must pass; scopes without limits may be left out."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one try wants to be let in for.

    Attributes:
        payer: Who asks.
        provider: Whom it will ask.
        model: Likewise.
        tokens: Estimate of what will be read and written.
        limits: All that must have room.
        policy: Whether it waits for room.
        wait_s: For how long at most.
    """

    payer: Payer
    provider: str
    model: str
    tokens: int
    limits: tuple[Limit, ...] = ()
    policy: Policy = "wait"
    wait_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Lease:
    """That a try was let in; it is held until `Limiter.release`.

    Attributes:
        id: Its own.
        claim: What it was let in for.
        probe: Whether it is the one call that tries out a half-open breaker.
        shared: False when Redis was away, so that only this process knows of it.
        at_ms: When it was let in, on the clock of whoever let it in.
    """

    id: str
    claim: Claim
    probe: bool = False
    shared: bool = True
    at_ms: int = 0


class Limiter(Protocol):
    """Lets calls in: limits, and the breaker in the same step."""

    async def acquire(self, claim: Claim) -> Lease:
        """Return when there is room everywhere; one round trip when there is.

        Raises:
            LimitReached: No room, or none in time; it names the scope and when to come back.
            BreakerOpen: The provider's model is being left alone.
        """

    async def prove(self, lease: Lease) -> None:
        """Say that a call is doing well, before it has ended: a probe closes its breaker."""

    async def release(self, lease: Lease, *, tokens: int | None, sign: Sign) -> None:
        """Give the place back; one round trip.

        Args:
            lease: What `acquire` returned; giving it back twice changes nothing.
            tokens: What was read and written; None lets the estimate stand.
            sign: What the call told of the provider, for its breaker.
        """


@dataclass(frozen=True, slots=True)
class BreakerReport:
    """How one provider's model fares.

    Attributes:
        provider: Its name in the table.
        model: The provider's name for it.
        state: ``open`` lets nobody through, ``half_open`` one at a time.
        calls: Within the window.
        failures: Of those.
        times: How often it opened in a row.
        retry_at: When an open one lets a probe through.
    """

    provider: str
    model: str
    state: BreakerState
    calls: int
    failures: int
    times: int
    retry_at: datetime | None


class Breakers(Protocol):
    """The breakers, for the admin and for routing; calls meet them through the `Limiter`."""

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return all that were lately in use, by provider and model."""

    async def reset(self, provider: str, model: str) -> None:
        """Close one and forget what it counted; every process heeds that within a second."""
