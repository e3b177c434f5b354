"""What makes vectors, by name; see `Embedder`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from orchestration import sql
from orchestration.errors import UserError
from orchestration.memory.records.embedder import MOST_DIMENSIONS, Embedder


class WrongDimensions(UserError):  # noqa: N818 - named for what happened
    """A vector has another length than those of its embedder."""

    slug = "wrong-dimensions"
    title = "The vector has a wrong length"


@dataclass(frozen=True, slots=True)
class EmbedderView:
    """An embedder; 0 dimensions until it has made its first vector, and from then on the same."""

    id: int
    name: str
    dimensions: int


_kept: dict[str, EmbedderView] = {}
_LEARN: Final = """
UPDATE memory_embedder SET dimensions = %(dimensions)s WHERE id = %(id)s AND dimensions = 0
"""


def embedder(name: str, dimensions: int) -> EmbedderView:
    """Return the embedder of a name; the first time it is made. Queries: none to four.

    Raises:
        WrongDimensions: It is known with other dimensions, or with more than can be indexed.
    """
    if not 1 <= dimensions <= MOST_DIMENSIONS:
        raise WrongDimensions(
            f"Vectors of {dimensions} dimensions cannot be kept.",
            field="vector",
            value=dimensions,
            mend=f"Send 1 to {MOST_DIMENSIONS} dimensions.",
        )
    found = named(name)
    if found.dimensions == 0:
        sql.execute(_LEARN, {"id": found.id, "dimensions": dimensions})
        found = named(name)
    if found.dimensions != dimensions:
        raise wrong_length(found, dimensions)
    return found


def wrong_length(found: EmbedderView, dimensions: int) -> WrongDimensions:
    """Return the error for a vector that is not one of this embedder's."""
    return WrongDimensions(
        f"Vectors of {found.name} have {found.dimensions} dimensions, not {dimensions}.",
        field="vector",
        value=dimensions,
        mend="Send vectors of the same model as before, or name the model that made these.",
    )


def named(name: str) -> EmbedderView:
    """Return the embedder of a name; the first time it is made. Queries: none to three."""
    kept = _kept.get(name)
    if kept is not None:
        return kept
    found = find(name)
    if found is None:
        Embedder.objects.bulk_create([Embedder(name=name)], ignore_conflicts=True)
        found = find(name)
    if found is None:
        raise LookupError(f"embedder {name} was deleted meanwhile")
    if found.dimensions and not connection.in_atomic_block:  # what is not committed may be undone
        _kept[name] = found
    return found


def find(name: str) -> EmbedderView | None:
    """Return an embedder by its name. Queries: one."""
    rows = sql.fetch(
        "SELECT id, name, dimensions FROM memory_embedder WHERE name = %(name)s", {"name": name}
    )
    return EmbedderView(*rows[0]) if rows else None


def by_id(embedder_id: int) -> EmbedderView:
    """Return an embedder by its number. Queries: none or one."""
    kept = next((each for each in _kept.values() if each.id == embedder_id), None)
    if kept is not None:
        return kept
    record = Embedder.objects.get(pk=embedder_id)
    return EmbedderView(record.id, record.name, record.dimensions)


def forget() -> None:
    """Forget what was kept; for tests, which take the rows away."""
    _kept.clear()
