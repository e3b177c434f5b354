"""What the fake provider answers, whatever format it is asked in.

It repeats what was said last, tells of tools' results and counts images; it calls the first tool
that it is offered, and fills a schema.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Heard:
    """A request's conversation."""

    said: str = ""
    results: tuple[str, ...] = ()
    pictures: int = 0
    system: str = ""
    tools: tuple[str, ...] = ()
    may_call: bool = True
    schema: dict[str, Any] | None = None


@dataclass(frozen=True)
class Thought:
    """An answer: pieces of a text, or a call with pieces of its arguments."""

    pieces: tuple[str, ...] = ()
    tool: str = ""
    arguments: tuple[str, ...] = ()
    heard: int = field(default=7)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def spoken(self) -> int:
        return len(self.pieces) + len(self.arguments)


def think(heard: Heard) -> Thought:
    if heard.results:
        return Thought(_pieces(f"The tool said: {' '.join(heard.results)}"))
    if heard.tools and heard.may_call:
        return Thought(tool=heard.tools[0], arguments=('{"city":', '"Bern"}'))
    if heard.schema is not None:
        return Thought(_pieces(json.dumps(dict.fromkeys(heard.schema["properties"], 42))))
    seen = f" with {heard.pictures} images" if heard.pictures else ""
    by = f" ({heard.system})" if heard.system else ""
    return Thought(_pieces(f"You said{seen}: {heard.said}{by}"))


def _pieces(text: str) -> tuple[str, ...]:
    *words, last = text.split(" ")
    return (*(f"{word} " for word in words), last)
