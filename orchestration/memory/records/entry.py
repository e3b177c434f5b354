"""What can be found: memories, and passages of documents."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.space import NAME_LENGTH, Space


class RegConfigField(models.CharField):  # type: ignore[type-arg]
    """The name of one of Postgres' text search configurations."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return "regconfig"


class MemoryEntry(models.Model):
    """A text of one space.

    The database has one more column, `terms`: the words of title and text with their places, made
    by the database itself.
    """

    class Type(models.IntegerChoices):
        """What kind of thing it says."""

        SEMANTIC = 1, "semantic: a fact"
        EPISODIC = 2, "episodic: what happened or was said"
        PROCEDURAL = 3, "procedural: how something is done"
        PASSAGE = 4, "passage: a part of a document"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    type = models.PositiveSmallIntegerField(choices=Type.choices)
    title = models.TextField(
        default="", blank=True, help_text="What it is about: found like the text, not part of it."
    )
    text = models.TextField()
    language = RegConfigField(max_length=63, default="english")
    speaker = models.CharField(max_length=NAME_LENGTH, default="", blank=True)
    at = models.DateTimeField(db_default=Now(), help_text="When it happened or was said.")
    importance = models.FloatField(
        default=0.5, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    tags = ArrayField(models.TextField(), default=list, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    source = models.UUIDField(
        null=True, blank=True, help_text="The document or conversation that it is a part of."
    )
    ordinal = models.PositiveIntegerField(default=0, help_text="Its place in that, from 0.")
    task_id = models.UUIDField(null=True, blank=True, help_text="The task that it came from.")
    hash = models.BinaryField(max_length=16, help_text="Of what makes it the same as another.")
    version = models.PositiveIntegerField(default=1)
    valid_until = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is superseded; empty while it holds."
    )
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="From when on nobody finds it; empty for never."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_entry"
        verbose_name_plural = "memories"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "uid"], name="memory_entry_uid"),
            models.UniqueConstraint(
                fields=["space", "hash"],
                name="memory_entry_once",
                condition=Q(source=None, valid_until=None),
            ),
            models.UniqueConstraint(
                fields=["space", "source", "ordinal"],
                name="memory_entry_place",
                condition=Q(source__isnull=False),
            ),
            models.CheckConstraint(
                name="memory_entry_type_known", condition=Q(type__in=[1, 2, 3, 4])
            ),
            models.CheckConstraint(
                name="memory_entry_importance",
                condition=Q(importance__gte=0.0, importance__lte=1.0),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "id"], name="memory_entry_of_space"),
            models.Index(fields=["space", "at", "id"], name="memory_entry_in_time"),
            models.Index(
                fields=["space", "hash"],
                name="memory_entry_superseded",
                condition=Q(source=None, valid_until__isnull=False),
            ),
            models.Index(
                fields=["expires_at"],
                name="memory_entry_expiring",
                condition=Q(expires_at__isnull=False),
            ),
            models.Index(
                fields=["task_id"],
                name="memory_entry_of_task",
                condition=Q(task_id__isnull=False),
            ),
            GinIndex(fields=["tags"], name="memory_entry_tags", condition=~Q(tags=[])),
            GinIndex(
                fields=["metadata"],
                name="memory_entry_metadata",
                opclasses=["jsonb_path_ops"],
                condition=~Q(metadata={}),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
