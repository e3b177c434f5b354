"""What is known of the examples at one moment, ready for comparing. Pure but for its reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from orchestration.classifying.selectors import (
    Examples,
    current_embedder,
    embedder_of,
    read_examples,
    version,
)
from orchestration.registry.spec import ModelSpec
from orchestration.routing.classes import DIMENSIONS, WAYS, Judge
from orchestration.routing.guess import Dimension, Guess


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The examples, learnt.

    Attributes:
        spec: The model that makes vectors.
        version: Of the examples.
        judges: One for each dimension; none when no example has a vector.
        missing: How many examples have no vector yet.
    """

    spec: ModelSpec
    version: int
    judges: Mapping[Dimension, Judge]
    missing: int = 0

    @property
    def embedder(self) -> str:
        """Return what names the model and its files."""
        return embedder_of(self.spec)

    @property
    def why_not(self) -> str:
        """Return why nothing can be compared; empty when it can."""
        if self.judges:
            return ""
        if self.missing:
            return f"{self.missing} examples wait for their vectors."
        return "There are no examples."

    def guess(self, vector: Sequence[float], text: str) -> dict[Dimension, Guess]:
        """Return a guess for each dimension; takes well below a millisecond."""
        row = np.array([vector], dtype=np.float32)
        return {name: judge.guess(row, [text])[0] for name, judge in self.judges.items()}


def learnt(spec: ModelSpec, examples: Examples) -> Knowledge:
    """Learn examples; takes some ten milliseconds for 600 of them."""
    texts = [each.text for each in examples.entries]
    vectors = np.array(examples.vectors, dtype=np.float32)
    judges = {
        name: Judge(vectors, texts, [getattr(each, name) for each in examples.entries], WAYS[name])
        for name in (DIMENSIONS if texts else ())
    }
    return Knowledge(spec, examples.version, judges, examples.missing)


def renewed(known: Knowledge | None) -> Knowledge:
    """Return what is known now: the same when neither examples nor embedder have changed.

    Queries: one or two where nothing has changed; two more, which read all examples, else.

    Raises:
        UnknownModel: No embedding model is enabled.
    """
    spec = current_embedder()
    if known is not None and known.spec == spec and known.version == version():
        return known
    return learnt(spec, read_examples(embedder_of(spec)))
