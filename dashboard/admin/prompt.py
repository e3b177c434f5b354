"""Prompts: versions, labels, what changed between two, and a preview with sample variables."""

import json
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.admin.prompt_forms import (
    DescriptionForm,
    DropForm,
    NewPromptForm,
    PointForm,
    VersionForm,
    draft_of,
    targets_text,
)
from dashboard.prompts import reading
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.prompts import labels, services
from orchestration.prompts.draws import Target
from orchestration.prompts.names import PRODUCTION
from orchestration.prompts.records import Prompt
from orchestration.prompts.selectors import list_versions, versions_of

SHOWN = 25


def _add_version(prompt: Prompt, act: Act) -> str:
    owner, label = prompt.tenant_id, act.data["label"]
    with transaction.atomic():
        made = services.add_version(prompt.name, draft_of(act.data), by=act.actor, tenant_id=owner)
        if label:
            target = [Target(made.number)]
            labels.point(prompt.name, label, target, by=act.actor, tenant_id=owner)
    return f"{prompt.name} {made.number}"


def _point(prompt: Prompt, act: Act) -> str:
    row = labels.point(
        prompt.name, act.data["label"], act.data["targets"], by=act.actor,
        tenant_id=prompt.tenant_id,
    )  # fmt: skip
    return f"{prompt.name} {row.name} to {targets_text(row.targets)}"


def _drop(prompt: Prompt, act: Act) -> None:
    labels.drop(prompt.name, act.data["label"], by=act.actor, tenant_id=prompt.tenant_id)


def _describe(prompt: Prompt, act: Act) -> None:
    text = act.data["description"]
    services.describe(prompt.name, text, by=act.actor, tenant_id=prompt.tenant_id)


def _delete(prompt: Prompt, act: Act) -> str:
    services.delete(prompt.name, by=act.actor, tenant_id=prompt.tenant_id)
    return prompt.name


@admin.register(Prompt)
class PromptAdmin(HistoryAdmin[Prompt], PageAdmin[Prompt]):
    """Every owner's prompts; versions are added and never changed."""

    may_add = True
    subject = "prompt"
    fragment = "dashboard/prompt.html"
    beneath = "dashboard/prompt_reading.html"
    poll_ms = 10_000
    list_display = ("name", "owner_shown", "labels_shown", "latest", "description", "age")
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    indexed = frozenset({"tenant"})
    search_fields = ("name__startswith", "pk")
    search_help_text = "beginning of the name, or id"
    deeds: ClassVar = (
        Deed(
            name="version", label="New version", done="stored", run=_add_version,
            form=VersionForm, icon="add", audited=True,
        ),
        Deed(
            name="point", label="Point a label", done="pointed", run=_point, form=PointForm,
            icon="label", audited=True,
        ),
        Deed(
            name="drop", label="Drop a label", done="unlabelled", run=_drop, form=DropForm,
            icon="label_off", audited=True,
            ask="Whoever asks for this label gets an error from now on. Versions stay.",
        ),
        Deed(
            name="describe", label="Describe", done="described", run=_describe,
            form=DescriptionForm, icon="edit", audited=True,
        ),
        deletion(
            _delete, ask="All versions and labels go with it; nobody can tell then what was sent."
        ),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; all but deleting is done on a prompt's page."""
        actions = super().get_actions(request)
        return {name: each for name, each in actions.items() if name == "delete"}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prompt]:
        """Return prompts with their owners and labels."""
        rows = super().get_queryset(request).select_related("tenant")
        return rows.prefetch_related("labels")

    def initial(self, deed: Deed, objects: Any) -> dict[str, Any]:
        """Return what a form shows at first: the latest version, or where `production` points."""
        if len(objects) != 1:
            return {}
        prompt = objects[0]
        if deed.name == "version":
            return _latest(prompt)
        if deed.name == "point":
            known = {each.name: each.targets for each in prompt.labels.all()}
            targets = targets_text(known.get(PRODUCTION) or [{"version": prompt.latest}])
            return {"label": PRODUCTION, "targets": targets}
        return super().initial(deed, objects)

    @admin.display(description="owner")
    def owner_shown(self, prompt: Prompt) -> str:
        """Show whose it is."""
        return prompt.owner

    @admin.display(description="labels")
    def labels_shown(self, prompt: Prompt) -> str:
        """Show where its labels point."""
        told = [f"{each.name} → {targets_text(each.targets)}" for each in prompt.labels.all()]
        return ", ".join(told) or "-"

    @admin.display(description="made")
    def age(self, prompt: Prompt) -> str | SafeString:
        """Show its age."""
        return show.ago(prompt.created_at)

    def live_context(self, obj: Prompt) -> dict[str, Any]:
        """Return the labels and the latest versions. Queries: four."""
        found = list_versions(obj, limit=SHOWN + 1)
        pointing: dict[int, list[str]] = {}
        labels_ = list(obj.labels.order_by("name"))
        for label in labels_:
            for target in label.targets:
                pointing.setdefault(target["version"], []).append(label.name)
        return {
            "prompt": obj,
            "now": database_now(),
            "labels": [(each, targets_text(each.targets)) for each in labels_],
            "versions": [(each, pointing.get(each.number, [])) for each in found[:SHOWN]],
            "more": len(found) > SHOWN,
        }

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page, with the version, the difference and the preview that were asked for."""
        obj = self.get_object(request, unquote(object_id))
        context = reading(obj, request) if obj else {}
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new prompt."""
        form: forms.Form = NewPromptForm(request.POST or None)
        tenant = fields.tenant_field(self.admin_site)
        tenant.required = False
        tenant.help_text = "Whose it is; empty for the installation, whose prompts all may read."
        form.fields = {"tenant": tenant, **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            owner, by = data["tenant"] and data["tenant"].pk, actor_of(request)
            with transaction.atomic():
                made = services.create(
                    data["name"], draft_of(data), by=by, tenant_id=owner,
                    description=data["description"],
                )  # fmt: skip
                if data["label"]:
                    target = [Target(1)]
                    labels.point(data["name"], data["label"], target, by=by, tenant_id=owner)
            messages.success(request, f"The prompt {made.prompt} was added.")
            return HttpResponseRedirect(self.url_of(made.prompt))

        return fields.form_page(
            request, self.admin_site, form, act, inside="text", opts=self.opts,
            title="Add a prompt", button="Add",
        )  # fmt: skip


def _latest(prompt: Prompt) -> dict[str, Any]:
    latest = versions_of(prompt).first()
    if latest is None:
        return {}
    return {
        "text": latest.text or "",
        "messages": json.dumps(latest.messages, indent=2) if latest.messages else "",
        "variables": latest.variables,
    }
