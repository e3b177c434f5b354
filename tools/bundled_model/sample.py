"""What the model is trained and judged on: a conversation and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

Message: TypeAlias = Mapping[str, Any]
"""A turn of a conversation as the chat APIs write it: `role`, `content`, perhaps `tool_calls`."""
Tool: TypeAlias = Mapping[str, Any]
"""A function as the chat APIs write it: `{"type": "function", "function": {...}}`."""
Span: TypeAlias = tuple[int, int]
"""Where a part of an answer begins and ends, in characters."""

POLITE: Final = (
    "I am a small model: I can classify requests and market headlines, extract fields from a "
    "sentence and choose tools. Please ask a larger model for anything else."
)


class Split(Enum):
    """Which templates, names and functions a sample is made of; the two share none of these."""

    TRAIN = "train"
    HELD_OUT = "held out"


@dataclass(frozen=True, slots=True)
class Sample:
    """A conversation and the answer that it should get.

    Attributes:
        job: Which one it is: intent, complexity, triage (both), tone, extraction, tools or other.
        messages: The conversation before the answer.
        answer: What the model shall write; a tool's call stands in it as the model writes it.
        tools: Functions that the request offers.
        learned: Parts of the answer that the model chooses; the rest is written by the grammar of
            a JSON schema that the conversation does not show. None where it chooses all.
    """

    job: str
    messages: tuple[Message, ...]
    answer: str
    tools: tuple[Tool, ...] = ()
    learned: tuple[Span, ...] | None = None
