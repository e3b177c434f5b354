"""The history of tasks."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tasks.records.task import Task


class Event(models.Model):
    """One line of a task's history, append-only, numbered by the database.

    The number rises with each move of a task (the row lock orders them), which a UUID made on
    several hosts would not promise; readers resume behind the last one they saw.
    """

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events", db_index=False)
    type = models.CharField(max_length=32)
    actor = models.CharField(max_length=150, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["task", "id"], name="event_list")]

    def __str__(self) -> str:
        return f"{self.type} of {self.task_id}"
