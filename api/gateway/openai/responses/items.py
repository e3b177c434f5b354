"""The items of a response's input: checked, shown again, and as the turns of a conversation. Pure.

What is kept of an item is what was sent, so that clients find their own words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from api.gateway.openai.bodies import Ignored, given, read, unsupported
from api.gateway.openai.errors import param_of
from api.gateway.openai.shapes import Shape
from api.rest.errors import InvalidBody
from orchestration.kinds.image_parts import image_at
from orchestration.kinds.images import MOST_PARTS

Item = Mapping[str, Any]
_MOST_ITEMS: Final = 4000
"""Twice what a conversation may have: calls of functions are items, but no turns of their own."""
_SAID: Final = {"message": "content", "function_call_output": "output"}
"""Where texts and images stand in an item."""
_ROLES: Final = {"developer": "system"}
"""The newer name of what the system says."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    type: str


class Message(_Part):
    """What somebody says."""

    role: Literal["user", "assistant", "system", "developer"]
    content: str | list[Any]
    id: str | None = None
    status: Ignored = None
    phase: Ignored = None


class FunctionCall(_Part):
    """What a model wanted to have called."""

    call_id: str
    name: str
    arguments: str
    id: str | None = None
    status: Ignored = None
    caller: Ignored = None
    parsed_arguments: Ignored = None


class FunctionCallOutput(_Part):
    """What came of it."""

    call_id: str
    output: str | list[Any]
    id: str | None = None
    name: Ignored = None
    status: Ignored = None
    caller: Ignored = None


class Reasoning(_Part):
    """What a model thought before; it is not told again."""

    id: str | None = None
    summary: Ignored = None
    content: Ignored = None
    encrypted_content: Ignored = None
    status: Ignored = None


class TextPart(_Part):
    """A text."""

    text: str
    annotations: Ignored = None
    logprobs: Ignored = None
    parsed: Ignored = None
    prompt_cache_breakpoint: Ignored = None


class RefusalPart(_Part):
    """Why a model would not."""

    refusal: str


class ImagePart(_Part):
    """An image: a data URL, a blob's name, or a file's id."""

    image_url: str | None = None
    file_id: str | None = None
    detail: Ignored = None
    prompt_cache_breakpoint: Ignored = None


_ITEMS: Final[Mapping[str, type[_Part]]] = {
    "message": Message,
    "function_call": FunctionCall,
    "function_call_output": FunctionCallOutput,
    "reasoning": Reasoning,
}
_PARTS: Final[Mapping[str, type[_Part]]] = {
    "input_text": TextPart,
    "output_text": TextPart,
    "refusal": RefusalPart,
    "input_image": ImagePart,
}


def items_of(sent: str | list[Any]) -> list[Shape]:
    """Return an input as items, each with its type.

    Raises:
        InvalidBody, UnknownParameter: an item is wrong.
        UnsupportedParameter: it is of a sort that nobody here understands.
    """
    if isinstance(sent, str):
        return [{"type": "message", "role": "user", "content": sent}]
    _check_length(sent, "input", _MOST_ITEMS)
    return [_item(each, f"input.{at}") for at, each in enumerate(sent)]


def _item(sent: Any, place: str) -> Shape:
    item = _object(sent, place)
    item = {"type": "message", **item} if "role" in item else item
    read(_sort(item, place, _ITEMS, "Send messages and calls of functions."), item, at=place)
    for name in ("content", "output"):
        if isinstance(item.get(name), list) and item["type"] != "reasoning":
            _check_length(item[name], f"{place}.{name}", MOST_PARTS)
            for at, part in enumerate(item[name]):
                _check_part(part, f"{place}.{name}.{at}")
    return item


def _check_length(sent: list[Any], place: str, most: int) -> None:
    if len(sent) > most:
        raise wrong(place, len(sent), f"it has more than {most} of them.", "Send fewer.")


def _check_part(sent: Any, place: str) -> None:
    part = _object(sent, place)
    found = read(_sort(part, place, _PARTS, "Send texts and images."), part, at=place)
    if isinstance(found, ImagePart) and (found.image_url is None) == (found.file_id is None):
        mend = "Send either image_url or file_id."
        raise wrong(place, sent, "an image is at a URL or in a file.", mend)


def _object(sent: Any, place: str) -> Shape:
    """Return what was sent without nulls."""
    if isinstance(sent, dict):
        return given(sent)
    raise wrong(place, sent, "it is no object.", "Send an object.")


def wrong(place: str, value: object, why: str, mend: str) -> InvalidBody:
    """Return the error for a part of a body that is wrong."""
    detail = f"Invalid value for '{param_of(place)}': {why}"
    return InvalidBody(detail, field=place, value=value, mend=mend)


def _sort(sent: Item, place: str, known: Mapping[str, type[_Part]], mend: str) -> type[_Part]:
    sort = sent.get("type")
    if isinstance(sort, str) and sort in known:
        return known[sort]
    if sort is None:
        raise wrong(f"{place}.type", sort, "it is missing.", "Say what it is.")
    raise unsupported(f"{place}.type", f"{sort}.", mend)


@dataclass(slots=True)
class Turns:
    """Items as the messages of a conversation.

    Attributes:
        messages: in the form of the kind chat.
        places: where each of them comes from in the request.
    """

    messages: list[Shape] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def say(self, message: Shape, place: str) -> None:
        """Add a message."""
        self.messages.append(message)
        self.places.append(place)

    def add(self, items: Sequence[Item]) -> None:
        """Add the items of an input; reasoning is no turn."""
        for at, item in enumerate(items):
            place = f"input.{at}"
            match item["type"]:
                case "message":
                    self._message(item, place)
                case "function_call":
                    self._call(item, place)
                case "function_call_output":
                    self._output(item, place)

    def _message(self, item: Item, place: str) -> None:
        role = _ROLES.get(item["role"], item["role"])
        self.say({"role": role, "content": _content(item["content"])}, place)

    def _call(self, item: Item, place: str) -> None:
        """Calls belong to what the assistant says; several of them are one turn."""
        if not self.messages or self.messages[-1]["role"] != "assistant":
            self.say({"role": "assistant", "content": ""}, place)
        function = {"name": item["name"], "arguments": item["arguments"]}
        call = {"id": item["call_id"], "type": "function", "function": function}
        last = self.messages[-1]
        self.messages[-1] = {**last, "tool_calls": [*last.get("tool_calls", ()), call]}

    def _output(self, item: Item, place: str) -> None:
        content = _content(item["output"])
        turn = {"role": "tool", "tool_call_id": item["call_id"], "content": content}
        self.say(turn, place)


def _content(sent: str | list[Any]) -> str | list[Shape]:
    return sent if isinstance(sent, str) else [_chat_part(given(part)) for part in sent]


def _chat_part(part: Item) -> Shape:
    if part["type"] == "input_image" and "file_id" in part:
        return {"type": "image_file", "image_file": {"file_id": part["file_id"]}}
    if part["type"] == "input_image":
        return image_at(part["image_url"])
    return {"type": "text", "text": part["refusal" if part["type"] == "refusal" else "text"]}


def with_image_urls(items: Sequence[Item], change: Callable[[str], str]) -> list[Shape]:
    """Return checked items with the URLs of their images changed."""
    return [
        {**item, name: [_with_url(part, change) for part in item[name]]}
        if isinstance(item.get(name := _SAID.get(item["type"], "")), list)
        else {**item}
        for item in items
    ]


def _with_url(part: Shape, change: Callable[[str], str]) -> Shape:
    if part["type"] != "input_image" or not part.get("image_url"):
        return part
    return {**part, "image_url": change(part["image_url"])}


_PREFIXES: Final = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "reasoning": "rs",
}


def shown(items: Sequence[Item], name: str) -> list[Shape]:
    """Return the items as lists of them show them.

    Each has an id that no other one has, for whoever reads on behind it: one that comes without an
    id, or with that of an earlier item, gets one of its own.

    Args:
        items: of an input.
        name: of its response, without its prefix.
    """
    ids: dict[str, Item] = {}
    for at, item in enumerate(items):
        sent = item.get("id")
        made = f"{_PREFIXES[item['type']]}_{name}_in{at}"
        ids[made if not sent or sent in ids else sent] = item
    return [_shown(item, item_id) for item_id, item in ids.items()]


def _shown(item: Item, item_id: str) -> Shape:
    told: Shape = {"status": "completed", **item, "id": item_id}
    if item["type"] == "reasoning":
        return {"summary": [], **told}
    if item["type"] == "message" and isinstance(item["content"], str):
        told["content"] = [_text(item["content"], by_model=item["role"] == "assistant")]
    return told


def _text(text: str, *, by_model: bool) -> Shape:
    if by_model:
        return {"type": "output_text", "text": text, "annotations": []}
    return {"type": "input_text", "text": text}
