"""The messages that chosen parts make.

What is the same with each question comes first, so that engines and providers which keep the
beginnings of prompts need not read it again: system prompts, pinned blocks and summaries are one
message of the system, then the conversation follows. Passages, which change with each question,
stand in the question's own message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from orchestration.context.items import Item
from orchestration.context.message import Message, Text
from orchestration.context.window import PartKind

GAP: Final = "\n\n"
SUMMARIES: Final = "What was said before, in short:"
PASSAGES: Final = "Passages that were found for the question, each with its number and source:"
QUESTION: Final = "The question:"


def rendered(chosen: Iterable[Item]) -> tuple[Message, ...]:
    """Return the messages of parts, whichever way they are sorted; the question is among them."""
    parts = sorted(chosen, key=lambda item: item.order)
    system = _system(parts)
    return (
        *((system,) if system else ()),
        *_messages(parts, "history"),
        _question(parts),
        *_messages(parts, "steps"),
    )


def _system(parts: list[Item]) -> Message | None:
    texts = [*_texts(parts, "system"), *_texts(parts, "pinned")]
    if summaries := _texts(parts, "summaries"):
        texts += [SUMMARIES, *summaries]
    return Message.say("system", GAP.join(texts)) if texts else None


def _question(parts: list[Item]) -> Message:
    (asked,) = _messages(parts, "question")
    passages = _texts(parts, "passages")
    if not passages:
        return asked
    before = GAP.join([PASSAGES, *passages, QUESTION]) + GAP
    first = asked.content[0] if asked.content else None
    if isinstance(first, Text):
        return asked.with_text(0, before + first.text)
    return replace(asked, content=(Text(before), *asked.content))


def _messages(parts: list[Item], place: PartKind) -> list[Message]:
    return [item.body for item in _at(parts, place) if isinstance(item.body, Message)]


def _texts(parts: list[Item], place: PartKind) -> list[str]:
    return [
        f"{item.heading}\n{item.body}" if item.heading else item.body
        for item in _at(parts, place)
        if isinstance(item.body, str)
    ]


def _at(parts: list[Item], place: PartKind) -> list[Item]:
    return [item for item in parts if item.place == place]
