"""Where specialists are stored."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from orchestration.prompts.records import Prompt


class SpecialistRecord(models.Model):
    """A catalogue entry for a domain; owned by a tenant, or shared by all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        Tenant, null=True, blank=True, on_delete=models.CASCADE, related_name="specialists"
    )
    name = models.CharField(max_length=63)
    """The specialty that tasks ask for."""
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    system_prompt = models.TextField(blank=True, default="")
    prompt = models.ForeignKey(
        Prompt, null=True, blank=True, on_delete=models.PROTECT, related_name="specialists"
    )
    label = models.CharField(max_length=63, blank=True, default="")
    model = models.CharField(max_length=200)
    fallbacks = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    output_schema = models.JSONField(null=True, blank=True)
    hints = models.JSONField(default=dict, blank=True)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "orchestration"
        db_table = "specialists_specialist"
        verbose_name = "specialist"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "name"], name="specialist_name_per_owner", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="specialist_has_one_prompt",
                condition=(~Q(system_prompt="") & Q(prompt__isnull=True))
                | (Q(system_prompt="") & Q(prompt__isnull=False)),
            ),
            models.CheckConstraint(
                name="specialist_named", condition=~Q(name="") & ~Q(model="") & ~Q(title="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="specialist_by_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Return whose it is, for people."""
        return self.tenant.name if self.tenant else "all tenants"
