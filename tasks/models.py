"""The records of tasks and of what moves them.

`Task` is the hot row: each move rewrites it and each rewrite makes an entry in every index, so it
is narrow and its indexes are few and mostly partial. What never changes after submission stands in
`TaskPayload`, what comes of it in `TaskResult`. Only `tasks.transitions` writes `state`.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from tasks.lifecycle import BACKLOG, IN_FLIGHT, TERMINAL, Priority, State, values

_UNFINISHED = Q(finished_at=None)


class Queue(models.Model):
    """A named lane with limits that can be paused. Its name is its key: tasks carry it."""

    name = models.CharField(max_length=63, primary_key=True, db_collation="C")
    description = models.CharField(max_length=200, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    max_running = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks in flight at once; empty for no limit."
    )
    max_waiting = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks waiting; more are refused with 429."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """Tasks submitted in one call and followed as one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "batches"
        indexes: ClassVar = [models.Index(fields=["tenant", "-id"], name="batch_list")]

    def __str__(self) -> str:
        return self.name or str(self.id)


class Schedule(models.Model):
    """A cron line that submits the same task again and again."""

    class Overlap(models.TextChoices):
        """What happens when the earlier task has not ended."""

        ALLOW = "allow", "start it beside the earlier one"
        SKIP = "skip", "leave this time out"
        REPLACE = "replace", "cancel the earlier one first"

    class Missed(models.TextChoices):
        """What happens to times that passed while nothing could be submitted."""

        SKIP = "skip", "leave them out"
        ONCE = "once", "make up for all of them with one task"
        ALL = "all", "make up for each of them, at most 100"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    cron = models.CharField(max_length=100, help_text="Five fields, as in crontab.")
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA name.")
    overlap = models.CharField(max_length=8, choices=Overlap.choices, default=Overlap.SKIP)
    missed = models.CharField(max_length=8, choices=Missed.choices, default=Missed.ONCE)
    body = models.JSONField(help_text="The task's body, as for a submission.")
    max_priority = models.PositiveSmallIntegerField(default=Priority.URGENT)
    enabled = models.BooleanField(default=True)
    next_at = models.DateTimeField(help_text="When it fires next.")
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_task_id = models.UUIDField(null=True, blank=True, editable=False)
    last_error = models.JSONField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="schedule_list"),
            models.Index(fields=["next_at"], name="schedule_due", condition=Q(enabled=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "name"], name="schedule_name_per_tenant")
        ]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """What is to be done, for whom, how urgent, and where it stands (the hot row)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=32, db_collation="C")
    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="+", db_index=False, db_column="queue"
    )
    model = models.CharField(max_length=200, blank=True, db_collation="C")
    device = models.CharField(max_length=16, default="any", db_collation="C")
    demand = models.CharField(max_length=256, db_collation="C")
    """Kind, device and model in one word: what it asks of a worker."""
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], db_collation="C"
    )
    priority = models.PositiveSmallIntegerField(choices=[(p.value, p.name) for p in Priority])
    rank_at = models.DateTimeField()
    """Place in the line below CRITICAL: when it became ready, minus its level's head start. It
    stays while the task waits, so ageing costs no update."""
    epoch = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    """Attempts that ended in failure or a crash."""
    losses = models.PositiveSmallIntegerField(default=0)
    """Attempts that were lost with their worker, which is nobody's fault."""
    max_attempts = models.PositiveSmallIntegerField(default=3)
    timeout_s = models.FloatField()
    scheduled_for = models.DateTimeField(null=True)
    """Not before this time: the user's wish at first, the retry's backoff later."""
    deadline = models.DateTimeField(null=True)
    worker_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt_deadline = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="children", db_index=False
    )
    step_key = models.CharField(max_length=100, blank=True)
    children_pending = models.PositiveIntegerField(default=0)
    fail_with_child = models.BooleanField(default=False)
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    schedule_id = models.UUIDField(null=True)
    """Plain, without a constraint: a deleted schedule leaves its tasks as they are."""
    replay_of = models.UUIDField(null=True)
    size_bytes = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["queue", "demand", "priority", "tenant", "rank_at", "id"],
                name="task_ready",
                condition=Q(state=State.QUEUED),
            ),
            models.Index(
                fields=["worker_id"],
                name="task_in_flight",
                condition=Q(state__in=values(IN_FLIGHT)),
            ),
            models.Index(
                fields=["scheduled_for"], name="task_due", condition=Q(state=State.SCHEDULED)
            ),
            models.Index(
                fields=["deadline"],
                name="task_deadline",
                condition=Q(deadline__isnull=False, finished_at=None),
            ),
            models.Index(
                fields=["tenant", "queue"],
                include=["size_bytes"],
                name="task_backlog",
                condition=Q(state__in=values(BACKLOG)),
            ),
            models.Index(fields=["tenant", "-id"], name="task_list"),
            models.Index(
                fields=["tenant", "state", "-id"],
                name="task_list_by_state",
                condition=~Q(state=State.SUCCEEDED),
            ),
            models.Index(
                fields=["parent"], name="task_children", condition=Q(parent__isnull=False)
            ),
            models.Index(
                fields=["batch", "state"], name="task_batch", condition=Q(batch__isnull=False)
            ),
            models.Index(
                fields=["schedule_id", "-id"],
                name="task_schedule",
                condition=Q(schedule_id__isnull=False),
            ),
            models.Index(
                fields=["finished_at"], name="task_finished", condition=Q(finished_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=values(State)), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(priority__lte=Priority.CRITICAL), name="task_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=values(TERMINAL), finished_at__isnull=False)
                | (~Q(state__in=values(TERMINAL)) & _UNFINISHED),
                name="task_finished_when_terminal",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=values(IN_FLIGHT), worker_id__isnull=False, lease_until__isnull=False
                )
                | (~Q(state__in=values(IN_FLIGHT)) & Q(lease_until=None)),
                name="task_leased_when_in_flight",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="task_scheduled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__gte=1) & Q(attempts__lte=F("max_attempts")),
                name="task_attempts_within_bounds",
            ),
            models.CheckConstraint(condition=Q(timeout_s__gt=0), name="task_timeout_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class TaskPayload(models.Model):
    """What was asked for; written once, beside the hot row."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.CASCADE, related_name="payload"
    )
    tenant_id = models.UUIDField()
    kind = models.CharField(max_length=32, db_collation="C")
    input = models.JSONField()
    tags = ArrayField(models.CharField(max_length=64), default=list)
    submitted_by = models.CharField(max_length=150, blank=True)
    idempotency_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - null: none given

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "kind", "-task"], name="payload_list_by_kind")
        ]

    def __str__(self) -> str:
        return f"payload of {self.task_id}"


class TaskTag(models.Model):
    """One tag of one task, so that lists by tag are read in order from an index."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = models.UUIDField()
    tag = models.CharField(max_length=64, db_collation="C")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "tag", "task"], name="task_tag_once")
        ]

    def __str__(self) -> str:
        return self.tag


class TaskResult(models.Model):
    """What came of a task: a result or an error (a problem document)."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.CASCADE, related_name="outcome"
    )
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(result=None) | Q(error=None), name="result_or_error")
        ]

    def __str__(self) -> str:
        return f"outcome of {self.task_id}"


class Attempt(models.Model):
    """One execution that was claimed."""

    class Outcome(models.TextChoices):
        """How an attempt ended."""

        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CRASHED = "crashed"
        TIMED_OUT = "timed_out"
        WAITING = "waiting"
        POSTPONED = "postponed"
        RETURNED = "returned"
        LOST = "lost"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="attempt_rows", db_index=False
    )
    epoch = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    """Which try it is: one more than the attempts that had failed when it was claimed."""
    worker_id = models.UUIDField()
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.RUNNING)
    error = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["epoch"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "epoch"], name="attempt_once_per_epoch")
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.task_id}"


class Event(models.Model):
    """One line of a task's history, append-only, numbered by the database.

    The number rises with each move of a task (the row lock orders them), which a UUID made on
    several hosts would not promise; readers resume behind the last one they saw.
    """

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events", db_index=False)
    type = models.CharField(max_length=32)
    actor = models.CharField(max_length=150, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["task", "id"], name="event_list")]

    def __str__(self) -> str:
        return f"{self.type} of {self.task_id}"


class LedgerEntry(models.Model):
    """A row that a `ledger` task asked `finish` to commit: the proof of effectively-once."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    epoch = models.PositiveIntegerField()
    entry = models.JSONField()

    class Meta:
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"entry of {self.task_id}"


class IdempotencyKey(models.Model):
    """A key under which a tenant submitted a task, kept for its own time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200, db_collation="C")
    request_hash = models.BinaryField(max_length=32)
    task_id = models.UUIDField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="idempotency_key_once")
        ]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="idempotency_expiry")]

    def __str__(self) -> str:
        return self.key


class Worker(models.Model):
    """One incarnation of a worker: a start of its process, pinned to a device."""

    class State(models.TextChoices):
        """What the worker takes."""

        LIVE = "live"
        DRAINING = "draining"
        STOPPED = "stopped"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    host = models.CharField(max_length=255)
    process = models.CharField(max_length=200)
    """Boot, pid namespace, pid and start time: tells on the same host whether it still lives."""
    pid = models.PositiveIntegerField()
    device = models.CharField(max_length=80)
    kinds = ArrayField(models.CharField(max_length=32))
    protocol = models.PositiveSmallIntegerField()
    slots = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(1024)]
    )
    held = ArrayField(models.CharField(max_length=200), default=list)
    """Models whose files it holds."""
    resident = ArrayField(models.CharField(max_length=200), default=list)
    """Models that are loaded."""
    memory_bytes = models.BigIntegerField(null=True)
    """In use on its device."""
    memory_total_bytes = models.BigIntegerField(null=True)
    """What it may use there."""
    budget_bytes = models.BigIntegerField(null=True)
    """What its text models may take together."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["seen_at"], name="worker_live", condition=Q(state__in=["live", "draining"])
            ),
            models.Index(fields=["name", "-id"], name="worker_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.host}"


class Leader(models.Model):
    """Who leads among the dispatchers: a term and an expiry on the database's clock."""

    name = models.CharField(max_length=32, primary_key=True)
    holder = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=255, blank=True)
    term = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name}: {self.holder_name} (term {self.term})"


class Pace(models.Model):
    """How long tasks of one demand run and how many end per second; kept by the leader."""

    demand = models.CharField(max_length=256, primary_key=True, db_collation="C")
    run_p10_s = models.FloatField()
    run_p50_s = models.FloatField()
    run_p90_s = models.FloatField()
    samples = models.PositiveIntegerField()
    updated_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.demand
