"""The task itself: the hot row.

Each move of a task rewrites its row and each rewrite makes an entry in every index, so it is narrow
and its indexes are few and mostly partial. What never changes after submission stands in
`TaskPayload`, what comes of it in `TaskResult`. Only `tasks.transitions` writes `state`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from tasks.lifecycle import BACKLOG, IN_FLIGHT, TERMINAL, Priority, State, values
from tasks.records.batch import Batch
from tasks.records.queue import Queue

_UNFINISHED = Q(finished_at=None)


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
