"""Has a model that reads entries together with the question put the best of them in order."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orchestration.errors import SwitchyardError
from orchestration.memory.fusing import Scored
from orchestration.memory.ports import TextRanker
from orchestration.memory.selectors import EntryView, entries_by_number

log = logging.getLogger(__name__)

READ: Final = 30
"""So many are read at least: a reranker needs some milliseconds for each, on a CPU dozens."""


@dataclass(frozen=True, slots=True)
class Reranked:
    """The new order, or the old one and why it stayed; `without` is empty where it did not."""

    scored: list[Scored]
    without: str = ""


class Reranker:
    """Puts what was found in a new order. Thread-safe.

    Args:
        ranker: Reads texts.
        timeout_s: How long that may take, in seconds.
    """

    def __init__(self, ranker: TextRanker, *, timeout_s: float) -> None:
        """Ask nothing yet."""
        self._ranker = ranker
        self._timeout_s = timeout_s

    def order(
        self, question: str, scored: Sequence[Scored], *, realm_id: int, limit: int
    ) -> Reranked:
        """Return what was found, the best `limit` or more of it ordered by what the ranker says.

        Each takes the score of the place that it moves to. What went meanwhile is left out.

        Queries: one for the texts.
        """
        best, rest = list(scored[: max(READ, limit)]), list(scored[max(READ, limit) :])
        entries = entries_by_number(realm_id, [each.candidate.id for each in best])
        best = [each for each in best if each.candidate.id in entries]
        if not best:
            return Reranked(rest)
        texts = [_said(entries[each.candidate.id]) for each in best]
        try:
            marks = self._ranker.rank(question, texts, timeout_s=self._timeout_s)
        except SwitchyardError as error:
            log.info("not reranked", extra={"error": str(error)})
            return Reranked([*best, *rest], error.detail)
        return Reranked([*_reordered(best, marks), *rest])


def _said(entry: EntryView) -> str:
    return f"{entry.title}\n{entry.text}" if entry.title else entry.text


def _reordered(scored: Sequence[Scored], marks: Sequence[float]) -> list[Scored]:
    places = [(each.score, each.relevance) for each in scored]
    for each, mark in zip(scored, marks, strict=True):
        each.reranked = mark
    ordered = [
        each for _, each in sorted(zip(marks, scored, strict=True), key=lambda pair: -pair[0])
    ]
    for each, (score, relevance) in zip(ordered, places, strict=True):
        each.score, each.relevance = score, relevance
    return ordered
