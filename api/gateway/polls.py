"""Long polls: an answer that comes when its task has ended, or when the time is over."""

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from api.gateway.ends import AWAY, at_end
from api.gateway.exchange import Exchange, attended
from api.gateway.hub import Hub, task_id_of
from api.rest.answers import task_answer, task_path
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import LONGEST_WAIT_S, READ, WRITE, included, submit_body, submit_request
from orchestration.access.services import Principal
from tasks.lifecycle import TERMINAL
from tasks.selectors.task import TaskView, get_task
from tasks.services.submission import SubmitRequest

USUAL_WAIT_S: Final = 30.0
"""How long `execute` waits unless it is told otherwise."""


class Polls:
    """Looking at a task and submitting one, with and without waiting for its end."""

    def __init__(self, hub: Hub) -> None:
        """Wait by the means of `hub`."""
        self._hub = hub

    async def look(self, exchange: Exchange) -> HttpResponse:
        """Return a task, at once or when it has ended."""
        principal = await self._hub.admit(exchange, READ)
        params = Params(exchange.request, "wait", "include")
        more = included(params)
        seconds = params.seconds("wait", default=0.0, high=LONGEST_WAIT_S)
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        read = partial(get_task, task_id, tenant_id=tenant_id, **more)
        with self.place(principal, seconds):
            if seconds:
                async with attended(exchange):
                    task = await at_end(self._hub, task_id, tenant_id, read, seconds)
            else:
                task = await self._hub.rows.read(read)
        return answer(task_answer(task))

    async def submit(self, exchange: Exchange) -> HttpResponse:
        """Store a task and return it, at once or when it has ended.

        201 with a new task, 200 with the earlier one when its idempotency key is known.
        """
        hub = self._hub
        principal = await hub.admit(exchange, WRITE)
        params = Params(exchange.request, "wait")
        seconds = params.seconds("wait", default=0.0, high=LONGEST_WAIT_S)
        # A place first: nothing is stored that could not be waited for.
        with self.place(principal, seconds):
            request = await exchange.with_body(hub.limits.body_bytes)
            task, created = await hub.rows.write(partial(submit_body, request, principal))
            task = await self._ended(exchange, task, seconds)
        return _stored(task, HTTPStatus.CREATED if created else HTTPStatus.OK)

    async def executed(
        self, exchange: Exchange, wanted: SubmitRequest, principal: Principal, seconds: float
    ) -> HttpResponse:
        """Store a task and wait for its end: 200 when it has ended, 202 when the time is over."""
        task, _ = await self._hub.rows.write(partial(submit_request, wanted, principal))
        task = await self._ended(exchange, task, seconds)
        return _stored(task, HTTPStatus.OK if task.state in TERMINAL else HTTPStatus.ACCEPTED)

    async def _ended(self, exchange: Exchange, task: TaskView, seconds: float) -> TaskView:
        if not seconds or task.state in TERMINAL:
            return task
        return await self._followed(exchange, task, task.tenant_id, seconds)

    async def _followed(
        self, exchange: Exchange, task: TaskView, tenant_id: UUID, seconds: float
    ) -> TaskView:
        """Return a task that was just stored at its end; or as it was stored, when the database
        is away by then: that it is stored is what its sender must know."""
        read = partial(get_task, task.id, tenant_id=tenant_id)
        try:
            async with attended(exchange):
                return await at_end(self._hub, task.id, tenant_id, read, seconds)
        except AWAY:
            return task

    def place(self, principal: Principal, seconds: float) -> AbstractContextManager[None]:
        """Take a place for as long as somebody waits.

        Raises:
            Crowded, TooManyWaits: there is none.
        """
        return self._hub.places.take(principal.key_id) if seconds else nullcontext()


def _stored(task: TaskView, status: HTTPStatus) -> HttpResponse:
    return answer(task_answer(task), status, {"Location": task_path(task.id)})
