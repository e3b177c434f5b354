"""Who wants to hear of tasks by HTTP, and what is to be told to them.

A delivery is written by the statement that moves its task (`tasks.hearing`), so it is there if and
only if the move took place. It names its subscription and its task without constraints: ending a
task must not wait for somebody who deletes a subscription, nor fail because of it.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7

URL_LENGTH = 2000


class Webhook(models.Model):
    """A subscription: an address that hears of a tenant's tasks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    description = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=URL_LENGTH)
    host = models.CharField(max_length=270, editable=False)
    """Host and port of the URL: what deliveries to it are limited by."""
    events = ArrayField(models.CharField(max_length=40))
    """Names from `tasks.hearing.EVENTS`."""
    tags = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    """It hears of tasks with one of these; of every task when there is none."""
    include_result = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    off_at = models.DateTimeField(null=True, editable=False)
    off_reason = models.CharField(max_length=300, blank=True, editable=False)
    """Why it was switched off, when nobody did."""
    failing_since = models.DateTimeField(null=True, editable=False)
    """When the failures began that no success has followed."""
    secret_version = models.PositiveIntegerField(default=1, editable=False)
    """Rises with each rotation, so that those who keep the secret at hand know theirs is old."""
    previous_until = models.DateTimeField(null=True, editable=False)
    """Until then the secret before signs too."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-id"], name="webhook_list"),
            models.Index(fields=["tenant"], name="webhook_listening", condition=Q(enabled=True)),
        ]

    def __str__(self) -> str:
        return self.description or self.host


class WebhookDelivery(models.Model):
    """One event for one subscription, until it has arrived or is given up."""

    class State(models.TextChoices):
        """Where it is."""

        PENDING = "pending", "waits for its time"
        SENDING = "sending", "under way, under a lease"
        HELD = "held", "kept until its subscription is switched on"
        DELIVERED = "delivered", "accepted by the receiver"
        DEAD = "dead", "given up; can be replayed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    """What receivers know it by; it stays the same however often it is sent."""
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    webhook = models.ForeignKey(
        Webhook,
        on_delete=models.DO_NOTHING,
        related_name="deliveries",
        db_constraint=False,
        db_index=False,
    )
    task_id = models.UUIDField(null=True)
    """None for a test."""
    event = models.CharField(max_length=40)
    sequence = models.BigIntegerField(default=0)
    """The event's number in its task's history; rises with each event of a task."""
    data = models.JSONField(default=dict)
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PENDING, db_collation="C"
    )
    next_at = models.DateTimeField(db_default=Now())
    """When it is sent next; while it is being sent, the end of the lease."""
    epoch = models.PositiveIntegerField(default=0)
    """Rises with each claim and each replay; who knows an older one may not settle it."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often it was sent since it was made, or replayed."""
    status = models.PositiveSmallIntegerField(null=True)
    """What the receiver answered last."""
    error = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    """The beginning of the last answer's body, when it was no success."""
    took_ms = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["webhook", "next_at"],
                name="delivery_due",
                condition=Q(state__in=["pending", "sending"]),
            ),
            models.Index(
                fields=["webhook"], name="delivery_under_way", condition=Q(state="sending")
            ),
            models.Index(fields=["webhook", "-id"], name="delivery_list"),
            models.Index(
                fields=["webhook", "state", "-id"],
                name="delivery_list_by_state",
                condition=~Q(state="delivered"),
            ),
            models.Index(fields=["task_id"], name="delivery_by_task"),
            models.Index(fields=["created_at"], name="delivery_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "sending", "held", "delivered", "dead"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["delivered", "dead"], finished_at__isnull=False)
                | (~Q(state__in=["delivered", "dead"]) & Q(finished_at=None)),
                name="delivery_finished_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"
