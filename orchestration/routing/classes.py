"""Guesses what a query is about by its likeness to examples. Vectors come from outside.

Four ways to judge by examples stand side by side, so that a command can measure them on the
examples themselves: the nearest ones, the centre of each class, least squares over features, and
least squares over likeness (kernel ridge regression; Hastie, Tibshirani and Friedman, *The Elements
of Statistical Learning*, 5.8.2): each example pulls a query towards its class, the more the nearer
it is in meaning and the more words both share. `WAYS` holds what cross-validation on the examples
chose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from orchestration.routing.guess import Dimension, Guess
from orchestration.routing.surface import marks
from orchestration.routing.wording import Lexicon

Matrix: TypeAlias = npt.NDArray[np.float32]
Scorer: TypeAlias = Callable[["Seen"], Matrix]
Fit: TypeAlias = Callable[["Seen", Matrix], Scorer]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of texts, a row for each.

    Attributes:
        features: The vector of its meaning, of length 1, with the marks of its surface beside it.
        words: Which words it uses, of those that examples share.
    """

    features: Matrix
    words: Matrix


@dataclass(frozen=True, slots=True)
class Way:
    """How one dimension is judged.

    Attributes:
        fit: Makes a scorer of examples.
        surface: How much surface marks count beside a vector of length 1.
        least_margin: Below this a guess is not sure.
    """

    fit: Fit
    surface: float
    least_margin: float


def nearest(k: int) -> Fit:
    """Let the `k` nearest examples vote with their likeness."""

    def fit(known: Seen, targets: Matrix) -> Scorer:
        def score(asked: Seen) -> Matrix:
            likeness = np.exp(5.0 * _closeness(asked.features, known.features))
            limit = np.sort(likeness, axis=1)[:, -min(k, len(targets))][:, None]
            votes = np.where(likeness >= limit, likeness, 0.0) @ targets
            return np.asarray(votes / votes.sum(axis=1, keepdims=True))

        return score

    return fit


def centroids(known: Seen, targets: Matrix) -> Scorer:
    """Compare with the centre of each class."""
    centres = (targets.T @ known.features) / np.maximum(targets.sum(axis=0), 1.0)[:, None]

    def score(asked: Seen) -> Matrix:
        likeness = np.exp(10.0 * _closeness(asked.features, centres))
        return np.asarray(likeness / likeness.sum(axis=1, keepdims=True))

    return score


def least_squares(penalty: float) -> Fit:
    """Draw the plane for each class that lies closest to its examples at 1 and others at 0."""

    def fit(known: Seen, targets: Matrix) -> Scorer:
        middle, mean = known.features.mean(axis=0), targets.mean(axis=0)
        centred = known.features - middle
        square = centred.T @ centred
        planes = _solved(square, np.full(len(square), penalty), centred.T @ (targets - mean))
        return lambda asked: np.asarray((asked.features - middle) @ planes + mean)

    return fit


def kernel(reach: float, penalty: float, words: float = 0.0) -> Fit:
    """Let each example pull by its likeness, so that all together put each at its own class.

    Examples of a class that has few are trusted more, else classes with many would swallow it.

    Args:
        reach: How fast likeness falls with the squared distance of features.
        penalty: How little single examples are trusted.
        words: How much shared words count beside nearness.
    """

    def fit(known: Seen, targets: Matrix) -> Scorer:
        mean = targets.mean(axis=0)
        alike = _nearness(known.features, known.features, reach)
        alike += words * known.words @ known.words.T
        commonness = targets @ mean * len(mean)
        pulls = _solved(alike, penalty * commonness, targets - mean)
        spoken = words * known.words.T @ pulls

        def score(asked: Seen) -> Matrix:
            near = _nearness(asked.features, known.features, reach)
            return np.asarray(near @ pulls + asked.words @ spoken + mean)

        return score

    return fit


def _closeness(asked: Matrix, known: Matrix) -> Matrix:
    """Return minus half the squared distance: for unit vectors the cosine less one."""
    squares = (asked**2).sum(axis=1)[:, None] + (known**2).sum(axis=1)
    return np.asarray(asked @ known.T - squares / 2)


def _nearness(asked: Matrix, known: Matrix, reach: float) -> Matrix:
    return np.asarray(np.exp(2 * reach * np.minimum(_closeness(asked, known), 0)))


def _solved(square: Matrix, penalties: npt.NDArray[Any], right: Matrix) -> Matrix:
    """Return what `square`, with penalties along its diagonal, makes into `right`."""
    whole = square.astype(np.float64) + np.diag(penalties)
    return np.linalg.solve(whole, right).astype(np.float32)


WAYS: dict[Dimension, Way] = {
    "intent": Way(kernel(1.0, 0.4, words=0.3), surface=0.6, least_margin=0.1),
    "content_type": Way(kernel(1.0, 0.4, words=0.15), surface=0.4, least_margin=0.1),
    "complexity": Way(kernel(0.25, 0.4, words=0.3), surface=4.0, least_margin=0.1),
}


class Judge:
    """Knows the examples of one dimension."""

    def __init__(
        self, vectors: Matrix, texts: Sequence[str], labels: Sequence[str], way: Way
    ) -> None:
        """Learn; takes some ten milliseconds for 600 examples.

        Args:
            vectors: One row for each example.
            texts: The examples.
            labels: Their classes.
            way: How to judge.

        Raises:
            ValueError: There are no examples, or not as many of one as of another.
        """
        if not labels or not len(vectors) == len(texts) == len(labels):
            raise ValueError("Examples need a vector, a text and a label each, and one at least.")
        self.labels = tuple(sorted(set(labels)))
        self._way = way
        self._lexicon = Lexicon(texts)
        places = [self.labels.index(each) for each in labels]
        targets = np.eye(len(self.labels), dtype=np.float32)[places]
        self._score = way.fit(self._seen(vectors, texts), targets)

    def guess(self, vectors: Matrix, texts: Sequence[str]) -> list[Guess]:
        """Return a guess for each query; one takes well below a millisecond."""
        return [self._judge(row) for row in self._score(self._seen(vectors, texts))]

    def _seen(self, vectors: Matrix, texts: Sequence[str]) -> Seen:
        return Seen(features(vectors, texts, self._way.surface), self._lexicon.matrix(texts))

    def _judge(self, row: Matrix) -> Guess:
        best, *others = np.argsort(-row)
        margin = float(row[best] - row[others[0]]) if others else 1.0
        confidence = min(max(float(row[best]), 0.0), 1.0)
        return Guess(self.labels[best], confidence, margin, margin >= self._way.least_margin)


def features(vectors: Matrix, texts: Sequence[str], surface: float) -> Matrix:
    """Return vectors of length 1 with the surface marks beside them."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return np.hstack([unit, surface * np.array([marks(each) for each in texts])]).astype(np.float32)
