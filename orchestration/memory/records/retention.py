"""What is forgotten, and what is used."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.ids import uuid7
from orchestration.memory.drafts import MEMORIES
from orchestration.memory.records.realm import Realm

TYPES = [(int(kind), kind.name.lower()) for kind in MEMORIES]


class RetentionRule(models.Model):
    """Which memories of a tenant are deleted; each bound that is set deletes what is beyond it.

    A rule deletes nothing before it was tried out as it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    type = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=TYPES, help_text="Of this type; empty for all."
    )
    max_age_days = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0)],
        help_text="What was stored longer ago.",
    )  # fmt: skip
    max_entries = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of each owner all but so many, those used last."
    )
    half_life_days = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0.01)],
        help_text="After so long without use a memory is worth half its importance.",
    )  # fmt: skip
    least_worth = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="What is worth less.",
    )  # fmt: skip
    kept_importance = models.FloatField(
        default=1.0, validators=[MinValueValidator(0)],
        help_text="Memories that are so important are never deleted.",
    )  # fmt: skip
    enabled = models.BooleanField(default=False)
    tried_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was last tried out as it stands."
    )
    deleted = models.BigIntegerField(default=0, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_retention"
        verbose_name = "retention rule"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["realm", "type"], name="memory_retention_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="memory_retention_tried",
                condition=Q(enabled=False) | Q(tried_at__isnull=False),
            ),
            models.CheckConstraint(
                name="memory_retention_decay_whole",
                condition=Q(half_life_days=None, least_worth=None)
                | Q(half_life_days__gt=0, least_worth__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"what {self.realm.tenant.name} forgets"


class EntryUse(models.Model):
    """How often an entry was found, and when last; about, for it is counted in groups."""

    pk: Any = models.CompositePrimaryKey("realm", "entry_uid")
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry_uid = models.UUIDField()
    uses = models.BigIntegerField(default=0)
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "orchestration"
        db_table = "memory_use"
        verbose_name = "use of an entry"

    def __str__(self) -> str:
        return f"{self.uses} of {self.entry_uid}"
