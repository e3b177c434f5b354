"""Collections, their documents, and where passages stand in them."""

from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7

KEY_LENGTH: Final = 1024
KEY_BYTES: Final = 2500
"""In UTF-8; Postgres indexes no longer ones."""


class Collection(models.Model):
    """Documents of one tenant that are searched together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    label = models.CharField(
        max_length=256, default="", blank=True,
        help_text="What it is shown as, where others may be called the same; empty for its name.",
    )  # fmt: skip
    description = models.CharField(max_length=2000, default="", blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    passage_tokens = models.PositiveIntegerField(
        default=200,
        validators=[MinValueValidator(50), MaxValueValidator(4000)],
        help_text="Most tokens of a passage; embedding models read a few hundred.",
    )
    expires_after_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="Goes so long after its last use; empty for never."
    )
    used_at = models.DateTimeField(db_default=Now(), editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "documents_collection"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "name"], name="collection_once"),
            models.CheckConstraint(
                name="collection_passage_tokens",
                condition=Q(passage_tokens__gte=50, passage_tokens__lte=4000),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "-id"], name="collection_list")]

    def __str__(self) -> str:
        return self.label or self.name


class Document(models.Model):
    """One file of a collection; the package says how its state moves."""

    class State(models.TextChoices):
        """Whether its passages are those of its file."""

        PENDING = "pending"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.CharField(
        max_length=KEY_LENGTH, help_text="What stays when it changes: file name, path or address."
    )
    name = models.CharField(max_length=255)
    url = models.CharField(max_length=KEY_LENGTH, default="", blank=True)
    media_type = models.CharField(max_length=127, default="", blank=True)
    sha256 = models.CharField(
        max_length=64, default="", blank=True, db_collation="C",
        help_text="Of its bytes; empty until they were fetched.",
    )  # fmt: skip
    read_sha256 = models.CharField(
        max_length=64, default="", db_default="", blank=True, editable=False, db_collation="C",
        help_text="Of the bytes that its passages are of; empty where they are to be made anew.",
    )  # fmt: skip
    size = models.BigIntegerField(default=0)
    title = models.TextField(default="", blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.PENDING, db_collation="C"
    )
    generation = models.PositiveIntegerField(default=1)
    error = models.JSONField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    passages = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    task_id = models.UUIDField(null=True, blank=True, help_text="The task that reads it.")
    batch_id = models.UUIDField(
        null=True, blank=True, help_text="What it came in together with, last."
    )
    passage_tokens = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(50), MaxValueValidator(4000)],
        help_text="Most tokens of a passage; empty for what its collection says.",
    )  # fmt: skip
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    ingested_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "documents_document"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "key"], name="document_once"),
            models.CheckConstraint(
                name="document_state_known",
                condition=Q(state__in=["pending", "ready", "failed"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["collection", "-id"], name="document_list"),
            models.Index(fields=["tenant", "-id"], name="document_of_tenant"),
            models.Index(
                fields=["task_id"], name="document_of_task", condition=Q(task_id__isnull=False)
            ),
            models.Index(
                fields=["batch_id", "-id"],
                name="document_of_batch",
                condition=Q(batch_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PassagePlace(models.Model):
    """Where a passage stands in its document's text."""

    pk: Any = models.CompositePrimaryKey("document", "ordinal")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    ordinal = models.PositiveIntegerField()
    page = models.PositiveIntegerField(default=0, help_text="From 1; 0 where there are no pages.")
    start = models.PositiveIntegerField(help_text="First character, in the document's plain text.")
    stop = models.PositiveIntegerField(help_text="The character after its last one.")
    section = models.PositiveIntegerField(default=0, help_text="Ordinal of its section's first.")
    tokens = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "orchestration"
        db_table = "documents_place"
        verbose_name = "place of a passage"

    def __str__(self) -> str:
        return f"{self.ordinal} of {self.document_id}"


class DocumentTally(models.Model):
    """A part of how much a collection holds: it holds the sum of its parts, none of which is whole.

    Triggers write one with each change of a document, and now and then one in the place of all that
    they find: so counting reads some dozens of rows, and nobody who changes a document waits for
    somebody who changes another.
    """

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(
        Collection, on_delete=models.DO_NOTHING, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    documents = models.BigIntegerField()
    pending = models.BigIntegerField()
    failed = models.BigIntegerField(help_text="Cancelled ones, too.")
    cancelled = models.BigIntegerField()
    passages = models.BigIntegerField()
    size = models.BigIntegerField()

    class Meta:
        app_label = "orchestration"
        db_table = "documents_tally"
        verbose_name = "tally of documents"
        indexes: ClassVar = [models.Index(fields=["collection"], name="documents_tally_of")]

    def __str__(self) -> str:
        return f"{self.documents:+} of {self.collection_id}"
