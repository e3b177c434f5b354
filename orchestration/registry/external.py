"""Where models outside are stored: who serves them, and what each can do."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7

LEVELS = ("low", "medium", "high")


def _words(length: int = 63) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class ProviderRecord(models.Model):
    """An account at a provider: where it is, under which secret its key is kept, its limits."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=63, unique=True)
    row = models.CharField(max_length=63)
    """Of the table of wire formats: `orchestration.providers.table`."""
    base_url = models.CharField(max_length=500, blank=True, default="")
    secret = models.CharField(max_length=100, blank=True, default="")
    queue = models.CharField(max_length=63, default="external")
    concurrency = models.PositiveIntegerField(null=True, blank=True)
    requests_per_minute = models.PositiveIntegerField(null=True, blank=True)
    tokens_per_minute = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True, default="")
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "orchestration"
        db_table = "registry_provider"
        verbose_name = "provider"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="registry_provider_named", condition=~Q(name__in=["", "local", "*"])
            ),
            models.CheckConstraint(
                name="registry_provider_limits",
                condition=(Q(concurrency__isnull=True) | Q(concurrency__gt=0))
                & (Q(requests_per_minute__isnull=True) | Q(requests_per_minute__gt=0))
                & (Q(tokens_per_minute__isnull=True) | Q(tokens_per_minute__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExternalModelRecord(models.Model):
    """A model at a provider, under our name; several providers may serve the same one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    provider = models.ForeignKey(ProviderRecord, on_delete=models.PROTECT, related_name="models")
    provider_model = models.CharField(max_length=200)
    version = models.CharField(max_length=63, blank=True, default="")
    modalities = _words()
    capabilities = _words()
    context_length = models.PositiveIntegerField()
    max_output = models.PositiveIntegerField(null=True, blank=True)
    dimensions = models.PositiveIntegerField(null=True, blank=True)
    price_as = models.CharField(max_length=200, blank=True, default="")
    """The name under which the price table knows it; empty for the provider's."""
    good_at = _words()
    level = models.CharField(max_length=10, default="high")
    weight = models.FloatField(default=1.0)
    arm = models.CharField(max_length=63, blank=True, default="")
    share = models.FloatField(default=1.0)
    description = models.TextField(blank=True, default="")
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "orchestration"
        db_table = "registry_external_model"
        verbose_name = "external model"
        ordering: ClassVar = ["name", "provider__name", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "provider", "version"], name="external_model_per_provider"
            ),
            models.CheckConstraint(
                name="external_model_named", condition=~Q(name="") & ~Q(provider_model="")
            ),
            models.CheckConstraint(name="external_model_level", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(
                name="external_model_numbers",
                condition=Q(context_length__gte=1) & Q(weight__gte=0) & Q(share__gte=0),
            ),
        ]

    def __str__(self) -> str:
        at = f"@{self.version}" if self.version else ""
        return f"{self.provider.name}/{self.name}{at}"
