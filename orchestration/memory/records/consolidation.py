"""Summaries that were asked for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.space import Space


class Consolidation(models.Model):
    """One summary of some memories of one owner: asked of a task, and what came of it."""

    class State(models.TextChoices):
        """It moves from the first to one of the others, and from the last back to the first."""

        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    task_id = models.UUIDField(unique=True, help_text="The task that writes the summary.")
    entries = ArrayField(models.UUIDField(), help_text="Of what.")
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.ASKED, db_collation="C"
    )
    summary = models.UUIDField(null=True, help_text="The memory that it became.")
    tries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often it has failed."
    )
    not_before = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When one that failed is asked for again; empty for not by itself.",
    )
    error = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    concluded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_consolidation"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="memory_consolidation_state_known",
                condition=Q(state__in=["asked", "done", "failed"]),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="memory_consolidation_open", condition=Q(state="asked")
            ),
            # What was written lately is in the index at once: else it is looked through each time.
            GinIndex(fields=["entries"], name="memory_consolidation_of", fastupdate=False),
            models.Index(
                fields=["space", "not_before"],
                name="memory_consolidation_failed",
                condition=Q(state="failed"),
            ),
        ]

    def __str__(self) -> str:
        return f"summary of {len(self.entries)}"

    @property
    def given_up(self) -> bool:
        """Whether it failed so often that it is not asked for again by itself."""
        return self.state == self.State.FAILED and self.not_before is None and self.tries > 0
