"""Vectors by whoever serves them: our own workers, and models outside.

Vectors of models outside are not written down as tasks: nobody reads them again there, and the
ledger of usage has what they cost. What only a task can have (a key, a tag, that it goes on without
its client) makes one from the beginning on.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from api.gateway.hub import Hub
from api.gateway.openai.chain import Chain, Way
from api.gateway.openai.desk import Desk
from api.gateway.openai.local import errand
from api.gateway.openai.ports import Asked, Vectors
from api.gateway.openai.ports import Call as Under
from api.gateway.openai.results import embeddings
from api.gateway.openai.routed import check_priority
from api.gateway.openai.wishes import ROUTE
from orchestration.calls.caching import HEADER as CACHE
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.outside.plan import Leg, Plan
from orchestration.outside.planning import Request, is_ours
from orchestration.outside.wire import embedding_request
from orchestration.providers.embeddings import Embeddings


class RoutedVectors:
    """Texts to vectors; serves `Vectors`.

    Args:
        hub: how long answers may take.
        desk: asks models outside.
        local: our own workers.
    """

    def __init__(self, hub: Hub, desk: Desk, local: Vectors) -> None:
        self._hub = hub
        self._desk = desk
        self._local = local

    async def begin(self, asked: Asked) -> Under[Embeddings]:
        """Take a request in; errors are those of `RoutedTexts.begin`."""
        known = await self._desk.catalogue()
        if asked.model is None or is_ours(asked.model, known):
            return await self._local.begin(asked)
        if asked.wishes.of_tasks:
            return await errand(self._hub, asked, embeddings)
        check_priority(asked)
        request = Request(
            name=asked.model,
            input=validate_input(get_kind("embedding"), asked.input),
            key=uuid7().hex,
            tenant_id=asked.by.tenant_id,
            priority=asked.wishes.level,
            kind="embedding",
        )
        plan = await self._desk.plan(request)
        return await Chain.begun([self._way(asked, plan, leg) for leg in plan.legs])

    def _way(self, asked: Asked, plan: Plan, leg: Leg) -> Way[Embeddings]:
        if leg.local:
            model, routing = leg.hops[0].route.model, plan.decision
            ours = replace(asked, model=model, input=plan.input, routing=routing)
            return Way(partial(self._local.begin, ours), stored=True)
        return Way(partial(self._outside, asked, plan, leg), stored=False)

    async def _outside(self, asked: Asked, plan: Plan, leg: Leg) -> Under[Embeddings]:
        return _OutsideVectors(self._desk, asked, plan, leg, self._hub.settings.stream_s)


class _OutsideVectors:
    """One request for vectors, of one leg of its plan; serves `Call`."""

    def __init__(self, desk: Desk, asked: Asked, plan: Plan, leg: Leg, patience_s: float) -> None:
        self.id = uuid7().hex
        self.created = int(time.time())
        self.model = leg.hops[0].route.model
        self.headers: Mapping[str, str] = {}
        self._desk = desk
        self._asked = asked
        self._plan = plan
        self._targets = leg.targets
        self._call = desk.call(embedding_request(plan.input), asked, patience_s)

    async def answer(self) -> Embeddings:
        """Return the vectors; errors are those of `orchestration.calls.Caller.embed`."""
        caching = self._asked.wishes.caching
        served = await self._desk.caller.embed(self._call, self._targets, caching)
        who = self._plan.answerer(served.provider, served.model)
        self.model = who.model
        self.headers = {ROUTE: f"{who.provider}/{who.model}", CACHE: served.cache}
        return Embeddings(who.model, served.answer.vectors, served.answer.usage)

    async def leave(self) -> None:
        """Do nothing: a call that nobody waits for was taken back when it was cancelled."""
