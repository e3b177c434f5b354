"""Delays: how long the last answers of models took, which routing heeds."""

from statistics import median
from typing import ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin.base import RecordAdmin
from dashboard.templatetags import dashboard as show
from orchestration.usage.records import Delay


def _median(found: list[float]) -> str:
    return show.duration(median(found) / 1000) if found else "-"


@admin.register(Delay)
class DelayAdmin(RecordAdmin[Delay]):
    """One row per model; there are few."""

    list_display = ("name", "first_token", "answer", "samples", "measured")
    fields = ("provider", "model", "first_token", "answer", "samples", "measured")
    readonly_fields = fields
    search_fields = ("provider__startswith", "model__startswith")
    search_help_text = "beginning of the provider's name or the model's"
    ordering: ClassVar = ("provider", "model")

    @admin.display(description="model")
    def name(self, delay: Delay) -> str:
        """Show which model, at which provider."""
        return str(delay)

    @admin.display(description="half begin sooner than")
    def first_token(self, delay: Delay) -> str:
        """Show the median of the first tokens."""
        return _median(delay.first_token_ms)

    @admin.display(description="half are whole sooner than")
    def answer(self, delay: Delay) -> str:
        """Show the median of the answers."""
        return _median(delay.ms)

    @admin.display(description="of the last answers")
    def samples(self, delay: Delay) -> int:
        """Show how many answers that is."""
        return len(delay.ms)

    @admin.display(description="measured")
    def measured(self, delay: Delay) -> str | SafeString:
        """Show the age of the figures."""
        return show.ago(delay.measured_at)
