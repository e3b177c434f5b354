"""Models that tasks can ask for."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed, DeedAdmin
from dashboard.templatetags import dashboard as show
from orchestration.registry import services as registry
from orchestration.registry.records import ModelRecord
from tasks.errors import Conflict
from tasks.services.replicas import ask_for_copies

EDITABLE = ("description", "licence", "device", "default_max_tokens", "parameters")


def _enable(model: ModelRecord, act: Act) -> None:
    _switch(model, enabled=True)


def _disable(model: ModelRecord, act: Act) -> None:
    if model.is_default:
        raise Conflict(
            f"It is the default for {model.task}.", mend="Make another the default first."
        )
    _switch(model, enabled=False)


def _switch(model: ModelRecord, *, enabled: bool) -> None:
    if not ModelRecord.objects.filter(pk=model.pk, enabled=not enabled).update(enabled=enabled):
        raise Conflict(f"It is {'enabled' if enabled else 'disabled'} already.")
    registry.forget()


class PullForm(forms.Form):
    """Who shall pull it."""

    worker = fields.text(
        "Worker",
        required=False,
        max_length=100,
        help_text="Name of a live worker; empty for all that run models.",
    )


def _pull(model: ModelRecord, act: Act) -> str:
    asked = ask_for_copies(model.name, worker=act.data["worker"] or None, by=act.actor)
    return f"{model.name} by {', '.join(asked)}"


def _make_default(model: ModelRecord, act: Act) -> None:
    registry.make_default(model.name)


@admin.register(ModelRecord)
class ModelAdmin(DeedAdmin[ModelRecord]):
    """Added with `manage.py models`, which checks the files; described and switched here."""

    may_change = True
    subject = "model"
    list_display = ("name", "status", "task", "format", "device", "size_shown", "context_length",
                    "version")  # fmt: skip
    list_filter = ("task", "enabled")
    search_fields = ("name__startswith",)
    search_help_text = "beginning of the name"
    ordering = ("name",)
    deeds: ClassVar = (
        Deed(
            name="default", label="Make default", done="made the default", run=_make_default,
            icon="star", offered=lambda model: model.enabled and not model.is_default,
            ask="It will serve the tasks of its sort that name no model.",
        ),
        Deed(
            name="pull", label="Pull to workers", done="asked for", run=_pull, form=PullForm,
            icon="download", audited=True, offered=lambda model: model.enabled,
            ask="Workers download it at their next heartbeat and verify its checksum; one that "
            "has it pulls nothing. How far they are stands under Replicas.",
        ),
        Deed(
            name="enable", label="Enable", done="enabled", run=_enable, icon="toggle_on",
            offered=lambda model: not model.enabled,
        ),
        Deed(
            name="disable", label="Disable", done="disabled", run=_disable, icon="toggle_off",
            ask="Tasks that ask for it are refused from now on. Those that wait stay in line until "
            "it is enabled again; those that run go on.",
            offered=lambda model: model.enabled and not model.is_default,
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: ModelRecord | None = None) -> list[Any]:
        """Return all columns, the size as people read it."""
        columns = [f.name for f in self.opts.concrete_fields if f.name != "id"]
        return ["size_shown" if name == "size_bytes" else name for name in columns]

    def get_readonly_fields(
        self, request: HttpRequest, obj: ModelRecord | None = None
    ) -> list[str]:
        """Return what describes files, and what deeds change."""
        return [name for name in self.get_fields(request, obj) if name not in EDITABLE]

    def save_model(self, request: HttpRequest, obj: ModelRecord, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save, and have it seen at once."""
        super().save_model(request, obj, form, change)
        registry.forget()

    @admin.display(description="state")
    def status(self, model: ModelRecord) -> SafeString:
        """Show whether tasks may ask for it."""
        if model.is_default:
            return show.state("default")
        return show.state("enabled" if model.enabled else "disabled")

    @admin.display(description="size")
    def size_shown(self, model: ModelRecord) -> str:
        """Show how large its files are."""
        return show.size(model.size_bytes)
