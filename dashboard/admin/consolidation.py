"""Summaries of memories: who was asked for them, of what, and what came of it."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.memorykeys import MemoryKey
from dashboard.memorypage import texts_of
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.memory.consolidating import SUBJECT, ask_again
from orchestration.memory.records.consolidation import Consolidation


def _ask_again(row: Consolidation, act: Act) -> None:
    ask_again(row.pk, tenant_id=row.realm.tenant_id, actor=act.actor)


def _failed(row: Consolidation) -> bool:
    return row.state == Consolidation.State.FAILED


@admin.register(Consolidation)
class ConsolidationAdmin(HistoryAdmin[Consolidation], PageAdmin[Consolidation]):
    """The latest first."""

    subject = SUBJECT
    fragment = "dashboard/consolidation.html"
    poll_ms = 5000
    list_display = ("shown", "status", "owner", "error", "asked")
    list_filter: ClassVar[Any] = (
        ("realm__tenant", filters.TenantFilter),
        filters.choices_of(
            "state", "state", [(each.value, each.value) for each in Consolidation.State], "state"
        ),
    )
    list_filter_submit = True
    search_fields = ("pk",)
    deeds: ClassVar = (
        Deed(name="retry", label="Ask again", done="to be asked for again", run=_ask_again,
             icon="replay", audited=True, offered=_failed),
    )  # fmt: skip
    search_help_text = "whole id of a summary, its task, or a memory"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Consolidation], search_term: str
    ) -> tuple[QuerySet[Consolidation], bool]:
        """Find by the id of a summary, of its task, or of a memory that it sums up."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            wanted = UUID(term)
        except ValueError:
            return queryset.none(), False
        of = Q(entries__contains=[wanted])
        return queryset.filter(Q(pk=wanted) | Q(task_id=wanted) | of), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consolidation]:
        """Return summaries with their owners."""
        return super().get_queryset(request).select_related("realm__tenant", "space")

    def is_over(self, obj: Consolidation) -> bool:
        """Return whether it was written, or given up."""
        return obj.state == Consolidation.State.DONE or obj.given_up

    @admin.display(description="summary of")
    def shown(self, row: Consolidation) -> str:
        """Show of how many memories."""
        return f"{len(row.entries)} memories"

    @admin.display(description="state")
    def status(self, row: Consolidation) -> SafeString:
        """Show what came of it."""
        if row.given_up:
            return format_html('<span class="sy-badge sy-failed">{}</span>', "given up")
        return show.state(row.state)

    @admin.display(description="owner")
    def owner(self, row: Consolidation) -> str:
        """Show whose memories they are."""
        return f"{row.realm.tenant.name}, {row.space}"

    @admin.display(description="asked")
    def asked(self, row: Consolidation) -> str | SafeString:
        """Show when it was asked for."""
        return show.ago(row.created_at)

    def live_context(self, obj: Consolidation) -> dict[str, Any]:
        """Return the memories and what they became. Queries: two."""
        ids = [*obj.entries, *([obj.summary] if obj.summary else [])]
        texts = texts_of(obj.realm_id, ids)

        def linked(uid: Any) -> tuple[str, str]:
            url = MemoryKey(obj.realm_id, uid).url if uid in texts else ""
            return url, texts.get(uid, "a memory that was deleted")

        return {
            "row": obj,
            "status": self.status(obj),
            "now": database_now(),
            "summary": linked(obj.summary) if obj.summary else None,
            "entries": [linked(each) for each in obj.entries],
        }
