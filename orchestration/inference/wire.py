"""Generations in the form in which tasks store them: the input of a request, the result of one.

The form is OpenAI's where it has one, so that clients find what they know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from orchestration.errors import UserError
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.ports import (
    Choice,
    Generation,
    GenerationRequest,
    Image,
    Logprob,
    Message,
    Sampling,
    TokenScore,
    ToolCall,
)
from orchestration.inference.tools import read_json
from orchestration.kinds.images import image_bytes
from orchestration.registry.spec import ModelSpec

Values = Mapping[str, Any]


def generation_request(
    model: ModelSpec, values: Values, priority: int, begun: tuple[tuple[int, ...], ...]
) -> GenerationRequest:
    """Return what a validated input of the kinds chat and completion asks for.

    Args:
        model: Of the task.
        values: The input.
        priority: A higher number goes first.
        begun: Tokens that an earlier attempt has drawn; where scores are asked for they are
            drawn again, because scores are not kept.
    """
    turns = values.get("messages")
    return GenerationRequest(
        model=model,
        prompt=values["prompt"] if turns is None else conversation(turns),
        sampling=_sampling(values),
        priority=priority,
        tools=tuple(values.get("tools", ())),
        tool_choice=_tool_choice(values.get("tool_choice", "auto")),
        constraint=_constraint(values.get("response_format")),
        overflow=values.get("overflow", "error"),
        begun=() if values.get("logprobs") is not None else begun,
    )


def conversation(turns: Sequence[Values]) -> tuple[Message, ...]:
    """Return the turns of a validated conversation.

    Raises:
        UserError: The arguments of a tool call are no JSON object.
    """
    return tuple(map(_message, turns))


def _message(turn: Values) -> Message:
    parts = _parts(turn["content"])
    return Message(
        role=turn["role"],
        content="".join(part for part in parts if isinstance(part, str)),
        parts=parts if any(isinstance(part, Image) for part in parts) else (),
        tool_calls=tuple(_tool_call(call) for call in turn.get("tool_calls", ())),
        tool_call_id=turn.get("tool_call_id", ""),
        name=turn.get("name", ""),
    )


def _parts(content: str | Sequence[Values]) -> tuple[str | Image, ...]:
    """Return the texts and images of a message."""
    if isinstance(content, str):
        return (content,)
    return tuple(
        part["text"] if part["type"] == "text" else Image(image_bytes(part["image_url"]["url"]))
        for part in content
    )


def _tool_call(call: Values) -> ToolCall:
    written = call["function"]["arguments"]
    arguments = read_json(written or "{}")
    if not isinstance(arguments, dict):
        raise UserError(
            "The arguments of a tool call are no JSON object that can be stored.",
            field="input.messages",
            value=written,
            mend="Send them as a text that holds a JSON object.",
        )
    return ToolCall(call["id"], call["function"]["name"], arguments)


def _sampling(values: Values) -> Sampling:
    named = (
        "max_tokens", "temperature", "top_p", "top_k", "min_p", "repeat_penalty",
        "frequency_penalty", "presence_penalty", "logprobs", "seed",
    )  # fmt: skip
    biases = values.get("logit_bias", {})
    return Sampling(
        **{name: values.get(name) for name in named},
        logit_bias=tuple((int(token), bias) for token, bias in biases.items()),
        stop=tuple(values.get("stop", ())),
        n=values.get("n", 1),
    )


def _tool_choice(choice: str | Values) -> str:
    return choice if isinstance(choice, str) else str(choice["function"]["name"])


def _constraint(response_format: Values | None) -> Constraint | None:
    match response_format:
        case {"type": "json_object"}:
            return Constraint(json=True)
        case {"type": "json_schema", "json_schema": {"schema": schema}}:
            return Constraint(schema=schema)
        case {"type": "grammar", "grammar": grammar}:
            return Constraint(grammar=grammar)
    return None


def chat_result(model: ModelSpec, generation: Generation) -> dict[str, Any]:
    """Return a conversation's answer as it is stored."""
    return _result(model, generation, [_answer(choice) for choice in generation.choices])


def completion_result(model: ModelSpec, generation: Generation) -> dict[str, Any]:
    """Return a text's continuation as it is stored."""
    return _result(model, generation, [{"text": choice.text} for choice in generation.choices])


def _answer(choice: Choice) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": choice.text}
    if choice.tool_calls:
        message["tool_calls"] = [_called(call) for call in choice.tool_calls]
    return {"message": message}


def _called(call: ToolCall) -> dict[str, Any]:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": arguments},
    }


def _result(
    model: ModelSpec, generation: Generation, answers: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return the first answer and what all share; with several answers, all of them beside it."""
    described = [
        answer | _ending(choice) for answer, choice in zip(answers, generation.choices, strict=True)
    ]
    result = {
        **described[0],
        "usage": _usage(generation),
        "model": model.name,
        "seed": generation.seed,
        "timings": asdict(generation.timings),
    }
    if len(described) > 1:
        result["choices"] = [{"index": at, **each} for at, each in enumerate(described)]
    return result


def _ending(choice: Choice) -> dict[str, Any]:
    ending: dict[str, Any] = {"finish_reason": choice.finish_reason}
    if choice.logprobs:
        ending["logprobs"] = [logprob_result(each) for each in choice.logprobs]
    return ending


def _usage(generation: Generation) -> dict[str, int]:
    prompt, completion = generation.prompt_tokens, generation.completion_tokens
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "cached_tokens": generation.cached_tokens,
    }
    if generation.left_out:
        usage["left_out_tokens"] = generation.left_out
    if generation.resumed_tokens:
        usage["resumed_tokens"] = generation.resumed_tokens
    return usage


def logprob_result(logprob: Logprob) -> dict[str, Any]:
    """Return a token's score in OpenAI's form."""
    return {**_score(logprob.drawn), "top_logprobs": [_score(each) for each in logprob.top]}


def _score(score: TokenScore) -> dict[str, Any]:
    text = score.raw.decode(errors="replace").replace("\x00", "\ufffd")
    return {"token": text, "id": score.token, "logprob": score.logprob, "bytes": list(score.raw)}
