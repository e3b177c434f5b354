"""How the list of memories is narrowed."""

from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from dashboard.admin import filters
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.space import Space
from orchestration.memory.records.vector import PendingVector

PASSAGE: Final = MemoryEntry.Type.PASSAGE


class TypeFilter(filters.ChoiceFilter):
    """A type; passages of documents are shown when they are asked for."""

    title, parameter_name = "type", "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Return the types."""
        return [(str(each.value), str(each.label)) for each in MemoryEntry.Type]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        value = self.value()
        if value in {str(each.value) for each in MemoryEntry.Type}:
            return queryset.filter(type=int(value or 0))
        return queryset.exclude(type=PASSAGE)


class StateFilter(filters.ChoiceFilter):
    """Whether it holds, and whether it can be found by meaning."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Return the states."""
        return [
            ("holds", "holds"),
            ("superseded", "superseded"),
            ("expired", "expired"),
            ("missing", "without a vector"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        value = self.value()
        if value == "holds":
            alive = Q(expires_at=None) | Q(expires_at__gt=Now())
            return queryset.filter(alive, valid_until=None)
        if value == "superseded":
            return queryset.filter(valid_until__isnull=False)
        if value == "expired":
            return queryset.filter(expires_at__lte=Now())
        return queryset.filter(Exists(_missing())) if value == "missing" else queryset


def _missing() -> QuerySet[PendingVector]:
    return PendingVector.objects.filter(entry=OuterRef("pk"), embedder=F("entry__realm__embedder"))


class _Typed(filters.IdFilter):
    """Something that somebody types; what Postgres cannot hold is nowhere."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        value = self.value()
        if not value:
            return queryset
        return queryset.none() if "\x00" in value else self.narrowed(queryset, value)

    def narrowed(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return what fits."""
        raise NotImplementedError


class _NameFilter(_Typed):
    """A part of an owner's name, exactly as the tenant writes it."""

    def narrowed(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return what fits."""
        return queryset.filter(space__in=Space.objects.filter(**{f"{self.parameter_name}": value}))


class AgentFilter(_NameFilter):
    """An agent."""

    title, parameter_name = "agent", "agent"


class UserFilter(_NameFilter):
    """A user."""

    title, parameter_name = "user", "user"


class SessionFilter(_NameFilter):
    """A session."""

    title, parameter_name = "session", "session"


class SpaceFilter(_Typed):
    """One owner, by the number that links of pages carry."""

    title, parameter_name = "owner's number", "space"

    def narrowed(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return what fits."""
        return queryset.filter(space_id=int(value)) if value.isdecimal() else queryset.none()


class TagFilter(_Typed):
    """A whole tag."""

    title, parameter_name = "tag", "tag"

    def narrowed(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return what fits."""
        return queryset.filter(tags__contains=[value])


class TaskFilter(_Typed):
    """The task that it came from."""

    title, parameter_name = "task", "task"

    def narrowed(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return what fits."""
        try:
            return queryset.filter(task_id=UUID(value))
        except ValueError:
            return queryset.none()
