"""Reading examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import orjson

from orchestration.classifying.entries import MOST, Entry
from orchestration.classifying.records import ExamplesVersion, RoutingExample
from orchestration.errors import SwitchyardError
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec

ROW: Final = 1
"""The id of the one row of `ExamplesVersion`."""


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples that requests are compared with, at one moment.

    Attributes:
        version: It rises with each change.
        entries: Those that are enabled and have a vector of the embedder.
        vectors: One for each of them.
        missing: How many are enabled and have none yet.
    """

    version: int
    entries: tuple[Entry, ...]
    vectors: Sequence[Sequence[float]]
    missing: int


def embedder_of(spec: ModelSpec) -> str:
    """Return what names an embedding model, its very files and how it is asked."""
    name = f"{spec.name}@{spec.checksum or spec.version}"
    if not spec.parameters:
        return name
    set_up = orjson.dumps(dict(spec.parameters), option=orjson.OPT_SORT_KEYS, default=str)
    return f"{name}?{blake2b(set_up, digest_size=6).hexdigest()}"


def current_embedder() -> ModelSpec:
    """Return the model that makes vectors: the default one. Queries: one a second per process.

    Raises:
        UnknownModel: There is none.
    """
    return registry.resolve(None, "embedding")


def current_embedder_name() -> str:
    """Return who makes vectors; empty where there is nobody. Queries: as `current_embedder`."""
    try:
        return embedder_of(current_embedder())
    except SwitchyardError:
        return ""


def version() -> int:
    """Return a number that rises with each change. Queries: one, by primary key."""
    found = ExamplesVersion.objects.filter(pk=ROW).values_list("number", flat=True)
    return next(iter(found), 0)


def read_examples(embedder: str) -> Examples:
    """Return what requests are compared with. Queries: two; it reads all examples.

    The version is read first: a change that comes between is seen with the next look.
    """
    known = version()
    rows = list(RoutingExample.objects.filter(enabled=True).order_by("pk")[:MOST])
    made = [row for row in rows if row.embedder == embedder]
    vectors = [row.vector for row in made if row.vector is not None]
    return Examples(known, tuple(map(entry_of, made)), vectors, len(rows) - len(made))


def read_entries() -> list[Entry]:
    """Return all examples, in the order in which they were added. Queries: one."""
    return [entry_of(row) for row in RoutingExample.objects.defer("vector").order_by("pk")]


def count_missing(embedder: str) -> int:
    """Return how many examples have no vector of an embedder. Queries: one."""
    return RoutingExample.objects.exclude(vector__isnull=False, embedder=embedder).count()


def entry_of(row: RoutingExample) -> Entry:
    """Return an example as files write it."""
    return Entry(row.text, row.intent, row.content_type, row.complexity, row.enabled)
