"""Asks models outside for the tasks of a worker: one event loop in a thread, for all of them.

The threads that run tasks wait here, see when they are to stop, and renew their leases meanwhile:
each call has time limits of its own, so that what waits makes progress.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import Error, connection

from orchestration.cache import composing
from orchestration.calls.cached_caller import CachedCaller
from orchestration.calls.caching import Caching
from orchestration.calls.call import Call
from orchestration.calls.opening import open_calls
from orchestration.execution import Outside, Ports, Rerouted, RunInput, ServedHere
from orchestration.inference.ports import Delta as Written
from orchestration.inference.ports import Interrupted
from orchestration.kinds.catalogue import get_kind
from orchestration.outside.allowing import allowed
from orchestration.outside.errors import (
    BeyondContexts,
    BeyondModels,
    NobodyServes,
    PolicyForbids,
)
from orchestration.outside.limits import stored_limits
from orchestration.outside.plan import Plan
from orchestration.outside.planning import hops_of
from orchestration.outside.wire import (
    chat_request,
    chat_result,
    embedding_request,
    embedding_result,
)
from orchestration.policies.reading import Policies, recent_policies
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, Delta, End
from orchestration.routing.decision import Decision
from orchestration.specialists.selectors import Outside as Catalogue
from orchestration.specialists.selectors import outside
from orchestration.specialists.sources import StoredProviders
from orchestration.usage.ledger import GroupLedger
from tasks.queues import EXTERNAL, OUTSIDE
from tasks.services.routing import record
from tasks.services.serving import Wanted, serve

T = TypeVar("T")

_LOOK_S: Final = 0.2
"""How often a waiting task looks whether it is to stop."""
_STOP_S: Final = 5.0
_LONGEST_S: Final = 3600.0
_ACTOR: Final = "system:worker"
_CACHING: Final = Caching(bound=True)
_MEND: Final = (
    "Have the policy of routing or the catalogue changed and replay the task, or store it anew "
    "with a model that is allowed: `auto` takes whoever is."
)


class OutsideDesk:
    """Serves `OutsideModels`. Its thread starts with the first task; close it at the end.

    Args:
        redis_url: Where limits and breakers are shared.
        redis_s: How long it is waited for; then each process counts by itself.
    """

    def __init__(self, redis_url: str, redis_s: float = 1.0) -> None:
        self._redis_url = redis_url
        self._redis_s = redis_s
        self._rows = _Rows()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._caller: CachedCaller | None = None
        self._ending: asyncio.Event | None = None

    def answer(self, run: RunInput, ports: Ports) -> dict[str, Any]:
        """Return a task's result; see `OutsideModels`."""
        assert run.outside is not None, "execution asks for those only"  # noqa: S101
        asking = _Asking(run, run.outside, ports, self._rows)
        asked = asking.embedded if run.kind == "embedding" else asking.said
        return self._waited(self._begin(asked), ports)

    def close(self) -> None:
        """Write what was spent, and end the thread."""
        with self._lock:
            if self._thread is None or self._loop is None or self._ending is None:
                return
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join(_STOP_S)

    def _begin(
        self, asked: Callable[[CachedCaller], Coroutine[Any, Any, dict[str, Any]]]
    ) -> Future[dict[str, Any]]:
        with self._lock:
            if self._thread is None:
                self._start()
        assert self._loop is not None  # noqa: S101
        assert self._caller is not None  # noqa: S101
        return asyncio.run_coroutine_threadsafe(asked(self._caller), self._loop)

    def _waited(self, future: Future[dict[str, Any]], ports: Ports) -> dict[str, Any]:
        while True:
            done, _ = wait([future], _LOOK_S)
            if done:
                return future.result()
            reason = ports.stop.requested()
            if reason is not None:
                future.cancel()
                wait([future], _STOP_S)
                raise Interrupted(reason)
            ports.progress()

    def _start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(ready)), name="outside", daemon=True
        )
        self._thread.start()
        ready.wait()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        async with self._opened() as self._caller:
            ready.set()
            await self._ending.wait()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[CachedCaller]:
        ledger, answers, rows = GroupLedger(), composing.answers(), self._rows
        sources = StoredProviders(_ACTOR, rows.read)
        try:
            async with (
                stored_limits(rows.read).kept() as limits,
                open_calls(
                    self._redis_url, sources, ledger, limits, redis_s=self._redis_s
                ) as calls,
            ):
                caller = composing.cached(calls.caller, answers, ledger)
                yield caller
                await caller.close()
        finally:
            await answers.close()
            await asyncio.to_thread(ledger.close)
            await rows.close()


class _Rows:
    """Reads rows in a thread of its own, which keeps one connection."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "outside-rows")

    async def read(self, job: Callable[[], T]) -> T:
        """Return what `job` returns; after an error of the database the next one connects anew."""

        def read() -> T:
            try:
                return job()
            except Error:
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, read)

    async def close(self) -> None:
        """Close the connection and end the thread."""
        await self.read(_close)
        self._thread.shutdown(wait=False)


def _known() -> tuple[Catalogue, Policies]:
    return outside(), recent_policies()


def _asks_outside(plan: Plan) -> bool:
    return any(hop.target is not None for hop in plan.hops)


def _lanes(known: Catalogue) -> frozenset[str]:
    """Return the lanes in which tasks on their way outside wait."""
    return frozenset({EXTERNAL, *(each.queue for each in known.fleet.candidates if not each.local)})


def _close() -> None:
    """Close the connection of the thread that this runs in."""
    connection.close()


@dataclass(frozen=True, slots=True)
class _Asking:
    """One task's question."""

    run: RunInput
    outside: Outside
    ports: Ports
    rows: _Rows

    async def said(self, caller: CachedCaller) -> dict[str, Any]:
        """Return a conversation's answer; what comes of it is told as it comes."""
        plan = await self._plan()
        call = self._call(chat_request(self.run.input))
        assembly, counts = Assembly(), dict[int, int]()
        answer: ChatAnswer | None = None
        async with caller.stream(call, self._targets(plan), _CACHING) as stream:
            async for item in stream:
                if isinstance(item, End):
                    answer = assembly.answer(item)
                    continue
                assembly.add(item)
                self._tell(item, counts)
        assert answer is not None, "a stream without an end raises"  # noqa: S101
        return chat_result(answer, plan.answerer(stream.provider, stream.model))

    async def embedded(self, caller: CachedCaller) -> dict[str, Any]:
        """Return vectors."""
        plan = await self._plan()
        call = self._call(embedding_request(self.run.input))
        served = await caller.embed(call, self._targets(plan), _CACHING)
        return embedding_result(served.answer, plan.answerer(served.provider, served.model))

    async def _plan(self) -> Plan:
        """Return who is asked, of those whom the tenant's policy allows by now.

        Raises:
            ServedHere: None of them, but one of our own models serves it.
            SwitchyardError: Nobody does.
        """
        known, policies = await self.rows.read(_known)
        decision = allowed(self.outside.decision, policies.of(self.run.tenant_id))
        plan = self._planned(decision, known)
        if not _asks_outside(plan):
            decision = await self._anew(known, decision)
            known, _ = await self.rows.read(_known)  # at least as new as what was found in it
            plan = self._planned(decision, known)
        if plan.decision != self.outside.decision:
            await self._note(plan.decision)
        return plan

    async def _anew(self, known: Catalogue, left: Decision) -> Decision:
        """Return who is asked in place of those who are forbidden or gone; raises as `_plan`.

        Args:
            known: The catalogue.
            left: What is left of the decision that was stored.
        """
        run, name = self.run, self.outside.wanted
        wanted = Wanted(name, "any", run.tenant_id, run.priority)
        find = partial(serve, get_kind(run.kind), dict(run.input), wanted)
        try:
            found = await self.rows.read(find)
        except (PolicyForbids, BeyondModels, BeyondContexts, NobodyServes) as error:
            await self._note(error.decision)
            raise type(error)(name, error.decision, mend=_MEND) from None
        decision = found.routing or left
        if found.device != OUTSIDE:
            raise ServedHere(Rerouted(found.model, found.queue, _lanes(known), decision))
        return decision

    def _planned(self, decision: Decision, known: Catalogue) -> Plan:
        return Plan(self.outside.wanted, self.run.input, decision, hops_of(decision, known))

    async def _note(self, decision: Decision) -> None:
        """Store a decision that was made anew."""
        write = partial(record, self.run.task_id, decision, tenant_id=self.run.tenant_id)
        await self.rows.read(write)

    def _targets(self, plan: Plan) -> list[Any]:
        return [hop.target for hop in plan.hops if hop.target is not None]

    def _call(self, request: Any) -> Call[Any]:
        rules = settings.SWITCHYARD.calls
        return Call(
            request,
            self.outside.payer,
            total_s=self.run.remaining_s or _LONGEST_S,
            policy=rules.when_full,
            wait_s=rules.wait_s,
            task_id=self.run.task_id,
            attempt=self.run.attempt,
        )

    def _tell(self, delta: Delta, counts: dict[int, int]) -> None:
        """Tell readers of a piece of text; providers do not tell tokens, so pieces are counted."""
        if not delta.text:
            return
        start = counts.get(delta.choice, 0)
        counts[delta.choice] = start + 1
        self.ports.stream.add(Written(delta.choice, start, (start,), delta.text))
        self.ports.progress()
