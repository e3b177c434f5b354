"""Keys that keep a request from being served twice."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7


class IdempotencyKey(models.Model):
    """A key under which a tenant submitted a task, kept for its own time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200, db_collation="C")
    request_hash = models.BinaryField(max_length=32)
    task_id = models.UUIDField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="idempotency_key_once")
        ]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="idempotency_expiry")]

    def __str__(self) -> str:
        return self.key
