"""Where one gateway process asks models outside: what is opened for that, and what is known."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from api.gateway.hub import Hub
from api.gateway.journal import Journal
from api.gateway.openai.ports import Asked
from api.gateway.recent import Recent
from orchestration.cache import composing
from orchestration.calls.cached_caller import CachedCaller
from orchestration.calls.call import AskedT, Call
from orchestration.calls.gate import Gate
from orchestration.calls.opening import open_calls
from orchestration.calls.ports import Payer
from orchestration.classifying.classifier import Classifier
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.outside.health import healths
from orchestration.outside.limits import stored_limits
from orchestration.outside.names import read_name
from orchestration.outside.plan import Plan
from orchestration.outside.planning import Request, Standing, plan, question_of
from orchestration.policies.reading import Policies, PolicyReader
from orchestration.routing.classified import Classified
from orchestration.routing.fleet import LOCAL
from orchestration.specialists.selectors import Outside, outside
from orchestration.specialists.sources import StoredProviders
from orchestration.usage.delays import Measured, read_delays
from orchestration.usage.ledger import GroupLedger
from tasks.selectors.pressure import Pressure, read_pressure

_ACTOR: Final = "system:gateway"
"""Under which name providers' keys are read, for the audit log."""


class Desk:
    """Asks models outside, once it is open. Belongs to one event loop.

    Args:
        hub: by its means rows are read.
        redis_url: where limits and breakers are shared.
        calls: ephemeral calls, for vectors of questions.
    """

    def __init__(self, hub: Hub, redis_url: str, calls: AsyncCalls) -> None:
        """Connect nothing yet."""
        self._hub = hub
        self._redis_url = redis_url
        self._ephemeral = calls
        fresh_s = settings.SWITCHYARD.routing.fresh_s
        self._catalogue: Recent[Outside] = Recent(partial(hub.rows.read, outside), fresh_s)
        self._standing: Recent[Standing] = Recent(self._look, fresh_s)
        policies = PolicyReader()
        self._policies: Recent[Policies] = Recent(partial(hub.rows.read, policies.read), fresh_s)
        self._classifier = Classifier(calls, settings.SWITCHYARD.classifying, hub.rows.read)
        self._caller: CachedCaller | None = None
        self._gate: Gate | None = None
        self.journal = Journal()

    @property
    def caller(self) -> CachedCaller:
        """What calls models."""
        assert self._caller is not None, "the desk is not open"  # noqa: S101
        return self._caller

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Connect; left, all that was spent and said is written."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, self.journal.close)
            ledger = GroupLedger()
            stack.push_async_callback(asyncio.to_thread, ledger.close)
            answers = composing.answers()
            stack.push_async_callback(answers.close)
            sources = StoredProviders(_ACTOR, self._hub.rows.read)
            limits = await stack.enter_async_context(stored_limits(self._hub.rows.read).kept())
            opened = open_calls(
                self._redis_url,
                sources,
                ledger,
                limits,
                redis_s=settings.SWITCHYARD.calls.redis_s,
            )
            calls = await stack.enter_async_context(opened)
            self._gate = calls.gate
            self._caller = composing.cached(calls.caller, answers, ledger, self._ephemeral)
            stack.push_async_callback(self._caller.close)
            stack.push_async_callback(self._classifier.close)
            await self._classifier.prepare()
            yield

    def call(
        self, request: AskedT, asked: Asked, total_s: float, task_id: UUID | None = None
    ) -> Call[AskedT]:
        """Return the call that a request comes to: who pays, and what holds where it must wait.

        Args:
            request: in the form of providers.
            asked: what it was read from.
            total_s: how long all of it may take.
            task_id: under which it is written down.
        """
        rules, by = settings.SWITCHYARD.calls, asked.by
        return Call(
            request,
            Payer(by.tenant_id, by.key_id, by.tenant_name),
            total_s=total_s,
            policy=asked.wishes.when_full or rules.when_full,
            wait_s=rules.wait_s,
            task_id=task_id,
        )

    async def catalogue(self) -> Outside:
        """Return what can be asked, a second old at most."""
        return await self._catalogue.get()

    async def plan(self, request: Request) -> Plan:
        """Return who serves a request, by its tenant's policy; raises as
        `orchestration.outside.planning.plan`."""
        known, standing = await self._catalogue.get(), await self._standing.get()
        policies = await self._policies.get()
        request = replace(request, policy=policies.of(request.tenant_id))
        named = read_name(request.name, {LOCAL, *known.providers})
        if request.kind == "chat" and named.nobody and request.classified is None:
            request = replace(request, classified=await self._about(request.input))
        decide = partial(plan, request, known, standing)
        # Specialists are read from the database.
        return await self._hub.rows.read(decide) if named.specialist else decide()

    async def about(self, asked: Asked) -> Classified | None:
        """Return what a conversation is about; None where it names who answers, or is none.

        Raises:
            InvalidInput: it names nobody, or its input is not valid.
        """
        known = await self._catalogue.get()
        named = read_name(asked.model or "", {LOCAL, *known.providers})
        if asked.kind != "chat" or not named.nobody:
            return None
        return await self._about(validate_input(get_kind(asked.kind), asked.input))

    async def _about(self, values: Mapping[str, Any]) -> Classified:
        return await self._classifier.classify(question_of(values))

    async def _look(self) -> Standing:
        """Return how everybody fares: breakers of models outside, delays of all, what waits before
        ours."""
        known = await self._catalogue.get()
        pressure, delays = await self._hub.rows.read(_read)
        reports = () if self._gate is None else await self._gate.reports()
        ours = pressure.queues.get(LOCAL)
        return Standing(
            health=healths(known.models, delays, reports, datetime.now(UTC)),
            queues={} if ours is None else {LOCAL: ours},  # calls outside pass by their queues
            loads=pressure.loads(known.fleet.candidates),
            busy_s=settings.SWITCHYARD.routing.busy_s,
        )


def _read() -> tuple[Pressure, Mapping[tuple[str, str], Measured]]:
    return read_pressure(), read_delays()
