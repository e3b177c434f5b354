"""Streams in OpenAI's form: chunks as server-sent events. Pure."""

from functools import cached_property
from typing import Any, Final

import orjson

from api.gateway.openai import shapes
from api.gateway.openai.errors import Refusal
from api.gateway.openai.ports import Alive, Call, Item
from api.gateway.openai.shapes import Shape
from orchestration.providers.chat import Delta, End

ALIVE: Final = b": still here\n\n"
DONE: Final = b"data: [DONE]\n\n"


def event(data: Any) -> bytes:
    """Return one event."""
    return b"data: %s\n\n" % orjson.dumps(data)


def error_event(refusal: Refusal) -> bytes:
    """Return the last event of a stream that cannot go on."""
    return event(refusal.body())


class Chunks:
    """The chunks of one stream.

    Args:
        call: whose.
        with_usage: whether a last chunk tells what it took, and all others that they do not.
    """

    form = shapes.CHUNK

    def __init__(self, call: Call[Any], *, with_usage: bool) -> None:
        self._call = call
        self._with_usage = with_usage
        self._begun: set[int] = set()

    def of(self, item: Item) -> bytes:
        """Return what an item comes to."""
        match item:
            case Alive():
                return ALIVE
            case End(usage=usage):
                last = self._chunk([], shapes.usage(usage)) if self._with_usage else b""
                return last + DONE
            case Delta():
                return b"".join(self._chunk([choice]) for choice in self._choices(item))

    @cached_property
    def _head(self) -> Shape:
        """What all of them say: known with the first part of the answer, and the same from then
        on."""
        return shapes.head(self._call, self.form)

    def _chunk(self, choices: list[Shape], usage: Shape | None = None) -> bytes:
        chunk = {**self._head, "choices": choices, **self._beside(choices)}
        return event({**chunk, "usage": usage} if self._with_usage else chunk)

    def _beside(self, _choices: list[Shape]) -> Shape:
        """Return what a chunk has beside what OpenAI's have."""
        return {}

    def _choices(self, delta: Delta) -> list[Shape]:
        choices = []
        if delta.choice not in self._begun:
            self._begun.add(delta.choice)
            choices.append(self._choice(delta, {"role": "assistant", "content": ""}))
        if delta.says or delta.logprobs:
            choices.append(self._choice(delta, _said(delta)) | self._scores(delta))
        if delta.finish_reason:
            choices.append(self._choice(delta, {}) | {"finish_reason": delta.finish_reason})
        return choices

    @staticmethod
    def _choice(delta: Delta, said: Shape) -> Shape:
        return {"index": delta.choice, "delta": said, "finish_reason": None}

    @staticmethod
    def _scores(delta: Delta) -> Shape:
        return {"logprobs": shapes.scores(delta.logprobs)} if delta.logprobs else {}


def _said(delta: Delta) -> Shape:
    said: Shape = {
        "content": delta.text,
        "refusal": delta.refusal,
        "reasoning_content": delta.reasoning,
        "tool_calls": shapes.called(delta.tool_calls),
    }
    return {name: part for name, part in said.items() if part}


class FlatChunks(Chunks):
    """The chunks of a prompt's continuation."""

    form = shapes.COMPLETION

    def _choices(self, delta: Delta) -> list[Shape]:
        return [
            {
                "index": delta.choice,
                "text": delta.text,
                "logprobs": shapes.flat_scores(delta.logprobs),
                "finish_reason": delta.finish_reason,
            }
        ]
