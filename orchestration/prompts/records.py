"""Where prompts are kept: names, versions that never change, and labels that move."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from orchestration.prompts.names import NAME
from orchestration.prompts.template import Template, template_of
from orchestration.prompts.variables import Variable, variables_of

name_rule = RegexValidator(
    NAME, "Use lower-case letters, digits and inner dots, hyphens and underscores, at most 100."
)


class Prompt(models.Model):
    """A prompt by its name; owned by a tenant, or by the installation and shared by all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        Tenant, null=True, blank=True, on_delete=models.CASCADE, related_name="prompts"
    )
    name = models.CharField(max_length=100, validators=[name_rule])
    description = models.TextField(blank=True, default="", max_length=2000)
    latest = models.PositiveIntegerField(default=0, editable=False)
    """The highest number that a version ever had; numbers are not used again."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "prompts_prompt"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "name"], name="prompt_name_per_owner", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "-id"], name="prompt_by_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Return whose it is, for people."""
        return self.tenant.name if self.tenant else "the installation"


class PromptVersion(models.Model):
    """What a prompt says, once and for all: the database refuses to change it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(null=True)  # noqa: DJ001 - null says that there are messages
    messages = models.JSONField(null=True)
    variables = models.JSONField(default=dict)
    notes = models.TextField(blank=True, default="")
    author = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    """SHA-256 of the templates: equal versions are found by it."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "prompts_version"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prompt", "number"], name="prompt_version_number"),
            models.CheckConstraint(
                name="prompt_version_text_or_messages",
                condition=Q(text__isnull=False, messages__isnull=True)
                | Q(text__isnull=True, messages__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prompt.name} {self.number}"

    @property
    def template(self) -> Template:
        """Return what it says."""
        return template_of(self.text, self.messages)

    @property
    def declared(self) -> dict[str, Variable]:
        """Return what it wants filled in."""
        return variables_of(self.variables)


class PromptLabel(models.Model):
    """A name for one version, or for several with weights, that moves from one to another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=63)
    targets = models.JSONField()
    """A list of `{"version": 3, "weight": 1.0}`."""
    revision = models.PositiveIntegerField(default=1)
    """Raised by each move, so that two people do not undo each other's unawares."""
    moved_at = models.DateTimeField(db_default=Now())
    moved_by = models.CharField(max_length=150)

    class Meta:
        app_label = "orchestration"
        db_table = "prompts_label"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prompt", "name"], name="prompt_label_name")
        ]

    def __str__(self) -> str:
        return f"{self.prompt.name} {self.name}"
