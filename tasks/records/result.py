"""What came of a task."""

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

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(result=None) | Q(error=None), name="result_or_error")
        ]

    def __str__(self) -> str:
        return f"outcome of {self.task_id}"
