"""Where the registry is stored: models, and which worker holds a copy of which."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from orchestration.ids import uuid7
from orchestration.registry.checking import check_parameters
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.spec import MODEL_DEVICES, MODEL_FORMATS, MODEL_TASKS, ModelSpec

REPLICA_STATES = ("present", "resident", "missing", "pulling", "damaged", "failed", "gone")


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class ModelRecord(models.Model):
    """A model that tasks can ask for; its columns are `ModelSpec`'s fields.

    At most one enabled model of each task is the default, which serves tasks
    that name no model.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200, unique=True)
    version = models.CharField(max_length=100, blank=True, default="")
    task = models.CharField(max_length=20, choices=_choices(MODEL_TASKS))
    format = models.CharField(max_length=40, choices=_choices(MODEL_FORMATS))
    location = models.CharField(max_length=1000)
    checksum = models.CharField(max_length=64, blank=True, default="")
    size_bytes = models.BigIntegerField(default=0)
    context_length = models.PositiveIntegerField(default=2048)
    dimensions = models.PositiveIntegerField(null=True, blank=True)
    device = models.CharField(max_length=10, choices=_choices(MODEL_DEVICES), default="any")
    default_max_tokens = models.PositiveIntegerField(default=256)
    parameters = models.JSONField(default=dict, blank=True)
    description = models.TextField(blank=True, default="")
    licence = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=1000, blank=True, default="")
    enabled = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Integrity that holds whoever writes."""

        app_label = "orchestration"
        db_table = "registry_model"
        verbose_name = "model"
        verbose_name_plural = "models"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="registry_model_task_known", condition=Q(task__in=MODEL_TASKS)
            ),
            models.CheckConstraint(
                name="registry_model_format_known", condition=Q(format__in=MODEL_FORMATS)
            ),
            models.CheckConstraint(
                name="registry_model_device_known", condition=Q(device__in=MODEL_DEVICES)
            ),
            models.CheckConstraint(
                name="registry_model_named", condition=~Q(name="") & ~Q(location="")
            ),
            models.CheckConstraint(
                name="registry_model_checksum_sha256",
                condition=Q(checksum="") | Q(checksum__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="registry_model_sizes_sane",
                condition=Q(size_bytes__gte=0)
                & Q(context_length__gte=1)
                & Q(default_max_tokens__gte=1)
                & (~Q(task="text") | Q(default_max_tokens__lte=F("context_length"))),
            ),
            models.CheckConstraint(
                name="registry_model_embedding_has_dimensions",
                condition=~Q(task="embedding") | Q(dimensions__isnull=False, dimensions__gte=1),
            ),
            models.CheckConstraint(
                name="registry_model_default_is_enabled",
                condition=Q(is_default=False) | Q(enabled=True),
            ),
            models.UniqueConstraint(
                name="registry_model_one_default_per_task",
                fields=["task"],
                condition=Q(is_default=True),
            ),
        ]

    def __str__(self) -> str:
        """Return the name that tasks use."""
        return self.name

    def clean(self) -> None:
        """Check what the parameters say; the admin asks for it. No text means that there are none.

        Raises:
            ValidationError: One cannot be; the text says what to do.
        """
        if self.parameters is None:
            self.parameters = {}
        if not isinstance(self.parameters, dict):
            mend = 'Send a JSON object such as {"temperature": 0.5}.'
            raise ValidationError({"parameters": f"They have names. {mend}"})
        try:
            check_parameters(self.to_spec())
        except InvalidParameters as error:
            raise ValidationError({"parameters": str(error)}) from error

    def to_spec(self) -> ModelSpec:
        """Return the frozen description that workers get."""
        return ModelSpec.from_record(self)


class Replica(models.Model):
    """A copy of a model at one worker, as that worker last reported it, or that it is asked for.

    `worker_id` is a plain UUID: workers live in a layer above.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    model = models.ForeignKey(ModelRecord, on_delete=models.CASCADE, related_name="replicas")
    worker_id = models.UUIDField(null=True, blank=True)
    worker_name = models.CharField(max_length=200, blank=True, default="")
    host = models.CharField(max_length=255)
    path = models.CharField(max_length=1000, blank=True, default="")
    checksum = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=20, choices=_choices(REPLICA_STATES))
    error = models.TextField(blank=True, default="")
    size_bytes = models.BigIntegerField(default=0, db_default=0)
    """Of the files that are there."""
    have_bytes = models.BigIntegerField(null=True, blank=True)
    """What has arrived, while it is pulled."""
    memory_bytes = models.BigIntegerField(null=True, blank=True)
    """What it takes while it is loaded, as its engine measured."""
    verified_at = models.DateTimeField(null=True, blank=True)
    """When its checksum was read; empty while only its size is known."""
    wanted_at = models.DateTimeField(null=True, blank=True)
    """When an operator asked for it; empty once the worker has pulled it or has failed to."""
    wanted_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One row per model and worker."""

        app_label = "orchestration"
        db_table = "registry_replica"
        verbose_name = "replica"
        ordering: ClassVar[list[str]] = ["host", "worker_name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="registry_replica_state_known", condition=Q(state__in=REPLICA_STATES)
            ),
            models.UniqueConstraint(
                name="registry_replica_one_per_worker", fields=["model", "host", "worker_name"]
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["worker_id"], name="registry_replica_worker"),
            models.Index(
                fields=["host", "worker_name"],
                name="registry_replica_wanted",
                condition=Q(wanted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Say which model lies where."""
        return f"{self.model.name} at {self.worker_name or self.host}"
