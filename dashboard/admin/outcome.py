"""Outcomes: results and errors of tasks."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin.facts import FactAdmin, document
from dashboard.templatetags import dashboard as show
from tasks.models import TaskResult


@admin.register(TaskResult)
class OutcomeAdmin(FactAdmin[TaskResult]):
    """By task, newest first. Lists do not read the results."""

    documents = ("result", "error")
    result_shown = document("result")
    error_shown = document("error")
    list_display = ("task_id", "what", "error_title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskResult]:
        """Return outcomes; the results are read only by the page that shows one."""
        return super().get_queryset(request).defer("result")

    @admin.display(description="outcome")
    def what(self, outcome: TaskResult) -> SafeString:
        """Show which of the two it is."""
        return show.state("failed" if outcome.error else "succeeded")

    @admin.display(description="error")
    def error_title(self, outcome: TaskResult) -> str:
        """Show the error's title."""
        return str((outcome.error or {}).get("title", "-"))
