"""Answers as bytes, and as the items of a stream."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import orjson

from orchestration.providers.chat import (
    Alternative,
    ChatAnswer,
    Choice,
    Delta,
    End,
    Logprob,
    StreamItem,
    ToolCallDelta,
    Usage,
)
from orchestration.providers.embeddings import Embeddings
from orchestration.providers.messages import ToolCall

FORM: Final = 1
"""Raised when what is written changes: what is of another form is not read."""

AnswerT = TypeVar("AnswerT", ChatAnswer, Embeddings)


def encode(answer: ChatAnswer | Embeddings) -> bytes | None:
    """Return an answer as JSON; None for the rare text that UTF-8 cannot hold."""
    try:
        return orjson.dumps({"form": FORM, "answer": answer}, default=_raw)
    except TypeError:
        return None


def decode(stored: bytes, sort: type[AnswerT]) -> AnswerT | None:
    """Return what was encoded; None when it is damaged, or of another form or sort."""
    try:
        document = orjson.loads(stored)
        if document["form"] != FORM:
            return None
        read: AnswerT = _READ[sort](document["answer"])
    except (ValueError, KeyError, TypeError):
        return None
    return read


def items_of(answer: ChatAnswer) -> Iterator[StreamItem]:
    """Yield an answer as a stream would have brought it, in few pieces."""
    for number, choice in enumerate(answer.choices):
        if choice.reasoning:
            yield Delta(number, reasoning=choice.reasoning)
        calls = tuple(
            ToolCallDelta(index, call.id, call.name, call.arguments)
            for index, call in enumerate(choice.tool_calls)
        )
        yield Delta(number, choice.text, calls, choice.refusal, logprobs=choice.logprobs)
        yield Delta(number, finish_reason=choice.finish_reason)
    yield End(answer.id, answer.model, answer.usage)


def _raw(value: Any) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is not JSON")


def _chat(found: dict[str, Any]) -> ChatAnswer:
    choices = tuple(map(_choice, found["choices"]))
    return ChatAnswer(found["id"], found["model"], choices, _usage(found["usage"]))


def _choice(found: dict[str, Any]) -> Choice:
    return Choice(
        found["text"],
        found["finish_reason"],
        tuple(ToolCall(**call) for call in found["tool_calls"]),
        found["refusal"],
        found["reasoning"],
        tuple(map(_logprob, found["logprobs"])),
    )


def _logprob(found: dict[str, Any]) -> Logprob:
    return Logprob(_alternative(found["drawn"]), tuple(map(_alternative, found["top"])))


def _alternative(found: dict[str, Any]) -> Alternative:
    raw = found["raw"]
    return Alternative(found["token"], found["logprob"], None if raw is None else b64decode(raw))


def _embeddings(found: dict[str, Any]) -> Embeddings:
    return Embeddings(found["model"], found["vectors"], _usage(found["usage"]))


def _usage(found: dict[str, Any] | None) -> Usage | None:
    return None if found is None else Usage(**found)


_READ: Final[dict[type, Any]] = {ChatAnswer: _chat, Embeddings: _embeddings}
