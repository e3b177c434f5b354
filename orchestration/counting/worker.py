"""Counts by one of our own models, asked of a worker by ephemeral calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from orchestration.context.message import Image, Message, Text
from orchestration.context.ports import Conversation, Countable, Tokenizer
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.errors import CallTooLarge
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import DEFAULT_ROWS, vision_of

KIND: Final = "tokenize"
CALL_BYTES: Final = 64 * 1024
"""Texts of one call; what is longer is counted in pieces."""
CALL_TEXTS: Final = 1024
AROUND_IMAGE: Final = 16
"""Most tokens that a model reads before and after an image."""
IMAGE: Final = Text("[image]")
"""Stands for an image where a conversation is counted: tokenizers read texts only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who counts, and for what.

    Attributes:
        model: A text model of our own.
        tools: Functions that may be called, as the kind chat has them: templates show them.
        timeout_s: Seconds for one call; None for the usual ones.
        max_priority: The highest level that the caller may ask for; None for any.
    """

    model: ModelSpec
    tools: tuple[Mapping[str, Any], ...] = ()
    timeout_s: float | None = None
    max_priority: int | None = None

    @property
    def tokenizer(self) -> Tokenizer:
        """Return whose tokens are counted."""
        model, vision = self.model, vision_of(self.model)
        rows = DEFAULT_ROWS if vision is None else vision.rows
        name = f"{model.name}@{model.checksum or model.version}"
        return Tokenizer(name, of_image=rows + AROUND_IMAGE)

    @property
    def limits(self) -> dict[str, Any]:
        """Return what goes with each call."""
        return {"timeout_s": self.timeout_s, "max_priority": self.max_priority}


class WorkerCounter:
    """Asks from threads: `TokenCounter`.

    An image counts as the most tokens that the model's registration allows one.

    Args:
        calls: Ephemeral calls.
        asked: Who counts, and for what.
    """

    def __init__(self, calls: Calls, asked: Asked) -> None:
        self._calls = calls
        self._asked = asked
        self.tokenizer = asked.tokenizer

    def count(self, asked: Sequence[Countable]) -> list[int]:
        """Return the tokens of each.

        Raises:
            CallTooLarge: A conversation is larger than a call may be.
            UserError: The chat template refuses a conversation.
            SwitchyardError: What else `Calls.ask` raises.
        """
        counts = [0] * len(asked)
        who = self._asked
        for each in questions(asked, who):
            with _of_settings():
                answer = self._calls.ask(KIND, who.model, each.values, **who.limits)
            each.add(answer, counts)
        return counts


class AsyncWorkerCounter:
    """Asks from an event loop: `AsyncTokenCounter`; else like `WorkerCounter`."""

    def __init__(self, calls: AsyncCalls, asked: Asked) -> None:
        self._calls = calls
        self._asked = asked
        self.tokenizer = asked.tokenizer

    async def count(self, asked: Sequence[Countable]) -> list[int]:
        """Return the tokens of each; raises as `WorkerCounter.count` does."""
        counts = [0] * len(asked)
        who = self._asked
        for each in questions(asked, who):
            with _of_settings():
                answer = await self._calls.ask(KIND, who.model, each.values, **who.limits)
            each.add(answer, counts)
        return counts


@dataclass(frozen=True, slots=True)
class Question:
    """One call.

    Attributes:
        values: Its input.
        places: For each number of its answer, to which of those that were asked it belongs.
        besides: Tokens that it does not see.
    """

    values: Mapping[str, Any]
    places: tuple[int, ...]
    besides: int = 0

    def add(self, answer: Mapping[str, Any], counts: list[int]) -> None:
        """Add an answer to what was counted so far."""
        for place, tokens in zip(self.places, answer["counts"], strict=True):
            counts[place] += tokens + self.besides


def questions(asked: Sequence[Countable], who: Asked) -> Iterator[Question]:
    """Yield the calls that count: few for all texts, one for each conversation."""
    texts = [(at, each) for at, each in enumerate(asked) if isinstance(each, str)]
    yield from _of_texts(texts)
    for at, each in enumerate(asked):
        if not isinstance(each, str):
            yield _of_conversation(at, each, who)


def _of_texts(texts: Sequence[tuple[int, str]]) -> Iterator[Question]:
    batch: list[tuple[int, str]] = []
    size = 0
    for at, text in texts:
        for piece in _pieces(text):
            if batch and (size + len(piece) > CALL_BYTES // 4 or len(batch) == CALL_TEXTS):
                yield _batch(batch)
                batch, size = [], 0
            batch.append((at, piece))
            size += len(piece)
    if batch:
        yield _batch(batch)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into a call; a character has four bytes at most."""
    for start in range(0, len(text), CALL_BYTES // 4):
        yield text[start : start + CALL_BYTES // 4]


def _batch(batch: Sequence[tuple[int, str]]) -> Question:
    values = {"texts": [text for _, text in batch], "special": False, "ids": False}
    return Question(values, tuple(at for at, _ in batch))


def _of_conversation(at: int, conversation: Conversation, who: Asked) -> Question:
    images = sum(message.images for message in conversation)
    messages = [_without_images(message).to_dict() for message in conversation]
    values: dict[str, Any] = {"messages": messages, "ids": False}
    if who.tools:
        values["tools"] = list(who.tools)
    return Question(values, (at,), images * who.tokenizer.of_image)


def _without_images(message: Message) -> Message:
    shown = tuple(IMAGE if isinstance(part, Image) else part for part in message.content)
    return replace(message, content=shown)


@contextmanager
def _of_settings() -> Iterator[None]:
    """Say of a conversation that is too large for a call what an operator can do."""
    try:
        yield
    except CallTooLarge as error:
        error.mend = (
            "Raise SWITCHYARD_EPHEMERAL__REQUEST_BYTES to about six times the longest context of "
            "the models whose tokens are counted."
        )
        raise
