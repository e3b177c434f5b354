"""What makes vectors, by name; see `Embedder`.

Tenants name what made the vectors that they bring, so names that nobody uses any more go, and their
numbers come again. Whoever names an embedder says so in its row, at most once an hour; a name that
was not named for a day, and has nothing that belongs to it, is in nobody's hands.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from django.db import connection

from orchestration import sql
from orchestration.errors import UserError
from orchestration.memory.records.embedder import MOST_DIMENSIONS, Embedder
from orchestration.memory.records.vector import SLIM


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


KEPT_S: Final = 3600.0
"""How long a process need not ask again; far shorter than `_UNUSED` waits."""
_kept: dict[str, tuple[EmbedderView, float]] = {}
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
    kept, until = _kept.get(name, (None, 0.0))
    if kept is not None and time.monotonic() < until:
        return kept
    found = _name(name)
    if found.dimensions and not connection.in_atomic_block:  # what is not committed may be undone
        _kept[name] = found, time.monotonic() + KEPT_S
    return found


_FIND: Final = """
SELECT id, name, dimensions, named_at < now() - interval '1 hour' FROM memory_embedder
 WHERE name = %(name)s
"""
_NAME: Final = "UPDATE memory_embedder SET named_at = now() WHERE id = %(id)s AND name = %(name)s"
_ADD: Final = """
INSERT INTO memory_embedder (id, name, dimensions)
SELECT n, %(name)s, 0 FROM generate_series(1, 32767) n
 WHERE NOT EXISTS (SELECT FROM memory_embedder b WHERE b.id = n) ORDER BY n LIMIT 1
ON CONFLICT DO NOTHING
"""
_TRIES: Final = 100
"""Of two who add a name at the same time one may get the other's number."""


def _name(name: str) -> EmbedderView:
    for _ in range(_TRIES):
        rows = sql.fetch(_FIND, {"name": name})
        if not rows:
            sql.execute(_ADD, {"name": name})
            continue
        found, long_ago = EmbedderView(*rows[0][:3]), rows[0][3]
        if not long_ago or sql.execute(_NAME, {"id": found.id, "name": name}):
            return found
    raise LookupError(f"there is no number left for the embedder {name}")


def find(name: str) -> EmbedderView | None:
    """Return an embedder by its name. Queries: one."""
    rows = sql.fetch(
        "SELECT id, name, dimensions FROM memory_embedder WHERE name = %(name)s", {"name": name}
    )
    return EmbedderView(*rows[0]) if rows else None


def by_id(embedder_id: int) -> EmbedderView:
    """Return an embedder by its number. Queries: none or one."""
    now = time.monotonic()
    kept = next((e for e, until in _kept.values() if e.id == embedder_id and now < until), None)
    if kept is not None:
        return kept
    record = Embedder.objects.get(pk=embedder_id)
    return EmbedderView(record.id, record.name, record.dimensions)


# Each that is deleted has all vectors looked through once more, by its foreign key.
_UNUSED: Final = f"""
DELETE FROM memory_embedder WHERE id IN (
    SELECT b.id FROM memory_embedder b
     WHERE b.named_at < now() - interval '1 day'
       AND NOT EXISTS (SELECT FROM memory_realm r WHERE b.id IN (r.embedder_id, r.next_embedder_id))
       AND NOT EXISTS (SELECT FROM memory_segment s WHERE s.embedder_id = b.id)
       AND NOT EXISTS (SELECT FROM memory_pending p WHERE p.embedder_id = b.id)
       AND (SELECT v.entry_id FROM memory_vector v
             WHERE v.embedder_id = b.id AND v.dimensions <= {SLIM}
             ORDER BY v.space_id, v.entry_id LIMIT 1) IS NULL
       AND (SELECT v.entry_id FROM memory_vector v
             WHERE v.embedder_id = b.id AND v.dimensions > {SLIM}
             ORDER BY v.space_id, v.entry_id LIMIT 1) IS NULL
     ORDER BY b.id LIMIT 20)
   AND named_at < now() - interval '1 day'
"""


def delete_unused() -> int:
    """Delete names that nobody has named for a day and that have no vectors; return how many, which
    are some. Queries: one."""
    return sql.execute(_UNUSED)


def forget() -> None:
    """Forget what was kept; for tests, which take the rows away."""
    _kept.clear()
