"""Files that clients keep at the gateway."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.files import services
from orchestration.files.records import FileRecord


def _delete(file: FileRecord, act: Act) -> str:
    del act
    services.delete(file.pk, tenant_id=file.tenant_id)
    return file.name


@admin.register(FileRecord)
class FileRecordAdmin(HistoryAdmin[FileRecord], DeedAdmin[FileRecord]):
    """Every tenant's files; their bytes are never shown here."""

    subject = "file"
    list_display = ("name", "tenant", "purpose", "takes", "made", "ends")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("pk",)
    search_help_text = "a file's whole id"
    indexed = frozenset({"q", "tenant__id__exact"})
    fields = ("id", "name", "tenant", "purpose", "takes", "sha256", "created_at", "expires_at")
    readonly_fields = fields
    deeds: ClassVar = (
        deletion(
            _delete,
            ask="Nobody can read it any more. A batch that reads it reads on.",
            audited=False,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FileRecord]:
        """Return files with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="size")
    def takes(self, file: FileRecord) -> str:
        """Show how large it is."""
        return show.size(file.size)

    @admin.display(description="made")
    def made(self, file: FileRecord) -> str | SafeString:
        """Show when it came in."""
        return show.ago(file.created_at)

    @admin.display(description="expires")
    def ends(self, file: FileRecord) -> str | SafeString:
        """Show when it goes."""
        return "never" if file.expires_at is None else show.ago(file.expires_at)
