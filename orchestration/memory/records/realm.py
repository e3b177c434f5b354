"""One tenant's memory as a whole."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant


class Realm(models.Model):
    """A tenant's memory: its number in the rows of entries, and what is set for it."""

    class Nearness(models.TextChoices):
        """What becomes of a memory that says what another one says already."""

        MERGE = "merge", "the newer holds instead of the older"
        LINK = "link", "both stay and are linked"
        KEEP = "keep", "both stay"

    id = models.AutoField(primary_key=True)
    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(
        max_length=63,
        default="english",
        help_text="Postgres' text search configuration for new entries.",
    )
    embedder = models.ForeignKey(
        "orchestration.Embedder",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose vectors are searched; empty until there are any.",
    )
    next_embedder = models.ForeignKey(
        "orchestration.Embedder",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose vectors are being made, to be searched once there are all of them.",
    )
    leaving = ArrayField(
        models.SmallIntegerField(),
        default=list,
        db_default=[],
        editable=False,
        help_text="Embedders, by number, whose vectors nobody searches any more and are to go.",
    )
    nearness = models.CharField(max_length=8, choices=Nearness.choices, default=Nearness.MERGE)
    near_similarity = models.FloatField(
        default=0.95,
        validators=[MinValueValidator(0.5), MaxValueValidator(1.0)],
        help_text="From which cosine on two memories say the same.",
    )
    summary_model = models.CharField(
        max_length=200, default="", blank=True,
        help_text="Who sums up what happened, as tasks name models; empty for nobody.",
    )  # fmt: skip
    summary_after = models.PositiveIntegerField(
        default=20, help_text="So many memories of what happened to one owner are summed up."
    )
    summary_age_hours = models.PositiveIntegerField(
        default=24, help_text="Once they were stored so long ago."
    )
    reviewed = models.BigIntegerField(
        default=0, editable=False, help_text="The last entry that was compared with older ones."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_realm"
        verbose_name = "memory"
        verbose_name_plural = "memories of tenants"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="memory_realm_nearness_known",
                condition=Q(nearness__in=["merge", "link", "keep"]),
            ),
            models.CheckConstraint(
                name="memory_realm_similarity",
                condition=Q(near_similarity__gte=0.5, near_similarity__lte=1.0),
            ),
        ]

    def __str__(self) -> str:
        return f"memory of {self.tenant.name}"
