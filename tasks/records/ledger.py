"""What tasks asked to be committed with their end."""

from django.db import models

from tasks.records.task import Task


class LedgerEntry(models.Model):
    """A row that a `ledger` task asked `finish` to commit: the proof of effectively-once."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    epoch = models.PositiveIntegerField()
    entry = models.JSONField()

    class Meta:
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"entry of {self.task_id}"
