"""Has a worker make the vectors of examples: in the background, until all are made."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from orchestration.classifying.cutting import cut
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.selectors import current_embedder, embedder_of
from orchestration.classifying.services import changing
from orchestration.ephemeral.calls import Calls
from orchestration.errors import UnknownModel
from orchestration.registry.spec import ModelSpec

log = logging.getLogger(__name__)

GROUP: Final = 64
PATIENCE_S: Final = 60.0
"""For one group: the first one may have to load the model."""


def make_vectors(calls: Calls) -> int:
    """Make the vectors that are missing, or are of another embedder; return how many.

    Two who do so at once do the same work twice, and harm nothing. Without an embedding model there
    is nothing to do.

    Queries: one to see that none is missing; for each group of 64 one more, and one for each of it.

    Raises:
        SwitchyardError: The embedder does not answer; what was made until then is stored.
    """
    try:
        spec = current_embedder()
    except UnknownModel:
        return 0
    made = 0
    while rows := _missing(embedder_of(spec)):
        made += _store(rows, _asked(calls, spec, rows), embedder_of(spec))
    if made:
        log.info("made vectors of routing examples", extra={"count": made, "model": spec.name})
    return made


def _missing(embedder: str) -> list[RoutingExample]:
    return list(RoutingExample.objects.exclude(embedder=embedder).defer("vector")[:GROUP])


def _asked(
    calls: Calls, spec: ModelSpec, rows: Sequence[RoutingExample]
) -> Sequence[Sequence[float]]:
    texts = [cut(row.text, spec.context_length) for row in rows]
    values = {"texts": texts, "normalize": True, "truncate": "right"}
    answer = calls.ask("embedding", spec, values, timeout_s=PATIENCE_S)
    vectors: Sequence[Sequence[float]] = answer["embeddings"]
    return vectors


def _store(
    rows: Sequence[RoutingExample], vectors: Sequence[Sequence[float]], embedder: str
) -> int:
    """Keep vectors, except of texts that were changed meanwhile."""
    with changing():
        return sum(
            RoutingExample.objects.filter(pk=row.pk, text=row.text).update(
                vector=list(vector), embedder=embedder
            )
            for row, vector in zip(rows, vectors, strict=True)
        )
