"""Budgets: how much tenants and keys may use, and how much of it is used."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.loaded import LoadedAdmin
from dashboard.templatetags import dashboard as show
from orchestration.access.records import ApiKey
from orchestration.usage.budgets import BudgetView, delete_budget, set_budget, views_of
from orchestration.usage.errors import plain
from orchestration.usage.records import Budget


class AmountForm(forms.Form):
    """How much may be used."""

    amount = fields.decimal("Amount", places=12, digits=30)
    enabled = fields.switch(
        "Refuse what would pass it", initial=True, help_text="When off it only counts."
    )


class BudgetForm(AmountForm):
    """A budget to be set."""

    key = fields.text(
        "API key", required=False, max_length=100, help_text="Its name; empty for the whole tenant."
    )
    unit = fields.choice("Of", Budget.Unit.choices)
    period = fields.choice("Per", Budget.Period.choices, help_text="By the calendar, in UTC.")
    field_order = ("tenant", "key", "unit", "period", "amount", "enabled")

    def clean(self) -> dict[str, Any]:
        """Find the tenant's key by its name."""
        data: dict[str, Any] = super().clean() or {}
        name, tenant = data.get("key"), data.get("tenant")
        data["key"] = ApiKey.objects.filter(tenant=tenant, name=name).first() if name else None
        if name and data["key"] is None:
            self.add_error("key", "The tenant has no key of this name; see API keys.")
        return data


def _change(budget: Budget, act: Act) -> None:
    set_budget(
        budget.tenant, act.data["amount"], unit=budget.unit, period=budget.period, key=budget.key,
        enabled=act.data["enabled"], actor=act.actor,
    )  # fmt: skip


def _delete(budget: Budget, act: Act) -> str:
    delete_budget(budget, actor=act.actor)
    return str(budget)


@admin.register(Budget)
class BudgetAdmin(LoadedAdmin[Budget, BudgetView], HistoryAdmin[Budget], DeedAdmin[Budget]):
    """Every tenant's budgets, newest first."""

    may_add = True
    subject = "budget"
    list_display = ("name", "tenant", "key_shown", "status", "bar", "spent", "reserved", "limit",
                    "renews")  # fmt: skip
    list_select_related = ("tenant", "key")
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    indexed = frozenset({"tenant__id__exact", "tenant"})
    search_fields = ("pk", "tenant__name")
    search_help_text = "the tenant's whole name, or id"
    fields = ("name", "tenant", "key_shown", "status", "limit", "spent", "reserved", "renews",
              "created_at")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="amount", label="Change", done="changed", run=_change, form=AmountForm,
            audited=True, icon="edit",
        ),
        deletion(_delete, ask="Nothing is limited by it from now on."),
    )  # fmt: skip

    def load(self, rows: Sequence[Budget]) -> dict[UUID, BudgetView]:
        """Return the use of each budget of a list. Queries: one."""
        return {view.id: view for view in views_of([row.pk for row in rows])}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Budget]:
        """Return budgets with their tenants and keys."""
        return super().get_queryset(request).select_related("tenant", "key")

    def _view(self, budget: Budget) -> BudgetView:
        return self.loaded(budget) or views_of([budget.pk])[0]

    @admin.display(description="budget")
    def name(self, budget: Budget) -> str:
        """Show what it counts."""
        return str(budget)

    @admin.display(description="key")
    def key_shown(self, budget: Budget) -> str:
        """Show which key it is for."""
        return budget.key.name if budget.key else "all"

    @admin.display(description="state")
    def status(self, budget: Budget) -> SafeString:
        """Show whether it refuses, and whether it is used up."""
        if not budget.enabled:
            return show.state("off")
        view = self._view(budget)
        return show.state("active" if view.left else "expired")

    @admin.display(description="used")
    def bar(self, budget: Budget) -> SafeString:
        """Show how much is used and reserved, as a bar."""
        view = self._view(budget)
        part = show.percent(float(view.spent + view.reserved), float(view.limit))
        part = part if view.limit else 100.0
        return format_html(
            '<span class="sy-slots" title="{} %"><i style="width: {}%"></i></span>', part, part
        )

    @admin.display(description="spent")
    def spent(self, budget: Budget) -> str:
        """Show what ended calls used."""
        return plain(self._view(budget).spent)

    @admin.display(description="reserved")
    def reserved(self, budget: Budget) -> str:
        """Show what is held for calls that go on."""
        return plain(self._view(budget).reserved)

    @admin.display(description="of")
    def limit(self, budget: Budget) -> str:
        """Show how much may be used."""
        view = self._view(budget)
        return f"{plain(view.limit)} {view.measure}"

    @admin.display(description="renews")
    def renews(self, budget: Budget) -> str | SafeString:
        """Show when it begins anew."""
        return show.ago(self._view(budget).renews_at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new budget."""
        form = BudgetForm(request.POST) if request.method == "POST" else BudgetForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            tenant, amount = data.pop("tenant"), data.pop("amount")
            budget = set_budget(tenant, amount, **data, actor=actor_of(request))
            messages.success(request, f"{tenant} has a budget: {budget}.")
            return HttpResponseRedirect(self.url_of(budget))

        unit = settings.SWITCHYARD.usage.currency
        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Set a budget",
            button="Set it",
            lead=f"Money is in {unit}; tokens are those read and written. It counts from the "
            "beginning of the present day or month.",
        )  # fmt: skip
