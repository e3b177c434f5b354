"""Segments and embedders: how memory is indexed. Nothing here can be changed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.facts import FactAdmin
from dashboard.admin.realm import model_of
from dashboard.templatetags import dashboard as show
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.segment import Segment


@admin.register(Segment)
class SegmentAdmin(FactAdmin[Segment]):
    """Ranges of entries' numbers with their indexes, the latest first."""

    list_display = ("range", "sort", "status", "entries", "took", "made")
    list_filter: ClassVar[Any] = (
        filters.choices_of(
            "state", "state", [(each.value, each.value) for each in Segment.State], "state"
        ),
    )
    list_filter_submit = True
    search_fields: ClassVar[tuple[str, ...]] = ("pk", "start")
    search_help_text = "a segment's number, or the number that it begins with"
    fields = ("range", "sort", "status", "entries", "took", "made")
    readonly_fields = fields

    def get_fields(self, request: HttpRequest, obj: Segment | None = None) -> list[Any]:
        """Return what is shown, in words."""
        return list(self.fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        """Return segments with their embedders."""
        return super().get_queryset(request).select_related("embedder")

    @admin.display(description="entries' numbers")
    def range(self, segment: Segment) -> str:
        """Show from which to which."""
        return f"{segment.start:,} to {segment.stop - 1:,}"

    @admin.display(description="index of")
    def sort(self, segment: Segment) -> str:
        """Show what is indexed."""
        return f"vectors by {model_of(segment.embedder)}" if segment.embedder else "words"

    @admin.display(description="state")
    def status(self, segment: Segment) -> SafeString:
        """Show whether it is searched."""
        return show.state(segment.state)

    @admin.display(description="rows when it was made")
    def entries(self, segment: Segment) -> str:
        """Show how many there were."""
        return f"{segment.rows:,}"

    @admin.display(description="took")
    def took(self, segment: Segment) -> str:
        """Show how long making it took."""
        return show.duration(segment.seconds)

    @admin.display(description="made")
    def made(self, segment: Segment) -> str | SafeString:
        """Show its age."""
        return show.ago(segment.created_at)


@admin.register(Embedder)
class EmbedderAdmin(FactAdmin[Embedder]):
    """What made vectors: those of the same one can be compared."""

    list_display = ("name", "dimensions", "created_at")
    search_fields: ClassVar[tuple[str, ...]] = ("name__startswith", "pk")
    search_help_text = "beginning of the model's name"
