"""Accounts at providers: where they are, which secret holds the key, their limits."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString

from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.entries import state_of, store
from dashboard.admin.page import PageAdmin
from dashboard.templatetags import dashboard as show
from orchestration.providers.table import PROVIDERS
from orchestration.registry.external import ProviderRecord
from orchestration.specialists.known import provider_entry
from orchestration.specialists.pruning import remove
from orchestration.specialists.selectors import outside

_ROWS = [(name, name) for name in sorted(PROVIDERS)]


class ProviderForm(forms.Form):
    """What an account says."""

    row = fields.choice("Format", _ROWS, help_text="Whose wire format it speaks.")
    base_url = fields.text(
        "Address", required=False, max_length=500, help_text="Empty for the format's own."
    )
    secret = fields.text(
        "Secret", required=False, max_length=100,
        help_text="Name of the installation's secret that holds the key, such as groq.api-key.",
    )  # fmt: skip
    queue = fields.text("Queue", initial="external", max_length=63)
    concurrency = fields.number("Most calls at once", help_text="Empty for no limit.")
    requests_per_minute = fields.number("Requests per minute", help_text="Empty for no limit.")
    tokens_per_minute = fields.number("Tokens per minute", help_text="Empty for no limit.")
    description = fields.text("Description", required=False, max_length=500)
    enabled = fields.switch("Enabled", initial=True)


class NewProviderForm(ProviderForm):
    """A new account."""

    name = fields.text("Name", max_length=63, help_text="How models and policies name it.")
    field_order = ("name",)


def _edit(record: ProviderRecord, act: Act) -> None:
    store("providers", {**act.data, "name": record.name}, by=act.actor)


def _switch(record: ProviderRecord, act: Act, *, enabled: bool) -> None:
    values = provider_entry(record).model_dump() | {"enabled": enabled}
    store("providers", values, by=act.actor)


_enable, _disable = partial(_switch, enabled=True), partial(_switch, enabled=False)


def _delete(record: ProviderRecord, act: Act) -> str:
    name = record.name
    remove("provider", name, record, by=act.actor)
    return name


@admin.register(ProviderRecord)
class ProviderAdmin(PageAdmin[ProviderRecord]):
    """The same entries as the catalogue's files; there are few."""

    may_add = True
    subject = "provider"
    fragment = "dashboard/entry.html"
    poll_ms = 10_000
    list_display = ("name", "status", "format", "concurrency", "requests_per_minute",
                    "tokens_per_minute", "description")  # fmt: skip
    search_fields = ("name__startswith",)
    search_help_text = "beginning of the name"
    ordering = ("name",)
    deeds: ClassVar = (
        Deed(
            name="edit", label="Change", done="changed", run=_edit, form=ProviderForm,
            icon="edit", audited=True,
        ),
        *switches(_enable, _disable, ask="Its models answer nothing until it is enabled again."),
        deletion(_delete, ask="Its models must be deleted first."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; an account is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    @admin.display(description="state")
    def status(self, record: ProviderRecord) -> SafeString:
        """Show whether it can be asked."""
        return show.state(self._state(record))

    @admin.display(description="format", ordering="row")
    def format(self, record: ProviderRecord) -> str:
        """Show whose wire format it speaks."""
        return record.row

    def _state(self, record: ProviderRecord) -> str:
        return state_of(record) if record.enabled else "disabled"

    def live_context(self, obj: ProviderRecord) -> dict[str, Any]:
        """Return what the page shows. Queries: two, and those of `outside`."""
        found = outside()
        reason = found.obstacle(obj.name) if obj.name in found.providers else ""
        models = obj.models.order_by("name", "version")
        return {
            "status": self._state(obj),
            "lead": obj.description,
            "reasons": [reason] if reason else [],
            "facts": [
                ("Format", obj.row),
                ("Address", obj.base_url or PROVIDERS[obj.row].base_url),
                ("Secret", _secret(obj)),
                ("Queue", obj.queue),
                ("Calls at once", obj.concurrency or "no limit"),
                ("Requests per minute", obj.requests_per_minute or "no limit"),
                ("Tokens per minute", obj.tokens_per_minute or "no limit"),
            ],
            "models": [
                {
                    "name": each.name,
                    "url": reverse(
                        "admin:orchestration_externalmodelrecord_change", args=[each.pk]
                    ),
                    "status": "enabled" if each.enabled else "disabled",
                    "text": each.provider_model,
                }
                for each in models
            ],
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new account."""
        form = NewProviderForm(request.POST) if request.method == "POST" else NewProviderForm()

        def act(data: dict[str, Any]) -> HttpResponse:
            store("providers", data, by=actor_of(request))
            record = ProviderRecord.objects.get(name=data["name"])
            messages.success(request, f"The provider {record} was added.")
            return HttpResponseRedirect(self.url_of(record))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a provider",
            button="Add",
        )  # fmt: skip


def _secret(record: ProviderRecord) -> str:
    """Return which secret holds the key, and whether it is kept."""
    found = outside()
    kept = found.key(record.name) if record.name in found.providers else ""
    return f"{record.secret}: {kept}" if record.secret and kept else record.secret or kept
