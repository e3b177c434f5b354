"""What was asked for in responses of OpenAI's API."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin.facts import FactAdmin, document, task_link
from dashboard.templatetags import dashboard as show
from tasks.models import StoredResponse


@admin.register(StoredResponse)
class StoredResponseAdmin(FactAdmin[StoredResponse]):
    """By task, newest first. Lists do not read what was asked for."""

    documents = ("request",)
    request_shown = document("request")
    search_fields = ("pk",)
    list_display = ("name", "asked", "deleted")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoredResponse]:
        """Return responses; what was asked for is read only by the page that shows one."""
        return super().get_queryset(request).defer("request")

    @admin.display(description="task")
    def task_link(self, obj: StoredResponse) -> str:
        """Link to the task's page, which is gone when the response was deleted."""
        return task_link(obj.task_id)

    @admin.display(description="response")
    def name(self, obj: StoredResponse) -> str:
        """Show the id that clients know."""
        return f"resp_{obj.pk.hex}"

    @admin.display(description="asked for")
    def asked(self, obj: StoredResponse) -> str | SafeString:
        """Show when."""
        return show.ago(obj.created_at)

    @admin.display(description="deleted")
    def deleted(self, obj: StoredResponse) -> str | SafeString:
        """Show when, if it was."""
        return show.ago(obj.deleted_at) if obj.deleted_at else "-"
