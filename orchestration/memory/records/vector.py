"""Entries' vectors."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField

from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.space import Space

SLIM: Final = 1280
"""Most dimensions with which a vector fits into a row of a b-tree, which holds 2,704 bytes."""


class EntryVector(models.Model):
    """An entry's vector by one embedder: of length one, in half precision.

    HNSW indexes over ranges of entries, for each embedder its own, are made while the system runs.
    """

    pk: Any = models.CompositePrimaryKey("entry", "embedder")
    entry = models.ForeignKey(
        MemoryEntry,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    embedder = models.ForeignKey(
        Embedder, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    space = models.ForeignKey(
        Space, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    type = models.PositiveSmallIntegerField(help_text="The entry's, by which searches filter most.")
    dimensions = models.PositiveSmallIntegerField()
    vector = HalfVectorField()

    class Meta:
        app_label = "orchestration"
        db_table = "memory_vector"
        verbose_name = "vector"
        indexes: ClassVar = [
            models.Index(
                fields=["embedder", "space", "entry"],
                include=["vector", "type"],
                name="memory_vector_slim",
                condition=Q(dimensions__lte=SLIM),
            ),
            models.Index(
                fields=["embedder", "space", "entry"],
                name="memory_vector_wide",
                condition=Q(dimensions__gt=SLIM),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.embedder_id}"


class PendingVector(models.Model):
    """An entry that has no vector by an embedder yet: whoever makes it deletes this row."""

    pk: Any = models.CompositePrimaryKey("embedder", "entry")
    embedder = models.ForeignKey(
        Embedder, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    entry = models.ForeignKey(
        MemoryEntry,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="", blank=True)
    not_before = models.DateTimeField(null=True)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_pending"
        verbose_name = "missing vector"
        indexes: ClassVar = [
            models.Index(fields=["entry"], name="memory_pending_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.embedder_id}"
