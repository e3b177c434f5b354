"""What a task asks for: written once, beside the hot row."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tasks.records.task import Task


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
    paid_by = models.CharField(
        max_length=150,
        blank=True,
        db_default="",
        help_text="Who pays for it, where that is not who submitted it, but whoever stands behind.",
    )
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
