"""A response that is asked for: as what is asked of whoever answers, and as it is kept. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api.gateway.openai.bodies import SEEDS, given
from api.gateway.openai.ports import Asked
from api.gateway.openai.responses.body import ResponseBody
from api.gateway.openai.responses.items import Turns, items_of
from api.gateway.openai.responses.tools import chat_tools, tools_of
from api.gateway.openai.shapes import Shape
from api.gateway.openai.wishes import Wishes
from orchestration.access.services import Principal
from orchestration.calls.caching import Caching
from orchestration.providers.chat import ChatAnswer

_SAME: Final = (
    "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "frequency_penalty",
    "presence_penalty", "logit_bias",
)  # fmt: skip
_AS_SENT: Final = (
    "instructions", "previous_response_id", "metadata", "max_output_tokens", "temperature", "top_p",
    "top_logprobs", "truncation",
)  # fmt: skip


TURNS: Final = "turns"
"""Under which name it is kept how many turns the conversation has, without what leads it."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was said before, in the form of the kind chat."""

    messages: Sequence[Shape] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a body asks for, whoever sent it.

    Attributes:
        input: of a task of the kind chat; not validated yet.
        kept: what is kept of the body, from which the response can be shown.
        places: where each message comes from in the body.
        one_call: whether the answer may call one tool at most.
    """

    input: Shape
    kept: Shape
    places: Sequence[str]
    one_call: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A response that is asked for.

    Attributes:
        asked: what is asked of whoever answers.
        kept: what is kept of it, from which the response can be shown.
        places: where each message of what is asked comes from in the request.
    """

    asked: Asked
    kept: Shape
    places: Sequence[str]


def request_of(body: ResponseBody, past: Past, by: Principal, wishes: Wishes) -> Request:
    """Return what somebody asks for; raises as `wanted_of` does."""
    wanted = wanted_of(body, past)
    # Whoever has a response's id may fetch it at once, and what shall not be stored is erased then.
    wishes = replace(wishes, readable=True, caching=_caching(body, wishes.caching))
    if body.background:  # only a stored task goes on without its client
        wishes = replace(wishes, stays=True)
    asked = Asked("chat", body.model, wanted.input, by, wishes, one_call=wanted.one_call)
    return Request(asked, wanted.kept, wanted.places)


def _caching(body: ResponseBody, asked: Caching) -> Caching:
    """Return what a response wants of the cache: its answer goes with it. What shall not be stored
    is not kept there either, unless the cache is asked for by name."""
    if body.store is not False:
        return replace(asked, bound=True)
    return asked if asked.asked else replace(asked, reads=False, writes=False)


def wanted_of(body: ResponseBody, past: Past) -> Wanted:
    """Return what a body asks for.

    Raises:
        InvalidBody, UnknownParameter, UnsupportedParameter: a part of it is wrong.
    """
    items, tools = items_of(body.input), tools_of(body.tools or ())
    turns = Turns()
    if body.instructions:
        turns.say({"role": "system", "content": body.instructions}, "instructions")
    for message in past.messages:
        turns.say(message, "previous_response_id")
    turns.add(items)
    said = len(turns.messages) - bool(body.instructions)
    values = {**_generation(body), **chat_tools(tools, body.tool_choice)}
    values["messages"] = turns.messages
    return Wanted(
        input=given(values),
        kept={**_kept(body, items, tools), TURNS: said},
        places=turns.places,
        one_call=body.parallel_tool_calls is False,
    )


def _generation(body: ResponseBody) -> Shape:
    stop = [body.stop] if isinstance(body.stop, str) else body.stop
    values = {name: getattr(body, name) for name in _SAME}
    return {
        **values,
        "max_tokens": body.max_output_tokens,
        "seed": None if body.seed is None else body.seed % SEEDS,
        "stop": stop or None,
        "logprobs": body.scores,
        "overflow": "truncate" if body.truncation == "auto" else None,
        "response_format": _format(body),
    }


def _format(body: ResponseBody) -> Any:
    """Return the form of the answer; schemas lie one level deeper in conversations."""
    wanted = body.text and body.text.format
    if not wanted or wanted.get("type") != "json_schema":
        return wanted or None
    schema = {name: part for name, part in wanted.items() if name != "type"}
    return {"type": "json_schema", "json_schema": given(schema)}


def _kept(body: ResponseBody, items: Sequence[Shape], tools: Sequence[Shape]) -> Shape:
    text = body.text.format if body.text else None
    return given(
        {
            **{name: getattr(body, name) for name in _AS_SENT},
            "input": items,
            "tools": list(tools) or None,
            "tool_choice": body.tool_choice,
            "parallel_tool_calls": body.parallel_tool_calls,
            "text": text,
            "background": body.background or None,
        }
    )


def past_of(
    kept: Mapping[str, Any], messages: Sequence[Shape], answer: ChatAnswer, *, led: bool = False
) -> Past:
    """Return what was said up to the end of a response; its instructions end with it, and so does
    what a specialist was told.

    Args:
        kept: what is kept of its request.
        messages: that were asked.
        answer: what came of it.
        led: whether a specialist was asked.
    """
    said = messages[_leading(kept, messages, led=led) :]
    choice = answer.choices[0]
    turn: Shape = {"role": "assistant", "content": choice.text or choice.refusal}
    if choice.tool_calls:
        turn["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in choice.tool_calls
        ]
    return Past([*said, turn])


def _leading(kept: Mapping[str, Any], messages: Sequence[Shape], *, led: bool) -> int:
    """Return how many turns come before the conversation: what a specialist is told, and the
    instructions. Requests that were kept before their turns were counted are looked through."""
    if TURNS in kept:
        return max(0, len(messages) - int(kept[TURNS]))
    instructed = {"role": "system", "content": kept.get("instructions")}
    if instructed["content"] and instructed in messages[:2]:
        return messages.index(instructed) + 1
    return int(led)
