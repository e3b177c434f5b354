"""Executions of tasks."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from orchestration.ids import uuid7
from tasks.records.task import Task


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
