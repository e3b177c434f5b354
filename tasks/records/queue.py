"""Named lanes."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Queue(models.Model):
    """A named lane with limits that can be paused. Its name is its key: tasks carry it."""

    name = models.CharField(max_length=63, primary_key=True, db_collation="C")
    description = models.CharField(max_length=200, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    max_running = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks in flight at once; empty for no limit."
    )
    max_waiting = models.PositiveIntegerField(
        null=True, blank=True, help_text="Most tasks waiting; more are refused with 429."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
