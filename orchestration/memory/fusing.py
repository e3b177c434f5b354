"""Puts candidates in order: by meaning, by words, by who spoke, by what stands beside them.

A question's vector and its words each give a score with a fixed scale: the cosine, and BM25 divided
by what no entry could reach. So their weighted sum needs neither ranks nor the other candidates,
and says the same of an entry whatever else was found. (Bruch, Gai and Ingber, "An Analysis of
Fusion Functions for Hybrid Retrieval", 2022, compare such sums with fusion by ranks.) An entry
whose neighbours in a session or document are candidates, too, gains a part of what they have above
the weakest candidate: answers stand beside what belongs to them. And so does one by whoever the
question asks about (see `speaking`).

The weights were chosen on collections of our own, which `benchmarks/collections` holds; what was
tried is told in docs/decisions/0032.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from orchestration.memory.candidates import Candidate, similarities
from orchestration.memory.lexical import Statistics
from orchestration.memory.speaking import Spoke
from orchestration.memory.vectors import Vectors

DEPTH: Final = 100
"""So many candidates come from vectors, and as many from words."""
BESIDE: Final = (1.0, 0.6)
"""What counts of a neighbour's score, and of that of the one behind it."""
MEANT: Final = 0.4
"""What counts of the gain where a question means the one who spoke by "I" or "you"."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts.

    Attributes:
        meaning: Of the cosine; what is left to 1 is that of the words.
        beside: The part of a neighbour's score that an entry gains.
        speaker: What is added when the question names the one who spoke; with 0 it is not asked
            who did.
        importance: What is added to the most important entries, and taken from the least.
        recency: What is added to what happens now; half of it `half_life_days` ago.
        half_life_days: See there.
    """

    meaning: float = 0.6
    beside: float = 0.25
    speaker: float = 0.25
    importance: float = 0.0
    recency: float = 0.0
    half_life_days: float = 30.0


USUAL: Final = Weights()


@dataclass(slots=True)
class Scored:
    """A candidate and why it stands where it stands.

    Attributes:
        score: All of it together; comparable within one answer.
        relevance: The same, counted from nothing instead of from the weakest candidate: cosine and
            BM25 keep their fixed scales, of which 1 is the most but for what is gained beside.
        similarity: The cosine of its vector and the one that was asked by, where there was one.
        words: The question's words that it has, those that weigh most first.
        lexical: Its BM25 score, divided by what none can reach.
        beside: The neighbours that it gained from.
        spoken: Whether the question asks about the one who spoke.
        reranked: What a reranker says of it, on a scale of that model's own; None where none did.
    """

    candidate: Candidate
    score: float = 0.0
    relevance: float = 0.0
    similarity: float | None = None
    words: list[str] = field(default_factory=list)
    lexical: float = 0.0
    beside: list[int] = field(default_factory=list)
    spoken: bool = False
    reranked: float | None = None


def fuse(
    vector: Vectors | None,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    *,
    spoke: Spoke | None = None,
    now: datetime,
    weights: Weights = USUAL,
) -> list[Scored]:
    """Return candidates with scores and reasons, the best first.

    Args:
        vector: The question's, of length one; None where there are words alone.
        candidates: What may be an answer.
        statistics: What BM25 knows.
        spoke: Whom the question asks about.
        now: For recency.
        weights: How much each sign counts.
    """
    scored = _scored(vector, candidates, statistics, weights)
    floor = _above_the_weakest(scored)
    _add_neighbours(scored, weights.beside)
    _add_speaker(scored, spoke, weights.speaker)
    for each in scored:
        each.score += weights.importance * (2 * each.candidate.importance - 1)
        each.score += weights.recency * _freshness(each.candidate.at, now, weights.half_life_days)
        each.relevance = each.score + floor
    return sorted(scored, key=lambda each: (-each.score, -each.candidate.id))


def _scored(
    vector: Vectors | None,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    weights: Weights,
) -> list[Scored]:
    close = [None] * len(candidates) if vector is None else similarities(candidates, vector)
    least = min((each for each in close if each is not None), default=0.0)
    most = statistics.most
    meaning = _share(vector, most, weights)
    scored = []
    for candidate, similarity in zip(candidates, close, strict=True):
        lexical = statistics.score(candidate.counts, candidate.length) / most if most else 0.0
        score = meaning * (least if similarity is None else similarity) + (1 - meaning) * lexical
        words = [word for word in statistics.terms if word in candidate.counts]
        scored.append(Scored(candidate, score, similarity=similarity, words=words, lexical=lexical))
    return scored


def _share(vector: Vectors | None, most: float, weights: Weights) -> float:
    """Return what the cosine counts: all, nothing, or its usual part."""
    if vector is None:
        return 0.0
    return weights.meaning if most else 1.0


def _above_the_weakest(scored: list[Scored]) -> float:
    """Count scores from that of the last one that would have been a candidate by either sign;
    return what that one has."""
    ordered = sorted((each.score for each in scored), reverse=True)
    floor = ordered[min(DEPTH, len(ordered)) - 1] if ordered else 0.0
    for each in scored:
        each.score -= floor
    return floor


def _add_neighbours(scored: list[Scored], part: float) -> None:
    """Let each gain from those before it and after it, by what those have of themselves."""
    own = {each.candidate.id: each.score for each in scored}
    by_id = {each.candidate.id: each for each in scored}
    for each in scored:
        before = each
        for share in BESIDE if part > 0 else ():
            found = by_id.get(before.candidate.before or 0)
            if found is None:
                break
            before = found
            for one, other in ((each, before), (before, each)):
                if own[other.candidate.id] > 0:
                    one.score += part * share * own[other.candidate.id]
                    one.beside.append(other.candidate.id)


def _add_speaker(scored: list[Scored], spoke: Spoke | None, gain: float) -> None:
    """Let those gain whom the question asks about."""
    for each in scored:
        if spoke is not None and each.candidate.speaker == spoke.name:
            each.score += gain if spoke.word else gain * MEANT
            each.spoken = True


def _freshness(at: datetime, now: datetime, half_life_days: float) -> float:
    """Return 1 for now, a half for half a life ago, and so on."""
    age = max((now - at).total_seconds() / 86_400, 0.0)
    return float(0.5 ** (age / half_life_days))
