"""Who spoke of what a question asks for, and how they would have said it.

In a conversation people speak of themselves as "I". So "What did Ann buy?" asks for what Ann said,
and a vector of "What did I buy?" is nearer to that. Who talks with an assistant asks "What did I
buy?" for what the user said, and "What did you recommend?" for what the assistant did. How much
each of these is worth is told in docs/decisions/0032.

"I" and "you" are English; names are names in every language.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

USER: Final = "user"
ASSISTANT: Final = "assistant"
"""As the field's APIs call the two who talk with each other."""

_ME: Final = re.compile(r"\b(?:i|me|my|mine|we|us|our)\b", re.IGNORECASE)
_YOU: Final = re.compile(
    r"(?<!\bcan )(?<!\bcould )(?<!\bwould )(?<!\bdo )\b(?:you|your)\b", re.IGNORECASE
)
"""But "can you tell me what I bought?" asks for what the user said."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """Who spoke.

    Attributes:
        name: The speaker, as entries name them.
        word: By which word the question names them; empty where it says "I" or "you".
    """

    name: str
    word: str = ""


def who_spoke(question: str, speakers: Collection[str], language: str) -> Spoke | None:
    """Return who of the speakers a question asks about; two names say nothing of who spoke.

    Args:
        question: Its text.
        speakers: Who may have spoken.
        language: Of the question, as Postgres' text search calls it.
    """
    words = {each: _named(question, each) for each in set(speakers) - {USER, ASSISTANT}}
    named = [Spoke(speaker, word) for speaker, word in words.items() if word]
    if named:
        return named[0] if len(named) == 1 else None
    if language != "english" or ASSISTANT not in speakers:
        return None
    if _YOU.search(question):
        return Spoke(ASSISTANT)
    return Spoke(USER) if USER in speakers and _ME.search(question) else None


def _named(question: str, speaker: str) -> str:
    """Return by which word a question names somebody: the whole name or the first one."""
    words = [speaker.strip(), *speaker.split(maxsplit=1)[:1]]
    return next((each for each in words if each and _whole(each).search(question)), "")


def in_first_person(question: str, spoke: Spoke, language: str) -> str:
    """Return a question about somebody as they would ask it of themselves.

    The verb stays as it is: "Where does I live?" means enough to an embedder.
    """
    if not spoke.word or language != "english":
        return question
    owned = _whole(spoke.word, "['\u2019]s").sub("my", question)
    return _whole(spoke.word).sub("I", owned)


def _whole(name: str, ending: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}{ending}(?!\w)", re.IGNORECASE)
