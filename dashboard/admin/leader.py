"""Who leads among the dispatchers."""

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin.base import RecordAdmin
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from tasks.models import Leader


@admin.register(Leader)
class LeaderAdmin(RecordAdmin[Leader]):
    """The one row; read-only, the dispatchers write it."""

    list_display = ("name", "status", "holder_name", "term", "expires_at")
    fields = ("name", "status", "holder_name", "holder", "term", "expires_at")
    readonly_fields = fields

    @admin.display(description="state")
    def status(self, leader: Leader) -> SafeString:
        """Show whether somebody leads, by the database's clock."""
        leads = leader.holder is not None and leader.expires_at > database_now()
        return show.state("leading" if leads else "vacant")
