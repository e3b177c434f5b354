"""Tools and the choice among them, as responses have them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from api.gateway.openai.bodies import Ignored, given, read, unsupported
from api.gateway.openai.responses.items import wrong
from api.gateway.openai.shapes import Shape
from orchestration.errors import shorten

_MEND: Final = "Send functions; the client calls them."


class FunctionTool(BaseModel):
    """A function that may be called."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: str
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None
    output_schema: Ignored = None


class ChosenFunction(BaseModel):
    """The one that must be called."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: str
    name: str


class AllowedTools(BaseModel):
    """Some of the tools."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: str
    mode: str
    tools: list[Any]


def tools_of(sent: Sequence[Any]) -> list[Shape]:
    """Return tools without nulls.

    Raises:
        InvalidBody, UnknownParameter: one is wrong.
        UnsupportedParameter: one is no function.
    """
    return [_tool(each, f"tools.{at}") for at, each in enumerate(sent)]


def _tool(sent: Any, place: str) -> Shape:
    _check_sort(sent, place)
    read(FunctionTool, sent, at=place)
    return given(sent)


def _check_sort(sent: Any, place: str) -> None:
    if not isinstance(sent, dict):
        raise wrong(place, sent, "it is no object.", "Send an object.")
    if sent.get("type") != "function":
        raise unsupported(f"{place}.type", f"{sent.get('type')}.", _MEND)


def chat_tools(tools: Sequence[Shape], choice: Any) -> Shape:
    """Return tools and choice in the form of the kind chat.

    Raises:
        InvalidBody, UnknownParameter: the choice is wrong, or there is nothing to choose from.
        UnsupportedParameter: it is no function's.
    """
    choice, names = _chosen(choice)
    known = {tool["name"] for tool in tools}
    if missing := sorted((names or set()) - known):
        why = f"there is no tool {shorten(missing[0])}."
        raise wrong("tool_choice", missing[0], why, "Name one of the tools that you send.")
    shown = names if isinstance(choice, str) and names is not None else known
    functions = [
        {"type": "function", "function": _function(tool)} for tool in tools if tool["name"] in shown
    ]
    if functions:
        return given({"tools": functions, "tool_choice": choice})
    if choice in (None, "auto", "none"):
        return {}
    raise wrong("tool_choice", choice, "there are no tools.", "Send tools, or leave it out.")


def _function(tool: Mapping[str, Any]) -> Shape:
    return {name: tool[name] for name in _FUNCTION if name in tool}


_FUNCTION: Final = ("name", "description", "parameters", "strict")


def _chosen(choice: Any) -> tuple[Any, frozenset[str] | None]:
    """Return the kind's word for a choice, and which tools it names; None where it names none."""
    if not isinstance(choice, dict):
        return choice, None
    if choice.get("type") == "allowed_tools":
        allowed = read(AllowedTools, choice, at="tool_choice")
        place = "tool_choice.tools"
        return allowed.mode, frozenset(
            _named(each, f"{place}.{at}") for at, each in enumerate(allowed.tools)
        )
    name = _named(choice, "tool_choice")
    return {"type": "function", "function": {"name": name}}, frozenset({name})


def _named(sent: Any, place: str) -> str:
    _check_sort(sent, place)
    return read(ChosenFunction, sent, at=place).name
