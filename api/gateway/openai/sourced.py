"""Conversations that are answered from sources: they are looked up here, before anybody is asked.

What goes on from here is a conversation as any other, with its sources in the question, wherever it
is served. Vectors and tokens come from workers by ephemeral calls; rows, as always, by threads.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from api.gateway.hub import Hub
from api.gateway.openai.chunks import Chunks
from api.gateway.openai.desk import Desk
from api.gateway.openai.errors import UnsupportedParameter
from api.gateway.openai.ports import Asked, Item, TextCall, Texts
from api.gateway.openai.relayed import Relayed
from api.gateway.openai.shapes import Shape
from api.rest.errors import Unreachable
from api.rest.remembering import reranker, uses
from orchestration.context.driving import afit
from orchestration.context.errors import InvalidContext
from orchestration.context.ports import AsyncTokenCounter
from orchestration.context.room import Room
from orchestration.counting.outside import AsyncEstimatingCounter, EstimatingCounter
from orchestration.counting.worker import Asked as Counted
from orchestration.counting.worker import AsyncWorkerCounter
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.errors import ContextOverflow, SwitchyardError, UserError
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.memory.searching import Given, Searcher
from orchestration.memory.vectors import unit
from orchestration.memory.worker_texts import model_of, wish
from orchestration.outside.planning import is_ours
from orchestration.providers.chat import ChatAnswer
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec
from orchestration.retrieval.grounding import (
    COUNTS,
    Grounded,
    countable,
    grounded,
    prepared,
    question_of,
    room_of,
    room_outside,
)
from orchestration.retrieval.retrieving import embedder_wanted, retrieve
from orchestration.retrieval.sources import Found
from tasks.services.submission import check_scopes

log = logging.getLogger(__name__)

KIND: Final = "rag"
VECTOR_S: Final = 5.0
"""So long the question's vector is waited for; then it is searched by words alone."""
_DATABASE: Final = (DatabaseError, InterfaceError, Unreachable)


class SourcedTexts:
    """Looks sources up where they are wanted, and lets others answer; serves `Texts`.

    Args:
        hub: by its means rows are read.
        calls: ephemeral calls.
        desk: knows who serves what.
        texts: who answers.
        context: most tokens of a window of our own models.
    """

    def __init__(
        self, hub: Hub, calls: AsyncCalls, desk: Desk, texts: Texts, *, context: int
    ) -> None:
        self._hub = hub
        self._calls = calls
        self._desk = desk
        self._texts = texts
        self._context = context

    async def begin(self, asked: Asked) -> TextCall:
        """Take a request in.

        Raises:
            UnsupportedParameter: sources and an idempotency key are wanted together.
            Forbidden: the key lacks a scope that reading the sources needs.
            UnknownCollection, UnknownPrompt: there is none of that name.
            ContextOverflow: the conversation does not fit.
            SwitchyardError: it is refused.
        """
        if asked.retrieval is None:
            return await self._texts.begin(asked)
        if asked.wishes.key is not None:
            raise UnsupportedParameter(
                "Unsupported value: 'retrieval' with an idempotency key; what is found may change.",
                field="retrieval",
                mend="Leave the key out, or submit a task of the kind rag, which takes one.",
            )
        about = await self._desk.about(asked)  # by the question alone, without its sources
        made = await self._ground(asked)
        ready = replace(asked, input=made.input, retrieval=None, classified=about, grounded=made)
        call = await self._texts.begin(ready)
        return SourcedText(call, made)

    async def _ground(self, asked: Asked) -> Grounded:
        kind = get_kind(KIND)
        values = validate_input(kind, {**asked.input, "retrieval": asked.retrieval})
        check_scopes(kind, values, asked.by.scopes)
        found = await self._found(values, asked.by.tenant_id)
        if asked.model is None or is_ours(asked.model, await self._desk.catalogue()):
            resolve = partial(registry.resolve, asked.model, "text")
            return await self._ours(values, found, await self._hub.rows.read(resolve), asked)
        counter = _estimating(values, asked.model)
        tokens = sum(await counter.count(countable(values, found)))
        return await _fitted(values, found, room_outside(values, tokens), counter)

    async def _ours(
        self, values: Mapping[str, Any], found: Found, model: ModelSpec, asked: Asked
    ) -> Grounded:
        """Fit a conversation for a model of ours; where no worker counts now, by an estimate: its
        task waits for one."""
        room = room_of(values, min(model.context_length, self._context))
        tools = tuple(values.get("tools", ()))
        who = Counted(model, tools, max_priority=asked.by.max_priority)
        try:
            return await _fitted(values, found, room, AsyncWorkerCounter(self._calls, who))
        except (ContextOverflow, InvalidContext):
            raise
        except SwitchyardError as error:
            log.info("tokens are estimated", extra={"error": str(error)})
            return await _fitted(values, found, room, _estimating(values, model.name))

    async def _found(self, values: Mapping[str, Any], tenant_id: UUID) -> Found:
        query = question_of(values)
        try:
            given, without = await self._vector(query, tenant_id)
            look = partial(
                retrieve, Searcher(None, reranker()), values["retrieval"], query,
                tenant_id=tenant_id, given=given, without=without, uses=uses(),
            )  # fmt: skip
            return await self._hub.rows.read(look)
        except UserError:
            raise
        except _DATABASE as error:
            log.warning("answered without sources", extra={"error": str(error)})
            return Found(failed="The database did not answer.")
        except SwitchyardError as error:
            return Found(failed=error.detail)

    async def _vector(self, query: str, tenant_id: UUID) -> tuple[Given | None, str]:
        """Return a question's vector, or why there is none."""
        if not query.strip():
            return None, ""
        try:
            wanted = await self._hub.rows.read(partial(_embedder, tenant_id))
            if wanted is None:
                return None, ""
            name, spec = wanted
            values = wish([query], spec)
            answer = await self._calls.ask("embedding", spec, values, timeout_s=VECTOR_S)
            return Given(unit(answer["embeddings"])[0], name), ""
        except Unreachable:
            raise
        except SwitchyardError as error:
            return None, f"No vector of the question: {error.detail}"


class SourcedText(Relayed[ChatAnswer]):
    """A request for text that is answered from sources; serves `TextCall`.

    Attributes:
        sources: those that the model sees.
    """

    _call: TextCall

    def __init__(self, call: TextCall, sources: Grounded) -> None:
        self.sources = sources
        self._call = call

    async def answer(self) -> ChatAnswer:
        """Return the whole answer."""
        return await self._call.answer()

    def stream(self) -> AsyncGenerator[Item, None]:
        """Yield the answer as it comes."""
        return self._call.stream()


class SourcedChunks(Chunks):
    """The chunks of a stream whose first one has the sources, and whose last ones of each answer
    what it cites."""

    def __init__(self, call: SourcedText, *, with_usage: bool) -> None:
        super().__init__(call, with_usage=with_usage)
        self._sources = call.sources
        self._told = False
        self._said: dict[int, list[str]] = {}

    def _beside(self, choices: list[Shape]) -> Shape:
        beside = {} if self._told else self._sources.begun()
        self._told = True
        for choice in choices:
            said = self._said.setdefault(choice["index"], [])
            said.append(choice["delta"].get("content") or "")
            if choice["finish_reason"]:
                beside |= self._sources.cited("".join(said)).to_dict()
        return beside


def with_sources(shape: Shape, sources: Grounded) -> Shape:
    """Return a whole answer with its sources, and what each choice of it cites."""
    first, *more = [
        sources.cited(choice["message"]["content"] or "").to_dict() for choice in shape["choices"]
    ]
    told = {**shape, **sources.begun(), **first}
    if more:
        told["choices"] = [
            {**choice, **cited}
            for choice, cited in zip(shape["choices"], (first, *more), strict=True)
        ]
    return told


async def _fitted(
    values: Mapping[str, Any], found: Found, room: Room, counter: AsyncTokenCounter
) -> Grounded:
    ready = prepared(values, found, room.window)
    return grounded(ready, await afit(ready.material, room, ready.policy, counter, COUNTS))


def _estimating(values: Mapping[str, Any], model: str) -> AsyncEstimatingCounter:
    return AsyncEstimatingCounter(EstimatingCounter(model, tuple(values.get("tools", ()))))


def _embedder(tenant_id: UUID) -> tuple[str, ModelSpec] | None:
    """Return what makes vectors of a tenant's questions. Queries: one or two.

    Raises:
        UnknownModel, EmbedderGone: It is not to be had any more.
    """
    name = embedder_wanted(tenant_id)
    return None if name is None else (name, model_of(name))
