"""What came of a task: in its row, or, if it is large, as a blob that the row names."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tasks.records.task import Task


class TaskResult(models.Model):
    """What came of a task: a result or an error (a problem document)."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.CASCADE, related_name="outcome"
    )
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    blob_sha256 = models.CharField(max_length=64, null=True, db_collation="C")  # noqa: DJ001 - none
    """Of a large result, which lies as a blob of the task's tenant."""
    blob_size = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result=None) | Q(error=None), name="result_or_error"
            ),
            models.CheckConstraint(
                condition=Q(blob_sha256=None, blob_size=None)
                | Q(
                    blob_sha256__isnull=False,
                    blob_size__isnull=False,
                    result__isnull=True,
                    error__isnull=True,
                ),
                name="result_or_blob",
            ),
        ]

    def __str__(self) -> str:
        return f"outcome of {self.task_id}"
