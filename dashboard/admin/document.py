"""Documents: whether they were read, what was wrong with them, and their passages."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.memorykeys import MemoryKey
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.access.services import audit
from orchestration.documents.records import Document, PassagePlace
from orchestration.documents.services import delete_document
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.space import Space
from tasks.services.ingesting import take_again
from tasks.services.submission import EVERY_SCOPE, Submitter

SUBJECT = "document"
SHOWN = 20


def _note(document: Document, act: Act, action: str, **detail: Any) -> None:
    audit(
        actor=act.actor, action=action, subject_type=SUBJECT, subject_id=str(document.pk),
        tenant_id=document.tenant_id, **detail,
    )  # fmt: skip


def _again(document: Document, act: Act) -> SafeString:
    by = Submitter(tenant_id=document.tenant_id, actor=act.actor, scopes=EVERY_SCOPE)
    view = take_again(document.pk, by=by).document
    _note(document, act, "ingest", task=str(view.task_id))
    url = reverse("admin:tasks_task_change", args=[view.task_id])
    return format_html('{} by <a href="{}">{}</a>', document, url, show.short(view.task_id))


def _delete(document: Document, act: Act) -> str:
    delete_document(document.pk, tenant_id=document.tenant_id, actor=act.actor)
    return document.name


class CollectionFilter(filters.IdFilter):
    """A collection, by its id."""

    title, parameter_name = "collection", "collection"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        value = self.value()
        if not value:
            return queryset
        try:
            return queryset.filter(collection=UUID(value))
        except ValueError:
            return queryset.none()


@admin.register(Document)
class DocumentAdmin(HistoryAdmin[Document], PageAdmin[Document]):
    """Every tenant's documents, the latest first."""

    subject = SUBJECT
    fragment = "dashboard/document.html"
    beneath = "dashboard/document_passages.html"
    poll_ms = 3000
    list_display = ("name", "status", "owner", "takes", "passages", "read")
    list_filter: ClassVar[Any] = (
        ("tenant", filters.TenantFilter),
        filters.choices_of(
            "state", "state", [(each.value, each.value) for each in Document.State], "state"
        ),
        CollectionFilter,
    )
    list_filter_submit = True
    indexed = frozenset({"collection"})
    search_fields = ("pk", "task_id", "key__startswith", "name__startswith")
    search_help_text = "whole id of a document or its task, or beginning of its name or key"
    deeds: ClassVar = (
        Deed(
            name="again",
            label="Read again",
            done="submitted",
            run=_again,
            icon="refresh",
            audited=True,
            ask="Its file, fetched again where it has an address, is read anew by a task. Its "
            "present passages are found until that is done.",
        ),
        deletion(
            _delete,
            ask="Its passages go for good, with their vectors and words; its file goes where "
            "nothing else needs it.",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Return documents with their collections."""
        return super().get_queryset(request).select_related("tenant", "collection")

    @admin.display(description="state")
    def status(self, document: Document) -> SafeString:
        """Show whether it was read."""
        return show.state(state_of(document))

    @admin.display(description="collection")
    def owner(self, document: Document) -> SafeString:
        """Show where it belongs."""
        return show.two_lines(document.collection.name, document.tenant.name)

    @admin.display(description="size")
    def takes(self, document: Document) -> str:
        """Show how large its file is."""
        return show.size(document.size)

    @admin.display(description="read")
    def read(self, document: Document) -> str | SafeString:
        """Show when it was last read."""
        return show.ago(document.ingested_at)

    def is_over(self, obj: Document) -> bool:
        """Return whether nobody reads it at the moment."""
        return obj.state != Document.State.PENDING

    def live_context(self, obj: Document) -> dict[str, Any]:
        """Return what the page shows. Queries: one."""
        return {"document": obj, "now": database_now(), "status": state_of(obj)}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page, with the passages from the one on that was asked for."""
        obj = self.get_object(request, unquote(object_id))
        asked = request.GET.get("passage", "")
        first = int(asked) if asked.isdecimal() and len(asked) < 9 else 0  # noqa: PLR2004 - int4
        context = passages(obj, first) if obj else {}
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )


def passages(document: Document, first: int) -> dict[str, Any]:
    """Return a page of passages with their places. Queries: three.

    While a document is read anew they are those of its former content.
    """
    places = PassagePlace.objects.filter(document=document, ordinal__gte=first)
    found = list(places.order_by("ordinal")[: SHOWN + 1])
    spaces = list(Space.objects.filter(collection=document.collection_id)[:1])
    ordinals = [each.ordinal for each in found[:SHOWN]]
    entries = MemoryEntry.objects.filter(
        space__in=spaces, source=document.pk, ordinal__in=ordinals
    ).select_related(None)
    by_ordinal = {each.ordinal: each for each in entries}
    return {
        "passages": [
            (place, entry, MemoryKey(entry.realm_id, entry.uid).url)
            for place in found[:SHOWN]
            if (entry := by_ordinal.get(place.ordinal)) is not None
        ],
        "first": first,
        "before": max(0, first - SHOWN) if first else None,
        "after": found[SHOWN].ordinal if len(found) > SHOWN else None,
    }


def state_of(document: Document) -> str:
    """Return a word for where a document is."""
    return "reading" if document.state == Document.State.PENDING else document.state
