"""Tasks that were submitted together."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7


class Batch(models.Model):
    """Tasks submitted in one call and followed as one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "batches"
        indexes: ClassVar = [models.Index(fields=["tenant", "-id"], name="batch_list")]

    def __str__(self) -> str:
        return self.name or str(self.id)
