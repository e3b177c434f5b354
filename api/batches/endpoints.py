"""The paths that lines may ask: how a body becomes a task, and its result an answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from api.gateway.openai import shapes
from api.gateway.openai.bodies import (
    ChatBody,
    CompletionBody,
    EmbeddingBody,
    read,
    unsupported,
)
from api.gateway.openai.conversations import chat_input
from api.gateway.openai.prompts import completion_input, embedding_input
from api.gateway.openai.responses.body import read_body
from api.gateway.openai.responses.requests import Past, wanted_of
from api.gateway.openai.responses.shapes import Head, whole
from api.gateway.openai.results import chat_answer, embeddings
from api.gateway.openai.shapes import Shape
from orchestration.providers.chat import ChatAnswer
from tasks.lifecycle import Priority
from tasks.services.submission import SubmitRequest, parse

_ONE_CALL: Final = "one_call"
_PACKED: Final = "packed"
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A line that has an answer.

    Attributes:
        id: of the answer, without OpenAI's prefix.
        model: which model answered.
        created: when it was asked, in seconds since 1970.
        result: of the task.
        form, asked: as `Wanted` has them.
    """

    id: str
    model: str
    created: int
    result: Mapping[str, Any]
    form: str = ""
    asked: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line asks for.

    Attributes:
        kind: of the task.
        model: as its maker named it.
        input: in the form of that kind; not validated yet.
        form: what the answer's form depends on.
        asked: what the answer repeats of the request.
        places: for errors: where each message of the input comes from in the body, where that
            has another form.
    """

    kind: str
    model: str | None
    input: Mapping[str, Any]
    form: str = ""
    asked: Mapping[str, Any] | None = None
    places: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path."""

    wanted: Callable[[Body], Wanted]
    shape: Callable[[Answered], Shape]


def _chat(sent: Body) -> Wanted:
    body = read(ChatBody, sent)
    _whole(body)
    _not_in_a_batch("retrieval", body.retrieval is not None)
    form = _ONE_CALL if body.parallel_tool_calls is False else ""
    return Wanted("chat", body.model, chat_input(body), form)


def _completion(sent: Body) -> Wanted:
    body = read(CompletionBody, sent)
    _whole(body)
    return Wanted("completion", body.model, completion_input(body))


def _whole(body: ChatBody | CompletionBody) -> None:
    _not_in_a_batch("stream", body.stream)
    _not_in_a_batch("cache", body.cache is not None)


def _not_in_a_batch(name: str, value: object) -> None:
    if value:
        raise unsupported(name, "not in a batch.", "Leave it out.")


def _response(sent: Body) -> Wanted:
    body = read_body(sent)
    for name in ("stream", "background", "previous_response_id"):
        _not_in_a_batch(name, getattr(body, name))
    _not_in_a_batch("cache", body.cache is not None)
    found = wanted_of(body, Past())
    form = _ONE_CALL if found.one_call else ""
    return Wanted("chat", body.model, found.input, form, found.kept, found.places)


def _embedding(sent: Body) -> Wanted:
    body = read(EmbeddingBody, sent)
    _not_in_a_batch("cache", body.cache is not None)
    form = _PACKED if body.encoding_format == "base64" else ""
    return Wanted("embedding", body.model, embedding_input(body), form)


def _text(found: Answered) -> ChatAnswer:
    return chat_answer(found.result, id=found.id, one_call=found.form == _ONE_CALL)


def _chat_shape(found: Answered) -> Shape:
    return shapes.chat(found, _text(found))


def _completion_shape(found: Answered) -> Shape:
    return shapes.completion(found, _text(found))


def _response_shape(found: Answered) -> Shape:
    """Return a response; nobody can fetch it but from the batch's output."""
    head = Head(found.id, found.model, found.created, found.asked or {}, stored=False)
    return whole(head, _text(found))


def _embedding_shape(found: Answered) -> Shape:
    return shapes.embedded(embeddings(found.result), packed=found.form == _PACKED)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "/v1/chat/completions": Endpoint(_chat, _chat_shape),
    "/v1/completions": Endpoint(_completion, _completion_shape),
    "/v1/embeddings": Endpoint(_embedding, _embedding_shape),
    "/v1/responses": Endpoint(_response, _response_shape),
}


def submission(wanted: Wanted, deadline: datetime) -> SubmitRequest:
    """Return the task that answers a line: it waits behind everything that somebody waits for.

    Raises:
        InvalidInput: the model's name cannot be one.
    """
    return parse(
        {
            "kind": wanted.kind,
            "model": wanted.model,
            "input": wanted.input,
            "priority": Priority.LOW.name,
            "deadline": deadline,
        }
    )
