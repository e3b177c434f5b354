"""What tells requests apart: a hash of all that determines the answer.

Two requests that mean the same have the same key, in whatever order their fields came; images
count by their content. Who asks, how long it may take and the provider's abuse field `user` do
not determine the answer, hence are not part of it; the tenant is, wherever the key is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from orchestration.calls.caching import Vector
from orchestration.calls.call import Destination
from orchestration.providers.chat import ChatRequest, JsonSchema, NamedTool, Sampling
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.messages import Message, Part, Text

FORM: Final = 1
"""Raised when what is hashed changes, so that older keys are not met any more."""
QUESTION_LENGTH: Final = 2000
"""Longer texts are no questions whose meaning one vector could hold, in characters."""

_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NO: Final = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked last.

    Attributes:
        text: Its words.
        context: Hash of everything else, and of the numbers and negations in it, for those change
            what is asked while the words stay similar.
    """

    text: str
    context: str


def version_of(target: Destination) -> str:
    """Return the version of a model that routing chose; empty where there is but one."""
    return str(getattr(target, "version", ""))


def key_of(request: ChatRequest | EmbeddingRequest, target: Destination) -> str:
    """Return what names a request to a model among all of a tenant's: 64 hexadecimal digits."""
    if isinstance(request, EmbeddingRequest):
        asked = [request.texts, request.dimensions, request.input_type]
        return _hash(["embedding", *_whom(target), asked])
    turns = [_turn(message) for message in request.messages]
    return _hash(["chat", *_whom(target), _form(request), turns])


def question_of(request: ChatRequest, target: Destination) -> Question | None:
    """Return what was asked last; None where that is no question of its own."""
    last = request.messages[-1] if request.messages else None
    if last is None or last.role != "user" or not 0 < len(last.text.strip()) <= QUESTION_LENGTH:
        return None
    before = [_turn(message) for message in request.messages[:-1]]
    other = [_part(part) for part in last.parts if not isinstance(part, Text)]
    context = ["near", *_whom(target), _form(request), before, other, last.name, _marks(last.text)]
    return Question(last.text, _hash(context))


def near_key(question: Question, vector: Vector) -> str:
    """Return what must be equal before two questions are compared."""
    return _hash([question.context, vector.model, len(vector.numbers)])


def _marks(text: str) -> list[Any]:
    return [_NUMBER.findall(text), len(_NO.findall(text))]


def _hash(document: Any) -> str:
    # Python's own, because it writes any integer and any text that JSON can bring.
    text = json.dumps([FORM, document], sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _whom(target: Destination) -> list[str]:
    return [target.provider, target.model, version_of(target)]


def _turn(message: Message) -> list[Any]:
    calls = [[call.id, call.name, call.arguments] for call in message.tool_calls]
    parts = [_part(part) for part in message.parts]
    return [message.role, parts, calls, message.tool_call_id, message.name]


def _part(part: Part) -> list[str]:
    if isinstance(part, Text):
        return ["text", part.text]
    return ["picture", part.media_type, sha256(part.raw).hexdigest()]


def _form(request: ChatRequest) -> list[Any]:
    """Return how the answer is to be drawn, and what it must look like."""
    choice = request.tool_choice
    shape = request.format
    return [
        _sampling(request.sampling),
        request.n,
        [[tool.name, tool.description, tool.parameters, tool.strict] for tool in request.tools],
        [choice.name] if isinstance(choice, NamedTool) else choice,
        request.parallel_tool_calls,
        [shape.name, shape.schema, shape.strict, shape.description]
        if isinstance(shape, JsonSchema)
        else shape,
        request.extra,
    ]


def _sampling(sampling: Sampling) -> dict[str, Any]:
    """Return what is set; 0 and 0.0 are the same."""
    given = {name: value for name, value in asdict(sampling).items() if value is not None}
    if sampling.logit_bias is not None:
        given["logit_bias"] = sorted([token, _number(bias)] for token, bias in sampling.logit_bias)
    return {name: _number(value) for name, value in given.items()}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
