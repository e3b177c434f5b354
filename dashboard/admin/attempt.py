"""Attempts: the executions that were claimed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.facts import FactAdmin, document
from dashboard.templatetags import dashboard as show
from tasks.models import Attempt


@admin.register(Attempt)
class AttemptAdmin(FactAdmin[Attempt]):
    """Newest first."""

    documents = ("error",)
    error_shown = document("error")
    list_display = (
        "id_shown",
        "task_link",
        "outcome_badge",
        "number",
        "epoch",
        "started",
        "lasted",
    )
    list_filter: ClassVar[Any] = (
        filters.choices_of("outcome", "outcome", list(Attempt.Outcome.choices), field="outcome"),
    )
    list_filter_submit = True

    @admin.display(description="attempt")
    def id_shown(self, attempt: Attempt) -> str:
        """Show its id."""
        return show.short(attempt.pk)

    @admin.display(description="outcome")
    def outcome_badge(self, attempt: Attempt) -> SafeString:
        """Show how it ended."""
        return show.state(attempt.outcome)

    @admin.display(description="started")
    def started(self, attempt: Attempt) -> str | SafeString:
        """Show when it was claimed."""
        return show.ago(attempt.started_at)

    @admin.display(description="lasted")
    def lasted(self, attempt: Attempt) -> str:
        """Show how long it took."""
        end = attempt.finished_at
        return show.duration(end - attempt.started_at if end else None)
