"""A secret as it is stored: sealed, with its owner and name."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7

NAME = r"^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?\Z"
name_rule = RegexValidator(
    NAME, "Use lower-case letters, digits and inner dots, hyphens and underscores, at most 100."
)


class Secret(models.Model):
    """One sealed value; owned by a tenant, or by the installation itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        Tenant, null=True, blank=True, on_delete=models.CASCADE, related_name="secrets"
    )
    name = models.CharField(max_length=100, validators=[name_rule])
    sealed = models.BinaryField(editable=False)
    key_id = models.BinaryField(max_length=8, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    set_at = models.DateTimeField(db_default=Now(), editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "secrets_secret"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "name"], name="secret_name_per_owner", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
