"""Records of facts: everything of them is shown, nothing can be changed."""

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from dashboard.actors import actor_shown, actors_shown
from dashboard.admin.keyset import Cursor, HistoryAdmin, KeysetChangeList, Rows
from dashboard.templatetags import dashboard as show

M = TypeVar("M", bound=Model)


class FactAdmin(HistoryAdmin[M]):
    """A record of a task's facts.

    Attributes:
        documents: its JSON columns, which are shown indented.
        actors: its columns that say who did it, which are shown by their names.
    """

    documents: ClassVar[tuple[str, ...]] = ()
    actors: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ("task",)
    search_help_text = "a task's whole id"
    indexed = frozenset({"q"})

    def get_fields(self, request: HttpRequest, obj: M | None = None) -> list[Any]:
        """Return all columns, the task as a link and documents indented."""
        own = [f.name for f in self.opts.concrete_fields if f.name != "task"]
        better = {*self.documents, *self.actors}
        shown = [f"{name}_shown" if name in better else name for name in own]
        return ["task_link", *shown] if self._has_task() else shown

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        """Return all of them."""
        return self.get_fields(request, obj)

    def rows_of(self, changes: KeysetChangeList, cursor: Cursor, size: int) -> Rows[M]:
        """Return one page, with the names of who did it. Queries: one or two more for these."""
        rows = super().rows_of(changes, cursor, size)
        if self.actors:
            shown = actors_shown(getattr(row, name) for row in rows.items for name in self.actors)
            for row in rows.items:
                row.actors_shown = shown  # type: ignore[attr-defined]
        return rows

    def _has_task(self) -> bool:
        return any(f.name in ("task", "task_id") for f in self.opts.concrete_fields)

    @admin.display(description="task")
    def task_link(self, obj: Any) -> str:
        """Link to the task's page; the task itself is not read."""
        return task_link(obj.task_id)


def task_link(task_id: Any) -> str:
    """Return a link to a task's page."""
    if task_id is None:
        return "-"
    url = reverse("admin:tasks_task_change", args=[task_id])
    return format_html('<a class="sy-id" href="{}">{}</a>', url, show.short(task_id))


def document(name: str) -> Any:
    """Return a method that shows a JSON column for reading."""

    @admin.display(description=name.replace("_", " "))
    def shown(self: Any, obj: Model) -> str:
        value = getattr(obj, name)
        if value is None:
            return "-"
        return format_html('<pre class="sy-json">{}</pre>', show.pretty(value))

    return shown


def actor(name: str) -> Any:
    """Return a method that shows who did it: a page of rows has their names, a single row reads
    its own."""

    @admin.display(description=name.replace("_", " "))
    def shown(self: Any, obj: Model) -> str:
        value = getattr(obj, name)
        names = getattr(obj, "actors_shown", None)
        return names[value] if names and value else actor_shown(value)

    return shown
