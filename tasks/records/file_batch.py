"""Batches whose requests stand in a file: how far they have come, and what became of each line."""

from enum import StrEnum
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7


class Stage(StrEnum):
    """Where a batch stands, in OpenAI's words."""

    VALIDATING = "validating"
    IN_PROGRESS = "in_progress"
    FINALIZING = "finalizing"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


ENDED: Final = (Stage.COMPLETED, Stage.FAILED, Stage.EXPIRED, Stage.CANCELLED)


class FileBatch(models.Model):
    """A batch. A `Batch` of the same id holds its tasks together.

    Only `tasks.services.file_batches` moves it, by statements that name the stage it was in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    endpoint = models.CharField(max_length=32)
    """The path that answers each line."""
    submitted_by = models.CharField(max_length=100)
    input_file_id = models.UUIDField()
    """Plain, without a constraint: the file may be deleted, the batch keeps its bytes."""
    input_sha256 = models.CharField(max_length=64, db_collation="C")
    metadata = models.JSONField(default=dict)
    window = models.CharField(max_length=16)
    """How long it may take, as its maker wrote it."""
    output_expires_s = models.FloatField(null=True)
    stage = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in Stage], db_collation="C"
    )
    ending = models.CharField(max_length=12, blank=True, db_collation="C")
    """Which end a batch that is finalizing or cancelling comes to."""
    total = models.PositiveIntegerField(default=0)
    submitted = models.PositiveIntegerField(default=0)
    """Lines that were read: each of them is a task or was refused."""
    completed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    read_at = models.BigIntegerField(default=0)
    """Bytes of the input that these lines take."""
    read_lines = models.PositiveIntegerField(default=0)
    """The number of the last of them, counted from 1 with empty ones."""
    errors = models.JSONField(null=True)
    output_file_id = models.UUIDField(null=True)
    error_file_id = models.UUIDField(null=True)
    due_at = models.DateTimeField(db_default=Now())
    """When it is to be looked at next."""
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    in_progress_at = models.DateTimeField(null=True)
    finalizing_at = models.DateTimeField(null=True)
    cancelling_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "batch from a file"
        verbose_name_plural = "batches from files"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="file_batch_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in ENDED], ended_at__isnull=False)
                | (~Q(stage__in=[s.value for s in ENDED]) & Q(ended_at=None)),
                name="file_batch_ended_when_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="file_batch_list"),
            models.Index(fields=["due_at"], name="file_batch_due", condition=Q(ended_at=None)),
            models.Index(fields=["tenant"], name="file_batch_open", condition=Q(ended_at=None)),
            models.Index(
                fields=["ended_at"], name="file_batch_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"batch_{self.id.hex}"


class BatchLine(models.Model):
    """One line that was read: the task that answers it, or why there is none."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(
        FileBatch, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    number = models.PositiveIntegerField()
    """Its place in the file, counted from 1."""
    custom_id = models.CharField(max_length=512)
    task_id = models.UUIDField(null=True)
    """Plain, without a constraint: an operator may delete a tenant's tasks at any time."""
    form = models.CharField(max_length=16, blank=True)
    """What its answer's form depends on, beside the endpoint."""
    asked = models.JSONField(null=True)
    """What its answer repeats of the request; null where it repeats nothing."""
    outcome = models.CharField(max_length=9, default="open", db_collation="C")
    """`open` while its task has not ended, then `completed` or `failed`."""
    refusal = models.JSONField(null=True)
    """Status and body of the answer to a line that became no task."""

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_line_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "completed", "failed"]),
                name="batch_line_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(task_id__isnull=False, refusal=None)
                | Q(task_id=None, refusal__isnull=False, outcome="failed"),
                name="batch_line_task_or_refusal",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch"], name="batch_line_open", condition=Q(outcome="open")),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.custom_id}"
