"""The items of an answer while they come: each is opened, told in deltas and closed. Pure."""

from typing import Protocol

from api.gateway.openai.responses import shapes
from api.gateway.openai.responses.numbers import Numbers
from api.gateway.openai.responses.shapes import IN_PROGRESS
from api.gateway.openai.shapes import Shape
from orchestration.providers.chat import Logprob, ToolCallDelta


class Piece(Protocol):
    """An item that has begun."""

    def close(self, status: str) -> tuple[bytes, Shape]:
        """Return the events of its end, and the item."""


class _Item:
    """What all of them have.

    Args:
        numbers: writes the events.
        name: the item's id.
        index: its place in the output.
    """

    def __init__(self, numbers: Numbers, name: str, index: int) -> None:
        self._numbers = numbers
        self._name = name
        self._index = index

    def _opened(self, item: Shape) -> bytes:
        name = "response.output_item.added"
        return self._numbers.event(name, output_index=self._index, item=item)

    def _closed(self, item: Shape) -> bytes:
        name = "response.output_item.done"
        return self._numbers.event(name, output_index=self._index, item=item)

    def _event(self, name: str, /, **fields: object) -> bytes:
        where = {"item_id": self._name, "output_index": self._index}
        return self._numbers.event(name, **where, **fields)

    def _delta(self, name: str, text: str, /, **fields: object) -> bytes:
        where = {"item_id": self._name, "output_index": self._index}
        return self._numbers.delta(name, text, **where, **fields)


class Thought(_Item):
    """What a model thinks before it speaks."""

    def __init__(self, numbers: Numbers, name: str, index: int) -> None:
        """Begin with nothing."""
        super().__init__(numbers, name, index)
        self._text = ""

    def open(self) -> bytes:
        """Return the events of its beginning."""
        part = shapes.reasoning_part("")
        return self._opened(shapes.reasoning(self._name, "", IN_PROGRESS)) + self._event(
            "response.content_part.added", content_index=0, part=part
        )

    def think(self, text: str) -> bytes:
        """Return the event of a thought."""
        self._text += text
        return self._delta("response.reasoning_text.delta", text, content_index=0)

    def close(self, status: str) -> tuple[bytes, Shape]:
        """Return the events of its end, and the item."""
        item = shapes.reasoning(self._name, self._text, status)
        part = shapes.reasoning_part(self._text)
        told = self._event("response.reasoning_text.done", content_index=0, text=self._text)
        told += self._event("response.content_part.done", content_index=0, part=part)
        return told + self._closed(item), item


class Speech(_Item):
    """What a model says: a text, a refusal, or both."""

    def __init__(self, numbers: Numbers, name: str, index: int) -> None:
        """Begin with nothing."""
        super().__init__(numbers, name, index)
        self._parts: list[Shape] = []
        self._text: str | None = None
        self._refusal: str | None = None
        self._logprobs: list[Logprob] = []

    def open(self) -> bytes:
        """Return the event of its beginning."""
        return self._opened(shapes.message(self._name, (), IN_PROGRESS))

    def say(self, text: str) -> bytes:
        """Return the events of more text."""
        told = b""
        if self._text is None:
            told = self._end_part() + self._begin_part(shapes.text_part(""))
            self._text = ""
        self._text += text
        name = "response.output_text.delta"
        return told + self._delta(name, text, content_index=len(self._parts), logprobs=[])

    def score(self, logprobs: tuple[Logprob, ...]) -> None:
        """Keep the scores of what was said; they are told with its end."""
        self._logprobs += logprobs

    def refuse(self, text: str) -> bytes:
        """Return the events of more refusal."""
        told = b""
        if self._refusal is None:
            told = self._end_part() + self._begin_part(shapes.refusal_part(""))
            self._refusal = ""
        self._refusal += text
        return told + self._delta("response.refusal.delta", text, content_index=len(self._parts))

    def close(self, status: str) -> tuple[bytes, Shape]:
        """Return the events of its end, and the item."""
        told = self._end_part()
        item = shapes.message(self._name, self._parts, status)
        return told + self._closed(item), item

    def _begin_part(self, part: Shape) -> bytes:
        at = len(self._parts)
        return self._event("response.content_part.added", content_index=at, part=part)

    def _end_part(self) -> bytes:
        at = len(self._parts)
        if self._text is not None:
            part = shapes.text_part(self._text, self._logprobs)
            said = {"text": part["text"], "logprobs": part["logprobs"]}
            told = self._event("response.output_text.done", content_index=at, **said)
        elif self._refusal is not None:
            part = shapes.refusal_part(self._refusal)
            told = self._event("response.refusal.done", content_index=at, refusal=self._refusal)
        else:
            return b""
        self._text, self._refusal, self._logprobs = None, None, []
        self._parts.append(part)
        return told + self._event("response.content_part.done", content_index=at, part=part)


class Calling(_Item):
    """A function that a model wants called."""

    def __init__(self, numbers: Numbers, name: str, index: int) -> None:
        """Begin with nothing."""
        super().__init__(numbers, name, index)
        self._call = ToolCallDelta(0)
        self._arguments = ""

    def open(self, call: ToolCallDelta) -> bytes:
        """Return the event of its beginning."""
        self._call = call
        return self._opened(self._item("", IN_PROGRESS))

    def add(self, arguments: str) -> bytes:
        """Return the event of more arguments."""
        self._arguments += arguments
        return self._delta("response.function_call_arguments.delta", arguments)

    def close(self, status: str) -> tuple[bytes, Shape]:
        """Return the events of its end, and the item."""
        item = self._item(self._arguments, status)
        told = self._event(
            "response.function_call_arguments.done",
            name=self._call.name,
            arguments=self._arguments,
        )
        return told + self._closed(item), item

    def _item(self, arguments: str, status: str) -> Shape:
        call = self._call
        return shapes.function_call(self._name, call.id, call.name, arguments, status)
