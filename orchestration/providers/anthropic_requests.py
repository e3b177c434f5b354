"""Conversations, as Anthropic's messages want them."""

from __future__ import annotations

from typing import Any

import orjson

from orchestration.errors import shorten
from orchestration.providers.chat import ChatRequest, JsonSchema, NamedTool, Tool
from orchestration.providers.errors import BadRequest
from orchestration.providers.messages import Message, Part, Text, ToolCall
from orchestration.providers.pictures import encoded


def chat_body(request: ChatRequest, provider: str, max_tokens: int) -> dict[str, Any]:
    """Return the body of a request.

    Args:
        request: What is asked.
        provider: Who is asked.
        max_tokens: Length of the answer where the request names none.

    Raises:
        BadRequest: A call's arguments in the conversation are no JSON object.
    """
    sampling = request.sampling
    system = "\n\n".join(each.text for each in request.messages if each.role == "system")
    optional = {
        "system": system or None,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "stop_sequences": list(sampling.stop) if sampling.stop else None,
        "tools": [_tool(each) for each in request.tools] or None,
        "tool_choice": _tool_choice(request) if request.tools else None,
        "metadata": {"user_id": request.user} if request.user else None,
        "output_config": _output(request),
    }
    return {
        **request.extra,
        **{key: value for key, value in optional.items() if value is not None},
        "model": request.model,
        "max_tokens": max_tokens if sampling.max_tokens is None else sampling.max_tokens,
        "messages": _turns(request.messages, provider),
    }


def _turns(messages: tuple[Message, ...], provider: str) -> list[dict[str, Any]]:
    """Return the turns; those of one role that follow each other are one."""
    turns: list[dict[str, Any]] = []
    for message in messages:
        if message.role == "system":
            continue
        role = "assistant" if message.role == "assistant" else "user"
        if not turns or turns[-1]["role"] != role:
            turns.append({"role": role, "content": []})
        turns[-1]["content"] += _blocks(message, provider)
    return turns


def _blocks(message: Message, provider: str) -> list[dict[str, Any]]:
    said = [_part(part) for part in message.parts if not (isinstance(part, Text) and not part.text)]
    if message.role == "tool":
        return [{"type": "tool_result", "tool_use_id": message.tool_call_id, "content": said}]
    return said + [_call(each, provider) for each in message.tool_calls]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    held = {"type": "base64", "media_type": part.media_type, "data": encoded(part)}
    return {"type": "image", "source": held}


def _call(call: ToolCall, provider: str) -> dict[str, Any]:
    try:
        arguments = orjson.loads(call.arguments or "{}")
    except orjson.JSONDecodeError:
        arguments = None
    if not isinstance(arguments, dict):
        raise BadRequest(
            f"The arguments {shorten(call.arguments)} of a call are no JSON object.",
            provider=provider,
            field="messages.tool_calls.arguments",
            mend="Send an object, or leave the call out.",
        )
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments}


def _tool(tool: Tool) -> dict[str, Any]:
    known: dict[str, Any] = {"name": tool.name, "input_schema": tool.parameters}
    if tool.description:
        known["description"] = tool.description
    if tool.strict is not None:
        known["strict"] = tool.strict
    return known


def _tool_choice(request: ChatRequest) -> dict[str, Any] | None:
    choice = request.tool_choice
    found: dict[str, Any] = {"type": {"required": "any"}.get(str(choice), choice)}
    if isinstance(choice, NamedTool):
        found = {"type": "tool", "name": choice.name}
    elif choice is None:
        found = {"type": "auto"}
    parallel = request.parallel_tool_calls
    if parallel is not None and choice != "none":
        found["disable_parallel_tool_use"] = not parallel
    return None if choice is None and parallel is None else found


def _output(request: ChatRequest) -> dict[str, Any] | None:
    """Return the form of the answer, beside what `extra` says of the output."""
    if not isinstance(request.format, JsonSchema):
        return None
    given = request.extra.get("output_config")
    form = {"type": "json_schema", "schema": request.format.schema}
    return {**(given if isinstance(given, dict) else {}), "format": form}
