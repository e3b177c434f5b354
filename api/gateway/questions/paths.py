"""`POST /query`, `POST /stream` and `POST /api/v1/chat`: a text in, a text out.

Whoever is asked: our own workers, models outside, specialists. The answer's head and body say who
it was, and which task holds what was said.
"""

import logging
from collections.abc import Mapping
from contextlib import aclosing
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from api.gateway.exchange import Exchange, Gone, attended
from api.gateway.hub import Hub
from api.gateway.openai.desk import Desk
from api.gateway.openai.ports import Asked, TextCall, Texts
from api.gateway.openai.texts import sent_object, worked
from api.gateway.outlet import Outlet
from api.gateway.questions.answers import Events, Form, PlainText, chat_answer, query_answer
from api.gateway.questions.asking import asked_chat, asked_query, naming_of
from api.gateway.questions.bodies import ChatBody, QueryBody
from api.gateway.questions.endpoint import QuestionExchange, problem_of
from api.rest.bodies import validated
from api.rest.errors import Internal
from api.rest.json import answer
from api.rest.params import Params
from api.rest.problems import to_problem
from api.rest.tasks import WRITE
from orchestration.access.services import Principal
from orchestration.errors import blamed

log = logging.getLogger(__name__)

_QUERY: Final = Form(query_answer)
_CHAT: Final = Form(chat_answer)


class Questions:
    """All three.

    Args:
        hub: lets requests in.
        desk: knows who can be asked.
        texts: answer.
    """

    def __init__(self, hub: Hub, desk: Desk, texts: Texts) -> None:
        self._hub = hub
        self._desk = desk
        self._texts = texts

    async def query(self, exchange: Exchange) -> HttpResponse | None:
        """Answer a query, whole."""
        return await self._query(exchange, streams=False)

    async def stream(self, exchange: Exchange) -> HttpResponse | None:
        """Answer a query as it comes: as events, or as bare text for who accepts that only."""
        return await self._query(exchange, streams=True)

    async def chat(self, exchange: Exchange) -> HttpResponse | None:
        """Answer a conversation, whole or as events."""
        by = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(by.key_id):
            request, sent = await self._sent(exchange)
            body = validated(ChatBody, sent)
            known = await self._desk.catalogue()
            asked = await worked(request, partial(asked_chat, body, request, by, known))
            with blamed("model", *naming_of(body)):
                return await self._served(exchange, asked, _CHAT, streams=bool(body.stream))

    async def _query(self, exchange: Exchange, *, streams: bool) -> HttpResponse | None:
        by: Principal = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(by.key_id):
            request, sent = await self._sent(exchange)
            body = validated(QueryBody, sent)
            known = await self._desk.catalogue()
            asked = await worked(request, partial(asked_query, body, request, by, known))
            with blamed("model", *naming_of(body)):
                return await self._served(exchange, asked, _QUERY, streams=streams)

    async def _sent(self, exchange: Exchange) -> tuple[HttpRequest, dict[str, Any]]:
        Params(exchange.request)
        return await sent_object(exchange, self._hub.limits.body_bytes)

    async def _served(
        self, exchange: Exchange, asked: Asked, form: Form, *, streams: bool
    ) -> HttpResponse | None:
        assert isinstance(exchange, QuestionExchange)  # noqa: S101 - the routes see to it
        call = await self._texts.begin(asked)
        exchange.head.update(call.headers)
        try:
            async with attended(exchange):
                if not streams:
                    said = await call.answer()
                    exchange.head.update(call.headers)
                    return answer(form.whole(call, asked.model, said))
                await _told(exchange, call, _writer(exchange)(call, asked.model, form))
        finally:
            await call.leave()
        return None


def _writer(exchange: Exchange) -> type[Events]:
    accepted: str = exchange.request.META.get("HTTP_ACCEPT", "")
    return PlainText if "text/plain" in accepted and "event-stream" not in accepted else Events


async def _told(exchange: QuestionExchange, call: TextCall, events: Events) -> None:
    """Send what comes. The head goes with the first item, so that what fails before has the status
    of its error.

    Raises:
        Gone: it broke off, and there is no way to say so but to close the connection.
    """
    async with Outlet(exchange.write) as outlet:
        try:
            async with aclosing(call.stream()) as items:
                async for item in items:
                    if not exchange.started:
                        exchange.head.update(call.headers)
                        await exchange.start(200, events.headers)
                    await outlet.put(events.of(item))
        except Gone:
            raise
        except Exception as error:
            if not exchange.started:
                raise
            await outlet.flush()
            await outlet.put(_last(exchange, events, error))
        await outlet.flush()
    await exchange.write(b"", more=False)


def _last(exchange: Exchange, events: Events, error: Exception) -> bytes:
    """Return what tells that a stream broke off.

    Raises:
        Gone: its form has no way to say so.
    """
    if isinstance(to_problem(error), Internal):
        log.error("a stream failed", exc_info=error, extra={"path": exchange.request.path})
    problem: Mapping[str, Any] = problem_of(error)
    last = events.broken(problem)
    if last is None:
        raise Gone from error
    return last
