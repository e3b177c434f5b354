"""How well queries are classified, and how long a routing decision takes.

1. Cross-validation on the examples alone: nearest neighbours, centres of classes and least
   squares, without and with marks of the surface. What routing uses was chosen by this table.
2. The labelled queries of `routing_queries.yaml`, which chose no way and no threshold.
3. Milliseconds of one classification without the embedding, and of one choice among 30 candidates.
4. The same queries by the stored examples, each by an ephemeral call to a worker, with its times.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import yaml

from benchmarks.routing_stored import measured
from benchmarks.signals import Never
from benchmarks.stack import report
from orchestration.routing import classes
from orchestration.routing.asked import Asked
from orchestration.routing.choosing import choose
from orchestration.routing.classes import DIMENSIONS, Judge, Matrix, Way
from orchestration.routing.fleet import Candidate, Fleet, Health
from orchestration.routing.guess import Dimension, Guess

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "orchestration" / "routing" / "examples.yaml"
QUERIES = HERE / "routing_queries.yaml"
FOLDS = 10
SEEDS = 1
FITS = {
    "5 nearest": classes.nearest(5),
    "15 nearest": classes.nearest(15),
    "centres": classes.centroids,
    "least squares, penalty 2": classes.least_squares(2.0),
    "likeness, reach 0.25, words": classes.kernel(0.25, 0.4, words=0.3),
    "likeness, reach 1": classes.kernel(1.0, 0.4),
    "likeness, reach 1, few words": classes.kernel(1.0, 0.4, words=0.15),
    "likeness, reach 1, words": classes.kernel(1.0, 0.4, words=0.3),
}
SURFACES = (0.0, 0.4, 0.6, 4.0)


@dataclass(frozen=True)
class Labelled:
    """Texts with their labels, and vectors once they are made."""

    texts: list[str]
    labels: dict[Dimension, list[str]]
    vectors: Matrix


def main() -> None:
    """Print the tables and one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-validation", action="store_true")
    parser.add_argument("--skip-stored", action="store_true", help="start no servers")
    parser.add_argument("--rounds", type=int, default=2_000)
    options = parser.parse_args()
    examples, queries = labelled(embed)
    if not options.skip_validation:
        for dimension in DIMENSIONS:
            print_table(
                [f"{dimension}, by examples", *map(str, SURFACES)], validation(examples, dimension)
            )
    facts: dict[str, Any] = {"examples": len(examples.texts), "queries": len(queries.texts)}
    for dimension in DIMENSIONS:
        facts |= judge(examples, queries, dimension)
    facts |= {
        "classify_ms": classification_ms(examples, queries, options.rounds),
        "choose_ms": choice_ms(options.rounds),
    }
    if not options.skip_stored:
        facts |= measured(print_table)
    report(
        "routing", [["what", "figure"], *([key, str(value)] for key, value in facts.items())], facts
    )


def read(path: Path) -> tuple[list[str], dict[Dimension, list[str]]]:
    """Return the texts of a file and their labels."""
    rows = [
        (text, intent, content, complexity)
        for intent, contents in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for content, complexities in contents.items()
        for complexity, texts in complexities.items()
        for text in texts
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return columns[0], dict(zip(DIMENSIONS, columns[1:], strict=True))


def labelled(embedder: Callable[[Sequence[str]], Matrix]) -> tuple[Labelled, Labelled]:
    """Return examples and queries with their vectors, made in one go."""
    known, asked = read(EXAMPLES), read(QUERIES)
    vectors = embedder([*known[0], *asked[0]])
    count = len(known[0])
    return Labelled(*known, vectors[:count]), Labelled(*asked, vectors[count:])


def embed(texts: Sequence[str]) -> Matrix:
    """Return MiniLM's vectors."""
    from orchestration.inference.embedder import LocalEncoder
    from orchestration.inference.messages import EngineOptions
    from orchestration.inference.ports import EmbeddingRequest
    from orchestration.registry.bundled import MINILM

    encoder = LocalEncoder(EngineOptions())
    try:
        request = EmbeddingRequest(MINILM, tuple(texts))
        made = encoder.embed(request, stop=Never(), progress=lambda: None)
    finally:
        encoder.close()
    return np.array(made.vectors, dtype=np.float32)


def validation(examples: Labelled, dimension: Dimension) -> list[list[str]]:
    """Return accuracy by cross-validation on the examples, for each way to judge."""
    return [
        [name, *(f"{validated(examples, dimension, Way(fit, each, 0.0)):.1%}" for each in SURFACES)]
        for name, fit in FITS.items()
    ]


def validated(examples: Labelled, dimension: Dimension, way: Way) -> float:
    """Return the share of examples that the other nine tenths of them classify rightly."""
    right = 0
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(examples.texts))
        for number in range(FOLDS):
            kept, held = np.delete(order, np.s_[number::FOLDS]), order[number::FOLDS]
            guesses = trained(part(examples, kept), dimension, way)(part(examples, held))
            truth = [examples.labels[dimension][each] for each in held]
            right += sum(guess.label == label for guess, label in zip(guesses, truth, strict=True))
    return right / (SEEDS * len(examples.texts))


def part(whole: Labelled, rows: Sequence[int] | np.ndarray[Any, Any]) -> Labelled:
    """Return some of the rows."""
    return Labelled(
        [whole.texts[each] for each in rows],
        {key: [values[each] for each in rows] for key, values in whole.labels.items()},
        whole.vectors[rows],
    )


def trained(
    examples: Labelled, dimension: Dimension, way: Way
) -> Callable[[Labelled], list[Guess]]:
    """Return what classifies by the examples."""
    known = Judge(examples.vectors, examples.texts, examples.labels[dimension], way)
    return lambda asked: known.guess(asked.vectors, asked.texts)


def judge(examples: Labelled, queries: Labelled, dimension: Dimension) -> dict[str, Any]:
    """Print the confusion and return accuracy: of all, of the sure ones, and how many those are."""
    guesses = trained(examples, dimension, classes.WAYS[dimension])(queries)
    truth = queries.labels[dimension]
    pairs = Counter((label, guess.label) for guess, label in zip(guesses, truth, strict=True))
    print_confusion(dimension, pairs)
    sure = [guess.label == label for guess, label in zip(guesses, truth, strict=True) if guess.sure]
    right = sum(count for (label, guessed), count in pairs.items() if label == guessed)
    return {
        f"{dimension}_accuracy": round(right / len(truth), 3),
        f"{dimension}_accuracy_when_sure": round(sum(sure) / max(len(sure), 1), 3),
        f"{dimension}_sure": round(len(sure) / len(truth), 3),
        f"{dimension}_most_frequent": round(max(Counter(truth).values()) / len(truth), 3),
    }


def print_confusion(dimension: str, pairs: Counter[tuple[str, str]]) -> None:
    """Print who was taken for whom: a row for each truth, a column for each guess."""
    names = sorted({name for pair in pairs for name in pair})
    rows = []
    for label in names:
        counts = [pairs[label, guessed] for guessed in names]
        found = pairs[label, label] / max(sum(counts), 1)
        rows.append([label, *map(str, counts), f"{found:.0%}"])
    print_table([f"{dimension}: is, guessed", *names, "found"], rows)


def print_table(head: list[str], rows: list[list[str]]) -> None:
    """Print columns that stand below each other."""
    table = [head, *rows]
    widths = [max(len(row[number]) for row in table) for number in range(len(head))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    print()


def classification_ms(examples: Labelled, queries: Labelled, rounds: int) -> float:
    """Return the median of classifying one query in all dimensions, its vector given."""
    known = [trained(examples, each, classes.WAYS[each]) for each in DIMENSIONS]
    ones = [part(queries, [number]) for number in range(len(queries.texts))]
    return median_ms(lambda number: [each(ones[number % len(ones)]) for each in known], rounds)


def choice_ms(rounds: int) -> float:
    """Return the median of one choice among 30 candidates with health, prices and arms."""
    fleet, now = fleet_of(30), datetime.now(UTC)
    asked = [
        Asked(key=f"user-{number}", intent="code", complexity="high", cost_ceiling=Decimal(1))
        for number in range(rounds)
    ]
    return median_ms(lambda number: choose(asked[number], fleet, now), rounds)


def median_ms(work: Callable[[int], object], rounds: int) -> float:
    """Return the median time of so many rounds."""
    taken = []
    for number in range(rounds):
        began = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - began)
    return round(float(np.median(taken)) * 1000, 3)


def fleet_of(count: int) -> Fleet:
    """Return a fleet in which each third runs here, and each fifth has two arms."""
    candidates = tuple(
        Candidate(
            model=f"model-{number - number % 5 if number % 5 == 1 else number}",
            provider="local" if number % 3 == 0 else f"provider-{number % 7 // 2}",
            version=str(number),
            context_length=32_768,
            price_in=Decimal(number) / 10,
            price_out=Decimal(number),
            good_at=frozenset({"code"} if number % 4 == 0 else ()),
            arm=("stable", "canary")[number % 2] if number % 5 < 2 else "",
        )
        for number in range(count)
    )
    now = datetime.now(UTC)
    health = {
        each.id: Health(calls=99, error_share=0.01, p50_ms=80.0 + number, measured_at=now)
        for number, each in enumerate(candidates)
    }
    return Fleet(candidates, health)


if __name__ == "__main__":
    main()
