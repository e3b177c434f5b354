"""Specialists: who they are, which models they use, whether they can answer."""

import json
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextareaWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.entries import store
from dashboard.admin.external_model import WordsField
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.admin.prompt_forms import OptionalObject
from dashboard.templatetags import dashboard as show
from orchestration.specialists.known import specialist_entry
from orchestration.specialists.pruning import remove
from orchestration.specialists.records import SpecialistRecord
from orchestration.specialists.selectors import outside, usability_of
from orchestration.specialists.usable import Standing


class SpecialistForm(forms.Form):
    """What can be changed of a specialist."""

    title = fields.text("Title", max_length=100)
    description = fields.text("Description", required=False, max_length=500)
    system_prompt = forms.CharField(
        label="System prompt", required=False, strip=False, help_text="Or a stored prompt, below.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16, "spellcheck": "false"}),
    )  # fmt: skip
    prompt = fields.text("Stored prompt", required=False, max_length=100, help_text="Its name.")
    label = fields.text(
        "Label", required=False, max_length=63, help_text="Of the stored prompt; else production."
    )
    model = fields.text("Model", max_length=200, help_text="name, or provider/name.")
    fallbacks = WordsField("Fallbacks", "In this order, with commas between.")
    parameters = OptionalObject(required=False, help_text="Such as temperature, max_tokens.")
    output_schema = OptionalObject(required=False, help_text="Empty for free text.")
    hints = OptionalObject(required=False, help_text="order, capabilities, complexity, …")
    enabled = fields.switch("Enabled", initial=True)


class NewSpecialistForm(SpecialistForm):
    """A new specialist."""

    name = fields.text("Name", max_length=63, help_text="The specialty that tasks ask for.")


def _identity(record: SpecialistRecord) -> dict[str, str]:
    return {"name": record.name, "tenant": record.tenant.name if record.tenant else ""}


def _edit(record: SpecialistRecord, act: Act) -> None:
    store("specialists", act.data | _identity(record), by=act.actor)


def _switch(record: SpecialistRecord, act: Act, *, enabled: bool) -> None:
    values = specialist_entry(record).model_dump(exclude_defaults=True, mode="json")
    store("specialists", values | {"enabled": enabled}, by=act.actor)


_enable, _disable = partial(_switch, enabled=True), partial(_switch, enabled=False)


def _delete(record: SpecialistRecord, act: Act) -> str:
    name = record.name
    remove("specialist", name, record, by=act.actor)
    return name


@admin.register(SpecialistRecord)
class SpecialistAdmin(HistoryAdmin[SpecialistRecord], PageAdmin[SpecialistRecord]):
    """Every tenant's specialists, and those that all share."""

    may_add = True
    subject = "specialist"
    fragment = "dashboard/entry.html"
    poll_ms = 10_000
    list_display = ("name", "status", "title", "owner_shown", "model", "fallbacks_shown")
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("name__startswith", "pk")
    search_help_text = "beginning of the name, or id"
    deeds: ClassVar = (
        Deed(
            name="edit", label="Change", done="changed", run=_edit, form=SpecialistForm,
            icon="edit", audited=True,
        ),
        *switches(_enable, _disable, ask="Tasks that ask for it are refused from now on."),
        deletion(_delete, ask="Tasks that ask for it are refused from now on."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a specialist is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpecialistRecord]:
        """Return specialists with what their pages show."""
        rows = super().get_queryset(request).select_related("tenant", "prompt")
        return rows.prefetch_related("prompt__labels")

    def initial(self, deed: Deed, objects: Any) -> dict[str, Any]:
        """Return what the form shows at first; a stored prompt by its name."""
        found = super().initial(deed, objects)
        if found.get("prompt"):
            found["prompt"] = found["prompt"].name
        return found

    @admin.display(description="state")
    def status(self, record: SpecialistRecord) -> SafeString:
        """Show whether it can answer."""
        return show.state(_state(record))

    @admin.display(description="owner")
    def owner_shown(self, record: SpecialistRecord) -> str:
        """Show whose it is."""
        return record.owner

    @admin.display(description="fallbacks")
    def fallbacks_shown(self, record: SpecialistRecord) -> str:
        """Show who stands in."""
        return ", ".join(record.fallbacks) or "-"

    def live_context(self, obj: SpecialistRecord) -> dict[str, Any]:
        """Return what the page shows. Queries: those of `outside`."""
        found = usability_of(obj)
        return {
            "status": _state(obj),
            "lead": f"{obj.title}. {obj.description}",
            "reasons": found.reasons if obj.enabled else [],
            "facts": [
                ("Owner", obj.owner),
                ("Parameters", json.dumps(obj.parameters)),
                ("Routing", json.dumps(obj.hints)),
                ("Changed", show.ago(obj.updated_at)),
            ],
            "models": [
                {
                    "name": each.reference,
                    "status": _state_of(each),
                    "text": ", ".join(each.served_by) or " ".join(each.reasons),
                }
                for each in found.models
            ],
            "blocks": _blocks(obj),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new specialist."""
        form = NewSpecialistForm(request.POST) if request.method == "POST" else NewSpecialistForm()
        tenant = fields.tenant_field(self.admin_site)
        tenant.required = False
        tenant.help_text = "Whose it is; empty for all tenants."
        name = form.fields.pop("name")
        form.fields = {"tenant": tenant, "name": name, **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            owner = data["tenant"]
            values = data | {"tenant": owner.name if owner else ""}
            store("specialists", values, by=actor_of(request))
            record = SpecialistRecord.objects.get(name=data["name"], tenant=owner)
            messages.success(request, f"The specialist {record} was added.")
            return HttpResponseRedirect(self.url_of(record))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a specialist",
            button="Add",
        )  # fmt: skip


def _state(record: SpecialistRecord) -> str:
    if not record.enabled:
        return "disabled"
    return "usable" if usability_of(record).usable else "not_usable"


def _state_of(model: Standing) -> str:
    if model.served_by:
        return "enabled"
    if not model.providers:
        return "missing"
    return "no_key" if outside().keyless.issuperset(model.providers) else "not_usable"


def _blocks(record: SpecialistRecord) -> list[dict[str, Any]]:
    if record.prompt is not None:
        url = reverse("admin:orchestration_prompt_change", args=[record.prompt_id])
        text = f"{record.prompt.name}, label {record.label or 'production'}"
        first: dict[str, Any] = {"title": "Stored prompt", "text": text, "url": url}
    else:
        first = {"title": "System prompt", "text": record.system_prompt}
    if record.output_schema is None:
        return [first]
    return [first, {"title": "Output schema", "value": record.output_schema}]
