"""Where examples are stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5, Now
from pgvector.django import VectorField

from orchestration.ids import uuid7
from orchestration.routing.asked import COMPLEXITIES, CONTENT_TYPES, INTENTS


def _one_of(names: tuple[str, ...]) -> models.CharField[str, str]:
    return models.CharField(max_length=20, choices=[(name, name) for name in names])


class RoutingExample(models.Model):
    """A text of which is known what it is about.

    Attributes:
        vector: Of the text; None until a worker has made it.
        embedder: Who made it: a vector of another one says nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.TextField()
    intent = _one_of(INTENTS)
    content_type = _one_of(CONTENT_TYPES)
    complexity = _one_of(COMPLEXITIES)
    enabled = models.BooleanField(default=True)
    vector = VectorField(null=True, editable=False)
    embedder = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "orchestration"
        db_table = "classifying_example"
        verbose_name = "routing example"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(MD5("text"), name="classifying_example_once"),
            models.CheckConstraint(
                name="classifying_vector_has_maker",
                condition=models.Q(vector__isnull=True, embedder="")
                | (models.Q(vector__isnull=False) & ~models.Q(embedder="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) < 60 else f"{self.text[:59]}…"  # noqa: PLR2004


class ExamplesVersion(models.Model):
    """One row, whose number rises with each change of the examples or their vectors."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        app_label = "orchestration"
        db_table = "classifying_version"

    def __str__(self) -> str:
        return str(self.number)
