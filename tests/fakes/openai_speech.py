"""How the fake provider speaks OpenAI's format."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.mind import Heard, Thought, think

DONE = b"data: [DONE]\n\n"


def hear(body: dict[str, Any]) -> Heard:
    messages = body["messages"]
    parts = [part for each in messages for part in _parts(each)]
    users = [each for each in messages if each["role"] == "user"]
    schema = (body.get("response_format") or {}).get("json_schema")
    return Heard(
        said="".join(part.get("text", "") for part in _parts(users[-1])) if users else "",
        results=tuple(_text(each) for each in messages if each["role"] == "tool"),
        pictures=sum(part["type"] == "image_url" for part in parts),
        system=" ".join(_text(each) for each in messages if each["role"] == "system"),
        tools=tuple(each["function"]["name"] for each in body.get("tools", ())),
        may_call=body.get("tool_choice") != "none",
        schema=schema and schema["schema"],
    )


def _parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    content = message.get("content") or ""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _text(message: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in _parts(message))


def usage(thought: Thought, n: int = 1) -> dict[str, Any]:
    return {
        "prompt_tokens": thought.heard,
        "completion_tokens": thought.spoken * n,
        "total_tokens": thought.heard + thought.spoken * n,
        "prompt_tokens_details": {"cached_tokens": 2},
    }


def answer(body: dict[str, Any], *, filtered: bool = False) -> dict[str, Any]:
    thought, n = think(hear(body)), body.get("n", 1)
    message: dict[str, Any] = {"role": "assistant", "content": thought.text or None}
    reason = "stop"
    if thought.tool:
        function = {"name": thought.tool, "arguments": "".join(thought.arguments)}
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
        reason = "tool_calls"
    if filtered:
        message, reason = {"role": "assistant", "content": None}, "content_filter"
    choices = [
        {"index": index, "message": message, "finish_reason": reason, "logprobs": _scores(body)}
        for index in range(n)
    ]
    whole = {"id": "answer-1", "object": "chat.completion", "model": body["model"]}
    return {**whole, "choices": choices, "usage": usage(thought, n)}


def _scores(body: dict[str, Any]) -> dict[str, Any] | None:
    if not body.get("logprobs"):
        return None
    top = [{"token": "You", "logprob": -0.5, "bytes": [89, 111, 117]}]
    return {"content": [{**top[0], "top_logprobs": top * body.get("top_logprobs", 0)}]}


def events(body: dict[str, Any], *, filtered: bool = False) -> list[bytes]:
    """Return a stream's events, the mark of its end included."""
    thought, n = think(hear(body)), body.get("n", 1)
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    if not filtered:
        deltas += [{"content": piece} for piece in thought.pieces]
        deltas += _call(thought)
    reason = "tool_calls" if thought.tool else "stop"
    chunks: list[dict[str, Any]] = []
    for index in range(n):
        chunks += [{"index": index, "delta": each, "finish_reason": None} for each in deltas]
        end = {
            "index": index,
            "delta": {},
            "finish_reason": "content_filter" if filtered else reason,
        }
        chunks.append(end | {"logprobs": _scores(body)})
    whole: list[dict[str, Any]] = [{"choices": [each]} for each in chunks]
    if (body.get("stream_options") or {}).get("include_usage"):
        whole.append({"choices": [], "usage": usage(thought, n)})
    head = {"id": "answer-1", "object": "chat.completion.chunk", "model": body["model"]}
    return [f"data: {json.dumps({**head, **each})}\n\n".encode() for each in whole] + [DONE]


def _call(thought: Thought) -> list[dict[str, Any]]:
    if not thought.tool:
        return []
    function = {"name": thought.tool, "arguments": ""}
    first = {"index": 0, "id": "call_1", "type": "function", "function": function}
    more = [{"index": 0, "function": {"arguments": piece}} for piece in thought.arguments]
    return [{"tool_calls": [each]} for each in [first, *more]]


def vectors(body: dict[str, Any]) -> dict[str, Any]:
    """Return each text's length and position, the last text first: order is told by index."""
    length = body.get("dimensions", 3)
    rows = [
        {"index": place, "embedding": [float(len(text)), float(place), 0.5, 0.25][:length]}
        for place, text in enumerate(body["input"])
    ]
    counted = {"prompt_tokens": len(rows), "total_tokens": len(rows)}
    return {"object": "list", "model": body["model"], "data": rows[::-1], "usage": counted}


def models() -> dict[str, Any]:
    return {"object": "list", "data": [{"id": "small"}, {"id": "large"}]}


def error(status: int, message: str, word: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": word, "code": word, "status": status}}
