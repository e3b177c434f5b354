"""Collections: documents of a tenant that are searched together."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.access.services import audit
from orchestration.documents.records import Collection, Document
from orchestration.documents.selectors import count_documents
from orchestration.documents.services import change_collection, delete_collection

SUBJECT = "collection"
SHOWN = 15


class CollectionForm(forms.Form):
    """What is known of a collection."""

    name = fields.text("Name", max_length=200)
    description = fields.text("Description", required=False, max_length=2000)
    passage_tokens = fields.number(
        "Tokens of a passage", required=True, min_value=50, max_value=4000,
        help_text="At most; for documents that are read from now on.",
    )  # fmt: skip
    expires_after_days = fields.number(
        "Expires after days", min_value=1, max_value=36_500,
        help_text="So long after its last use; empty for never.",
    )  # fmt: skip


def _note(row: Collection, act: Act, action: str, **detail: Any) -> None:
    audit(
        actor=act.actor, action=action, subject_type=SUBJECT, subject_id=str(row.pk),
        tenant_id=row.tenant_id, **detail,
    )  # fmt: skip


def _edit(row: Collection, act: Act) -> str:
    with transaction.atomic():
        changed = change_collection(row.pk, tenant_id=row.tenant_id, **act.data)
        _note(row, act, "change", fields=sorted(act.data))
    return changed.name


def _delete(row: Collection, act: Act) -> str:
    deleted = delete_collection(row.pk, tenant_id=row.tenant_id, actor=act.actor)
    return f"{row.name} with {deleted:,} documents"


@admin.register(Collection)
class CollectionAdmin(HistoryAdmin[Collection], PageAdmin[Collection]):
    """Every tenant's collections, the latest first."""

    subject = SUBJECT
    fragment = "dashboard/collection.html"
    poll_ms = 5000
    list_display = ("name", "tenant", "passage_tokens", "used", "made")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("tenant", filters.TenantFilter),)
    list_filter_submit = True
    indexed = frozenset({"tenant__id__exact"})
    search_fields = ("name__startswith", "pk")
    search_help_text = "beginning of the name, or id"
    deeds: ClassVar = (
        Deed(name="edit", label="Change", done="changed", run=_edit, form=CollectionForm,
             icon="edit", audited=True),
        deletion(
            _delete,
            ask="All its documents go for good: their passages, vectors and words, and their files "
            "where nothing else needs them. With thousands of documents that takes a while.",
        ),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a collection is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        """Return collections with their tenants."""
        return super().get_queryset(request).select_related("tenant")

    @admin.display(description="last used")
    def used(self, row: Collection) -> str | SafeString:
        """Show when it was last searched or changed."""
        return show.ago(row.used_at)

    @admin.display(description="made")
    def made(self, row: Collection) -> str | SafeString:
        """Show its age."""
        return show.ago(row.created_at)

    def live_context(self, obj: Collection) -> dict[str, Any]:
        """Return its latest documents and counts. Queries: three."""
        latest = Document.objects.filter(collection=obj).order_by("-pk")
        return {
            "collection": obj,
            "now": database_now(),
            "counts": count_documents(obj.pk),
            "latest": list(latest[:SHOWN]),
        }
