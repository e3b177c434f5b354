"""What could serve a request, and how it fares right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from orchestration.routing.asked import Asked, Complexity

BreakerState = Literal["closed", "open", "half_open"]
LOCAL = "local"
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One version of a model at one place.

    Attributes:
        model: Its name.
        provider: Who serves it; ``local`` for our own workers.
        queue: The lane that a task for it waits in.
        version: Empty where there is but one.
        modalities: What it can be asked for.
        capabilities: What it can do: ``tools``, ``json_schema``, ``images`` and the like.
        context_length: Tokens that prompt and answer may fill together.
        price_in: Per million tokens read; None when nobody knows.
        price_out: Per million tokens written; None when nobody knows.
        good_at: Specialties, intents and content types that it serves better than others.
        level: The hardest complexity that it is trusted with.
        narrow: It is made for a few jobs and serves who names it; all others come to it last.
        weight: Its part under the strategy ``weighted``; 0 serves only when others fail.
        arm: What this version is called in a comparison; empty when it takes part in none.
        share: Its part of the keys among the arms of its model; 0 draws none.
        enabled: False takes it out.
        obstacle: What keeps it from serving, as a sentence for people; empty when nothing does.
    """

    model: str
    provider: str = LOCAL
    queue: str = LOCAL
    version: str = ""
    modalities: frozenset[str] = frozenset({"chat"})
    capabilities: frozenset[str] = frozenset()
    context_length: int = 2048
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    good_at: frozenset[str] = frozenset()
    level: Complexity = "high"
    narrow: bool = False
    weight: float = 1.0
    arm: str = ""
    share: float = 1.0
    enabled: bool = True
    obstacle: str = ""

    @property
    def id(self) -> str:
        """Return what names it among all candidates, and its health."""
        at = f"@{self.version}" if self.version else ""
        return f"{self.provider}/{self.model}{at}"

    @property
    def local(self) -> bool:
        """Return whether a worker of ours serves it, so that nothing leaves the house."""
        return self.provider == LOCAL

    def cost(self, asked: Asked) -> Decimal | None:
        """Return what the longest answers would cost; None when a price is not known.

        A local model without a price costs nothing.
        """
        free = Decimal(0) if self.local else None
        read = free if self.price_in is None else self.price_in
        written = free if self.price_out is None else self.price_out
        if read is None or written is None:
            return None
        return (read * asked.prompt_tokens + written * asked.answer_tokens) / MILLION


@dataclass(frozen=True, slots=True)
class Health:
    """How a candidate fared lately.

    Attributes:
        breaker: ``open`` lets no call through, ``half_open`` one at a time.
        retry_at: When an open breaker lets a probe through; None when only a person closes it.
        error_share: Failed calls among all of the window, 0 to 1.
        calls: How many calls the window has.
        p50_ms: Half of the first tokens came sooner; None when nobody measured.
        p95_ms: Likewise for 95 of 100.
        measured_at: When; old figures are not believed, so that who was bad is tried again.
    """

    breaker: BreakerState = "closed"
    retry_at: datetime | None = None
    error_share: float = 0.0
    calls: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    measured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueState:
    """How full a lane is.

    Attributes:
        paused: Nothing leaves it.
        full: It takes nothing more.
        wait_ms: How long what comes now will wait; 0 when nobody knows.
        servers: Workers that serve it; 0 is nobody.
    """

    paused: bool = False
    full: bool = False
    wait_ms: float = 0.0
    servers: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """What stands before one model of ours, for each level of priority, the lowest first.

    Attributes:
        servers: Live workers that hold it; 0 is nobody.
        ahead: Tasks of that level and above that wait for the same workers.
        waits_ms: How long what comes now at that level will wait.
    """

    servers: int = 1
    ahead: tuple[int, ...] = (0, 0, 0, 0, 0)
    waits_ms: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Fleet:
    """All that could serve.

    Attributes:
        candidates: In any order.
        health: By a candidate's `id`; who is not there is taken for healthy.
        queues: By their names; what is not there is taken for idle.
        loads: What stands before our own models, by a candidate's `id`; who is not there is taken
            for idle.
        bad_error_share: From here on a candidate serves only when others fail.
        enough_calls: Fewer calls than these say nothing about errors.
        fresh_s: Figures older than this are not believed.
        busy_ms: Who prefers our own models goes elsewhere where they need longer than this to
            begin.
    """

    candidates: tuple[Candidate, ...]
    health: Mapping[str, Health] = field(default_factory=dict)
    queues: Mapping[str, QueueState] = field(default_factory=dict)
    loads: Mapping[str, Load] = field(default_factory=dict)
    bad_error_share: float = 0.3
    enough_calls: int = 10
    fresh_s: float = 300.0
    busy_ms: float = 10_000.0

    def wait_ms(self, candidate: Candidate, asked: Asked) -> float:
        """Return how long a request waits before a candidate begins with it; 0 when nobody
        knows."""
        load, queue = self.loads.get(candidate.id), self.queues.get(candidate.queue)
        before = load.waits_ms[asked.priority] if load is not None else 0.0
        return max(before, queue.wait_ms if queue is not None else 0.0)

    def unserved(self, candidate: Candidate) -> bool:
        """Return whether no worker could begin with it."""
        load = self.loads.get(candidate.id)
        return load is not None and not load.servers
