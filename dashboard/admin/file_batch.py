"""Batches whose requests stand in a file, and their lines."""

from typing import Any, ClassVar, Final

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
from tasks.models import BatchLine, FileBatch
from tasks.records.file_batch import Stage
from tasks.services.file_batches import cancel

_STOPPABLE: Final = (Stage.VALIDATING, Stage.IN_PROGRESS)


def _cancel(batch: FileBatch, act: Act) -> str:
    del act
    cancel(batch.pk, tenant_id=None)
    return str(batch)


@admin.register(FileBatch)
class FileBatchAdmin(HistoryAdmin[FileBatch], PageAdmin[FileBatch]):
    """Every tenant's batches from files."""

    subject = "file batch"
    fragment = "dashboard/file_batch.html"
    list_display = ("title", "tenant", "endpoint", "status", "progress", "made")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter), "stage")
    list_filter_submit = True
    search_fields = ("pk",)
    search_help_text = "the batch's id"
    indexed = frozenset({"q", "tenant__id__exact"})
    deeds: ClassVar = (
        Deed(
            name="cancel", label="Cancel", done="cancelled", run=_cancel, danger=True,
            icon="cancel", offered=lambda batch: batch.stage in _STOPPABLE,
            ask="Its tasks are cancelled. What was answered by then is written into its files.",
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[FileBatch]:
        """Return batches with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="batch")
    def title(self, batch: FileBatch) -> str:
        """Show the beginning of its id."""
        return show.short(batch.pk)

    @admin.display(description="stage")
    def status(self, batch: FileBatch) -> SafeString:
        """Show where it stands."""
        return show.state(batch.stage)

    @admin.display(description="lines")
    def progress(self, batch: FileBatch) -> str:
        """Show how many of its lines have ended."""
        return f"{batch.completed + batch.failed:,} of {batch.total:,}"

    @admin.display(description="made")
    def made(self, batch: FileBatch) -> str | SafeString:
        """Show when it came in."""
        return show.ago(batch.created_at)

    def live_context(self, obj: FileBatch) -> dict[str, Any]:
        """Return what the page shows. Queries: one."""
        return {
            "batch": obj,
            "now": database_now(),
            "ended": obj.completed + obj.failed,
            "open": obj.submitted - obj.completed - obj.failed,
            "unread": max(0, obj.total - obj.submitted) if obj.ended_at is None else 0,
            "files": [
                (name, file_id)
                for name, file_id in (
                    ("input", obj.input_file_id),
                    ("output", obj.output_file_id),
                    ("errors", obj.error_file_id),
                )
                if file_id is not None
            ],
        }

    def is_over(self, obj: FileBatch) -> bool:
        """Return whether it has ended."""
        return obj.ended_at is not None


@admin.register(BatchLine)
class BatchLineAdmin(HistoryAdmin[BatchLine]):
    """Which task answers which line."""

    list_display = ("number", "custom_id", "batch_id", "task_id", "outcome")
    fields = ("batch", "number", "custom_id", "task_id", "form", "asked", "outcome",
              "refusal")  # fmt: skip
    readonly_fields = fields
    search_fields = ("batch",)
    search_help_text = "a batch's whole id"
    indexed = frozenset({"q"})
