"""Filters of lists: choices that need no query of the list itself."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import RelatedFieldListFilter as _Related
    from django.contrib.admin import SimpleListFilter as _Dropdown
    from django.contrib.admin import SimpleListFilter as _Text
else:
    from unfold.contrib.filters.admin import AutocompleteSelectFilter as _Related
    from unfold.contrib.filters.admin import DropdownFilter as _Dropdown
    from unfold.contrib.filters.admin import TextFilter as _Text

M = TypeVar("M", bound=Model)
TEMPLATE = "dashboard/filter.html"


class ChoiceFilter(_Dropdown):
    """One of a few values of a column.

    Attributes:
        field: the column; empty where the list's admin narrows by itself.
    """

    template = TEMPLATE
    field = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> QuerySet[M]:
        """Narrow the list."""
        value = self.value()
        return queryset.filter(**{self.field: value}) if value and self.field else queryset


class IdFilter(_Text):
    """An id that somebody pastes, or that a link carries; the list's admin narrows by itself."""

    template = TEMPLATE

    def queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> QuerySet[M]:
        """Leave it to the admin."""
        return queryset


class TenantFilter(_Related):
    """A tenant, found while one types."""

    template = TEMPLATE


def choices_of(
    name: str, heading: str, values: list[tuple[Any, str]], field: str = ""
) -> type[ChoiceFilter]:
    """Return a filter with fixed choices."""

    class Fixed(ChoiceFilter):
        title = heading
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
            return values

    Fixed.field = field
    return Fixed


def id_of(name: str, heading: str) -> type[IdFilter]:
    """Return a filter that takes an id."""

    class Given(IdFilter):
        title = heading
        parameter_name = name

    return Given
