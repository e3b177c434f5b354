"""Tasks' inputs as questions for models outside, and answers as tasks' results. Pure.

The results have the form of local ones (`orchestration.inference.wire`), with who answered beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from orchestration.errors import UserError
from orchestration.kinds.images import ENCODING, image_bytes
from orchestration.providers.chat import (
    Alternative,
    ChatAnswer,
    ChatRequest,
    Choice,
    JsonSchema,
    Logprob,
    NamedTool,
    ResponseFormat,
    Sampling,
    Tool,
    ToolChoice,
    Usage,
)
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.messages import Message, Part, Picture, Text, ToolCall

Values = Mapping[str, Any]

_SAMPLED: Final = (
    "max_tokens", "temperature", "top_p", "top_k", "min_p", "frequency_penalty",
    "presence_penalty", "logprobs", "seed",
)  # fmt: skip
_OURS: Final = {
    "repeat_penalty": "Leave it out, or use frequency_penalty.",
    "overflow": "Leave it out, and send less text.",
}
"""What our engine alone can do."""
_SCHEMA_NAME: Final = "answer"


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answered.

    Attributes:
        model: Our name for it.
        provider: Who serves it.
        specialist: Who was asked; empty for none.
    """

    model: str
    provider: str
    specialist: str = ""

    def told(self) -> dict[str, str]:
        """Return it as results have it."""
        told = {"model": self.model, "provider": self.provider}
        return told | ({"specialist": self.specialist} if self.specialist else {})


def chat_request(values: Values, *, one_call: bool = False) -> ChatRequest:
    """Return what a validated input of the kind chat asks, of no model yet.

    Args:
        values: The input.
        one_call: Whether one tool may be called at most.

    Raises:
        UserError: It asks for what only local models can do.
    """
    for name, mend in _OURS.items():
        if name in values:
            raise _only_ours(name, values[name], mend)
    tools = tuple(map(_tool, values.get("tools", ())))
    return ChatRequest(
        model="",
        messages=tuple(map(_message, values["messages"])),
        sampling=_sampling(values),
        n=values.get("n", 1),
        tools=tools,
        tool_choice=_choice(values.get("tool_choice")),
        parallel_tool_calls=False if one_call and tools else None,
        format=_format(values.get("response_format")),
    )


def _only_ours(name: str, value: object, mend: str) -> UserError:
    return UserError(
        f"Models outside know no {name}.", field=f"input.{name}", value=value, mend=mend
    )


def _message(turn: Values) -> Message:
    content = turn["content"]
    parts = (Text(content),) if isinstance(content, str) else tuple(map(_part, content))
    return Message(
        role=turn["role"],
        parts=tuple(each for each in parts if each != Text("")),
        tool_calls=tuple(map(_call, turn.get("tool_calls", ()))),
        tool_call_id=turn.get("tool_call_id", ""),
        name=turn.get("name", ""),
    )


def _part(part: Values) -> Part:
    if part["type"] == "text":
        return Text(part["text"])
    url = part["image_url"]["url"]
    media_type = url.partition(ENCODING)[0].removeprefix("data:")
    return Picture(media_type, image_bytes(url))


def _call(call: Values) -> ToolCall:
    function = call["function"]
    return ToolCall(call["id"], function["name"], function["arguments"])


def _tool(tool: Values) -> Tool:
    function = tool["function"]
    parameters = function.get("parameters") or {"type": "object", "properties": {}}
    return Tool(
        function["name"], function.get("description") or "", parameters, function.get("strict")
    )


def _choice(choice: Any) -> ToolChoice | None:
    return NamedTool(choice["function"]["name"]) if isinstance(choice, Mapping) else choice


def _sampling(values: Values) -> Sampling:
    biases = values.get("logit_bias")
    return Sampling(
        **{name: values.get(name) for name in _SAMPLED},
        logit_bias=tuple((int(token), bias) for token, bias in biases.items()) if biases else None,
        stop=tuple(values["stop"]) if values.get("stop") else None,
    )


def _format(wanted: Values | None) -> ResponseFormat:
    match wanted:
        case {"type": "json_object"}:
            return "json_object"
        case {"type": "json_schema", "json_schema": named}:
            strict = named.get("strict")
            return JsonSchema(
                named.get("name") or _SCHEMA_NAME,
                named["schema"],
                strict=True if strict is None else strict,
                description=named.get("description") or "",
            )
        case {"type": "grammar"}:
            raise _only_ours("response_format", "grammar", "Send a JSON schema.")
    return "text"


def embedding_request(values: Values) -> EmbeddingRequest:
    """Return what a validated input of the kind embedding asks, of no model yet.

    Raises:
        UserError: It asks for what only local models can do.
    """
    if values.get("truncate", "error") != "error":
        raise _only_ours("truncate", values["truncate"], "Leave it out, and send shorter texts.")
    if "normalize" in values:
        raise _only_ours("normalize", values["normalize"], "Leave it out, and scale the vectors.")
    return EmbeddingRequest(
        "",
        tuple(values["texts"]),
        dimensions=values.get("dimensions"),
        input_type=values.get("input_type"),
    )


def capabilities(values: Values) -> frozenset[str]:
    """Return what a model must be able to do to serve an input of the kind chat."""
    wanted: Values = values.get("response_format") or {}
    needed = {
        "tools": bool(values.get("tools")),
        "json_schema": wanted.get("type") == "json_schema",
        "logprobs": values.get("logprobs") is not None,
        "images": any(_has_image(turn["content"]) for turn in values.get("messages", ())),
    }
    return frozenset(name for name, wanted in needed.items() if wanted)


def _has_image(content: str | Sequence[Values]) -> bool:
    return not isinstance(content, str) and any(part["type"] != "text" for part in content)


def chat_result(answer: ChatAnswer, who: Answerer) -> dict[str, Any]:
    """Return a conversation's answer as it is stored."""
    described = [_answer(choice) for choice in answer.choices]
    result = {**described[0], "usage": usage_result(answer.usage), **who.told()}
    if len(described) > 1:
        result["choices"] = [{"index": at, **each} for at, each in enumerate(described)]
    return result


def _answer(choice: Choice) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": choice.text}
    more = {
        "refusal": choice.refusal,
        "reasoning": choice.reasoning,
        "tool_calls": [_called(call) for call in choice.tool_calls],
    }
    message |= {name: value for name, value in more.items() if value}
    answer: dict[str, Any] = {"message": message, "finish_reason": choice.finish_reason}
    if choice.logprobs:
        answer["logprobs"] = [_logprob(each) for each in choice.logprobs]
    return answer


def _called(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _logprob(logprob: Logprob) -> dict[str, Any]:
    return {**_score(logprob.drawn), "top_logprobs": [_score(each) for each in logprob.top]}


def _score(score: Alternative) -> dict[str, Any]:
    raw = score.token.encode() if score.raw is None else score.raw
    return {"token": score.token, "logprob": score.logprob, "bytes": list(raw)}


def usage_result(usage: Usage | None) -> dict[str, int]:
    """Return what was counted; nothing where nobody counted."""
    if usage is None:
        return {}
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
    }


def embedding_result(answer: Embeddings, who: Answerer) -> dict[str, Any]:
    """Return vectors as they are stored."""
    vectors = [list(vector) for vector in answer.vectors]
    return {"embeddings": vectors, "usage": usage_result(answer.usage), **who.told()}
