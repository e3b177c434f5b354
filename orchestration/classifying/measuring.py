"""How good the stored examples are: labelled texts are classified, and what comes of it counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.classifying.classifier import Classifier
from orchestration.classifying.entries import CLASSES, Entry
from orchestration.routing.classes import DIMENSIONS
from orchestration.routing.guess import Dimension

Pairs = Counter[tuple[str, str]]


def _none_yet() -> dict[Dimension, Pairs]:
    return {dimension: Counter() for dimension in DIMENSIONS}


@dataclass(slots=True)
class Measured:
    """What came of labelled texts.

    Attributes:
        pairs: For each dimension how often each class was taken for which; unsure guesses too.
        sure: Likewise the sure ones.
        times_ms: How long each classification took.
        unknown: Why texts were not classified, and how many.
    """

    pairs: dict[Dimension, Pairs] = field(default_factory=_none_yet)
    sure: dict[Dimension, Pairs] = field(default_factory=_none_yet)
    times_ms: list[float] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    def accuracy(self, dimension: Dimension, *, sure: bool = False) -> float:
        """Return the share of guesses that were right; 0 where there were none."""
        return _right(self.sure[dimension] if sure else self.pairs[dimension])

    def sureness(self, dimension: Dimension) -> float:
        """Return the share of guesses that were sure."""
        return self.sure[dimension].total() / max(self.pairs[dimension].total(), 1)

    def percentile_ms(self, part: float) -> float:
        """Return how long so large a part of the classifications took at most."""
        ordered = sorted(self.times_ms)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0

    def confusion(self, dimension: Dimension) -> list[list[str]]:
        """Return a table: a row for each class, a column for what it was taken for."""
        pairs, names = self.pairs[dimension], CLASSES[dimension]
        rows = [[f"{dimension.replace('_', ' ')}: is, guessed", *names, "found"]]
        for label in names:
            counts = [pairs[label, guessed] for guessed in names]
            found = pairs[label, label] / max(sum(counts), 1)
            rows.append([label, *map(str, counts), f"{found:.0%}"])
        return rows


async def measure(classifier: Classifier, labelled: Sequence[Entry]) -> Measured:
    """Classify labelled texts, one after the other."""
    found = Measured()
    await classifier.prepare()
    for each in labelled:
        began = time.perf_counter()
        classified = await classifier.classify(each.text)
        found.times_ms.append((time.perf_counter() - began) * 1000)
        if classified.why_not:
            found.unknown[classified.why_not] += 1
        for dimension, guess in classified.scores.items():
            pair = getattr(each, dimension), guess.label
            found.pairs[dimension][pair] += 1
            if guess.sure:
                found.sure[dimension][pair] += 1
    return found


def _right(pairs: Pairs) -> float:
    return sum(n for (label, guess), n in pairs.items() if label == guess) / max(pairs.total(), 1)
