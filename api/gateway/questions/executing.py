"""`POST /api/v1/orchestration/execute`: one call for everything, and a task as its answer.

What names a specialist, or a model that is not one of ours, is asked straight away and written
down; everything else is stored as a task and waited for. Either way the answer is the task.
"""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from api.gateway.exchange import Exchange, attended
from api.gateway.hub import Hub
from api.gateway.openai.desk import Desk
from api.gateway.openai.errors import AnswerTooSlow
from api.gateway.openai.ports import Asked, TextCall, Texts
from api.gateway.openai.texts import worked
from api.gateway.openai.wishes import wishes_of
from api.gateway.polls import USUAL_WAIT_S, Polls
from api.gateway.questions.asking import KIND, with_fields
from api.gateway.questions.endpoint import QuestionExchange
from api.rest.answers import task_answer, task_path
from api.rest.errors import Unreachable
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import LONGEST_WAIT_S, WRITE, keyed_body
from orchestration.access.services import Principal
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.outside.planning import is_ours
from tasks.errors import NotFound
from tasks.lifecycle import TERMINAL
from tasks.selectors.task import TaskView, get_task
from tasks.services.submission import SubmitRequest, parse

_WRITTEN_S: Final = 5.0
"""How long the journal is waited for: what it writes is read back, and it is quick."""


class Executing:
    """The one path.

    Args:
        hub: lets requests in.
        desk: knows who can be asked, and writes down what was.
        texts: answer.
        polls: serve what is a task from its beginning on.
    """

    def __init__(self, hub: Hub, desk: Desk, texts: Texts, polls: Polls) -> None:
        self._hub = hub
        self._desk = desk
        self._texts = texts
        self._polls = polls

    async def execute(self, exchange: Exchange) -> HttpResponse:
        """Return a task that has ended with 200; one that has not, when the time is over, with
        202."""
        by = await self._hub.admit(exchange, WRITE)
        params = Params(exchange.request, "wait")
        seconds = params.seconds("wait", default=USUAL_WAIT_S, high=LONGEST_WAIT_S)
        with self._polls.place(by, seconds):
            request = await exchange.with_body(self._hub.limits.body_bytes)
            wanted = await worked(request, partial(_read, request))
            if seconds and await self._is_passed_on(wanted):
                return await self._asked(exchange, _asked(wanted, request, by), seconds)
            return await self._polls.executed(exchange, wanted, by, seconds)

    async def _is_passed_on(self, wanted: SubmitRequest) -> bool:
        if wanted.kind != KIND or not wanted.model or _needs_storing(wanted):
            return False
        return not is_ours(wanted.model, await self._desk.catalogue())

    async def _asked(self, exchange: Exchange, asked: Asked, seconds: float) -> HttpResponse:
        assert isinstance(exchange, QuestionExchange)  # noqa: S101 - the routes see to it
        call = await self._texts.begin(asked)
        goes_on = False
        try:
            async with attended(exchange):
                if not await _answered(call, seconds):
                    task = await self._find(call, asked.by)
                    goes_on = task is not None
                    return _as_it_is(task, seconds)
        finally:
            exchange.head.update(call.headers)
            if not goes_on:
                await call.leave()
        return await self._written(call, asked.by)

    async def _written(self, call: TextCall, by: Principal) -> HttpResponse:
        """Return a call's task as it was written down.

        Raises:
            Unreachable: the database has not taken it yet; it will.
        """
        written = await self._desk.journal.written(_WRITTEN_S)
        task = await self._find(call, by) if written else None
        if task is None:
            raise Unreachable(
                f"The answer came, but the database has not taken it within {_WRITTEN_S:g} s.",
                mend=f"Look at the task {UUID(call.id)} later; asking again costs again.",
            )
        return _as_it_is(task, _WRITTEN_S)

    async def _find(self, call: TextCall, by: Principal) -> TaskView | None:
        """Return a call's task; None where it is not written down yet."""
        read = partial(get_task, UUID(call.id), tenant_id=by.tenant_id)
        try:
            return await self._hub.rows.read(read)
        except NotFound:
            return None


def _read(request: HttpRequest) -> SubmitRequest:
    return parse(keyed_body(request))


def _needs_storing(wanted: SubmitRequest) -> bool:
    """Return whether it says what only a stored task can have."""
    plain = SubmitRequest(
        kind=wanted.kind,
        input=wanted.input,
        priority=wanted.priority,
        model=wanted.model,
        tags=wanted.tags,
    )
    return wanted != plain


def _asked(wanted: SubmitRequest, request: HttpRequest, by: Principal) -> Asked:
    tags = list(wanted.tags) or None
    wishes = with_fields(wishes_of(request), wanted.priority.name, tags, by)
    values = validate_input(get_kind(KIND), wanted.input)
    return Asked(wanted.kind, wanted.model, values, by, wishes)


async def _answered(call: TextCall, seconds: float) -> bool:
    """Wait for an answer; False when the time is over."""
    try:
        async with asyncio.timeout(seconds) as patience:
            await call.answer()
    except TimeoutError:
        if not patience.expired():
            raise
        return False
    return True


def _as_it_is(task: TaskView | None, seconds: float) -> HttpResponse:
    """Return a task's answer.

    Raises:
        AnswerTooSlow: there is no task yet.
    """
    if task is None:
        raise AnswerTooSlow(
            f"The answer was not there within {seconds:g} s.",
            mend="Ask with a longer `wait`, or submit a task: it is stored first.",
        )
    status = HTTPStatus.OK if task.state in TERMINAL else HTTPStatus.ACCEPTED
    return answer(task_answer(task), status, {"Location": task_path(task.id)})
