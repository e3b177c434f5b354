"""Workers, as they describe themselves."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7


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
