"""Limits of calls of models: how many tenants, keys and models may have."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.access.records import ApiKey
from orchestration.usage.call_limits import (
    MEASURES,
    Subject,
    delete_call_limit,
    set_call_limit,
)
from orchestration.usage.limited_models import model_subject
from orchestration.usage.records import CallLimit


class NumbersForm(forms.Form):
    """How much is let through."""

    requests_per_minute = fields.number(
        "Requests per minute", min_value=1, help_text="Empty for no limit."
    )
    tokens_per_minute = fields.number(
        "Tokens per minute", min_value=1, help_text="Read and written. Empty for no limit."
    )
    concurrent = fields.number(
        "Calls at the same time", min_value=1, help_text="Empty for no limit."
    )


class CallLimitForm(NumbersForm):
    """A limit to be set."""

    key = fields.text(
        "API key", required=False, max_length=100, help_text="Its name; empty for the whole tenant."
    )
    provider = fields.text(
        "Provider", required=False, max_length=100, help_text="For a model's limit: no tenant then."
    )
    model = fields.text(
        "Model", required=False, max_length=200, help_text="The provider's name for it, or ours."
    )
    field_order = ("tenant", "key", "provider", "model", *MEASURES)

    def clean(self) -> dict[str, Any]:
        """Find the tenant's key by its name."""
        data: dict[str, Any] = super().clean() or {}
        name, tenant = data.get("key"), data.get("tenant")
        data["key"] = ApiKey.objects.filter(tenant=tenant, name=name).first() if name else None
        if name and data["key"] is None:
            self.add_error("key", "The tenant has no key of this name; see API keys.")
        return data


def _subject(data: dict[str, Any]) -> Subject:
    """Return what is to be limited; raises InvalidCallLimit for a model that nobody has."""
    subject = Subject(data["tenant"], data["key"], data["provider"], data["model"])
    subject.check()
    return subject if subject.tenant else model_subject(subject.provider, subject.model)


def _change(limit: CallLimit, act: Act) -> None:
    subject = Subject(limit.tenant, limit.key, limit.provider, limit.model)
    set_call_limit(subject, **act.data, actor=act.actor)


def _delete(limit: CallLimit, act: Act) -> str:
    delete_call_limit(limit, actor=act.actor)
    return str(limit)


def _most(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


@admin.register(CallLimit)
class CallLimitAdmin(HistoryAdmin[CallLimit], DeedAdmin[CallLimit]):
    """Every limit but those of providers, which their own pages show; newest first."""

    may_add = True
    subject = "call_limit"
    list_display = ("of", "tenant", "key_shown", "requests", "tokens", "at_once", "changed")
    list_select_related = ("tenant", "key")
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    indexed = frozenset({"tenant__id__exact", "tenant"})
    search_fields = ("pk", "tenant__name")
    search_help_text = "the tenant's whole name, or id"
    fields = ("of", "tenant", "key_shown", "provider", "model", "requests", "tokens", "at_once",
              "changed")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="numbers", label="Change", done="changed", run=_change, form=NumbersForm,
            audited=True, icon="edit",
        ),
        deletion(_delete, ask="Nothing is limited by it from now on."),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallLimit]:
        """Return limits with their tenants and keys."""
        return super().get_queryset(request).select_related("tenant", "key")

    @admin.display(description="of")
    def of(self, limit: CallLimit) -> str:
        """Show what is limited."""
        if limit.tenant is None:
            return f"model {limit}"
        return f"key {limit.key.name}" if limit.key else f"tenant {limit.tenant.name}"

    @admin.display(description="key")
    def key_shown(self, limit: CallLimit) -> str:
        """Show which key it is for."""
        return limit.key.name if limit.key else "-"

    @admin.display(description="requests per minute")
    def requests(self, limit: CallLimit) -> str:
        """Show how many calls may begin within a minute."""
        return _most(limit.requests_per_minute)

    @admin.display(description="tokens per minute")
    def tokens(self, limit: CallLimit) -> str:
        """Show how many tokens may be read and written within a minute."""
        return _most(limit.tokens_per_minute)

    @admin.display(description="at the same time")
    def at_once(self, limit: CallLimit) -> str:
        """Show how many calls may be under way."""
        return _most(limit.concurrent)

    @admin.display(description="changed")
    def changed(self, limit: CallLimit) -> str | SafeString:
        """Show since when it holds."""
        return show.ago(limit.changed_at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new limit."""
        form = CallLimitForm(request.POST) if request.method == "POST" else CallLimitForm()
        tenant = fields.tenant_field(self.admin_site)
        tenant.required = False
        tenant.help_text = "Empty for a model's limit."
        form.fields = {"tenant": tenant, **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            numbers = {name: data[name] for name in MEASURES}
            limit = set_call_limit(_subject(data), **numbers, actor=actor_of(request))
            messages.success(request, f"The limit of {self.of(limit)} is set.")
            return HttpResponseRedirect(self.url_of(limit))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Limit calls",
            button="Set it",
            lead="Of a tenant, of one of its keys, or of a provider's model. All processes heed it "
            "within two seconds; calls without room wait or are refused.",
        )  # fmt: skip
