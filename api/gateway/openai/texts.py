"""`POST /v1/chat/completions` and `POST /v1/completions`: whole answers and streams."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse

from api.gateway.exchange import Exchange, Gone, attended
from api.gateway.frames import HEADERS
from api.gateway.hub import Hub
from api.gateway.openai import shapes
from api.gateway.openai.bodies import ChatBody, CompletionBody, read
from api.gateway.openai.chunks import Chunks, FlatChunks, error_event
from api.gateway.openai.conversations import chat_input
from api.gateway.openai.endpoint import OpenAIExchange, tell_of
from api.gateway.openai.errors import refusal_of
from api.gateway.openai.ports import Asked, Call, TextCall, Texts
from api.gateway.openai.prompts import completion_input
from api.gateway.openai.sourced import SourcedChunks, SourcedText, with_sources
from api.gateway.openai.wishes import wishes_of
from api.gateway.outlet import Outlet
from api.rest.base import read_object
from api.rest.json import answer
from api.rest.tasks import WRITE
from orchestration.access.services import Principal
from orchestration.providers.chat import ChatAnswer

T = TypeVar("T")

_SMALL: Final = 65_536
"""Larger bodies are read in a thread: they would keep everybody else waiting."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one of the two paths reads and writes."""

    asked: Callable[[Mapping[str, Any], HttpRequest, Principal], tuple[Asked, "Stream"]]
    whole: Callable[[TextCall, ChatAnswer], shapes.Shape]
    chunks: type[Chunks]


@dataclass(frozen=True, slots=True)
class Stream:
    """Whether the answer is streamed, and with what it took."""

    wanted: bool
    with_usage: bool


class TextPaths:
    """Both paths."""

    def __init__(self, hub: Hub, texts: Texts) -> None:
        """Let `texts` answer."""
        self._hub = hub
        self._texts = texts

    async def chat(self, exchange: Exchange) -> HttpResponse | None:
        """Answer a conversation."""
        return await self._serve(exchange, _CHAT)

    async def completion(self, exchange: Exchange) -> HttpResponse | None:
        """Continue a prompt."""
        return await self._serve(exchange, _COMPLETION)

    async def _serve(self, exchange: Exchange, form: Form) -> HttpResponse | None:
        assert isinstance(exchange, OpenAIExchange)  # noqa: S101 - the routes see to it
        principal = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(principal.key_id):
            request, sent = await sent_object(exchange, self._hub.limits.body_bytes)
            asked, stream = form.asked(sent, request, principal)
            call = await self._texts.begin(asked)
            exchange.head.update(call.headers)
            try:
                async with attended(exchange):
                    if not stream.wanted:
                        said = await answer_of(exchange, call)
                        return answer(_whole(form, call, said))
                    await _streamed(exchange, call, _chunks(form, call, stream))
            finally:
                await call.leave()
        return None


def _whole(form: Form, call: TextCall, said: ChatAnswer) -> shapes.Shape:
    shape = form.whole(call, said)
    return with_sources(shape, call.sources) if isinstance(call, SourcedText) else shape


def _chunks(form: Form, call: TextCall, stream: Stream) -> Chunks:
    if isinstance(call, SourcedText):
        return SourcedChunks(call, with_usage=stream.with_usage)
    return form.chunks(call, with_usage=stream.with_usage)


async def sent_object(exchange: Exchange, most: int) -> tuple[HttpRequest, dict[str, Any]]:
    """Return a request with the JSON object in its body, of `most` bytes.

    Raises:
        SwitchyardError: there is none.
    """
    request = await exchange.with_body(most)
    return request, await worked(request, partial(read_object, request))


async def worked(request: HttpRequest, job: Callable[[], T]) -> T:
    """Return what is made of a request's body; of a large one, in a thread."""
    if len(request.body) <= _SMALL:
        return job()
    return await asyncio.to_thread(job)


async def answer_of(exchange: OpenAIExchange, call: Call[T]) -> T:
    """Return a call's whole answer; the head of what is sent, be it that or an error, then tells
    who was asked at last.

    Raises:
        SwitchyardError: there is no answer.
    """
    try:
        return await call.answer()
    finally:
        exchange.head.update(call.headers)


async def _streamed(exchange: OpenAIExchange, call: TextCall, chunks: Chunks) -> None:
    """Send what comes. The head goes with the first chunk, so that what fails before has the
    status of its error; later, an error is the stream's last event."""
    async with Outlet(exchange.write) as outlet:
        try:
            await _told(exchange, call, chunks, outlet)
        except Gone:
            raise
        except Exception as error:
            if not exchange.started:
                exchange.head.update(call.headers)
                raise
            tell_of(error, exchange)
            await outlet.put(error_event(refusal_of(error)))
        await outlet.flush()
    await exchange.write(b"", more=False)


async def _told(exchange: OpenAIExchange, call: TextCall, chunks: Chunks, outlet: Outlet) -> None:
    async with aclosing(call.stream()) as items:
        async for item in items:
            if not exchange.started:
                exchange.head.update(call.headers)
                await exchange.start(200, HEADERS)
            await outlet.put(chunks.of(item))


def _asked_chat(
    sent: Mapping[str, Any], request: HttpRequest, principal: Principal
) -> tuple[Asked, Stream]:
    body = read(ChatBody, sent)
    one = body.parallel_tool_calls is False
    wishes = wishes_of(request, body.cache)
    values, sticky = chat_input(body), body.user or ""
    asked = Asked("chat", body.model, values, principal, wishes, one_call=one, sticky=sticky)
    asked = replace(asked, retrieval=body.retrieval)
    return asked, _stream(body)


def _asked_completion(
    sent: Mapping[str, Any], request: HttpRequest, principal: Principal
) -> tuple[Asked, Stream]:
    body = read(CompletionBody, sent)
    wishes = wishes_of(request, body.cache)
    asked = Asked("completion", body.model, completion_input(body), principal, wishes)
    return asked, _stream(body)


def _stream(body: ChatBody | CompletionBody) -> Stream:
    options = body.stream_options
    return Stream(bool(body.stream), bool(options and options.include_usage))


_CHAT: Final = Form(_asked_chat, shapes.chat, Chunks)
_COMPLETION: Final = Form(_asked_completion, shapes.completion, FlatChunks)
