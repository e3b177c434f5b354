"""Why a task is served where it is."""

from django.db import models
from django.db.models.functions import Now

from tasks.records.task import Task


class TaskRouting(models.Model):
    """The routing decision of a task: beside the hot row, for those tasks that have one."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.CASCADE, related_name="routing"
    )
    tenant_id = models.UUIDField()
    decision = models.JSONField()
    """As `orchestration.routing.decision.Decision.to_dict` writes it."""
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "routing decision"

    def __str__(self) -> str:
        return f"routing of {self.task_id}"
