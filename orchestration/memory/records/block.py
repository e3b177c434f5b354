"""Small texts that are always in the prompt."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now

from orchestration.ids import uuid7
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.space import NAME_LENGTH


class MemoryBlock(models.Model):
    """A text that agents have before their eyes, and may share."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    realm = models.ForeignKey(Realm, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH, help_text="How the prompt calls it.")
    description = models.CharField(max_length=2000, default="", blank=True)
    text = models.TextField(default="", blank=True)
    limit = models.PositiveIntegerField(
        default=2000,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
        help_text="Most characters.",
    )
    read_only = models.BooleanField(default=False, help_text="Agents may not change it.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_block"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "name"], name="memory_block_once"),
            models.CheckConstraint(
                name="memory_block_fits", condition=Q(limit__gte=Length("text"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BlockAttachment(models.Model):
    """That an agent has a block before its eyes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    block = models.ForeignKey(MemoryBlock, on_delete=models.CASCADE, related_name="attachments")
    agent = models.CharField(max_length=NAME_LENGTH, db_collation="C")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "memory_attachment"
        ordering: ClassVar = ["agent"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["block", "agent"], name="memory_attachment_once")
        ]
        indexes: ClassVar = [models.Index(fields=["agent"], name="memory_attachment_agent")]

    def __str__(self) -> str:
        return f"{self.block_id} at {self.agent}"
