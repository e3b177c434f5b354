"""Guesses what a query is about by its likeness to examples. Vectors come from outside.

Three ways to judge by examples stand side by side, so that a command can measure them on the
examples themselves: the nearest ones, the centre of each class, and least squares (centres that
also know which directions tell classes apart; Hastie, Tibshirani and Friedman, *The Elements of
Statistical Learning*, 3.4.1 and 4.2). `WAYS` holds what cross-validation on the examples chose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from orchestration.routing.surface import marks

Matrix: TypeAlias = npt.NDArray[np.float64]
Scorer: TypeAlias = Callable[[Matrix], Matrix]
Fit: TypeAlias = Callable[[Matrix, Matrix], Scorer]
Dimension: TypeAlias = Literal["intent", "content_type", "complexity"]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a query seems to be.

    Attributes:
        label: The likeliest class.
        confidence: Its score, 0 to 1; examples score about 1 for their own class.
        margin: How far the second is behind.
        sure: Whether the margin is one at which guesses are mostly right.
    """

    label: str
    confidence: float
    margin: float
    sure: bool

    @property
    def settled(self) -> str | None:
        """Return the label when it is sure, as `Asked` takes it; else None."""
        return self.label if self.sure else None


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

    def fit(known: Matrix, targets: Matrix) -> Scorer:
        def score(asked: Matrix) -> Matrix:
            likeness = np.exp(5.0 * _closeness(asked, known))
            limit = np.sort(likeness, axis=1)[:, -min(k, len(known))][:, None]
            votes = np.where(likeness >= limit, likeness, 0.0) @ targets
            return np.asarray(votes / votes.sum(axis=1, keepdims=True))

        return score

    return fit


def centroids(known: Matrix, targets: Matrix) -> Scorer:
    """Compare with the centre of each class."""
    centres = (targets.T @ known) / np.maximum(targets.sum(axis=0), 1.0)[:, None]

    def score(asked: Matrix) -> Matrix:
        likeness = np.exp(10.0 * _closeness(asked, centres))
        return np.asarray(likeness / likeness.sum(axis=1, keepdims=True))

    return score


def least_squares(penalty: float) -> Fit:
    """Draw the plane for each class that lies closest to its examples at 1 and others at 0."""

    def fit(known: Matrix, targets: Matrix) -> Scorer:
        middle, mean = known.mean(axis=0), targets.mean(axis=0)
        centred = known - middle
        square = centred.T @ centred + penalty * np.eye(known.shape[1])
        planes = np.linalg.solve(square, centred.T @ (targets - mean))
        return lambda asked: np.asarray((asked - middle) @ planes + mean)

    return fit


def _closeness(asked: Matrix, known: Matrix) -> Matrix:
    """Return minus half the squared distance: for unit vectors the cosine less one."""
    squares = (asked**2).sum(axis=1)[:, None] + (known**2).sum(axis=1)
    return np.asarray(asked @ known.T - squares / 2)


WAYS: dict[Dimension, Way] = {
    "intent": Way(least_squares(2.0), surface=0.6, least_margin=0.1),
    "content_type": Way(least_squares(2.0), surface=2.0, least_margin=0.1),
    "complexity": Way(least_squares(4.0), surface=3.0, least_margin=0.05),
}


class Classifier:
    """Knows the examples of one dimension."""

    def __init__(
        self, vectors: Matrix, texts: Sequence[str], labels: Sequence[str], way: Way
    ) -> None:
        """Learn; takes some milliseconds for a few hundred examples.

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
        targets = np.eye(len(self.labels))[[self.labels.index(each) for each in labels]]
        self._score = way.fit(features(vectors, texts, way.surface), targets)

    def guess(self, vectors: Matrix, texts: Sequence[str]) -> list[Guess]:
        """Return a guess for each query; one takes well below a millisecond."""
        scores = self._score(features(vectors, texts, self._way.surface))
        return [self._judge(row) for row in scores]

    def _judge(self, row: Matrix) -> Guess:
        best, *others = np.argsort(-row)
        margin = float(row[best] - row[others[0]]) if others else 1.0
        confidence = min(max(float(row[best]), 0.0), 1.0)
        return Guess(self.labels[best], confidence, margin, margin >= self._way.least_margin)


def features(vectors: Matrix, texts: Sequence[str], surface: float) -> Matrix:
    """Return vectors of length 1 with the surface marks beside them."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, np.finfo(np.float64).tiny)
    return np.hstack([unit, surface * np.array([marks(each) for each in texts])])
