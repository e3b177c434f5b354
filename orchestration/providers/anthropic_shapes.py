"""The shapes of Anthropic's messages and of the events that stream them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from orchestration.providers.chat import Usage
from orchestration.providers.shapes import Shape

Count = Annotated[int, Field(ge=0)]


def _known(*names: str) -> Discriminator:
    """Tell shapes apart by their `type`; words that came later count as ``other``."""

    def sort(value: Any) -> str | None:
        name = value.get("type") if isinstance(value, dict) else None
        if not isinstance(name, str):
            return None
        return name if name in names else "other"

    return Discriminator(sort)


class Other(Shape):
    """What came into the format later, and what we have no use for."""

    type: str


class TextBlock(Shape):
    """Something said."""

    type: Literal["text"]
    text: str


class ThinkingBlock(Shape):
    """Something thought; its text may be withheld."""

    type: Literal["thinking"]
    thinking: str = ""


class ToolBlock(Shape):
    """A function to be called."""

    type: Literal["tool_use"]
    id: str
    name: str
    input: dict[str, Any]


Block: TypeAlias = Annotated[
    Annotated[TextBlock, Tag("text")]
    | Annotated[ThinkingBlock, Tag("thinking")]
    | Annotated[ToolBlock, Tag("tool_use")]
    | Annotated[Other, Tag("other")],
    _known("text", "thinking", "tool_use"),
]


class Counted(Shape):
    """Tokens; a stream tells them in two parts."""

    input_tokens: Count | None = None
    output_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    cache_creation_input_tokens: Count | None = None

    def after(self, earlier: Counted) -> Counted:
        """Return these counts, and earlier ones where these are silent."""
        new = self.model_dump(exclude_none=True)
        return earlier.model_copy(update=new)

    def read(self) -> Usage:
        """Return it in our words: there, tokens of the cache are counted apart."""
        cached = self.cache_read_input_tokens or 0
        written = self.cache_creation_input_tokens or 0
        return Usage(
            (self.input_tokens or 0) + cached + written,
            self.output_tokens or 0,
            cached_tokens=cached,
            cache_written_tokens=written,
        )


class Answer(Shape):
    """A whole message."""

    type: Literal["message"]
    id: str
    model: str
    content: list[Block]
    stop_reason: str
    usage: Counted


class Begun(Shape):
    """A message of which nothing was said yet."""

    id: str
    model: str
    usage: Counted


class MessageStart(Shape):
    """The first event."""

    type: Literal["message_start"]
    message: Begun


class BlockStart(Shape):
    """A block begins."""

    type: Literal["content_block_start"]
    index: Count
    content_block: Block


class TextDelta(Shape):
    """More of a text."""

    type: Literal["text_delta"]
    text: str


class ThinkingDelta(Shape):
    """More of a thought."""

    type: Literal["thinking_delta"]
    thinking: str


class InputDelta(Shape):
    """More of a function's arguments."""

    type: Literal["input_json_delta"]
    partial_json: str


BlockChange: TypeAlias = Annotated[
    Annotated[TextDelta, Tag("text_delta")]
    | Annotated[ThinkingDelta, Tag("thinking_delta")]
    | Annotated[InputDelta, Tag("input_json_delta")]
    | Annotated[Other, Tag("other")],
    _known("text_delta", "thinking_delta", "input_json_delta"),
]


class BlockDelta(Shape):
    """A block goes on."""

    type: Literal["content_block_delta"]
    index: Count
    delta: BlockChange


class BlockStop(Shape):
    """A block ends."""

    type: Literal["content_block_stop"]
    index: Count


class Ending(Shape):
    """Why the message ended."""

    stop_reason: str | None = None


class MessageDelta(Shape):
    """The message ends."""

    type: Literal["message_delta"]
    delta: Ending
    usage: Counted = Field(default_factory=Counted)


class MessageStop(Shape):
    """The last event."""

    type: Literal["message_stop"]


Happening: TypeAlias = Annotated[
    Annotated[MessageStart, Tag("message_start")]
    | Annotated[BlockStart, Tag("content_block_start")]
    | Annotated[BlockDelta, Tag("content_block_delta")]
    | Annotated[BlockStop, Tag("content_block_stop")]
    | Annotated[MessageDelta, Tag("message_delta")]
    | Annotated[MessageStop, Tag("message_stop")]
    | Annotated[Other, Tag("other")],
    _known(
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ),
]


class Happened(Shape):
    """One event."""

    event: Happening


class Model(Shape):
    """One that can be asked."""

    id: str


class Models(Shape):
    """A page of them."""

    data: list[Model]
    has_more: bool = False
    last_id: str | None = None
