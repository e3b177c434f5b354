"""Who may do what: tenants, API keys, and the audit log of what people changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now

from orchestration.access.scopes import SCOPES
from orchestration.ids import uuid7

slug = RegexValidator(
    r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    "Use lower-case letters, digits and inner hyphens, at most 63.",
)


class Tenant(models.Model):
    """Owner of rows; the unit of isolation and of fairness."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=63, unique=True, validators=[slug])
    weight = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0.01), MaxValueValidator(1000)],
        help_text="Share of capacity relative to other tenants.",
    )
    max_running = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks in flight at once; empty for no limit."
    )
    max_waiting = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks waiting; empty for the system's default."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "access_tenant"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="tenant_weight_positive")
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A bearer token of one tenant, stored as an HMAC; the token itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=100)
    hint = models.CharField(
        max_length=16, editable=False, help_text="First characters, to tell keys apart."
    )
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=32, choices=[(s, text) for s, text in SCOPES.items()]),
        help_text="What the key may do.",
    )
    max_priority = models.PositiveSmallIntegerField(
        default=3, validators=[MaxValueValidator(4)], help_text="Highest level it may ask for."
    )
    requests_per_minute = models.PositiveIntegerField(
        null=True, blank=True, help_text="Rate limit; empty for the system's default."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "access_api_key"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "name"], name="api_key_name_per_tenant"),
            models.CheckConstraint(
                condition=models.Q(max_priority__lte=4), name="api_key_priority_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class AuditEntry(models.Model):
    """One thing that a person or a key changed; appended, never edited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.CharField(max_length=150, help_text="user:NAME, key:ID or system:PART.")
    action = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=128)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "orchestration"
        db_table = "access_audit_entry"
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "audit entries"
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject_type} {self.subject_id}"
