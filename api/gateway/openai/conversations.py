"""Conversations as OpenAI's clients send them, as the input of the kind chat. Pure."""

from typing import Any, Final

from api.gateway.openai.bodies import ChatBody, generation, given, unsupported
from api.rest.errors import InvalidBody
from orchestration.errors import FieldProblem, InvalidInput, shorten

_ROLES: Final = {"developer": "system"}
"""The newer name of what the system says."""
_SPEAKERS: Final = (*_ROLES, "system", "user", "assistant", "tool")
_OF_ANSWERS: Final = frozenset(
    {"refusal", "annotations", "audio", "function_call", "parsed", "reasoning_content", "reasoning"}
)
"""What answers have beside; clients send it back with them."""
_IMAGES: Final = ("image_url", "image_file")
_OF_CALLS: Final = frozenset({"index", "parsed_arguments"})


def chat_input(body: ChatBody) -> dict[str, Any]:
    """Return the input of a task.

    Raises:
        InvalidBody, UnsupportedParameter: what is asked for contradicts itself, or cannot be done.
        InvalidInput: a turn's role is none.
    """
    values = {
        **generation(body),
        "messages": [_turn(turn, f"messages.{at}") for at, turn in enumerate(body.messages)],
        "max_tokens": _longest(body),
        "logprobs": _alternatives(body),
        "tools": [_tool(each) for each in body.tools or ()] or None,
        "tool_choice": _choice(body),
    }
    return given(values)


def _choice(body: ChatBody) -> Any:
    """Return which tool is to be called; nothing where there is none to choose from."""
    if body.tools or body.tool_choice is None:
        return body.tool_choice
    if body.tool_choice in ("auto", "none"):
        return None
    raise InvalidBody(
        "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are "
        "specified.",
        field="tool_choice",
        mend="Send tools, or leave it out.",
    )


def _longest(body: ChatBody) -> Any:
    if body.max_completion_tokens is None:
        return body.max_tokens
    if body.max_tokens is not None:
        raise InvalidBody(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            field="max_tokens",
            mend="Send max_completion_tokens only.",
        )
    return body.max_completion_tokens


def _alternatives(body: ChatBody) -> int | None:
    if body.logprobs:
        return body.top_logprobs or 0
    if body.top_logprobs:
        raise InvalidBody(
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
            field="top_logprobs",
            mend="Send logprobs: true.",
        )
    return None


def _turn(turn: Any, place: str) -> Any:
    """Return a turn as the kind has it; what is no turn is left to the kind to refuse."""
    if not isinstance(turn, dict):
        return turn
    kept = {name: value for name, value in turn.items() if value is not None}
    if kept.get("role") == "assistant":
        kept = {name: value for name, value in kept.items() if name not in _OF_ANSWERS}
        kept.setdefault("content", "" if not turn.get("refusal") else turn["refusal"])
        if isinstance(kept.get("tool_calls"), list):
            kept["tool_calls"] = [_call(each) for each in kept["tool_calls"]] or None
    if isinstance(role := kept.get("role"), str):
        kept["role"] = _role(role, f"{place}.role")
    if isinstance(kept.get("content"), list):
        parts = kept["content"]
        kept["content"] = [_part(part, f"{place}.content.{at}") for at, part in enumerate(parts)]
    return given(kept)


def _role(role: str, place: str) -> str:
    """Return who speaks, as the kind calls it.

    Raises:
        InvalidInput: there is nobody of that name; the kind would not tell all that clients know.
    """
    if role not in _SPEAKERS:
        mend = f"Use one of: {', '.join(_SPEAKERS)}."
        problem = FieldProblem(f"input.{place}", shorten(role), "there is no such role.", mend)
        raise InvalidInput(
            f"{place}: there is no such role.",
            field=problem.field,
            value=role,
            mend=mend,
            problems=[problem],
        )
    return _ROLES.get(role, role)


def _part(part: Any, place: str) -> Any:
    if not isinstance(part, dict):
        return part
    if part.get("type") == "refusal":
        return {"type": "text", "text": part.get("refusal")}
    sort = part.get("type")
    image = part.get(sort) if sort in _IMAGES else None
    if isinstance(image, dict):
        shown = {name: value for name, value in image.items() if name != "detail"}
        return {**part, sort: shown}
    if part.get("type") in ("input_audio", "file"):
        raise unsupported(f"{place}.type", f"{part['type']}.", "Send text and images.")
    return part


def _call(call: Any) -> Any:
    if not isinstance(call, dict):
        return call
    function = call.get("function")
    if isinstance(function, dict):
        function = {name: part for name, part in function.items() if name not in _OF_CALLS}
        call = {**call, "function": function}
    return {name: part for name, part in call.items() if name not in _OF_CALLS}


def _tool(tool: Any) -> Any:
    """Return a tool without nulls: what clients fill in for what was left out."""
    if not isinstance(tool, dict) or not isinstance(tool.get("function"), dict):
        return tool
    return {**tool, "function": given(tool["function"])}
