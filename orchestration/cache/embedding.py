"""Vectors of questions, by an ephemeral call to a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from orchestration.calls.caching import Vector
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.registry.spec import ModelSpec


class WorkerEmbedder:
    """Asks a worker that holds an embedding model: the port `Embedder` of calls.

    A question that the model cannot read whole is refused there: of a text that was cut, the
    vector would be similar to that of any other with the same beginning.

    Args:
        calls: Ephemeral calls of this event loop.
        find: Returns the model; it is asked for each question, so it must be quick.
        timeout_s: When an answer is of no use any more, in seconds.
    """

    def __init__(
        self,
        calls: AsyncCalls,
        find: Callable[[], Awaitable[ModelSpec]],
        timeout_s: float = 0.05,
    ) -> None:
        self._calls = calls
        self._find = find
        self._timeout_s = timeout_s

    async def embed(self, text: str) -> Vector:
        """Return a question's vector.

        Raises:
            UnknownModel: No embedding model is enabled.
            SwitchyardError: What `AsyncCalls.ask` raises.
        """
        spec = await self._find()
        values: dict[str, Any] = {"texts": [text], "normalize": True, "truncate": "error"}
        answer = await self._calls.ask("embedding", spec, values, timeout_s=self._timeout_s)
        return Vector(f"{spec.name}@{spec.checksum or spec.version}", answer["embeddings"][0])
