"""What made vectors: only those of the same one can be compared."""

from typing import ClassVar, Final

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

MOST_DIMENSIONS: Final = 4000
"""What an HNSW index of half-precision vectors takes."""


class Embedder(models.Model):
    """One embedding model and its very files."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(
        max_length=300, unique=True, help_text="The model and what tells its versions apart."
    )
    dimensions = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST_DIMENSIONS)],
        help_text="Length of its vectors; 0 until it has made one.",
    )
    named_at = models.DateTimeField(
        db_default=Now(), editable=False, help_text="When somebody last named it, to the hour."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_embedder"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="memory_embedder_dimensions",
                condition=Q(dimensions__gte=0, dimensions__lte=MOST_DIMENSIONS),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.dimensions})"
