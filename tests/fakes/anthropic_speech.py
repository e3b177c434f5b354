"""How the fake provider speaks Anthropic's format, as strictly as the real one."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.mind import Heard, Thought, think


def hear(body: dict[str, Any]) -> Heard:
    _check(body)
    blocks = [block for turn in body["messages"] for block in turn["content"]]
    results = [block for block in blocks if block["type"] == "tool_result"]
    last = body["messages"][-1]["content"]
    form = body.get("output_config", {}).get("format")
    return Heard(
        said=_text(last),
        results=tuple(_text(each["content"]) for each in results),
        pictures=sum(block["type"] == "image" for block in blocks),
        system=body.get("system", ""),
        tools=tuple(each["name"] for each in body.get("tools", ())),
        may_call=body.get("tool_choice", {}).get("type") != "none",
        schema=form and form["schema"],
    )


def _check(body: dict[str, Any]) -> None:
    roles = [turn["role"] for turn in body["messages"]]
    assert body["max_tokens"] > 0
    assert roles == [("user", "assistant")[place % 2] for place in range(len(roles))]


def _text(blocks: list[dict[str, Any]]) -> str:
    return "".join(block["text"] for block in blocks if block["type"] == "text")


def usage(thought: Thought) -> dict[str, Any]:
    return {
        "input_tokens": thought.heard - 2,
        "cache_read_input_tokens": 2,
        "cache_creation_input_tokens": 0,
        "output_tokens": thought.spoken,
    }


def _reason(thought: Thought, *, filtered: bool) -> str:
    return "refusal" if filtered else "tool_use" if thought.tool else "end_turn"


def answer(body: dict[str, Any], *, filtered: bool = False) -> dict[str, Any]:
    thought = think(hear(body))
    content: list[dict[str, Any]] = []
    if thought.tool and not filtered:
        inputs = json.loads("".join(thought.arguments))
        content = [{"type": "tool_use", "id": "call_1", "name": thought.tool, "input": inputs}]
    elif not filtered:
        content = [{"type": "text", "text": thought.text}]
    return {
        "id": "answer-1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": content,
        "stop_reason": _reason(thought, filtered=filtered),
        "usage": usage(thought),
    }


def events(body: dict[str, Any], *, filtered: bool = False) -> list[bytes]:
    """Return a stream's events, its last included."""
    thought = think(hear(body))
    message = {"id": "answer-1", "type": "message", "model": body["model"], "content": []}
    counted = usage(thought)
    found: list[dict[str, Any]] = [
        {"type": "message_start", "message": {**message, "usage": counted | {"output_tokens": 1}}},
        {"type": "ping"},
        {"type": "something_new", "what": 1},
    ]
    if not filtered:
        found += _block(thought)
    ending = {"stop_reason": _reason(thought, filtered=filtered), "stop_sequence": None}
    out = {"output_tokens": counted["output_tokens"]}
    found += [{"type": "message_delta", "delta": ending, "usage": out}, {"type": "message_stop"}]
    return [event(each) for each in found]


def event(document: dict[str, Any]) -> bytes:
    return f"event: {document['type']}\ndata: {json.dumps(document)}\n\n".encode()


def _block(thought: Thought) -> list[dict[str, Any]]:
    block: dict[str, Any] = {"type": "text", "text": ""}
    deltas: list[dict[str, Any]] = [{"type": "text_delta", "text": it} for it in thought.pieces]
    if thought.tool:
        block = {"type": "tool_use", "id": "call_1", "name": thought.tool, "input": {}}
        pieces = ("", *thought.arguments)
        deltas = [{"type": "input_json_delta", "partial_json": it} for it in pieces]
    more = [{"type": "content_block_delta", "index": 0, "delta": each} for each in deltas]
    start = {"type": "content_block_start", "index": 0, "content_block": block}
    return [start, *more, {"type": "content_block_stop", "index": 0}]


def models() -> dict[str, Any]:
    return {"data": [{"id": "small"}, {"id": "large"}], "has_more": False, "last_id": "large"}


def error(status: int, message: str, word: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": word, "message": message, "status": status}}
