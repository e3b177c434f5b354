"""How much of a task's answers a reader has been told: lengths and checksums, not the texts."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from tasks.selectors.task import TaskView
from tasks.tokens import Entry, Total


class Told:
    """What one reader has.

    Attributes:
        certain: whether that is known; it is not when the reader has texts from before that
            nobody remembers.
    """

    def __init__(self, *, certain: bool = True) -> None:
        self.certain = certain
        self._answers: dict[int, Total] = {}

    @property
    def anything(self) -> bool:
        """Whether the reader may have some text."""
        return not self.certain or bool(_with_text(self._answers))

    def remember(self, totals: Iterable[Total]) -> None:
        """Note what the reader has had before."""
        self.certain = True
        self._answers = {total.choice: total for total in totals}

    def add(self, entry: Entry) -> bool:
        """Note what the reader gets; False when the entry does not continue what it has, which is
        left as it was."""
        answers = {} if entry.begins else dict(self._answers)
        for part in entry.parts:
            answers[part.choice] = answers.get(part.choice, Total(part.choice)).add(part.text)
        if not entry.begins and not (self.certain and _agree(answers, entry.totals)):
            return False
        self.certain = True
        self._answers = answers
        return True

    def rest(self, texts: Mapping[int, str]) -> dict[int, str] | None:
        """Return what is missing of final texts; None when what was told is no beginning of
        them."""
        known = [(texts.get(choice, ""), total) for choice, total in self._answers.items()]
        if not self.certain or not all(_begins(text, total) for text, total in known):
            return None
        told = {choice: total.characters for choice, total in self._answers.items()}
        return {choice: text[told.get(choice, 0) :] for choice, text in texts.items()}


def _agree(answers: Mapping[int, Total], totals: Iterable[Total]) -> bool:
    """Return whether answers are what an entry says; one that adds nothing may say nothing."""
    said = {total.choice: total for total in totals}
    return not said or _with_text(said) == _with_text(answers)


def _with_text(answers: Mapping[int, Total]) -> dict[int, Total]:
    return {choice: total for choice, total in answers.items() if total.characters}


def _begins(text: str, total: Total) -> bool:
    return zlib.crc32(text[: total.characters].encode()) == total.checksum


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
