"""Kept answers, and how often they saved a call."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from pgvector.django import VectorField

from orchestration.access.records import Tenant
from orchestration.ids import uuid7

LONGEST: Final = {"provider": 100, "model": 200, "version": 63, "question": 200}
"""Most characters of what is kept beside an answer; more is cut off."""


class CachedAnswer(models.Model):
    """One answer of one tenant, until it expires or is invalidated."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64, help_text="Hash of all that determines the answer.")
    near_key = models.CharField(
        max_length=64,
        blank=True,
        help_text="Hash of all but the last question; empty where none is compared.",
    )
    kind = models.CharField(max_length=32)
    provider = models.CharField(max_length=LONGEST["provider"])
    model = models.CharField(max_length=LONGEST["model"])
    version = models.CharField(max_length=LONGEST["version"], blank=True)
    call_id = models.UUIDField(help_text="The call that brought it, in the ledger.")
    task_id = models.UUIDField(null=True, help_text="The task that it was made for, if any.")
    question = models.CharField(max_length=LONGEST["question"], blank=True)
    tags = ArrayField(models.CharField(max_length=64), default=list)
    answer = models.BinaryField()
    size = models.IntegerField(help_text="Bytes of answer, vector and the rest, about.")
    prompt_tokens = models.BigIntegerField(default=0)
    completion_tokens = models.BigIntegerField(default=0)
    cost = models.DecimalField(
        max_digits=30,
        decimal_places=12,
        null=True,
        help_text="What asking again would cost; empty when nobody set a price.",
    )
    hits = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(db_default=Now(), help_text="When it was last given, about.")
    vector = VectorField(null=True, editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "cache_answer"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="cache_answer_once"),
            models.CheckConstraint(
                name="cache_answer_compared_by_vector",
                condition=models.Q(near_key="", vector__isnull=True)
                | (~models.Q(near_key="") & models.Q(vector__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant", "near_key", "-id"],
                name="cache_answer_near",
                condition=~models.Q(near_key=""),
            ),
            models.Index(fields=["tenant", "-id"], name="cache_answer_of_tenant"),
            models.Index(fields=["expires_at"], name="cache_answer_due"),
            models.Index(
                fields=["task_id"],
                name="cache_answer_of_task",
                condition=models.Q(task_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.question or self.key[:12]


class CacheHour(models.Model):
    """What the cache did for one tenant and model in one hour, and what that saved."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField()
    provider = models.CharField(max_length=LONGEST["provider"])
    model = models.CharField(max_length=LONGEST["model"])
    hits = models.BigIntegerField(default=0)
    nears = models.BigIntegerField(default=0)
    misses = models.BigIntegerField(default=0)
    bypasses = models.BigIntegerField(default=0)
    saved_prompt_tokens = models.BigIntegerField(default=0)
    saved_completion_tokens = models.BigIntegerField(default=0)
    saved_cost = models.DecimalField(max_digits=30, decimal_places=12, default=0)

    class Meta:
        app_label = "orchestration"
        db_table = "cache_hour"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "hour", "provider", "model"], name="cache_hour_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["hour"], name="cache_hour_by_time")]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model} at {self.hour:%Y-%m-%d %H:00}"
