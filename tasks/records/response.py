"""What was asked for in a response, as OpenAI's API has it; its task holds what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class StoredResponse(models.Model):
    """A task that can be fetched as a response.

    The task is named, not referred to: a call that passes straight through is answered first, and
    its task is written after it.
    """

    task_id = models.UUIDField(primary_key=True, editable=False)
    tenant_id = models.UUIDField()
    request = models.JSONField(help_text="what was asked for; empty when it was deleted")
    deleted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["deleted_at"],
                name="response_deleted",
                condition=Q(deleted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"response of {self.task_id}"
