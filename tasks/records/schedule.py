"""Tasks that are submitted again and again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from tasks.lifecycle import Priority


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
    submitted_by = models.CharField(
        max_length=150,
        blank=True,
        db_default="",
        editable=False,
        help_text="Who stored its body, or changed it last: that one's key pays for its tasks.",
    )
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
