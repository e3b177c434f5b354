"""Policies of routing: what tenants allow and want of the models that serve them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.policies.records import RoutingPolicy
from orchestration.policies.services import delete_policy, set_policy
from orchestration.registry.external import ProviderRecord
from orchestration.routing.asked import Policy
from orchestration.routing.strategies import STRATEGIES
from orchestration.usage.errors import plain


class Names(forms.CharField):
    """Names with commas between; cleans to a list of them."""

    def __init__(self, **options: Any) -> None:
        """Take a form field's options."""
        super().__init__(required=False, widget=UnfoldAdminTextInputWidget(), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the line."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the names."""
        return [name for part in super().clean(value).split(",") if (name := part.strip())]


def _providers() -> list[tuple[str, str]]:
    """Return those of the catalogue, and those that policies name though they have gone: who saves
    a policy decides on them."""
    names = set(ProviderRecord.objects.values_list("name", flat=True))
    for allowed, denied in RoutingPolicy.objects.values_list(
        "allowed_providers", "denied_providers"
    ):
        names.update(allowed or (), denied)
    return [(name, name) for name in sorted(names)]


def _strategies() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in STRATEGIES]


class PolicyForm(forms.Form):
    """What is allowed, and what is wanted."""

    strategy = fields.choice(
        "Strategy", _strategies, initial="local_first",
        help_text="Who comes first of those that can serve. A request may name another one.",
    )  # fmt: skip
    local_only = fields.switch("Local models only", help_text="Nothing may leave the house.")
    allowed_providers = fields.several(
        "Providers allowed", _providers, required=False,
        help_text="None chosen allows all. Our own models are always allowed.",
    )  # fmt: skip
    denied_providers = fields.several("Providers forbidden", _providers, required=False)
    allowed_models = Names(
        label="Models allowed outside", help_text="By our names, with commas; empty for all."
    )
    denied_models = Names(label="Models forbidden outside")
    cost_ceiling = fields.decimal(
        "Cost of one call at most", required=False, places=12, digits=30,
        help_text="At its longest answer; empty for no ceiling.",
    )  # fmt: skip
    latency_ms = fields.decimal(
        "First token within", required=False, places=3,
        help_text="Milliseconds; who misses it comes later. Empty for no target.",
    )  # fmt: skip
    most_routes = fields.number(
        "Models tried at most", min_value=1, max_value=2**15 - 1, help_text="Empty for all."
    )


def policy_from(data: dict[str, Any]) -> Policy:
    """Return the policy that a form's cleaned data describe."""
    latency = data["latency_ms"]
    return Policy(
        strategy=data["strategy"],
        local_only=data["local_only"],
        providers=frozenset(data["allowed_providers"]) or None,
        denied_providers=frozenset(data["denied_providers"]),
        models=frozenset(data["allowed_models"]) or None,
        denied_models=frozenset(data["denied_models"]),
        cost_ceiling=data["cost_ceiling"],
        latency_ms=None if latency is None else float(latency),
        most_routes=data["most_routes"],
    )


def _change(record: RoutingPolicy, act: Act) -> None:
    set_policy(record.tenant, policy_from(act.data), actor=act.actor)


def _delete(record: RoutingPolicy, act: Act) -> str:
    delete_policy(record, actor=act.actor)
    return record.tenant.name


def _named(names: Iterable[str] | None) -> str:
    return "all" if names is None else ", ".join(names) or "-"


@admin.register(RoutingPolicy)
class RoutingPolicyAdmin(HistoryAdmin[RoutingPolicy], DeedAdmin[RoutingPolicy]):
    """One for each tenant that has one, newest first."""

    may_add = True
    subject = "routing_policy"
    list_display = ("tenant", "order", "where", "providers", "denied", "ceiling", "target",
                    "changed")  # fmt: skip
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    indexed = frozenset({"tenant__id__exact", "tenant"})
    search_fields = ("pk", "tenant__name")
    search_help_text = "the tenant's whole name, or id"
    fields = ("tenant", "order", "where", "providers", "denied", "models", "denied_outside",
              "ceiling", "target", "most_routes", "changed")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        Deed(
            name="change", label="Change", done="changed", run=_change, form=PolicyForm,
            audited=True, icon="edit",
        ),
        deletion(_delete, ask="The tenant may ask every model from now on."),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoutingPolicy]:
        """Return policies with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    def initial(self, deed: Deed, objects: Sequence[RoutingPolicy]) -> dict[str, Any]:
        """Return what the form shows at first, amounts without their zeros."""
        found = super().initial(deed, objects)
        if found.get("cost_ceiling") is not None:
            found["cost_ceiling"] = plain(found["cost_ceiling"])
        if found.get("latency_ms") is not None:
            found["latency_ms"] = plain(Decimal(str(found["latency_ms"])))
        return found

    @admin.display(description="strategy")
    def order(self, record: RoutingPolicy) -> str:
        """Show who comes first."""
        return record.strategy.replace("_", " ") or "-"

    @admin.display(description="where")
    def where(self, record: RoutingPolicy) -> str:
        """Show whether anything may leave the house."""
        return "local models only" if record.local_only else "anywhere"

    @admin.display(description="providers allowed")
    def providers(self, record: RoutingPolicy) -> str:
        """Show who alone may be asked."""
        return _named(record.allowed_providers)

    @admin.display(description="providers forbidden")
    def denied(self, record: RoutingPolicy) -> str:
        """Show who may not be asked."""
        return _named(record.denied_providers)

    @admin.display(description="models allowed outside")
    def models(self, record: RoutingPolicy) -> str:
        """Show what alone may be asked outside."""
        return _named(record.allowed_models)

    @admin.display(description="models forbidden outside")
    def denied_outside(self, record: RoutingPolicy) -> str:
        """Show what may not be asked outside."""
        return _named(record.denied_models)

    @admin.display(description="cost of a call at most")
    def ceiling(self, record: RoutingPolicy) -> str:
        """Show how much one call may cost."""
        return "-" if record.cost_ceiling is None else plain(record.cost_ceiling)

    @admin.display(description="first token within")
    def target(self, record: RoutingPolicy) -> str:
        """Show how soon answers shall begin."""
        return "-" if record.latency_ms is None else show.duration(record.latency_ms / 1000)

    @admin.display(description="changed")
    def changed(self, record: RoutingPolicy) -> str | SafeString:
        """Show since when it holds."""
        return show.ago(record.changed_at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a tenant's policy."""
        form = PolicyForm(request.POST) if request.method == "POST" else PolicyForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            record = set_policy(data["tenant"], policy_from(data), actor=actor_of(request))
            messages.success(request, f"The policy of {data['tenant']} is set.")
            return HttpResponseRedirect(self.url_of(record))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Set a policy of routing",
            button="Set it",
            lead="It binds whatever the tenant names (a model, a specialist, auto), in the gateway "
            "and in tasks. All processes heed it within a second; the one before is replaced.",
        )  # fmt: skip
