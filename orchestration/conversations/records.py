"""Conversations and their messages."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7


class Conversation(models.Model):
    """What one user said with one agent, or with a model."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=200, default="", blank=True)
    agent = models.CharField(max_length=200, default="", blank=True)
    user = models.CharField(max_length=200, default="", blank=True)
    system_prompt = models.TextField(default="", blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    messages = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "conversations_conversation"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="conversation_list"),
            models.Index(
                fields=["tenant", "user", "-id"],
                name="conversation_of_user",
                condition=~Q(user=""),
            ),
            models.Index(
                fields=["tenant", "agent", "-id"],
                name="conversation_of_agent",
                condition=~Q(agent=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class ConversationMessage(models.Model):
    """One message; the package says how an answer comes about."""

    class State(models.TextChoices):
        """Whether it is there."""

        STORED = "stored"
        PENDING = "pending"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    ordinal = models.PositiveIntegerField(help_text="Its place, from 0.")
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.STORED, db_collation="C"
    )
    message = models.JSONField(help_text="In the form of the kind chat.")
    client_id = models.CharField(
        max_length=200, default="", blank=True, help_text="Names it for who sent it."
    )
    task_id = models.UUIDField(null=True, blank=True, help_text="The task that makes it.")
    tokens = models.PositiveIntegerField(null=True, blank=True, help_text="Of an answer.")
    error = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "conversations_message"
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "ordinal"], name="message_place"),
            models.UniqueConstraint(
                fields=["conversation", "client_id"],
                name="message_once",
                condition=~Q(client_id=""),
            ),
            models.CheckConstraint(
                name="message_state_known", condition=Q(state__in=["stored", "pending", "failed"])
            ),
            models.CheckConstraint(
                name="message_pending_has_task",
                condition=~Q(state="pending") | Q(task_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["task_id"], name="message_of_task", condition=Q(task_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal} of {self.conversation_id}"
