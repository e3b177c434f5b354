"""How many tokens a request may take, before anybody counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from orchestration.calls.estimates import ANSWER_TOKENS, BYTES_PER_TOKEN, TOKENS_OF_A_PICTURE

Values = Mapping[str, Any]

ENGLISH: Final = 4
"""Bytes of a token of English text. What does not fit a context after all is told by the model."""
TYPICAL_ANSWER: Final = 256
"""Tokens that are left in a context for an answer whose length the request does not bound."""


@dataclass(frozen=True, slots=True)
class Size:
    """Tokens of a request.

    Attributes:
        read: That are paid for reading, at most.
        written: That are paid for writing, at most: of all answers.
        window: That must fit into a context at once, about: texts to vectors are read one by one.
    """

    read: int
    written: int
    window: int


def size_of(values: Values) -> Size:
    """Return how large a validated input of the kind chat or embedding is.

    A ceiling of cost is held against the most that a call can come to, as the ledger reserves it;
    a context against what is likely, since a model refuses what is too long for it.
    """
    if "texts" in values:
        lengths = [_bytes(text) for text in values["texts"]]
        return Size(sum(lengths) // BYTES_PER_TOKEN, 0, max(lengths, default=0) // ENGLISH)
    parts = [part for turn in values.get("messages", ()) for part in _parts(turn["content"])]
    said = sum(_bytes(part["text"]) for part in parts if part["type"] == "text")
    pictures = sum(part["type"] != "text" for part in parts)
    longest = values.get("max_tokens")
    return Size(
        read=(said + _form(values)) // BYTES_PER_TOKEN + pictures * TOKENS_OF_A_PICTURE,
        written=(longest or ANSWER_TOKENS) * values.get("n", 1),
        window=said // ENGLISH + (longest or TYPICAL_ANSWER),
    )


def texts_of(content: str | Sequence[Values]) -> list[str]:
    """Return the texts of a turn, without images."""
    return [part["text"] for part in _parts(content) if part["type"] == "text"]


def _parts(content: str | Sequence[Values]) -> Sequence[Values]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _form(values: Values) -> int:
    """Tools and schemas are read like text."""
    given = [values[name] for name in ("tools", "response_format") if values.get(name)]
    return sum(len(orjson.dumps(each, default=dict)) for each in given)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
