"""Local embedders and rankers: small requests are answered at once, others are tasks."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Generic, TypeVar

from api.gateway.hub import Hub
from api.gateway.openai.local import errand
from api.gateway.openai.ports import Asked, Call, Ranking
from api.gateway.openai.results import embeddings, ranking
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ids import uuid7
from orchestration.providers.embeddings import Embeddings
from orchestration.registry import services as registry
from orchestration.registry.parameters import check_dimensions
from orchestration.registry.spec import ModelSpec, ModelTask

T = TypeVar("T")

SMALL_TEXTS: Final = 64
SMALL_CHARACTERS: Final = 65_536
"""What has no more is answered at once, through Redis, in some tens of milliseconds; a task that is
stored would cost it more than the model does."""


class LocalVectors:
    """Texts to vectors; serves `Vectors`."""

    def __init__(self, hub: Hub, calls: AsyncCalls) -> None:
        """Ask workers by `calls`, wait for tasks by the means of `hub`."""
        self._hub = hub
        self._calls = calls

    async def begin(self, asked: Asked) -> Call[Embeddings]:
        """Take a request in.

        Raises:
            UnknownModel: no such model makes vectors.
            InvalidParameters: its vectors have fewer dimensions than are asked for.
            SwitchyardError: the task is refused.
        """
        model = await _resolved(self._hub, asked, "embedding")
        check_dimensions(model, asked.input.get("dimensions") or 0)
        if _is_small(asked, asked.input["texts"]):
            return _AtOnce(self._calls, asked, model, embeddings)
        return await errand(self._hub, asked, embeddings)


class LocalRankings:
    """Documents by a query; serves `Rankings`."""

    def __init__(self, hub: Hub, calls: AsyncCalls) -> None:
        """Ask workers by `calls`, wait for tasks by the means of `hub`."""
        self._hub = hub
        self._calls = calls

    async def begin(self, asked: Asked) -> Call[Ranking]:
        """Take a request in.

        Raises:
            UnknownModel: no such model ranks.
            SwitchyardError: the task is refused.
        """
        model = await _resolved(self._hub, asked, "rerank")
        query, documents = asked.input["query"], asked.input["documents"]
        if _is_small(asked, documents, beside=len(query)):
            return _AtOnce(self._calls, asked, model, ranking)
        return await errand(self._hub, asked, ranking)


async def _resolved(hub: Hub, asked: Asked, need: ModelTask) -> ModelSpec:
    return await hub.rows.read(partial(registry.resolve, asked.model, need))


def _is_small(asked: Asked, texts: Sequence[Any], *, beside: int = 0) -> bool:
    """Return whether a request is answered at once.

    Args:
        asked: the request.
        texts: what the model reads; not validated yet.
        beside: characters that it reads once more with each of them: those of a query.
    """
    few = len(texts) <= SMALL_TEXTS and not asked.wishes.of_tasks
    return few and sum(len(str(text)) + beside for text in texts) <= SMALL_CHARACTERS


class _AtOnce(Generic[T]):
    """A request that a worker answers while its client waits; nothing of it is stored."""

    def __init__(
        self,
        calls: AsyncCalls,
        asked: Asked,
        model: ModelSpec,
        made: Callable[[Mapping[str, Any]], T],
    ) -> None:
        self.id = uuid7().hex
        self.model = model.name
        self.created = int(time.time())
        self.headers: Mapping[str, str] = {}
        self._calls = calls
        self._asked = asked
        self._spec = model
        self._made = made

    async def answer(self) -> T:
        """Return what a worker says.

        Raises:
            SwitchyardError: there is no answer.
        """
        asked, level = self._asked, self._asked.by.max_priority
        if asked.wishes.priority is not None:
            level = min(level, asked.wishes.priority)
        result = await self._calls.ask(asked.kind, self._spec, asked.input, max_priority=level)
        return self._made(result)

    async def leave(self) -> None:
        """Do nothing: a call that nobody waits for was taken back when it was cancelled."""
