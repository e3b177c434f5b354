"""Tasks: their leases, dispatch, limits, and how long they are kept."""

from typing import Annotated

from pydantic import Field, model_validator

from orchestration.sections.section import Count, Positive, Section


class Leases(Section):
    """Clocks of leases and heartbeats, in seconds on the database's clock."""

    lease_s: Positive = 30.0
    """How long a worker may hold a running task without renewing it."""
    heartbeat_s: Positive = 10.0
    """How often a worker renews its leases; at most half of a lease."""
    claim_s: Positive = 10.0
    """How long a dispatched task may wait to be claimed before it is taken back."""
    leader_s: Positive = 5.0
    """How long a dispatcher leads without renewing its lead."""
    cancel_poll_s: Positive = 0.5
    """How often a worker looks which of its tasks are to stop."""
    stop_grace_s: Positive = 2.0
    """How long attempts may take to stop when their time is over or their worker ends."""

    @model_validator(mode="after")
    def _heartbeat_fits(self) -> "Leases":
        if self.heartbeat_s * 2 > self.lease_s:
            raise ValueError(
                f"heartbeat_s {self.heartbeat_s:g} must be at most half of lease_s "
                f"{self.lease_s:g}: one lost heartbeat may not cost a lease"
            )
        return self


class Dispatch(Section):
    """How the dispatcher orders and spreads tasks."""

    bonus_s: tuple[float, float, float, float] = (0.0, 60.0, 300.0, 900.0)
    """Head start in seconds of LOW, NORMAL, HIGH, URGENT: the bound on waiting for a lower level
    under an endless stream of a higher one. CRITICAL stands outside: it goes first."""
    poll_s: Positive = 0.5
    """How often an idle dispatcher looks for work when nobody wakes it."""
    window_s: Annotated[float, Field(ge=0)] = 0.25
    """How much work beyond its slots a worker may have waiting in its broker queue, in seconds of
    expected run time."""
    spare_slots: Annotated[int, Field(ge=0)] = 1
    """Slots of each worker that only CRITICAL tasks may use."""
    affinity_s: Annotated[float, Field(ge=0)] = 2.0
    """How long a task may be held back for a worker that has its model loaded while others, which
    would have to load it, have room; 0 never holds one back."""
    batch: Count = 256
    """Most tasks dispatched by one statement."""

    @model_validator(mode="after")
    def _bonuses_rise(self) -> "Dispatch":
        if list(self.bonus_s) != sorted(self.bonus_s):
            raise ValueError("bonus_s must rise from LOW to URGENT")
        return self


class Retry(Section):
    """Pauses between attempts."""

    base_s: Positive = 1.0
    """The first pause, in seconds."""
    factor: Annotated[float, Field(ge=1)] = 2.0
    """How many times as long each further one is."""
    max_s: Positive = 300.0
    """The longest one, in seconds."""
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Largest part that chance takes away from each."""


class Limits(Section):
    """What is refused, and when: backpressure instead of overload."""

    body_bytes: Count = 2 * 1024 * 1024
    """Largest body of a request, in bytes."""
    batch_body_bytes: Count = 32 * 1024 * 1024
    """Largest body of a batch, in bytes."""
    batch_tasks: Count = 10_000
    """Most tasks of one batch."""
    json_depth: Count = 64
    """How deep a body may be nested."""
    result_bytes: Count = 16 * 1024 * 1024
    """Largest result that is stored, in bytes; a larger one fails its task."""
    waiting_tasks: Count = 2_000_000
    """Most tasks that may wait in all; beyond it 503."""
    waiting_bytes: Count = 8 * 1024**3
    """Most bytes of their inputs."""
    tenant_waiting_tasks: Count = 500_000
    """Most tasks of one tenant that may wait, unless its row says otherwise; beyond it 429."""
    tenant_waiting_bytes: Count = 4 * 1024**3
    """Most bytes of their inputs."""
    waiters: Count = 32
    """Long polls that one web process holds at once; the gateway holds more."""
    gateway_waiters: Count = 10_000
    """Long polls and event streams that one gateway process holds at once."""
    gateway_waiters_per_key: Count = 5_000
    """Most of them for one API key."""
    requests_per_minute: Count = 600_000
    """Default rate limit of an API key."""


class Retention(Section):
    """How long history is kept; an hourly job deletes what is older."""

    tasks_days: Positive = 30.0
    """Tasks that succeeded, were cancelled or expired, from their end on."""
    failed_days: Positive = 90.0
    """Tasks that failed, and batches without tasks."""
    idempotency_hours: Positive = 24.0
    """How long an idempotency key gives back its task."""
    audit_days: Positive = 365.0
    """Entries of the audit log."""
    workers_days: Positive = 7.0
    """Workers that ended."""
    deliveries_days: Positive = 14.0
    """Deliveries of webhooks, from their event on."""
    conversations_days: Positive | None = None
    """Conversations, from their last message on, with the tasks of their answers; kept for good
    where nothing is said."""
    conversations_days_of: dict[str, Positive] = Field(default_factory=dict)
    """The same for single tenants, by their names."""
    ledger_days: Positive = 400.0
    """Lines of the ledger of calls."""
    usage_days: Positive = 1100.0
    """Sums of it by hour, and counters of budgets; at least as long as the ledger."""

    @model_validator(mode="after")
    def _sums_outlive_the_ledger(self) -> "Retention":
        if self.usage_days < self.ledger_days:
            raise ValueError(
                f"usage_days {self.usage_days:g} must be at least ledger_days "
                f"{self.ledger_days:g}: lines without their sums cannot be checked"
            )
        return self

    @model_validator(mode="after")
    def _keys_end_before_their_tasks(self) -> "Retention":
        days = min(self.tasks_days, self.failed_days)
        if self.idempotency_hours > days * 24:
            raise ValueError(
                f"idempotency_hours {self.idempotency_hours:g} must be at most {days * 24:g}, the "
                "retention of tasks: a key must not outlive the task that it gives back"
            )
        return self


class Batches(Section):
    """Batches whose requests stand in a file, one in each line."""

    lines: Count = 50_000
    """Most lines of one batch."""
    window: Count = 500
    """Most lines of one batch that are tasks at once: the rest waits in its file."""
    group: Count = 100
    """Most lines that become tasks in one transaction."""
    poll_s: Positive = 0.5
    """How often a batch is looked at while its lines are answered, in seconds."""
    per_tenant: Count = 200
    """Most batches of one tenant that have not ended; more get 429."""
