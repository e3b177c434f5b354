"""Lists that are paged by key: what a page costs does not depend on how much there is.

The page parameter carries a key and a direction instead of a number. Nothing is counted. A filter
that no index serves is checked on at most `SCAN` rows for each page; when they do not fill it, the
page says how far it has looked and offers to look further.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from dashboard.admin.base import RecordAdmin

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList as _ChangeList

    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator
    from unfold.views import ChangeList as _ChangeList

M = TypeVar("M", bound=Model)
SCAN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: behind a key, in one direction; no key means at the newest row."""

    key: str = ""
    older: bool = True

    @classmethod
    def parse(cls, text: str | None) -> "Cursor":
        """Read the page parameter; anything that is not ours means the first page."""
        direction, _, key = (text or "").partition(".")
        return cls(key, direction == "older") if key and direction in ("older", "newer") else cls()

    def __str__(self) -> str:
        """Return the page parameter."""
        return f"{'older' if self.older else 'newer'}.{self.key}"


@dataclass(frozen=True, slots=True)
class Rows(Generic[M]):
    """The rows of a page, newest first.

    Attributes:
        items: at most as many as fit on the page.
        more: whether rows follow in the direction in which the page was read.
        edge: the key of the last row that was looked at, when the page was not filled because
            looking further would have cost too much.
    """

    items: Sequence[M]
    more: bool
    edge: Any = None


class KeysetPaginator(_Paginator):
    """Tells Unfold which template to use; the page was read already."""

    template_name = "dashboard/keyset_pagination.html"


class KeysetChangeList(_ChangeList):
    """A list that asks its admin for one page of rows."""

    older_url: str | None = None
    newer_url: str | None = None
    newest_url: str | None = None
    edge: Any = None

    def url_for_result(self, result: Any) -> str:
        """Return the address of a row's page."""
        admin: HistoryAdmin[Any] = self.model_admin  # type: ignore[assignment]
        return admin.url_of(result)

    def get_results(self, request: HttpRequest) -> None:
        """Read the page; called by Django's constructor."""
        admin: HistoryAdmin[Any] = self.model_admin  # type: ignore[assignment]
        cursor = Cursor.parse(request.GET.get(PAGE_VAR))
        rows = admin.rows_of(self, cursor, self.list_per_page)
        self.result_list = rows.items
        self.result_count = len(rows.items)
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.paginator = KeysetPaginator(rows.items, self.list_per_page)
        self.edge = rows.edge
        self._link(cursor, rows)

    def _link(self, cursor: Cursor, rows: Rows[Any]) -> None:
        first = rows.items[0].pk if rows.items else cursor.key
        last = rows.items[-1].pk if rows.items else cursor.key
        onward = rows.edge if rows.edge is not None else (last if cursor.older else first)
        goes_on = rows.more or rows.edge is not None
        older = onward if cursor.older else last
        newer = first if cursor.older else onward
        if goes_on or not cursor.older:
            self.older_url = self._url(Cursor(str(older), older=True))
        if cursor.key and (goes_on or cursor.older):
            self.newer_url = self._url(Cursor(str(newer), older=False))
        self.newest_url = self._url(None) if cursor.key else None

    def _url(self, cursor: Cursor | None) -> str:
        page = {PAGE_VAR: str(cursor)} if cursor else {}
        return "?" + urlencode([*self._pairs(), *page.items()])

    def _pairs(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, values in self.filter_params.items() for value in values]


class HistoryAdmin(RecordAdmin[M]):
    """A record of which there may be millions.

    Attributes:
        indexed: query parameters (filters, and `q` for the search) that an index serves, so that
            the list may be read through it to the end.
    """

    indexed: ClassVar[frozenset[str]] = frozenset()
    sortable_by = ()
    show_facets = ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the list that pages by key."""
        return KeysetChangeList

    def rows_of(self, changes: KeysetChangeList, cursor: Cursor, size: int) -> Rows[M]:
        """Return one page. Queries: one; a second before it where a filter has no index."""
        queryset: QuerySet[M] = changes.queryset.order_by("-pk" if cursor.older else "pk")
        try:
            queryset = behind(queryset, cursor)
            edge = self._edge(changes, cursor)
        except (ValueError, ValidationError):
            return Rows([], more=False)
        if edge is not None:
            queryset = queryset.filter(**{"pk__gte" if cursor.older else "pk__lte": edge})
        found = list(queryset[: size + 1])
        more, items = len(found) > size, found[:size]
        if not cursor.older:
            items.reverse()
        return Rows(items, more=more, edge=None if more else edge)

    def _edge(self, changes: KeysetChangeList, cursor: Cursor) -> Any:
        """Return the last key that may be looked at, or None where the list ends before."""
        active = set(changes.get_filters_params()) | ({"q"} if changes.query else set())
        if active <= self.indexed:
            return None
        every: QuerySet[M] = changes.root_queryset.order_by("-pk" if cursor.older else "pk")
        keys = behind(every, cursor).values_list("pk", flat=True)[SCAN - 1 : SCAN]
        return next(iter(keys), None)


def behind(queryset: QuerySet[M], cursor: Cursor) -> QuerySet[M]:
    """Return the rows behind a cursor, in its direction."""
    if not cursor.key:
        return queryset
    return queryset.filter(**{"pk__lt" if cursor.older else "pk__gt": cursor.key})
