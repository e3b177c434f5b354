"""Keeps a few models loaded; the least recently used makes room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Model = TypeVar("Model")


class Residents(Generic[Model]):
    """Loaded models by key, at most `limit` of them."""

    def __init__(self, limit: int, unload: Callable[[Model], None]) -> None:
        """Hold nothing yet; `unload` frees a model that has to go."""
        self._limit = max(1, limit)
        self._unload = unload
        self._models: OrderedDict[str, Model] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are loaded."""
        return len(self._models)

    def models(self) -> list[Model]:
        """Return them, the most recently used last."""
        return list(self._models.values())

    def get(self, key: str, load: Callable[[], Model]) -> Model:
        """Return the model of that key, loading it when it is not there.

        Room is made before the load, so that the limit is never exceeded.
        """
        if key in self._models:
            self._models.move_to_end(key)
            return self._models[key]
        while len(self._models) >= self._limit:
            _, oldest = self._models.popitem(last=False)
            self._unload(oldest)
        model = self._models[key] = load()
        return model
