"""What entries were, and how they belong together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7
from orchestration.memory.records.realm import Realm


class EntryVersion(models.Model):
    """What an entry said before it was changed. It goes with the entry."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry_uid = models.UUIDField()
    version = models.PositiveIntegerField()
    values = models.JSONField(help_text="The fields that were others.")
    hash = models.BinaryField(
        max_length=16, null=True, help_text="Of what made it the same as another; see entries."
    )
    reason = models.CharField(max_length=16, help_text="Why it was changed: `update` or `merge`.")
    actor = models.CharField(max_length=200)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_version"
        verbose_name = "former version"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["realm", "entry_uid", "version"], name="memory_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.entry_uid}"


class EntryLink(models.Model):
    """How one entry belongs to another of the same realm."""

    class Relation(models.TextChoices):
        """What the first one is to the second."""

        SUPERSEDES = "supersedes", "says what holds instead"
        MERGED = "merged", "took its place, for it says almost the same"
        SUMMARISES = "summarises", "was made from it"
        NEAR = "near", "says almost the same"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    from_uid = models.UUIDField()
    to_uid = models.UUIDField()
    relation = models.CharField(max_length=16, choices=Relation.choices)
    similarity = models.FloatField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_link"
        verbose_name = "link of entries"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["realm", "from_uid", "to_uid", "relation"], name="memory_link_once"
            ),
            models.CheckConstraint(
                name="memory_link_relation_known",
                condition=Q(relation__in=["supersedes", "merged", "summarises", "near"]),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["realm", "to_uid"], name="memory_link_back")]

    def __str__(self) -> str:
        return f"{self.from_uid} {self.relation} {self.to_uid}"
