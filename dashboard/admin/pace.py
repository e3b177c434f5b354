"""Paces: how long tasks of each demand run, as the dispatcher has seen it."""

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin.base import RecordAdmin
from dashboard.templatetags import dashboard as show
from tasks.models import Pace


@admin.register(Pace)
class PaceAdmin(RecordAdmin[Pace]):
    """One row per demand; there are few."""

    list_display = ("demand", "quick", "usual", "slow", "samples", "updated")
    search_fields = ("demand__startswith",)
    ordering = ("demand",)

    @admin.display(description="10 % are quicker than")
    def quick(self, pace: Pace) -> str:
        """Show the tenth percentile."""
        return show.duration(pace.run_p10_s)

    @admin.display(description="half are quicker than")
    def usual(self, pace: Pace) -> str:
        """Show the median."""
        return show.duration(pace.run_p50_s)

    @admin.display(description="10 % are slower than")
    def slow(self, pace: Pace) -> str:
        """Show the ninetieth percentile."""
        return show.duration(pace.run_p90_s)

    @admin.display(description="updated")
    def updated(self, pace: Pace) -> str | SafeString:
        """Show the age of the figures."""
        return show.ago(pace.updated_at)
