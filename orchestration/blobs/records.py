"""What is known of blobs: their rows, who needs them, how much room they take."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.blobs.ports import OCTETS
from orchestration.ids import uuid7


class Blob(models.Model):
    """One tenant's bytes of one hash; the package says how its state moves."""

    class State(models.TextChoices):
        """Where it stands; only `stored` ones are seen."""

        PENDING = "pending"
        STORED = "stored"
        DOOMED = "doomed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64, db_collation="C")
    size = models.BigIntegerField(validators=[MinValueValidator(0)])
    media_type = models.CharField(max_length=127, default=OCTETS)
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.PENDING, db_collation="C"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    used_at = models.DateTimeField(db_default=Now(), editable=False)
    """When it was last stored or attached, or, to the hour, read."""
    marked_at = models.DateTimeField(null=True, editable=False)
    """Since when it may have no owner. A hint for pruning alone, which asks the references; null
    where there is one for certain."""

    class Meta:
        app_label = "orchestration"
        db_table = "blobs_blob"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "sha256"],
                name="blob_once_per_tenant",
                condition=~Q(state="doomed"),
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="blob_size"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "stored", "doomed"]), name="blob_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="blob_list"),
            models.Index(
                fields=["marked_at"], name="blob_marked", condition=Q(marked_at__isnull=False)
            ),
            models.Index(fields=["id"], name="blob_doomed", condition=Q(state="doomed")),
        ]

    def __str__(self) -> str:
        return self.sha256


class BlobReference(models.Model):
    """One owner's need of a blob: as long as there is one, the blob stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    blob = models.ForeignKey(
        Blob, on_delete=models.CASCADE, related_name="references", db_index=False
    )
    owner_kind = models.CharField(max_length=32, db_collation="C")
    """What owns it, such as `upload` or `task-result`."""
    owner_id = models.UUIDField()
    """Plain, without a constraint: owners lie above."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "blobs_reference"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["blob", "owner_kind", "owner_id"], name="blob_reference_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_id", "owner_kind"], name="blob_reference_owner")
        ]

    def __str__(self) -> str:
        return f"{self.owner_kind} {self.owner_id}"


class BlobAccount(models.Model):
    """How much room a tenant's blobs take: moved in the transactions that claim and doom them."""

    tenant = models.OneToOneField(
        Tenant, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    bytes = models.BigIntegerField(default=0, editable=False)
    blobs = models.BigIntegerField(default=0, editable=False)
    limit_bytes = models.BigIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Most bytes; empty for the system's default.",
    )

    class Meta:
        app_label = "orchestration"
        db_table = "blobs_account"
        verbose_name = "storage account"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(bytes__gte=0) & Q(blobs__gte=0), name="blob_account_sums"
            )
        ]

    def __str__(self) -> str:
        return f"storage of {self.tenant_id}"
