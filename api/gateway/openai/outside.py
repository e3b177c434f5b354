"""One conversation with models outside: asked straight away, written down as a task at its end."""

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from api.gateway.openai.desk import Desk
from api.gateway.openai.ports import Alive, Asked, Item
from api.gateway.openai.pulse import with_pulse
from api.gateway.openai.wishes import ROUTE, TASK
from orchestration.calls.caching import HEADER as CACHE
from orchestration.calls.call import Try
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.outside.plan import Leg, Plan
from orchestration.outside.wire import Answerer, chat_result
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, ChatRequest, End
from tasks.lifecycle import State
from tasks.services.journal import Entry

_WRITTEN_S: Final = 5.0
"""How long an answer waits for its task to be written, where it shall be readable."""
_TOLD: Final = ("provider", "model", "outcome", "reason", "ms")


class OutsideText:
    """One request for text, of one leg of its plan; serves `TextCall`.

    Args:
        desk: asks them.
        asked: what for, and by whom.
        plan: who is asked, and what.
        leg: whom of them.
        request: what they are asked.
        patience_s: how long all of it may take.
        heartbeat_s: after how long a silence its stream shows that it is alive.
    """

    def __init__(
        self,
        desk: Desk,
        asked: Asked,
        plan: Plan,
        leg: Leg,
        *,
        request: ChatRequest,
        patience_s: float,
        heartbeat_s: float,
    ) -> None:
        self.created = int(time.time())
        self._desk = desk
        self._plan = plan
        self._targets = leg.targets
        self._caching = asked.wishes.caching
        self._readable = asked.wishes.readable
        self._heartbeat_s = heartbeat_s
        self._record = Record(desk, asked, plan, leg.hops[0].route.queue, patience_s)
        self._who = Answerer(leg.hops[0].route.model, "", plan.specialist)
        self._cache = ""
        self._call = desk.call(request, asked, patience_s, self._record.task_id)

    @property
    def id(self) -> str:
        """What its answer is named by: the task that it will be."""
        return self._record.task_id.hex

    @property
    def model(self) -> str:
        """Which model answers, by our name; the first that is asked, before one does."""
        return self._who.model

    @property
    def headers(self) -> Mapping[str, str]:
        """Its task; who answered, and what the cache had to do with it, once that is known."""
        who = self._who
        route = {ROUTE: f"{who.provider}/{who.model}"} if who.provider else {}
        return {TASK: str(self._record.task_id), **route, **({CACHE: self._cache} if route else {})}

    async def answer(self) -> ChatAnswer:
        """Return the whole answer; errors are those of `orchestration.calls.Caller.chat`."""
        try:
            served = await self._desk.caller.chat(self._call, self._targets, self._caching)
        except SwitchyardError as error:
            self._record.error = error
            raise
        self._answered(served.provider, served.model, served.cache)
        self._record.succeeded(served.answer, self._who, served.tries)
        await self._written()
        return replace(served.answer, id=self.id, model=self.model)

    async def stream(self) -> AsyncGenerator[Item, None]:
        """Yield the answer as it comes; errors as in `answer`.

        Its `End` is held back until what was tried is known, too: until the try that answered has
        ended. An answer that came whole was given, whoever leaves and whatever breaks after it.
        """
        stream = self._desk.caller.stream(self._call, self._targets, self._caching)
        assembly, end = Assembly(), None
        try:
            async with stream, aclosing(with_pulse(stream, self._heartbeat_s)) as items:
                async for item in items:
                    if isinstance(item, Alive):
                        yield item
                        continue
                    if not self._cache:
                        self._answered(stream.provider, stream.model, stream.cache)
                    if isinstance(item, End):
                        end = item
                        continue
                    assembly.add(item)
                    yield item
        except SwitchyardError as error:
            if end is None:
                self._record.error = error
                raise
        finally:
            if end is not None:
                self._record.succeeded(assembly.answer(end), self._who, stream.tries)
        if end is not None:
            await self._written()
            yield End(self.id, self.model, end.usage)

    async def leave(self) -> None:
        """Write down what came of it; a call that nobody waits for was cancelled already."""
        self._record.left()

    async def _written(self) -> None:
        """Wait until an answer can be read, if that is wanted; a database that is slow to take it
        holds nobody up for long."""
        if self._readable:
            await self._desk.journal.written(_WRITTEN_S)

    def _answered(self, provider: str, model: str, cache: str) -> None:
        self._who = self._plan.answerer(provider, model)
        self._cache = cache


class Record:
    """What becomes of a request, for the journal; it is written once.

    Attributes:
        task_id: names it.
        error: with which it failed, if it did.
    """

    def __init__(self, desk: Desk, asked: Asked, plan: Plan, queue: str, patience_s: float) -> None:
        """Begin now."""
        self.task_id: UUID = uuid7()
        self.error: SwitchyardError | None = None
        self._journal = desk.journal
        self._asked = asked
        self._plan = plan
        self._queue = queue
        self._patience_s = patience_s
        self._begun = time.monotonic()
        self._written = False

    def succeeded(self, answer: ChatAnswer, who: Answerer, tries: Sequence[Try]) -> None:
        """Write an answer down."""
        result = chat_result(answer, who)
        if self._asked.grounded is not None:
            result = self._asked.grounded.told(result)
        if self._plan.prompt is not None:
            result["prompt"] = dict(self._plan.prompt)
        data = {**who.told(), "tries": [_told(each) for each in tries]}
        self._write(State.SUCCEEDED, result=result, data=data)

    def left(self) -> None:
        """Write down that there is no answer, unless there is one."""
        if self._written:
            return
        if self.error is None:
            self._write(State.CANCELLED)
        else:
            self._write(State.FAILED, error=self.error.problem())

    def _write(
        self,
        state: State,
        *,
        result: Mapping[str, Any] | None = None,
        error: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._written = True
        asked = self._asked
        kind, values = asked.as_task(self._plan.input)
        entry = Entry(
            task_id=self.task_id,
            tenant_id=asked.by.tenant_id,
            by=asked.by.actor,
            kind=kind,
            model=self._plan.wanted,
            queue=self._queue,
            priority=asked.wishes.level,
            input=values,
            tags=asked.wishes.tags,
            state=state,
            timeout_s=self._patience_s,
            result=result,
            error=error,
            data=data or {},
            routing=self._plan.decision,
            age_s=time.monotonic() - self._begun,
        )
        self._journal.note(entry)


def _told(tried: Try) -> dict[str, Any]:
    told = {name: getattr(tried, name) for name in _TOLD}
    return {**told, "ms": round(tried.ms, 1)}
