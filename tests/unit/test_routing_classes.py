"""Classification by examples: pure functions, the data, and the program that measures both."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.routing import (
    EXAMPLES,
    QUERIES,
    choice_ms,
    classification_ms,
    judge,
    labelled,
    read,
)
from orchestration.routing.asked import COMPLEXITIES, CONTENT_TYPES, INTENTS
from orchestration.routing.classes import (
    DIMENSIONS,
    WAYS,
    Fit,
    Judge,
    Matrix,
    Way,
    centroids,
    kernel,
    least_squares,
    nearest,
)
from orchestration.routing.surface import NAMES, marks

NAMES_OF = {"intent": INTENTS, "content_type": CONTENT_TYPES, "complexity": COMPLEXITIES}
FEWEST = {"intent": 100, "content_type": 90, "complexity": 100}
NORTH, SOUTH = (0.0, 1.0), (0.0, -1.0)
FITS = [nearest(3), centroids, least_squares(1.0), kernel(1.0, 0.3, words=0.3)]


def compass(fit: Fit, least_margin: float = 0.0) -> Judge:
    """Return one that knows north from south by three examples each."""
    vectors = np.array([(x, y) for y in (3.0, -3.0) for x in (-1.0, 0.0, 1.0)], dtype=np.float32)
    return Judge(vectors, ["here"] * 6, ["n"] * 3 + ["s"] * 3, Way(fit, 1.0, least_margin))


def letters(texts: Sequence[str]) -> Matrix:
    """Return how often each letter occurs: poor vectors that need no model."""
    return np.array(
        [[1.0 + text.lower().count(chr(97 + each)) for each in range(26)] for text in texts]
    )


def shared_words(text: str, others: Sequence[str]) -> float:
    """Return which part of their words a text and the one that is nearest to it share."""
    own = set(re.findall(r"\w+", text.lower()))
    theirs = (set(re.findall(r"\w+", other.lower())) for other in others)
    return max(len(own & each) / len(own | each) for each in theirs)


@pytest.mark.parametrize("fit", FITS)
def test_what_is_like_the_examples_of_a_class_is_of_it(fit: Fit) -> None:
    north, south = compass(fit).guess(np.array([NORTH, SOUTH]), ["here", "here"])

    assert (north.label, south.label) == ("n", "s")
    assert 0 < north.margin <= 2
    assert 0.5 < north.confidence <= 1


@pytest.mark.parametrize("fit", FITS)
def test_what_lies_between_is_not_settled(fit: Fit) -> None:
    between, clear = compass(fit, 0.3).guess(np.array([(1.0, 0.0), NORTH]), ["here", "here"])

    assert between.settled is None
    assert clear.settled == "n"


@pytest.mark.parametrize("fit", FITS)
def test_with_one_class_everything_is_of_it(fit: Fit) -> None:
    only = Judge(np.array([NORTH], np.float32), ["here"], ["n"], Way(fit, 1.0, 0.1))

    assert only.guess(np.array([SOUTH]), ["there"])[0].label == "n"


def test_examples_without_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="one at least"):
        Judge(np.zeros((0, 2), np.float32), [], [], WAYS["intent"])


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("```python\npass\n```", "fence"),
        ('Traceback (most recent call last):\n  File "a.py", line 1', "trace"),
        ("KeyError: 'x'", "error"),
        ("what is this in the photo", "media"),
        ("why?", "question"),
    ],
)
def test_the_surface_shows(text: str, mark: str) -> None:
    assert marks(text)[NAMES.index(mark)] > 0
    assert marks("good morning")[NAMES.index(mark)] == 0


def test_marks_of_a_long_paste_stay_within_bounds() -> None:
    assert all(0 <= each <= 1 for each in marks("f(x, y); and image {}\n" * 5_000))
    assert len(marks("")) == len(NAMES)


def test_there_are_enough_examples_of_each_class() -> None:
    _, labels = read(EXAMPLES)

    for dimension in DIMENSIONS:
        counts = Counter(labels[dimension])
        assert set(counts) == set(NAMES_OF[dimension])
        assert min(counts.values()) >= FEWEST[dimension]


def test_queries_that_judge_are_many_and_no_examples() -> None:
    (examples, _), (queries, labels) = read(EXAMPLES), read(QUERIES)

    assert len(set(queries)) == len(queries) >= 220
    assert max(shared_words(each, queries) for each in examples) < 0.5
    assert all(set(labels[each]) == set(NAMES_OF[each]) for each in DIMENSIONS)


def test_the_program_prints_a_confusion_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    examples, queries = labelled(letters)

    facts = judge(examples, queries, "complexity")

    # Letters tell nothing of meaning, but the surface tells of complexity.
    assert facts["complexity_accuracy"] > facts["complexity_most_frequent"]
    assert "complexity: is, guessed" in capsys.readouterr().out
    assert classification_ms(examples, queries, 5) > 0
    assert choice_ms(5) > 0
