"""Replicas: which worker holds a copy of which model."""

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin.base import RecordAdmin
from dashboard.templatetags import dashboard as show
from orchestration.registry.records import Replica


@admin.register(Replica)
class ReplicaAdmin(RecordAdmin[Replica]):
    """As workers last reported them."""

    list_display = ("model", "status", "worker_name", "host", "have", "memory", "verified",
                    "updated")  # fmt: skip
    fields = ("model", "status", "error", "worker_name", "worker_id", "host", "path", "have",
              "memory", "checksum", "verified", "wanted_at", "wanted_by", "updated")  # fmt: skip
    readonly_fields = fields
    list_select_related = ("model",)
    list_filter = ("state",)
    search_fields = ("model__name__startswith", "host__startswith", "worker_name__startswith")
    search_help_text = "beginning of the model's, host's or worker's name"

    @admin.display(description="state")
    def status(self, replica: Replica) -> SafeString:
        """Show whether it can serve."""
        return show.state(replica.state)

    @admin.display(description="on disk")
    def have(self, replica: Replica) -> str:
        """Show how much is there; while it is pulled, of how much."""
        if replica.have_bytes is None:
            return show.size(replica.size_bytes) if replica.size_bytes else "-"
        return f"{show.size(replica.have_bytes)} of {show.size(replica.model.size_bytes)}"

    @admin.display(description="loaded")
    def memory(self, replica: Replica) -> str:
        """Show what it takes of the device's memory while it is loaded."""
        return show.size(replica.memory_bytes)

    @admin.display(description="verified")
    def verified(self, replica: Replica) -> str | SafeString:
        """Show when its checksum was read."""
        return show.ago(replica.verified_at)

    @admin.display(description="reported")
    def updated(self, replica: Replica) -> str | SafeString:
        """Show the age of the report."""
        return show.ago(replica.updated_at)
