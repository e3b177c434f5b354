"""Which entries are wanted, beside whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from psycopg.types.json import Jsonb

from orchestration.memory.drafts import Kind


class Condition(Protocol):
    """Whatever else entries must fit."""

    def sql(self, alias: str) -> tuple[str, dict[str, Any]]:
        """Return SQL that is true of the entries that are wanted, and its parameters.

        Args:
            alias: What the table of entries is called. What was sent by others must be parameters;
                their names begin with `f_`, and are none of a field of `Filters`.
        """


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must fit, all of it; None and empty say nothing.

    Attributes:
        kinds: One of these.
        tags: All of these.
        any_tags: One of these.
        speakers: One of these.
        since, before: When it happened: from, and before.
        least_importance: At least so important.
        metadata: Holds at least this.
        sources: Of one of these documents or conversations.
        task_id: Came from this task.
        as_of: What held at that time, superseded since or not; None for what holds now. All else
            is compared with what entries say now.
        fits: Fits this condition.
    """

    kinds: tuple[Kind, ...] = ()
    tags: tuple[str, ...] = ()
    any_tags: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    least_importance: float = 0.0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[UUID, ...] = ()
    task_id: UUID | None = None
    as_of: datetime | None = None
    fits: Condition | None = None

    @property
    def narrow(self) -> bool:
        """Return whether they say more than that an entry holds, and of which kind it is."""
        return replace(self, kinds=()) != NO_FILTERS


NO_FILTERS = Filters()


def condition(filters: Filters, alias: str = "e") -> tuple[str, dict[str, Any]]:
    """Return SQL that is true of the entries that are wanted, and its parameters.

    Expired entries never are. The parameters' names begin with `f_`.
    """
    parts = [f"({alias}.expires_at IS NULL OR {alias}.expires_at > now())", _holds(filters, alias)]
    params: dict[str, Any] = {"f_as_of": filters.as_of}
    for name, (text, value) in _CONDITIONS.items():
        found = getattr(filters, name)
        if found not in (None, (), {}, 0.0):
            parts.append(text.format(e=alias, name=f"%(f_{name})s"))
            params[f"f_{name}"] = value(found)
    if filters.fits is not None:
        text, more = filters.fits.sql(alias)
        parts.append(text)
        params |= more
    return " AND ".join(parts), params


def _holds(filters: Filters, alias: str) -> str:
    if filters.as_of is None:
        return f"{alias}.valid_until IS NULL"
    return (
        f"{alias}.created_at <= %(f_as_of)s"
        f" AND ({alias}.valid_until IS NULL OR {alias}.valid_until > %(f_as_of)s)"
    )


_CONDITIONS: dict[str, tuple[str, Any]] = {
    "kinds": ("{e}.type = ANY({name})", lambda kinds: [int(each) for each in kinds]),
    "tags": ("{e}.tags @> {name}::text[]", list),
    "any_tags": ("{e}.tags && {name}::text[]", list),
    "speakers": ("{e}.speaker = ANY({name})", list),
    "since": ("{e}.at >= {name}", lambda at: at),
    "before": ("{e}.at < {name}", lambda at: at),
    "least_importance": ("{e}.importance >= {name}", float),
    "metadata": ("{e}.metadata @> {name}", lambda value: Jsonb(dict(value))),
    "sources": ("{e}.source = ANY({name}::uuid[])", list),
    "task_id": ("{e}.task_id = {name}", lambda task_id: task_id),
}
