"""Results of maintenance jobs; a user's task is never stored there."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django_celery_results.models import TaskResult

from dashboard.admin import filters
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show

STATES = ("PENDING", "STARTED", "SUCCESS", "FAILURE", "RETRY", "REVOKED")


@admin.register(TaskResult)
class JobResultAdmin(HistoryAdmin[TaskResult]):
    """Newest first."""

    list_display = ("task_name", "status_badge", "periodic_task_name", "worker", "done", "lasted")
    list_filter: ClassVar[Any] = (
        filters.choices_of("status", "state", [(s, s.lower()) for s in STATES], field="status"),
    )
    list_filter_submit = True
    search_fields = ("task_id", "task_name")
    search_help_text = "a job's whole id or name"
    indexed = frozenset({"q"})

    def get_readonly_fields(self, request: HttpRequest, obj: TaskResult | None = None) -> list[str]:
        """Return everything."""
        return [field.name for field in self.opts.concrete_fields]

    @admin.display(description="state")
    def status_badge(self, result: TaskResult) -> SafeString:
        """Show how it ended."""
        return show.state(result.status.lower())

    @admin.display(description="done")
    def done(self, result: TaskResult) -> str | SafeString:
        """Show when it ended."""
        return show.ago(result.date_done)

    @admin.display(description="lasted")
    def lasted(self, result: TaskResult) -> str:
        """Show how long it took."""
        start = getattr(result, "date_started", None)  # newer than the types
        return show.duration(result.date_done - start if start else None)
