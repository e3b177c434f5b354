"""Blobs: what tenants store, who needs it, and how much room it takes."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin.base import RecordAdmin
from dashboard.admin.deeds import Act, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.blobs import services
from orchestration.blobs.records import Blob, BlobAccount, BlobReference

_SHOWN = 20


def _delete(blob: Blob, act: Act) -> str:
    del act
    others = services.delete(blob.sha256, tenant_id=blob.tenant_id)
    return f"{blob.sha256[:12]} goes with the last of {others} owners" if others else blob.sha256


@admin.register(Blob)
class BlobAdmin(HistoryAdmin[Blob], DeedAdmin[Blob]):
    """Every tenant's blobs; their bytes are never shown here."""

    subject = "blob"
    list_display = ("short", "owner", "takes", "media_type", "status", "used")
    list_filter = ("state",)
    search_fields = ("pk", "tenant")
    search_help_text = "a blob's or a tenant's whole id"
    fields = ("sha256", "owner", "takes", "media_type", "status", "needed_by", "created_at",
              "used_at", "marked_at")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        deletion(
            _delete,
            ask="Its bytes are gone at once, unless tasks need it: then it goes with them.",
            audited=False,
            offered=lambda blob: blob.state == Blob.State.STORED,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Blob]:
        """Return blobs with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="SHA-256")
    def short(self, blob: Blob) -> str:
        """Show the beginning of the hash."""
        return f"{blob.sha256[:12]}…"

    @admin.display(description="tenant")
    def owner(self, blob: Blob) -> str:
        """Show whose it is."""
        return blob.tenant.name

    @admin.display(description="size")
    def takes(self, blob: Blob) -> str:
        """Show how large it is."""
        return show.size(blob.size)

    @admin.display(description="state")
    def status(self, blob: Blob) -> SafeString:
        """Show where it stands."""
        return show.state(blob.state)

    @admin.display(description="used")
    def used(self, blob: Blob) -> str | SafeString:
        """Show when it was last used."""
        return show.ago(blob.used_at)

    @admin.display(description="needed by")
    def needed_by(self, blob: Blob) -> str:
        """Show the first owners."""
        owners = BlobReference.objects.filter(blob=blob)[: _SHOWN + 1]
        lines = [f"{each.owner_kind} {each.owner_id}" for each in owners]
        return ", ".join([*lines[:_SHOWN], *(["…"] if len(lines) > _SHOWN else [])]) or "nobody"


@admin.register(BlobAccount)
class BlobAccountAdmin(RecordAdmin[BlobAccount]):
    """How much room each tenant's blobs take, and may take."""

    may_change = True
    subject = "storage account"
    list_display = ("tenant", "used", "blobs", "limit")
    list_select_related = ("tenant",)
    fields = ("tenant", "used", "blobs", "limit_bytes")
    readonly_fields = ("tenant", "used", "blobs")
    search_fields = ("tenant__name__startswith", "pk")
    search_help_text = "beginning of the tenant's name, or its id"
    ordering = ("tenant__name",)

    @admin.display(description="used")
    def used(self, account: BlobAccount) -> str:
        """Show how much its blobs take."""
        return show.size(account.bytes)

    @admin.display(description="limit")
    def limit(self, account: BlobAccount) -> str:
        """Show how much they may take."""
        return "default" if account.limit_bytes is None else show.size(account.limit_bytes)


@admin.register(BlobReference)
class BlobReferenceAdmin(HistoryAdmin[BlobReference]):
    """Who needs which blob."""

    list_display = ("owner_kind", "owner_id", "blob_id", "created_at")
    fields = ("owner_kind", "owner_id", "blob_id", "created_at")
    readonly_fields = fields
    search_fields = ("owner_id", "blob")
    search_help_text = "an owner's or a blob's whole id"
