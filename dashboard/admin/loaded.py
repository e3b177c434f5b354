"""Lists whose rows show something that is read for all of them at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.http import HttpRequest

from dashboard.admin.base import RecordAdmin
from dashboard.admin.keyset import HistoryAdmin, KeysetChangeList

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList as _ChangeList
else:
    from unfold.views import ChangeList as _ChangeList

M = TypeVar("M", bound=Model)
V = TypeVar("V")


def _hang(admin: "LoadedAdmin[Any, Any]", rows: Sequence[Any]) -> None:
    loads = admin.load(rows)
    for row in rows:
        row.loaded = loads.get(row.pk)


class LoadedChangeList(_ChangeList):
    """A page of rows with what belongs to them."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page, then what belongs to its rows."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        _hang(self.model_admin, self.result_list)  # type: ignore[arg-type]


class LoadedKeysetChangeList(KeysetChangeList):
    """The same for lists that are paged by key."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page, then what belongs to its rows."""
        super().get_results(request)
        _hang(self.model_admin, self.result_list)  # type: ignore[arg-type]


class LoadedAdmin(RecordAdmin[M], Generic[M, V]):
    """A record whose list shows more than its columns, without a query per row."""

    def load(self, rows: Sequence[M]) -> Mapping[Any, V]:
        """Return what belongs to each row, by primary key."""
        raise NotImplementedError

    def loaded(self, row: M) -> V | None:
        """Return what belongs to one row; None outside of lists."""
        found: V | None = getattr(row, "loaded", None)
        return found

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the list that loads."""
        return LoadedKeysetChangeList if isinstance(self, HistoryAdmin) else LoadedChangeList
