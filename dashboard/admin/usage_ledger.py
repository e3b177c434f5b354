"""The ledger of calls, what is open in it, and the budgets' counters: facts, newest first."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.facts import FactAdmin
from dashboard.admin.price import money
from dashboard.templatetags import dashboard as show
from orchestration.usage.errors import plain
from orchestration.usage.records import BudgetPeriod, Entry, OpenCall


@admin.register(Entry)
class EntryAdmin(FactAdmin[Entry]):
    """Lines of the ledger: what calls reserved, and what they came to."""

    list_display = ("when", "phase_shown", "tenant", "target", "kind", "tokens", "cost_shown",
                    "outcome_shown", "lasted", "task_link")  # fmt: skip
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (
        filters.choices_of("phase", "line", list(Entry.Phase.choices), field="phase"),
        ("tenant", filters.TenantFilter),
    )
    list_filter_submit = True
    search_fields = ("call_id", "task_id")
    search_help_text = "a call's or a task's whole id"

    def get_fields(self, request: HttpRequest, obj: Entry | None = None) -> list[Any]:
        """Return all columns, the task as a link."""
        return [name for name in super().get_fields(request, obj) if name != "task_id"]

    @admin.display(description="when")
    def when(self, line: Entry) -> str | SafeString:
        """Show its age."""
        return show.ago(line.at)

    @admin.display(description="line")
    def phase_shown(self, line: Entry) -> str:
        """Show what it says."""
        return line.get_phase_display()

    @admin.display(description="model")
    def target(self, line: Entry) -> str:
        """Show who was asked."""
        return f"{line.provider}/{line.model}"

    @admin.display(description="tokens")
    def tokens(self, line: Entry) -> str:
        """Show how many were read and written."""
        return f"{line.prompt_tokens:,} + {line.completion_tokens:,}"

    @admin.display(description="cost")
    def cost_shown(self, line: Entry) -> str:
        """Show what it cost; not knowing is not nothing."""
        return "unknown" if line.cost is None else money(line.cost)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Return lines, each with how its call ended, which another line of the call may say."""
        ends = Entry.objects.filter(call_id=OuterRef("call_id")).exclude(outcome="")
        last = Subquery(ends.order_by("-id").values("outcome")[:1])
        return super().get_queryset(request).annotate(ended=last)

    @admin.display(description="outcome")
    def outcome_shown(self, line: Entry) -> str | SafeString:
        """Show how the call ended; `open` until it has."""
        ended = getattr(line, "ended", None) or "open"
        return show.state("succeeded" if ended == "ok" else ended)

    @admin.display(description="lasted")
    def lasted(self, line: Entry) -> str:
        """Show how long the provider took."""
        return show.duration(None if line.ms is None else line.ms / 1000)


@admin.register(OpenCall)
class OpenCallAdmin(FactAdmin[OpenCall]):
    """Reservations that nobody has settled yet."""

    list_display = ("call_id", "tenant", "deadline")
    list_select_related = ("tenant",)
    search_fields = ("pk",)
    search_help_text = "a call's whole id"

    @admin.display(description="taken for lost")
    def deadline(self, call: OpenCall) -> str | SafeString:
        """Show when the sweeper may take it."""
        return show.ago(call.deadline_at)


@admin.register(BudgetPeriod)
class BudgetPeriodAdmin(FactAdmin[BudgetPeriod]):
    """Counters of budgets, one for each day or month."""

    list_display = ("starts_on", "tenant", "unit", "spent_shown", "reserved_shown")
    list_select_related = ("tenant",)
    search_fields = ("budget",)
    search_help_text = "a budget's whole id"

    @admin.display(description="spent")
    def spent_shown(self, period: BudgetPeriod) -> str:
        """Show what ended calls used."""
        return plain(period.spent)

    @admin.display(description="reserved")
    def reserved_shown(self, period: BudgetPeriod) -> str:
        """Show what is held for calls that go on."""
        return plain(period.reserved)
