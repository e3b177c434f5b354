"""Retention rules: what tenants forget. A rule is tried out before it deletes anything."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion, switches
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.memorykeys import MemoryKey
from dashboard.memorypage import texts_of
from dashboard.pulse import database_now
from dashboard.site import is_operator
from dashboard.templatetags import dashboard as show
from orchestration.memory.drafts import MEMORIES, Kind
from orchestration.memory.records.retention import RetentionRule
from orchestration.memory.retention import enable, try_out
from orchestration.memory.rules import SUBJECT, delete_rule, disable_rule, set_rule

_TYPES = [("", "all"), *((str(int(kind)), kind.name.lower()) for kind in MEMORIES)]
_REASONS = {
    "age": "stored too long ago",
    "count": "beyond the number of one owner",
    "decay": "not worth keeping",
}


def _decimal(label: str, help_text: str, **options: Any) -> forms.FloatField:
    widget = UnfoldAdminTextInputWidget(attrs={"type": "number", "step": "any"})
    return forms.FloatField(label=label, help_text=help_text, widget=widget, **options)


class BoundsForm(forms.Form):
    """What a rule bounds; each bound that is set deletes what is beyond it."""

    max_age_days = _decimal(
        "Days", "Deletes what was stored longer ago; empty for no bound.", required=False,
        min_value=0,
    )  # fmt: skip
    max_entries = fields.number(
        "Memories of one owner", help_text="Deletes all but so many, those that were found last."
    )
    half_life_days = _decimal(
        "Half-life in days", "After so long without being found a memory is worth half its "
        "importance.", required=False, min_value=0.01,
    )  # fmt: skip
    least_worth = _decimal(
        "Least worth", "Deletes what is worth less, from 0 to 1; belongs to the half-life.",
        required=False, min_value=0, max_value=1,
    )  # fmt: skip
    kept_importance = _decimal(
        "Spared from importance", "Memories that are so important are never deleted; above 1 for "
        "none.", min_value=0, initial=1.0,
    )  # fmt: skip


class RuleForm(BoundsForm):
    """A new rule."""

    type = fields.choice("Type", _TYPES, required=False, help_text="One rule for each type.")
    field_order = ("tenant", "type")


def _kind(value: Any) -> Kind | None:
    return Kind(int(value)) if value not in (None, "") else None


def _edit(rule: RetentionRule, act: Act) -> None:
    set_rule(_kind(rule.type), tenant_id=rule.realm.tenant_id, actor=act.actor, **act.data)


def _enable(rule: RetentionRule, act: Act) -> None:
    enable(rule, actor=act.actor)


def _disable(rule: RetentionRule, act: Act) -> None:
    disable_rule(rule, actor=act.actor)


def _delete(rule: RetentionRule, act: Act) -> str:
    told = described(rule)
    delete_rule(rule, actor=act.actor)
    return told


@admin.register(RetentionRule)
class RetentionRuleAdmin(HistoryAdmin[RetentionRule], PageAdmin[RetentionRule]):
    """Every tenant's rules."""

    may_add = True
    subject = SUBJECT
    fragment = "dashboard/retention_rule.html"
    poll_ms = 10_000
    list_display = ("shown", "status", "owner", "tried", "applied", "gone")
    list_filter: ClassVar[Any] = (
        ("realm__tenant", filters.TenantFilter),
        filters.choices_of(
            "enabled", "state", [("1", "enabled"), ("0", "disabled")], field="enabled"
        ),
    )
    list_filter_submit = True
    search_fields = ("pk", "realm__tenant__name__startswith")
    search_help_text = "id, or beginning of a tenant's name"
    deeds: ClassVar = (
        Deed(name="try", label="Try out", done="tried out", run=lambda rule, _: try_out(rule),
             icon="science"),
        Deed(name="edit", label="Change", done="changed", run=_edit, form=BoundsForm, icon="edit",
             audited=True,
             ask="It deletes nothing from then on, until it is tried out and enabled again."),
        *switches(
            _enable, _disable, ask="It deletes nothing any more. To enable it again, try it out."
        ),
        deletion(_delete, ask="Nothing is forgotten by it any more. What it deleted stays gone."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; what a trial says is on a page of its own."""
        actions = super().get_actions(request)
        return {name: actions[name] for name in ("disable", "delete")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[RetentionRule]:
        """Return rules with their tenants."""
        return super().get_queryset(request).select_related("realm__tenant")

    @admin.display(description="deletes")
    def shown(self, rule: RetentionRule) -> str:
        """Show the rule in words."""
        return described(rule)

    @admin.display(description="state")
    def status(self, rule: RetentionRule) -> SafeString:
        """Show whether it deletes."""
        return show.state("enabled" if rule.enabled else "disabled")

    @admin.display(description="tenant")
    def owner(self, rule: RetentionRule) -> str:
        """Show whose memories it deletes."""
        return rule.realm.tenant.name

    @admin.display(description="tried out")
    def tried(self, rule: RetentionRule) -> str | SafeString:
        """Show when it was last tried out as it stands."""
        return show.ago(rule.tried_at)

    @admin.display(description="last applied")
    def applied(self, rule: RetentionRule) -> str | SafeString:
        """Show when it last deleted what it says."""
        return show.ago(rule.applied_at)

    @admin.display(description="deleted")
    def gone(self, rule: RetentionRule) -> str:
        """Show how many it has deleted."""
        return f"{rule.deleted:,}"

    def live_context(self, obj: RetentionRule) -> dict[str, Any]:
        """Return what the page shows. Queries: one."""
        return {
            "rule": obj,
            "now": database_now(),
            "told": described(obj),
            "status": "enabled" if obj.enabled else "disabled",
        }

    def deed_view(self, deed: Deed, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do it; what a trial says is shown at once. Queries: as `try_out`, and two."""
        rule = self.get_object(request, object_id) if deed.name == "try" else None
        if rule is None or request.method != "POST":
            return super().deed_view(deed, request, object_id)
        if not is_operator(request):
            raise PermissionDenied
        trial = try_out(rule)
        texts = texts_of(rule.realm_id, trial.examples)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "What the rule would delete now",
            "rule": rule,
            "told": described(rule),
            "trial": trial,
            "reasons": [(_REASONS[name], count) for name, count in trial.by_reason.items()],
            "examples": [
                (MemoryKey(rule.realm_id, uid).url, texts[uid])
                for uid in trial.examples
                if uid in texts
            ],
            "back": self.url_of(rule),
            "enable_url": reverse(f"admin:{self._url_name('enable')}", args=[rule.pk]),
        }
        return TemplateResponse(request, "dashboard/retention_trial.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new rule."""
        form = RuleForm(request.POST) if request.method == "POST" else RuleForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}

        def act(data: dict[str, Any]) -> HttpResponse:
            tenant, kind = data.pop("tenant"), _kind(data.pop("type"))
            rule = set_rule(kind, tenant_id=tenant.pk, actor=actor_of(request), **data)
            messages.success(request, "The rule is set. It deletes nothing before it was tried "
                             "out and enabled.")  # fmt: skip
            return HttpResponseRedirect(self.url_of(rule))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a retention rule",
            button="Add",
            lead="Each bound that is set deletes what is beyond it. A rule for the same tenant and "
            "type takes the place of the one that is there.",
        )  # fmt: skip


def described(rule: RetentionRule) -> str:
    """Return what a rule deletes, in words."""
    kind = f"{Kind(rule.type).name.lower()} memories" if rule.type else "memories"
    parts = []
    if rule.max_age_days is not None:
        parts.append(f"stored more than {rule.max_age_days:g} days ago")
    if rule.max_entries is not None:
        parts.append(f"beyond {rule.max_entries:,} of one owner")
    if rule.half_life_days is not None:
        parts.append(
            f"worth less than {rule.least_worth:g} (half-life {rule.half_life_days:g} days)"
        )
    return f"{kind} {', or '.join(parts)}" if parts else f"no {kind}: nothing is bounded"
