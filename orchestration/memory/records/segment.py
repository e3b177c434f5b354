"""Ranges of entries that are indexed, and the index of words itself."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.space import Space


class Segment(models.Model):
    """A range of entries' numbers with an index over it: of words, or of one embedder's vectors."""

    class State(models.TextChoices):
        """Only those that are ready are searched."""

        BUILDING = "building"
        READY = "ready"
        DROPPED = "dropped"

    id = models.AutoField(primary_key=True)
    embedder = models.ForeignKey(
        Embedder,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Whose vectors; empty for words.",
    )
    start = models.BigIntegerField(help_text="The first entry's number.")
    stop = models.BigIntegerField(help_text="The number after the last one's.")
    rows = models.BigIntegerField(default=0, help_text="How many it had when it was made.")
    state = models.CharField(max_length=8, choices=State.choices, db_collation="C")
    seconds = models.FloatField(default=0.0, help_text="How long it took to make.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_segment"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="memory_segment_range", condition=Q(stop__gt=F("start"))),
            models.CheckConstraint(
                name="memory_segment_state_known",
                condition=Q(state__in=["building", "ready", "dropped"]),
            ),
            models.UniqueConstraint(
                fields=["embedder", "start"],
                name="memory_segment_once",
                condition=Q(state="ready"),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.stop}"


class Tally(models.Model):
    """How much of one space a segment holds: what BM25 asks, and what a search will cost."""

    pk: Any = models.CompositePrimaryKey("segment", "space")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(
        Space, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    entries = models.IntegerField()
    terms = models.BigIntegerField(default=0, help_text="Sum of their lengths in distinct words.")

    class Meta:
        app_label = "orchestration"
        db_table = "memory_tally"
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.entries} of space {self.space_id}"


class Posting(models.Model):
    """Where a word stands in one space and segment: three arrays of the same length."""

    pk: Any = models.CompositePrimaryKey("realm", "term", "space", "segment")
    realm = models.ForeignKey(
        Realm, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    term = models.TextField(db_collation="C")
    space = models.ForeignKey(
        Space, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    segment = models.ForeignKey(
        Segment, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    entries = ArrayField(models.IntegerField(), help_text="Their numbers, from its first one.")
    counts = ArrayField(models.SmallIntegerField(), help_text="How often the word stands in each.")
    lengths = ArrayField(models.SmallIntegerField(), help_text="Distinct words of each.")

    class Meta:
        app_label = "orchestration"
        db_table = "memory_posting"

    def __str__(self) -> str:
        return self.term
