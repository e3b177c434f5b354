"""What is known of files; their bytes are blobs."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7

NAME_LENGTH = 255


class FileRecord(models.Model):
    """One file of one tenant. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    purpose = models.CharField(max_length=32, db_collation="C")
    """What it is for, such as `batch`."""
    size = models.BigIntegerField(validators=[MinValueValidator(0)])
    sha256 = models.CharField(max_length=64, db_collation="C")
    """Of its bytes: names the blob."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    """From then on nobody sees it any more; null for never."""

    class Meta:
        app_label = "orchestration"
        db_table = "files_file"
        verbose_name = "file"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gte=0), name="file_size"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="file_list"),
            models.Index(fields=["tenant", "purpose", "-id"], name="file_list_by_purpose"),
            models.Index(
                fields=["expires_at"], name="file_expiring", condition=Q(expires_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
