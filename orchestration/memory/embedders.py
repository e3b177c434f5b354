"""What makes vectors, by name; see `Embedder`."""

from __future__ import annotations

from dataclasses import dataclass

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
    """An embedder; it never changes, so it may be kept."""

    id: int
    name: str
    dimensions: int


def embedder(name: str, dimensions: int) -> EmbedderView:
    """Return the embedder of a name; the first time it is made. Queries: none to three.

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
    found = _kept.get(name) or _interned(name, dimensions)
    if found.dimensions != dimensions:
        raise WrongDimensions(
            f"Vectors of {name} have {found.dimensions} dimensions, not {dimensions}.",
            field="vector",
            value=dimensions,
            mend="Send vectors of the same model as before, or name the model that made these.",
        )
    return found


_kept: dict[str, EmbedderView] = {}


def _interned(name: str, dimensions: int) -> EmbedderView:
    found = find(name)
    if found is None:
        record = Embedder(name=name, dimensions=dimensions)
        Embedder.objects.bulk_create([record], ignore_conflicts=True)
        found = find(name)
    if found is None:
        raise LookupError(f"embedder {name} was deleted meanwhile")
    if not connection.in_atomic_block:  # what is not committed may be undone
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
