"""`/v1/responses`: create, fetch, follow, cancel, delete, and list what was sent."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from api.gateway.exchange import Exchange, Gone, attended
from api.gateway.frames import HEADERS
from api.gateway.hub import Hub
from api.gateway.openai.endpoint import OpenAIExchange, tell_of
from api.gateway.openai.errors import TaskExpired, Unanswered, refusal_of
from api.gateway.openai.local import again
from api.gateway.openai.ports import Asked, TextCall, Texts
from api.gateway.openai.responses import shapes
from api.gateway.openai.responses.body import ResponseBody, read_body
from api.gateway.openai.responses.events import Events, Script
from api.gateway.openai.responses.fields import in_their_words
from api.gateway.openai.responses.items import shown
from api.gateway.openai.responses.keeping import Keeping
from api.gateway.openai.responses.pages import page
from api.gateway.openai.responses.requests import Request, request_of
from api.gateway.openai.responses.shapes import QUEUED, Head
from api.gateway.openai.responses.store import Store, head_of, shape_of, task_id_of
from api.gateway.openai.shapes import Shape
from api.gateway.openai.texts import answer_of, sent_object, worked
from api.gateway.openai.wishes import Wishes, wishes_of
from api.gateway.outlet import Outlet
from api.rest.json import answer
from api.rest.params import Params
from api.rest.tasks import READ, WRITE
from orchestration.access.services import Principal
from orchestration.errors import UserError
from tasks.lifecycle import TERMINAL
from tasks.selectors.responses import ResponseView

_LAST: Final = 2**53 - 1
_FAILED: Final = (Unanswered, TaskExpired)
"""What is raised when a response has failed for good."""


class NotInBackground(UserError):  # noqa: N818 - named for what happened
    """Who waits for a response cancels it by leaving."""

    slug = "not-in-background"
    title = "The response does not run in the background"


class ResponsePaths:
    """All of them."""

    def __init__(self, hub: Hub, texts: Texts) -> None:
        """Let `texts` answer."""
        self._hub = hub
        self._texts = texts
        self._store = Store(hub)

    async def create(self, exchange: Exchange) -> HttpResponse | None:
        """Answer a request: whole, as a stream, or later."""
        assert isinstance(exchange, OpenAIExchange)  # noqa: S101 - the routes see to it
        by = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(by.key_id):
            request, sent = await sent_object(exchange, self._hub.limits.body_bytes)
            body = read_body(sent)
            past = await self._store.past(body.previous_response_id, by)
            make = partial(request_of, body, past, by, wishes_of(request, body.cache))
            wanted = await worked(request, make)
            with in_their_words(wanted.places):
                return await self._created(exchange, body, wanted)

    async def _created(
        self, exchange: OpenAIExchange, body: ResponseBody, wanted: Request
    ) -> HttpResponse | None:
        stored, background = body.store is not False, bool(body.background)
        async with self._kept(wanted, stored=stored) as call:
            exchange.head.update(call.headers)
            # Which task and which model it is is known once somebody answers.
            head = partial(_head, call, wanted, stored=stored)
            if body.stream:
                async with attended(exchange):
                    await _streamed(exchange, call, lambda: Events(head()), at_once=background)
                return None
            if background:
                return answer(await self._begun(head(), wanted.asked))
            async with attended(exchange):
                said = await answer_of(exchange, call)
                return answer(shapes.whole(head(), said))

    async def _begun(self, head: Head, asked: Asked) -> Shape:
        """Return a response in the background; one that a key has found may be further by now."""
        if asked.wishes.key is None:
            return shapes.response(head, QUEUED)
        return shape_of(await self._store.get(task_id_of(head.id), asked.by))

    @asynccontextmanager
    async def _kept(self, wanted: Request, *, stored: bool) -> AsyncIterator[TextCall]:
        """Begin a call, keep what was asked for, and see to its end: what nobody waits for any more
        is cancelled, unless it runs in the background; what shall not be stored goes when it has
        ended."""
        keeping = Keeping(self._store, wanted, stored=stored)
        try:
            call = await self._texts.begin(replace(wanted.asked, hears=keeping.hear))
            try:
                yield call
            finally:
                await call.leave()
        finally:
            await keeping.end()

    async def get(self, exchange: Exchange) -> HttpResponse | None:
        """Return a response as it is now, or follow it to its end."""
        assert isinstance(exchange, OpenAIExchange)  # noqa: S101 - the routes see to it
        by = await self._hub.admit(exchange, READ)
        known = ("stream", "starting_after", "include_obfuscation", "include", "include[]")
        params = Params(exchange.request, *known)
        if exchange.request.method == "HEAD" or not params.flag("stream"):
            return answer(shape_of(await self._store.get(_task_id(exchange), by)))
        behind = params.number("starting_after", default=-1, low=0, high=_LAST)
        with self._hub.places.take(by.key_id):
            found = await self._store.get(_task_id(exchange), by, with_input=True)
            call, head = _again(self._hub, found, by), head_of(found)
            async with attended(exchange):
                await _streamed(exchange, call, lambda: Events(head, behind), at_once=True)
        return None

    async def cancel(self, exchange: Exchange) -> HttpResponse:
        """Cancel a response that runs in the background; one that has ended is shown as it is."""
        by = await self._hub.admit(exchange, WRITE)
        found = await self._store.get(_task_id(exchange), by)
        if not head_of(found).background:
            raise NotInBackground(
                "Cannot cancel a synchronous response.",
                mend="Close its connection; only responses with background: true are cancelled so.",
            )
        if found.task.state not in TERMINAL:
            with self._hub.places.take(by.key_id):
                found = await self._store.cancel(found, by)
        return answer(shape_of(found))

    async def delete(self, exchange: Exchange) -> HttpResponse:
        """Delete a response with its task."""
        by = await self._hub.admit(exchange, WRITE)
        task_id = _task_id(exchange)
        with self._hub.places.take(by.key_id):
            await self._store.delete(task_id, by)
        name = shapes.PREFIX + task_id.hex
        return answer({"id": name, "object": "response", "deleted": True})

    async def inputs(self, exchange: Exchange) -> HttpResponse:
        """List the items that a response was asked for with."""
        by = await self._hub.admit(exchange, READ)
        params = Params(exchange.request, "limit", "after", "order", "include", "include[]")
        task_id = _task_id(exchange)
        kept = await self._store.request(task_id, by)
        return answer(page(shown(kept["input"], task_id.hex), params))


def _task_id(exchange: Exchange) -> UUID:
    return task_id_of(str(exchange.parts["response_id"]))


def _head(call: TextCall, wanted: Request, *, stored: bool) -> Head:
    return Head(call.id, call.model, call.created, wanted.kept, stored=stored)


def _again(hub: Hub, found: ResponseView, by: Principal) -> TextCall:
    """Return a stored response as a call."""
    task, one_call = found.task, head_of(found).one_call
    asked = Asked("chat", task.model, task.input, by, Wishes(stays=True), one_call=one_call)
    return again(hub, asked, task)


async def _streamed(
    exchange: OpenAIExchange, call: TextCall, begun: Callable[[], Events], *, at_once: bool
) -> None:
    """Send what comes.

    Args:
        exchange: where to.
        call: whose answer it is.
        begun: returns what writes it, once it is known who answers.
        at_once: whether the stream begins at once, so that its reader learns the id; else its head
            goes with what comes first, so that what fails before has the status of its error, and
            its first event with the first part of the answer.
    """
    script = Script(begun)
    async with Outlet(exchange.write) as outlet:
        if at_once:
            await exchange.start(HTTPStatus.OK, HEADERS)
            await outlet.put(script.begin())
        try:
            await _told(exchange, call, script, outlet)
        except Gone:
            raise
        except Exception as error:
            if not exchange.started:
                exchange.head.update(call.headers)
                raise
            tell_of(error, exchange)
            failed = isinstance(error, _FAILED)
            await outlet.put(script.broken(refusal_of(error), failed=failed))
        await outlet.flush()
    await exchange.write(b"", more=False)


async def _told(exchange: OpenAIExchange, call: TextCall, script: Script, outlet: Outlet) -> None:
    async with aclosing(call.stream()) as items:
        async for item in items:
            if not exchange.started:
                exchange.head.update(call.headers)
                await exchange.start(HTTPStatus.OK, HEADERS)
            await outlet.put(script.of(item))
