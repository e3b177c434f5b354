"""Responses in OpenAI's form. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from api.gateway.openai import shapes
from api.gateway.openai.errors import Refusal
from api.gateway.openai.shapes import Shape
from orchestration.providers.chat import ChatAnswer, Choice, FinishReason, Logprob, Usage

PREFIX: Final = "resp_"
COMPLETED, INCOMPLETE, IN_PROGRESS = "completed", "incomplete", "in_progress"
QUEUED, FAILED, CANCELLED = "queued", "failed", "cancelled"
_CUT: Final[Mapping[FinishReason, str]] = {
    "length": "max_output_tokens",
    "content_filter": "content_filter",
}
"""Why an answer is not complete."""
_CODES: Final[Mapping[int, str]] = {HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_exceeded"}


@dataclass(frozen=True, slots=True)
class Head:
    """What a response is, whatever comes of it.

    Attributes:
        name: its id without its prefix.
        model: which model answers.
        created: when it was asked for, in seconds since 1970.
        kept: what is kept of its request.
        stored: whether it can be fetched.
    """

    name: str
    model: str
    created: int
    kept: Mapping[str, Any]
    stored: bool = True

    @property
    def id(self) -> str:
        """Its id."""
        return PREFIX + self.name

    @property
    def background(self) -> bool:
        """Whether it goes on without its client."""
        return bool(self.kept.get("background"))

    @property
    def one_call(self) -> bool:
        """Whether it may call one tool at most."""
        return self.kept.get("parallel_tool_calls") is False


def response(
    head: Head,
    status: str,
    *,
    output: Sequence[Shape] = (),
    usage: Usage | None = None,
    cut: str | None = None,
    failure: Refusal | None = None,
) -> Shape:
    """Return a response.

    Args:
        head: what it is.
        status: how far it is.
        output: its items.
        usage: the tokens that were counted.
        cut: why it is not complete.
        failure: why there is none.
    """
    kept = head.kept
    return {
        "id": head.id,
        "object": "response",
        "created_at": head.created,
        "status": status,
        "background": head.background,
        "error": failure and error(failure),
        "incomplete_details": {"reason": cut} if cut else None,
        "instructions": kept.get("instructions"),
        "max_output_tokens": kept.get("max_output_tokens"),
        "metadata": kept.get("metadata") or {},
        "model": head.model,
        "output": list(output),
        "parallel_tool_calls": not head.one_call,
        "previous_response_id": kept.get("previous_response_id"),
        "store": head.stored,
        "temperature": kept.get("temperature"),
        "text": {"format": kept.get("text") or {"type": "text"}},
        "tool_choice": kept.get("tool_choice", "auto"),
        "tools": kept.get("tools") or [],
        "top_logprobs": kept.get("top_logprobs") or 0,
        "top_p": kept.get("top_p"),
        "truncation": kept.get("truncation", "disabled"),
        "usage": counted(usage),
    }


def whole(head: Head, answer: ChatAnswer) -> Shape:
    """Return a response that was answered."""
    choice = answer.choices[0]
    cut = cut_by(choice.finish_reason)
    status = ending(cut)
    output = items(head.name, choice, status)
    return response(head, status, output=output, usage=answer.usage, cut=cut)


def cut_by(reason: FinishReason | None) -> str | None:
    """Return why an answer that ended so is not complete; None when it is."""
    return _CUT.get(reason) if reason else None


def ending(cut: str | None) -> str:
    """Return the status of what was answered."""
    return INCOMPLETE if cut else COMPLETED


def items(name: str, choice: Choice, status: str) -> list[Shape]:
    """Return what a model thought, said and wanted called, as items; the last has the status."""
    output: list[Shape] = []
    if choice.reasoning:
        output.append(reasoning(f"rs_{name}_0", choice.reasoning, COMPLETED))
    if parts := _parts(choice):
        output.append(message(f"msg_{name}_{len(output)}", parts, COMPLETED))
    for call in choice.tool_calls:
        item = f"fc_{name}_{len(output)}"
        output.append(function_call(item, call.id, call.name, call.arguments, COMPLETED))
    return [*output[:-1], {**output[-1], "status": status}]


def _parts(choice: Choice) -> list[Shape]:
    """Return the parts of a message; an empty text where there is nothing at all."""
    parts = []
    if choice.text or not (choice.refusal or choice.tool_calls):
        parts.append(text_part(choice.text, choice.logprobs))
    if choice.refusal:
        parts.append(refusal_part(choice.refusal))
    return parts


def message(name: str, parts: Sequence[Shape], status: str) -> Shape:
    """Return what a model said, as an item."""
    return {
        "id": name,
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": list(parts),
    }


def text_part(text: str, logprobs: Sequence[Logprob] = ()) -> Shape:
    """Return a text as a part of a message."""
    return {
        "type": "output_text",
        "text": text,
        "annotations": [],
        "logprobs": scores(logprobs),
    }


def refusal_part(refusal: str) -> Shape:
    """Return why a model would not, as a part of a message."""
    return {"type": "refusal", "refusal": refusal}


def reasoning(name: str, text: str, status: str) -> Shape:
    """Return what a model thought, as an item."""
    content = [reasoning_part(text)] if text else []
    return {"id": name, "type": "reasoning", "summary": [], "content": content, "status": status}


def reasoning_part(text: str) -> Shape:
    """Return what a model thought, as a part of an item."""
    return {"type": "reasoning_text", "text": text}


def function_call(name: str, call_id: str, function: str, arguments: str, status: str) -> Shape:
    """Return what a model wants called, as an item."""
    return {
        "id": name,
        "type": "function_call",
        "status": status,
        "call_id": call_id,
        "name": function,
        "arguments": arguments,
    }


def scores(logprobs: Sequence[Logprob]) -> list[Shape]:
    """Return the scores of tokens."""
    told = shapes.scores(logprobs)
    found: list[Shape] = told["content"] if told else []
    return found


def counted(usage: Usage | None) -> Shape | None:
    """Return the tokens that were counted."""
    if usage is None:
        return None
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {
            "cached_tokens": usage.cached_tokens,
            "cache_write_tokens": usage.cache_written_tokens,
        },
        "output_tokens": usage.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def error(failure: Refusal) -> Shape:
    """Return why there is no answer; the client's types know few words for that."""
    theirs = failure.status < HTTPStatus.INTERNAL_SERVER_ERROR
    usual = "invalid_prompt" if theirs else "server_error"
    return {"code": _CODES.get(failure.status, usual), "message": failure.message}
