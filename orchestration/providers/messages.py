"""The turns of a conversation with a model outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class Text:
    """Something said."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image's file, and what it is, such as ``image/png``."""

    media_type: str
    raw: bytes = field(repr=False)


Part: TypeAlias = Text | Picture


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that a model wants called.

    Attributes:
        id: Names it within the conversation.
        name: Of the function.
        arguments: JSON as the model wrote it, which may be none.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn.

    Attributes:
        role: Who speaks.
        parts: What was said, in order.
        tool_calls: What an assistant wanted called.
        tool_call_id: Which of those calls a tool answers.
        name: Of who speaks, where several share a role.
    """

    role: Role
    parts: tuple[Part, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    name: str = ""

    @property
    def text(self) -> str:
        """Return what was said, without images."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))


def say(role: Role, text: str) -> Message:
    """Return a turn of one text."""
    return Message(role, (Text(text),))
