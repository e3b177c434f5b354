"""How many tokens a call takes at most, by the length of what it sends.

Not a tokenizer: tokenizers of text yield about four bytes of English for a token, and rarely less
than two in any language; two is what is counted, so that a budget is not passed by what was
estimated too low. Limits are corrected when the provider has counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import orjson

from orchestration.calls.call import Estimate
from orchestration.providers.chat import ChatRequest, JsonSchema
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.messages import Message, Part, Text

BYTES_PER_TOKEN: Final = 2
TOKENS_OF_A_PICTURE: Final = 1600
TOKENS_OF_A_TURN: Final = 8
ANSWER_TOKENS: Final = 4096
"""How long an answer may be where a request sets no length."""


def estimate(request: ChatRequest | EmbeddingRequest) -> Estimate:
    """Return what a request takes at most, about."""
    if isinstance(request, EmbeddingRequest):
        return Estimate(sum(map(_tokens, request.texts)), 0)
    prompt = sum(map(_turn, request.messages)) + _form(request)
    longest = request.sampling.max_tokens
    return Estimate(prompt, (ANSWER_TOKENS if longest is None else longest) * request.n)


def bounded(request: ChatRequest) -> ChatRequest:
    """Return a request whose answer can be no longer than `estimate` says: what was not reserved
    must not be spent."""
    if request.sampling.max_tokens is not None:
        return request
    return replace(request, sampling=replace(request.sampling, max_tokens=ANSWER_TOKENS))


def _tokens(text: str) -> int:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return -(-size // BYTES_PER_TOKEN)


def _turn(message: Message) -> int:
    called = sum(_tokens(call.name) + _tokens(call.arguments) for call in message.tool_calls)
    return TOKENS_OF_A_TURN + called + sum(map(_part, message.parts))


def _part(part: Part) -> int:
    return _tokens(part.text) if isinstance(part, Text) else TOKENS_OF_A_PICTURE


def _form(request: ChatRequest) -> int:
    """Tools and schemas are read like text."""
    schema = request.format.schema if isinstance(request.format, JsonSchema) else None
    tools = sum(
        _tokens(tool.name) + _tokens(tool.description) + _json(tool.parameters)
        for tool in request.tools
    )
    return tools + (_json(schema) if schema is not None else 0)


def _json(document: Any) -> int:
    return -(-len(orjson.dumps(document, default=dict)) // BYTES_PER_TOKEN)
