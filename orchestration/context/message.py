"""The messages of a conversation, as a window holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class Text:
    """Something said."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image, by its content part in the form of the kind chat."""

    part: Mapping[str, Any] = field(hash=False)


Content: TypeAlias = tuple[Text | Image, ...]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that an assistant wanted called.

    Attributes:
        id: Names it within the conversation.
        name: Of the function.
        arguments: JSON, as the model wrote it.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        role: Who speaks.
        content: What was said, texts and images in order.
        tool_calls: What an assistant wanted called.
        tool_call_id: Which of those calls a tool answers.
        name: Of who speaks, where several share a role.
    """

    role: Role
    content: Content = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    name: str = ""

    @classmethod
    def say(cls, role: Role, text: str) -> Message:
        """Return a message of one text."""
        return cls(role, (Text(text),))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Message:
        """Read a message in the validated form of the kind chat."""
        return cls(
            role=values["role"],
            content=_content(values.get("content") or ()),
            tool_calls=tuple(
                ToolCall(call["id"], call["function"]["name"], call["function"]["arguments"])
                for call in values.get("tool_calls") or ()
            ),
            tool_call_id=values.get("tool_call_id") or "",
            name=values.get("name") or "",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it in the form of the kind chat, without empty fields."""
        values: dict[str, Any] = {"role": self.role, "content": self._shown()}
        if self.name:
            values["name"] = self.name
        if self.tool_calls:
            values["tool_calls"] = [_called(call) for call in self.tool_calls]
        if self.tool_call_id:
            values["tool_call_id"] = self.tool_call_id
        return values

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what is text of it: what was said, and what tools were called with; none empty."""
        said = tuple(part.text for part in self.content if isinstance(part, Text) and part.text)
        return said + tuple(f"{call.name} {call.arguments}" for call in self.tool_calls)

    @property
    def images(self) -> int:
        """Return how many images it has."""
        return sum(isinstance(part, Image) for part in self.content)

    @property
    def longest_text(self) -> int | None:
        """Return the place of the longest text in its content; None without any."""
        sizes = {
            at: len(part.text) for at, part in enumerate(self.content) if isinstance(part, Text)
        }
        return max(sizes, key=lambda at: (sizes[at], -at)) if sizes else None

    def with_text(self, at: int, text: str) -> Message:
        """Return it with another text at a place of its content."""
        return replace(self, content=(*self.content[:at], Text(text), *self.content[at + 1 :]))

    def _shown(self) -> str | list[dict[str, Any]]:
        if not self.images and len(self.content) <= 1:
            return "".join(part.text for part in self.content if isinstance(part, Text))
        return [
            {"type": "text", "text": part.text} if isinstance(part, Text) else dict(part.part)
            for part in self.content
        ]


def _content(content: str | tuple[Mapping[str, Any], ...]) -> Content:
    if isinstance(content, str):
        return (Text(content),)
    return tuple(Text(part["text"]) if part["type"] == "text" else Image(part) for part in content)


def _called(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}
