"""How much of a task's answers a reader has been told: lengths and checksums, not the texts."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.selectors.task import TaskView
from tasks.tokens import Part


@dataclass(slots=True)
class _Heard:
    characters: int = 0
    checksum: int = 0

    def add(self, text: str) -> None:
        self.characters += len(text)
        self.checksum = zlib.crc32(text.encode(), self.checksum)

    def begins(self, text: str) -> bool:
        return zlib.crc32(text[: self.characters].encode()) == self.checksum


class Told:
    """What one reader has.

    Attributes:
        certain: whether that is known; it is not when the reader has texts from before that
            nobody remembers.
    """

    def __init__(self) -> None:
        self.certain = True
        self._answers: dict[int, _Heard] = {}

    @property
    def anything(self) -> bool:
        """Whether the reader may have some text."""
        return not self.certain or any(heard.characters for heard in self._answers.values())

    def forget(self) -> None:
        """Note that the reader drops all that it has."""
        self.certain = True
        self._answers = {}

    def add(self, parts: Iterable[Part]) -> None:
        """Note what the reader gets."""
        for part in parts:
            self._answers.setdefault(part.choice, _Heard()).add(part.text)

    def rest(self, texts: Mapping[int, str]) -> dict[int, str] | None:
        """Return what is missing of final texts; None when what was told is no beginning of
        them."""
        known = [(texts.get(choice, ""), heard) for choice, heard in self._answers.items()]
        if not self.certain or not all(heard.begins(text) for text, heard in known):
            return None
        told = {choice: heard.characters for choice, heard in self._answers.items()}
        return {choice: text[told.get(choice, 0) :] for choice, text in texts.items()}


def texts_of(task: TaskView) -> dict[int, str]:
    """Return the final text of each answer; nothing for a task without any."""
    result = task.result
    if not isinstance(result, dict):
        return {}
    answers = result.get("choices") or [result]
    return {at: text for at, each in enumerate(answers) if (text := _text_of(each)) is not None}


def _text_of(answer: Any) -> str | None:
    message = answer.get("message") if isinstance(answer, dict) else None
    text = message.get("content") if isinstance(message, dict) else answer.get("text")
    return text if isinstance(text, str) else None
