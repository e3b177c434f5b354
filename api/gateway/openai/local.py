"""Local models: every request is a task of the durable queue, waited for or read along."""

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any, Final, Generic, TypeVar

from django.db import DatabaseError, InterfaceError

from api.gateway.ends import at_end
from api.gateway.hub import Hub
from api.gateway.openai.errors import AnswerTooSlow, Ending, TaskCancelled, TaskExpired, Unanswered
from api.gateway.openai.ports import Alive, Asked, Call, Item, TextCall
from api.gateway.openai.results import chat_answer
from api.gateway.openai.voices import Voice
from api.gateway.openai.wishes import BY_TASK, ROUTE, TASK
from api.gateway.telling import Anew, Ended, News, Silence, Telling, Texts
from api.rest.base import submitter_of
from api.rest.errors import Unreachable
from orchestration.calls.caching import HEADER as CACHE
from orchestration.errors import SwitchyardError
from orchestration.providers.chat import ChatAnswer, Choice, Delta, End, ToolCallDelta
from orchestration.routing.fleet import LOCAL
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import TERMINAL, State
from tasks.queues import OUTSIDE
from tasks.selectors.task import TaskView, get_task
from tasks.services.control import cancel
from tasks.services.submission import parse, submit

log = logging.getLogger(__name__)

T = TypeVar("T")

_OVER: Final = (Conflict, NotFound)
"""It has ended meanwhile."""


class LocalTexts:
    """Conversations and prompts as tasks of the kinds chat and completion; serves `Texts`."""

    def __init__(self, hub: Hub) -> None:
        """Wait by the means of `hub`."""
        self._hub = hub

    async def begin(self, asked: Asked) -> TextCall:
        """Store a task.

        Raises:
            SwitchyardError: it is refused.
        """
        task, created = await stored(self._hub, asked)
        call = _LocalText(self._hub, asked, task, created=created)
        try:
            await asked.hears(call.id)
        except BaseException:
            await call.leave()
            raise
        return call


class Errand(Generic[T]):
    """A task, for as long as somebody waits for it.

    Args:
        asked: what it was made for.
        task: as it was stored.
        made: reads a result.
        created: whether this request has made it; else an idempotency key has found it.
    """

    def __init__(
        self,
        hub: Hub,
        asked: Asked,
        task: TaskView,
        made: Callable[[Mapping[str, Any]], T],
        *,
        created: bool,
    ) -> None:
        self.id = task.id.hex
        self.created = int(task.created_at.timestamp())
        self.headers = {TASK: str(task.id), CACHE: BY_TASK}
        self._tell(task.model, _place(task))
        self._hub = hub
        self._asked = asked
        self._task = task
        self._made = made
        self._mine = created and not asked.wishes.stays

    async def answer(self) -> T:
        """Return what the task came to.

        Raises:
            Unanswered, TaskCancelled, TaskExpired: it ended without a result.
            AnswerTooSlow, Ending: it has not ended.
        """
        read = partial(get_task, self._task.id, tenant_id=self._task.tenant_id)
        patience_s = self._hub.settings.stream_s
        task = await at_end(self._hub, self._task.id, self._task.tenant_id, read, patience_s)
        if task.state not in TERMINAL:
            raise self._unended()
        return self._made(self._ended(task))

    async def leave(self) -> None:
        """Cancel the task, unless it has ended or shall go on."""
        if not self._mine:
            return
        principal = self._asked.by
        stop = partial(cancel, self._task.id, tenant_id=principal.tenant_id, by=principal.actor)
        try:
            await self._hub.rows.write(stop)
        except _OVER:
            return
        except (DatabaseError, InterfaceError, Unreachable) as error:
            # It runs to its end, as every task does whose cancelling nobody can store.
            log.warning("a task that nobody waits for goes on", extra={"error": str(error)})

    def _ended(self, task: TaskView) -> Mapping[str, Any]:
        """Note that the task has ended, and return its result."""
        self._mine = False
        if task.state == State.SUCCEEDED:
            result: Mapping[str, Any] = task.result
            self._tell(result["model"], result.get("provider") or _place(task))
            return result
        if task.state == State.CANCELLED:
            raise TaskCancelled(f"The task {task.id} was cancelled.")
        if task.state == State.EXPIRED:
            raise TaskExpired(f"The deadline of the task {task.id} has passed.")
        raise Unanswered(task.error or {})

    def _tell(self, model: str, provider: str) -> None:
        """Tell which model answers; and where, once that is known."""
        self.model = model
        if provider:
            self.headers[ROUTE] = f"{provider}/{model}"

    def _unended(self) -> SwitchyardError:
        if self._hub.watches.closing:
            return Ending("This gateway process ends.", mend="Send the request again.")
        return AnswerTooSlow(
            f"The answer was not complete within {self._hub.settings.stream_s:g} s.",
            mend="Submit a task instead: it is stored, and its result can be fetched later.",
        )


def _place(task: TaskView) -> str:
    """Return who serves a task; empty for somebody outside: whom a worker asks there, and for which
    of its models, is known when it has an answer."""
    return "" if task.device == OUTSIDE else LOCAL


class _LocalText(Errand[ChatAnswer]):
    """A request for text that is a task."""

    def __init__(self, hub: Hub, asked: Asked, task: TaskView, *, created: bool) -> None:
        read = partial(chat_answer, id=task.id.hex, one_call=asked.one_call)
        super().__init__(hub, asked, task, read, created=created)
        calls = bool(asked.input.get("tools")) and asked.input.get("tool_choice") != "none"
        self._voices = [Voice(at, calls=calls) for at in range(asked.input.get("n") or 1)]

    async def stream(self) -> AsyncGenerator[Item, None]:
        """Yield the answers as they are drawn; whatever dies meanwhile, no token comes twice and
        none is left out.

        Raises:
            StreamLost: the answer had to be begun anew and is another one.
            Others as `answer`.
        """
        hub, task = self._hub, self._task
        with hub.watches.on(task.id, task.tenant_id, seen=0) as watch:
            async with aclosing(Telling(hub, watch).news()) as telling:
                async for news in telling:
                    for item in self._items(news):
                        yield item
                        if isinstance(item, End):
                            return
        raise self._unended()

    def _items(self, news: list[News]) -> list[Item]:
        items: list[Item] = []
        for each in news:
            match each:
                case Texts(texts):
                    items += self._heard(texts)
                case Anew():
                    for voice in self._voices:
                        voice.begin_anew()
                case Silence():
                    items.append(Alive())
                case Ended(task):
                    items += self._rest(self._made(self._ended(task)))
        return items

    def _heard(self, texts: Mapping[int, str]) -> list[Delta]:
        told = [(at, self._voices[at].hear(text)) for at, text in texts.items()]
        return [Delta(at, text) for at, text in told if text]

    def _rest(self, answer: ChatAnswer) -> list[Item]:
        ends = [self._end(at, choice) for at, choice in enumerate(answer.choices)]
        return [*ends, End(answer.id, answer.model, answer.usage)]

    def _end(self, at: int, choice: Choice) -> Delta:
        """Return what is left of an answer. What was thought comes before what is said, or not at
        all: clients could not put it there any more."""
        voice = self._voices[at]
        calls = [
            ToolCallDelta(number, call.id, call.name, call.arguments)
            for number, call in enumerate(choice.tool_calls)
        ]
        return Delta(
            choice=at,
            reasoning=choice.reasoning if voice.silent else "",
            text=voice.rest(choice.text),
            refusal=choice.refusal,
            tool_calls=tuple(calls),
            logprobs=choice.logprobs,
            finish_reason=choice.finish_reason,
        )


def again(hub: Hub, asked: Asked, task: TaskView) -> TextCall:
    """Return a task that was stored before as a call; it goes on when its reader leaves.

    Args:
        hub: the means to wait.
        asked: what the task was made for.
        task: as it is stored.
    """
    return _LocalText(hub, asked, task, created=False)


async def stored(hub: Hub, asked: Asked) -> tuple[TaskView, bool]:
    """Store what is asked as a task; return it and whether it is new.

    Raises:
        SwitchyardError: it is refused.
    """
    return await hub.rows.write(partial(_store, asked))


async def errand(hub: Hub, asked: Asked, made: Callable[[Mapping[str, Any]], T]) -> Call[T]:
    """Store what is asked as a task and return it as a call."""
    task, created = await stored(hub, asked)
    return Errand(hub, asked, task, made, created=created)


def _store(asked: Asked) -> tuple[TaskView, bool]:
    wishes, principal = asked.wishes, asked.by
    kind, values = asked.as_task(asked.input)
    body: dict[str, Any] = {"kind": kind, "input": values, "model": asked.model}
    if wishes.priority is not None:
        body["priority"] = wishes.priority.name
    body |= {"tags": list(wishes.tags), "idempotency_key": wishes.key}
    done = submit(
        parse(body), submitter_of(principal), routing=asked.routing, classified=asked.classified
    )
    task = get_task(done.task_id, tenant_id=principal.tenant_id, with_large_result=False)
    return task, done.created
