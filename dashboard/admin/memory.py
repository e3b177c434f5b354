"""Memories: the list over all tenants, and the page of one with all that is known of it."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard import memorypage as page
from dashboard.actors import actors_shown
from dashboard.admin import filters
from dashboard.admin import memory_filters as own
from dashboard.admin.keyset import Cursor, HistoryAdmin, KeysetChangeList, Rows
from dashboard.admin.memory_deeds import BULK, DEEDS, SUBJECT
from dashboard.admin.page import PageAdmin
from dashboard.memorykeys import MemoryKey, read_key
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.realm import Realm

FROM_TASK = 1000
"""So many memories of one task are listed by its id; its filter lists them all."""


@admin.register(MemoryEntry)
class MemoryEntryAdmin(HistoryAdmin[MemoryEntry], PageAdmin[MemoryEntry]):
    """Every tenant's memories, those that were stored or changed last first."""

    subject = SUBJECT
    fragment = "dashboard/memory.html"
    poll_ms = 10_000
    list_before_template = "dashboard/memory_list_head.html"
    list_display = ("shown", "status", "kind", "owner", "weight", "tags_shown", "used", "changed")
    list_filter: ClassVar[Any] = (
        ("realm__tenant", filters.TenantFilter), own.TypeFilter, own.StateFilter, own.AgentFilter,
        own.UserFilter, own.SessionFilter, own.TagFilter, own.TaskFilter, own.SpaceFilter,
    )  # fmt: skip
    list_filter_submit = True
    indexed = frozenset({"space", "task", "q"})
    search_fields = ("uid",)
    search_help_text = "whole id of a memory or task; by words and meaning: Search memory"
    deeds: ClassVar = DEEDS

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; what says something else of one is on its page."""
        actions = super().get_actions(request)
        return {name: actions[name] for name in BULK}

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemoryEntry]:
        """Return entries with their owners."""
        return super().get_queryset(request).select_related("realm__tenant", "space")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[MemoryEntry], search_term: str
    ) -> tuple[QuerySet[MemoryEntry], bool]:
        """Find by the id of a memory, in whose realm ever, or of a task. Queries: three."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            wanted = UUID(term.rpartition(".")[2])
        except ValueError:
            return queryset.none(), False
        entries = MemoryEntry.objects.order_by("-pk")
        realms = list(Realm.objects.values_list("pk", flat=True))
        named = entries.filter(realm_id__in=realms, uid=wanted).values_list("pk", flat=True)
        came = entries.filter(task_id=wanted).values_list("pk", flat=True)[:FROM_TASK]
        return queryset.filter(pk__in=[*named, *came]), False

    def rows_of(self, changes: KeysetChangeList, cursor: Cursor, size: int) -> Rows[MemoryEntry]:
        """Return one page. Queries: one or two, two more, and one for each tenant on the page."""
        rows = super().rows_of(changes, cursor, size)
        lacking, uses, now = page.lacking(rows.items), page.uses_of(rows.items), database_now()
        for row in rows.items:
            use = uses.get((row.realm_id, row.uid))
            row.beside = (lacking.get(row.pk), use, now)  # type: ignore[attr-defined]
        return rows

    def key_of(self, obj: MemoryEntry) -> str:
        """Return its realm and id: with a change its number becomes another."""
        return str(MemoryKey(obj.realm_id, obj.uid))

    def audit_key(self, obj: MemoryEntry) -> str:
        """Return its id."""
        return str(obj.uid)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> MemoryEntry | None:
        """Return an entry by realm and id, or by its number of the moment."""
        key = read_key(str(object_id))
        if key is None:
            return super().get_object(request, object_id, from_field)
        rows = self.get_queryset(request)
        return rows.filter(realm_id=key.realm_id, uid=key.uid).first()

    @admin.display(description="memory")
    def shown(self, row: MemoryEntry) -> str:
        """Show how it begins."""
        text = f"{row.title}: {row.text}" if row.title else row.text
        return text if len(text) <= 120 else f"{text[:119]}…"  # noqa: PLR2004 - two lines

    @admin.display(description="state")
    def status(self, row: MemoryEntry) -> SafeString:
        """Show whether it holds, and whether it lacks its vector."""
        lacking, _, now = row.beside  # type: ignore[attr-defined]
        state = show.state(page.state_of(row, now))
        return format_html("{} {}", state, show.state("no_vector")) if lacking else state

    @admin.display(description="type")
    def kind(self, row: MemoryEntry) -> str:
        """Show what kind of thing it says."""
        return MemoryEntry.Type(row.type).name.lower()

    @admin.display(description="owner")
    def owner(self, row: MemoryEntry) -> SafeString:
        """Show whose it is."""
        return show.two_lines(row.realm.tenant.name, row.space)

    @admin.display(description="importance")
    def weight(self, row: MemoryEntry) -> str:
        """Show how important it is."""
        return f"{row.importance:g}"

    @admin.display(description="tags")
    def tags_shown(self, row: MemoryEntry) -> str:
        """Show its tags."""
        return ", ".join(row.tags) or "-"

    @admin.display(description="found")
    def used(self, row: MemoryEntry) -> str:
        """Show how often searches found it."""
        _, use, _ = row.beside  # type: ignore[attr-defined]
        return f"{use.uses:,}" if use else "-"

    @admin.display(description="changed")
    def changed(self, row: MemoryEntry) -> str | SafeString:
        """Show when it was last stored."""
        return show.ago(row.changed_at)

    def live_context(self, obj: MemoryEntry) -> dict[str, Any]:
        """Return what the page shows. Queries: eight, ten at most."""
        now = database_now()
        versions = page.versions_of(obj)
        actors = actors_shown(each.actor for each in versions)
        source = page.document_of(obj)
        return {
            "entry": obj,
            "now": now,
            "status": page.state_of(obj, now),
            "kind": MemoryEntry.Type(obj.type).name.lower(),
            "owned": _owned(obj),
            "lacking": page.lacking([obj]).get(obj.pk),
            "use": page.uses_of([obj]).get((obj.realm_id, obj.uid)),
            "links": page.links_of(obj),
            "versions": [(each, actors[each.actor]) for each in versions],
            "document": source,
            "space_url": f"{self.list_url()}?space={obj.space_id}",
        }


def _owned(entry: MemoryEntry) -> list[tuple[str, str]]:
    space = entry.space
    named = (("Agent", space.agent), ("User", space.user), ("Session", space.session))
    return [(sort, name) for sort, name in named if name]


def memory_link(realm_id: int, uid: UUID, text: str) -> SafeString:
    """Return a link to a memory's page."""
    url = MemoryKey(realm_id, uid).url
    return format_html('<a href="{}">{}</a>', url, text)


def realm_link(realm_id: int, text: str) -> SafeString:
    """Return a link to the page of a tenant's memory."""
    url = reverse("admin:orchestration_realm_change", args=[realm_id])
    return format_html('<a href="{}">{}</a>', url, text)
