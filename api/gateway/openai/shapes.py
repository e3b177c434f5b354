"""Answers in OpenAI's form. Pure."""

import base64
import struct
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final, Protocol

from orchestration.providers.chat import (
    Alternative,
    ChatAnswer,
    Choice,
    Logprob,
    ToolCallDelta,
    Usage,
)
from orchestration.providers.embeddings import Embeddings

Shape = dict[str, Any]
CHAT, CHUNK, COMPLETION = "chat.completion", "chat.completion.chunk", "text_completion"
_PREFIXES: Final = {CHAT: "chatcmpl-", CHUNK: "chatcmpl-", COMPLETION: "cmpl-"}


class Named(Protocol):
    """What an answer is named by."""

    @property
    def id(self) -> str:
        """Without OpenAI's prefix."""

    @property
    def model(self) -> str:
        """Which model answers."""

    @property
    def created(self) -> int:
        """When it began, in seconds since 1970."""


def head(call: Named, form: str) -> Shape:
    """Return what every answer and chunk says."""
    name = f"{_PREFIXES[form]}{call.id}"
    return {"id": name, "object": form, "created": call.created, "model": call.model}


def chat(call: Named, answer: ChatAnswer) -> Shape:
    """Return a conversation's answer."""
    choices = [_chat_choice(at, choice) for at, choice in enumerate(answer.choices)]
    return {**head(call, CHAT), "choices": choices, "usage": usage(answer.usage)}


def _chat_choice(at: int, choice: Choice) -> Shape:
    message: Shape = {
        "role": "assistant",
        "content": choice.text or (None if choice.tool_calls else ""),
        "refusal": choice.refusal or None,
    }
    if choice.reasoning:
        message["reasoning_content"] = choice.reasoning
    if choice.tool_calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in choice.tool_calls
        ]
    return {
        "index": at,
        "message": message,
        "logprobs": scores(choice.logprobs),
        "finish_reason": choice.finish_reason,
    }


def completion(call: Named, answer: ChatAnswer) -> Shape:
    """Return a prompt's continuation."""
    choices = [
        {
            "index": at,
            "text": choice.text,
            "logprobs": flat_scores(choice.logprobs),
            "finish_reason": choice.finish_reason,
        }
        for at, choice in enumerate(answer.choices)
    ]
    return {**head(call, COMPLETION), "choices": choices, "usage": usage(answer.usage)}


def usage(counted: Usage | None) -> Shape | None:
    """Return the tokens that were counted."""
    if counted is None:
        return None
    return {
        "prompt_tokens": counted.prompt_tokens,
        "completion_tokens": counted.completion_tokens,
        "total_tokens": counted.prompt_tokens + counted.completion_tokens,
        "prompt_tokens_details": {"cached_tokens": counted.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": counted.reasoning_tokens},
    }


def scores(logprobs: Sequence[Logprob]) -> Shape | None:
    """Return the scores of a conversation's tokens."""
    if not logprobs:
        return None
    drawn = [
        {**_score(each.drawn), "top_logprobs": list(map(_score, each.top))} for each in logprobs
    ]
    return {"content": drawn, "refusal": None}


def _score(score: Alternative) -> Shape:
    raw = score.token.encode() if score.raw is None else score.raw
    return {"token": score.token, "logprob": score.logprob, "bytes": list(raw)}


def flat_scores(logprobs: Sequence[Logprob]) -> Shape | None:
    """Return the scores of a continuation's tokens, as this older form has them."""
    if not logprobs:
        return None
    offsets = [0, *accumulate(len(each.drawn.token) for each in logprobs[:-1])]
    return {
        "tokens": [each.drawn.token for each in logprobs],
        "token_logprobs": [each.drawn.logprob for each in logprobs],
        "top_logprobs": [{top.token: top.logprob for top in each.top} for each in logprobs],
        "text_offset": offsets,
    }


def called(calls: Sequence[ToolCallDelta]) -> list[Shape]:
    """Return what came to calls of functions."""
    return [_called(each) for each in calls]


def _called(call: ToolCallDelta) -> Shape:
    function = {"name": call.name} if call.name else {}
    shape: Shape = {"index": call.index, "function": {**function, "arguments": call.arguments}}
    return {**shape, "id": call.id, "type": "function"} if call.id else shape


def embedded(made: Embeddings, *, packed: bool) -> Shape:
    """Return vectors, as numbers or packed."""
    data = [
        {"object": "embedding", "index": at, "embedding": _packed(each) if packed else each}
        for at, each in enumerate(made.vectors)
    ]
    used = encoding_usage(made.usage)
    return {"object": "list", "data": data, "model": made.model, "usage": used}


def _packed(vector: Sequence[float]) -> str:
    """Return numbers in single precision, little-endian, as base64."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def encoding_usage(counted: Usage | None) -> Shape:
    """Return the tokens that were counted of what has no answer in tokens."""
    tokens = counted.prompt_tokens if counted else 0
    return {"prompt_tokens": tokens, "total_tokens": tokens}
