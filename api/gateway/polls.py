"""Long polls: an answer that comes when its task has ended, or when the time is over."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from api.gateway.exchange import Exchange, Gone, Leaving
from api.gateway.hub import Hub, task_id_of
from api.rest.answers import task_answer, task_path
from api.rest.errors import Unreachable
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import LONGEST_WAIT_S, READ, WRITE, submit_body
from orchestration.access.services import Principal
from tasks.lifecycle import TERMINAL
from tasks.selectors.task import TaskView, get_task

_USUAL_WAIT_S: Final = 30.0
_AWAY: Final = (OperationalError, InterfaceError, Unreachable)


class Polls:
    """Looking at a task and submitting one, with and without waiting for its end."""

    def __init__(self, hub: Hub) -> None:
        """Wait by the means of `hub`."""
        self._hub = hub

    async def look(self, exchange: Exchange) -> HttpResponse:
        """Return a task, at once or when it has ended."""
        principal = await self._hub.admit(exchange, READ)
        params = Params(exchange.request, "wait", "include")
        with_input = params.choice("include", ["input"]) is not None
        seconds = params.seconds("wait", default=0.0, high=LONGEST_WAIT_S)
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        read = partial(get_task, task_id, tenant_id=tenant_id, with_input=with_input)
        with self._place(principal, seconds):
            if seconds:
                task = await self._at_end(exchange, task_id, tenant_id, read, seconds)
            else:
                task = await self._hub.rows.read(read)
        return answer(task_answer(task))

    async def submit(self, exchange: Exchange) -> HttpResponse:
        """Store a task and return it, at once or when it has ended.

        201 with a new task, 200 with the earlier one when its idempotency key is known.
        """
        task, created = await self._submitted(exchange, usual_wait_s=0.0)
        return _stored(task, HTTPStatus.CREATED if created else HTTPStatus.OK)

    async def execute(self, exchange: Exchange) -> HttpResponse:
        """Store a task and wait for its end: 200 when it has ended, 202 when the time is over."""
        task, _ = await self._submitted(exchange, usual_wait_s=_USUAL_WAIT_S)
        return _stored(task, HTTPStatus.OK if task.state in TERMINAL else HTTPStatus.ACCEPTED)

    async def _submitted(self, exchange: Exchange, *, usual_wait_s: float) -> tuple[TaskView, bool]:
        """Take a place first: nothing is stored that could not be waited for."""
        hub = self._hub
        principal = await hub.admit(exchange, WRITE)
        params = Params(exchange.request, "wait")
        seconds = params.seconds("wait", default=usual_wait_s, high=LONGEST_WAIT_S)
        with self._place(principal, seconds):
            request = await exchange.with_body(hub.limits.body_bytes)
            task, created = await hub.rows.write(partial(submit_body, request, principal))
            if seconds and task.state not in TERMINAL:
                task = await self._followed(exchange, task, principal.tenant_id, seconds)
        return task, created

    async def _followed(
        self, exchange: Exchange, task: TaskView, tenant_id: UUID, seconds: float
    ) -> TaskView:
        """Return a task that was just stored at its end; or as it was stored, when the database
        is away by then: that it is stored is what its sender must know."""
        read = partial(get_task, task.id, tenant_id=tenant_id)
        try:
            return await self._at_end(exchange, task.id, tenant_id, read, seconds)
        except _AWAY:
            return task

    def _place(self, principal: Principal, seconds: float) -> AbstractContextManager[None]:
        return self._hub.places.take(principal.key_id) if seconds else nullcontext()

    async def _at_end(
        self,
        exchange: Exchange,
        task_id: UUID,
        tenant_id: UUID,
        read: Callable[[], TaskView],
        seconds: float,
    ) -> TaskView:
        """Return the task when it has ended, the time is over or this process ends.

        An outage of the database is sat out. Queries: one at first, and one at the end of a wait.

        Raises:
            NotFound: there is no such task, or there no longer is.
            Gone: the client has left.
        """
        watches, until = self._hub.watches, time.monotonic() + seconds
        with (
            watches.on(task_id, tenant_id) as watch,
            Leaving(exchange.receive, watch.wake) as leaving,
        ):
            task = await self._hub.rows.read(read)
            while task.state not in TERMINAL and not watches.closing:
                if (left := until - time.monotonic()) <= 0:
                    break
                await watch.woken(left)
                if leaving.gone:
                    raise Gone
                try:
                    task = await self._hub.rows.read(read)
                except _AWAY:
                    if time.monotonic() >= until:
                        raise
        return task


def _stored(task: TaskView, status: HTTPStatus) -> HttpResponse:
    return answer(task_answer(task), status, {"Location": task_path(task.id)})
