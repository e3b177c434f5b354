"""Decides what becomes of a memory that says what another one says already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.selectors import EntryView
from orchestration.memory.spaces import RealmView

Verdict = Literal["merge", "link", "keep"]
_FIGURES: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_DENIALS: Final = frozenset(
    {"no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"}
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A memory that is there, and its cosine with the new one."""

    entry: EntryView
    similarity: float


def judge(realm: RealmView, new: Draft, like: Likeness) -> Verdict:
    """Return what is to become of a new memory beside one of the same owner.

    What happened is never merged: that it happened twice is something to remember. Nor is what two
    speakers say, for each of them says it of themselves. Facts that differ in a figure, or of which
    one denies what the other says, are near in every embedder and yet different, so they are linked
    at most. So is what expires sooner than the one that is there: nothing would be left of both.
    """
    if like.similarity < realm.near_similarity or realm.nearness == "keep":
        return "keep"
    if new.kind is Kind.EPISODIC or like.entry.kind is not new.kind:
        return "keep"
    if not same_speaker(new.speaker, like.entry.speaker):
        return "keep"
    if realm.nearness == "link" or _differ(new.text, like.entry.text):
        return "link"
    return "merge" if _outlives(new.expires_at, like.entry.expires_at) else "link"


def _outlives(new: datetime | None, old: datetime | None) -> bool:
    """Return whether what expires then lasts at least as long; None is for ever."""
    return new is None or (old is not None and new >= old)


def same_speaker(one: str, other: str) -> bool:
    """Return whether two names are those of one speaker."""
    return one.strip().casefold() == other.strip().casefold()


def _differ(one: str, other: str) -> bool:
    return _figures(one) != _figures(other) or _denials(one) != _denials(other)


def _figures(text: str) -> list[str]:
    return sorted(_FIGURES.findall(text))


def _denials(text: str) -> set[str]:
    words = re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))
    return {word for word in words if word in _DENIALS or word.endswith("n't")}
