"""Vectors of texts, by ephemeral calls to workers that hold embedding models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from orchestration.classifying.selectors import current_embedder, embedder_of
from orchestration.ephemeral.calls import Calls
from orchestration.memory.errors import EmbedderGone
from orchestration.memory.ports import Embedded
from orchestration.memory.vectors import Vectors, unit
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
        spec = model_of(name)
        rows: list[Sequence[float]] = []
        for start in range(0, len(texts), TOGETHER):
            values = wish(texts[start : start + TOGETHER], spec)
            rows += self._calls.ask("embedding", spec, values, timeout_s=timeout_s)["embeddings"]
        return Embedded(name, made({"embeddings": rows}))


def wish(texts: Sequence[str], model: ModelSpec) -> dict[str, Any]:
    """Return the input of a call that makes vectors of texts; of what is too long, the beginning
    is read."""
    most = model.context_length * LETTERS
    return {"texts": [each[:most] for each in texts], "normalize": True, "truncate": "right"}


def made(said: Mapping[str, Any]) -> Vectors:
    """Return the vectors in the answer to such a call, of length one."""
    return unit(np.asarray(said["embeddings"], dtype=np.float32))


def model_of(name: str) -> ModelSpec:
    """Return the very model that a name stands for. Queries: one a second per process.

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
