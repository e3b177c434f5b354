"""Batches: thousands of tasks followed as one."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from tasks.lifecycle import State
from tasks.models import Batch
from tasks.selectors.batches import get_progress
from tasks.services.batches import cancel_batch


def _cancel(batch: Batch, act: Act) -> str:
    number = cancel_batch(batch.pk, tenant_id=None, by=act.actor)
    return f"{batch} ({number} tasks)"


@admin.register(Batch)
class BatchAdmin(HistoryAdmin[Batch], PageAdmin[Batch]):
    """Every tenant's batches."""

    fragment = "dashboard/batch.html"
    list_display = ("title", "tenant", "total", "submitted")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("pk",)
    search_help_text = "the batch's id"
    indexed = frozenset({"q", "tenant__id__exact"})
    deeds: ClassVar = (
        Deed(
            name="cancel", label="Cancel", done="cancelled", run=_cancel, danger=True,
            icon="cancel", ask="What has not ended is cancelled; what runs is asked to stop.",
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        """Return batches with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="batch")
    def title(self, batch: Batch) -> str:
        """Show name or id."""
        return batch.name or show.short(batch.pk)

    @admin.display(description="submitted")
    def submitted(self, batch: Batch) -> str | SafeString:
        """Show when it came in."""
        return show.ago(batch.created_at)

    def live_context(self, obj: Batch) -> dict[str, Any]:
        """Return what the page shows. Queries: two."""
        progress = get_progress(obj.pk)
        counted = [(state.value, progress.by_state.get(state.value, 0)) for state in State]
        stored = sum(count for _, count in counted)
        return {
            "batch": obj,
            "now": database_now(),
            "states": [(state, count) for state, count in counted if count],
            "finished": progress.finished,
            "stored": stored,
        }

    def is_over(self, obj: Batch) -> bool:
        """Return whether all of it has ended."""
        progress = get_progress(obj.pk)
        return progress.finished >= sum(progress.by_state.values())
