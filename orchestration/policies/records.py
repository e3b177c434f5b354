"""Where tenants' policies of routing are stored."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7


def _names(length: int, text: str, **more: Any) -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=length), blank=True, help_text=text, **more)


class RoutingPolicy(models.Model):
    """What a tenant allows and wants of routing; who has none allows everything."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="+")
    strategy = models.CharField(
        max_length=32, blank=True, default="", help_text="Empty for the usual one."
    )
    local_only = models.BooleanField(default=False, help_text="Nothing may leave the house.")
    allowed_providers = _names(63, "The only ones that may be asked; empty for all.", null=True)
    denied_providers = _names(63, "Never these.", default=list)
    allowed_models = _names(
        200, "The only ones that may be asked outside; empty for all.", null=True
    )
    denied_models = _names(200, "Never these, at whoever serves them outside.", default=list)
    cost_ceiling = models.DecimalField(
        max_digits=30, decimal_places=12, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text="Of one call, at its longest answer.",
    )  # fmt: skip
    latency_ms = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="Until the first token: who misses it comes later.",
    )  # fmt: skip
    most_routes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="How many are tried at most.",
    )  # fmt: skip
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "policies_routing_policy"
        ordering: ClassVar = ["-id"]
        verbose_name = "routing policy"
        verbose_name_plural = "routing policies"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cost_ceiling=None) | Q(cost_ceiling__gte=0),
                name="routing_policy_ceiling_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(latency_ms=None) | Q(latency_ms__gte=1), name="routing_policy_latency"
            ),
            models.CheckConstraint(
                condition=Q(most_routes=None) | Q(most_routes__gte=1), name="routing_policy_routes"
            ),
        ]

    def __str__(self) -> str:
        return self.tenant.name
