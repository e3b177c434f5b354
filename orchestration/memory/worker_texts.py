"""Vectors of texts, by ephemeral calls to workers that hold embedding models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from orchestration.classifying.selectors import current_embedder, embedder_of
from orchestration.ephemeral.calls import Calls
from orchestration.memory.errors import EmbedderGone
from orchestration.memory.ports import Embedded
from orchestration.memory.vectors import unit
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec

TOGETHER: Final = 64
"""So many texts travel in one call."""
LETTERS: Final = 8
"""No text has so many letters to a token: what lies beyond would be cut off anyway."""


class WorkerTexts:
    """Asks workers: the port `TextEmbedder`. Thread-safe, as its calls are."""

    def __init__(self, calls: Calls) -> None:
        """Ask nothing yet."""
        self._calls = calls

    @property
    def name(self) -> str:
        """Return the current embedding model, its files and how it is asked.

        Raises:
            UnknownModel: None is enabled.
        """
        return embedder_of(current_embedder())

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        """See `TextEmbedder`."""
        spec = _spec(name)
        rows: list[Sequence[float]] = []
        for start in range(0, len(texts), TOGETHER):
            most = spec.context_length * LETTERS
            some = [each[:most] for each in texts[start : start + TOGETHER]]
            values = {"texts": some, "normalize": True, "truncate": "right"}
            rows += self._calls.ask("embedding", spec, values, timeout_s=timeout_s)["embeddings"]
        return Embedded(name, unit(np.asarray(rows, dtype=np.float32)))


def _spec(name: str) -> ModelSpec:
    """Return the very model that a name stands for.

    Raises:
        UnknownModel: It is not enabled.
        EmbedderGone: Its files are others now.
    """
    current = current_embedder()
    if embedder_of(current) == name:
        return current
    spec = registry.resolve(name.partition("@")[0], "embedding")
    if embedder_of(spec) != name:
        raise EmbedderGone(spec.name)
    return spec
