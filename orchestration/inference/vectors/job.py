"""One request at work: which of its inputs are done, and the answer when all are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from orchestration.errors import ContextOverflow, ModelError, UserError
from orchestration.inference.messages import (
    Answer,
    EmbedBody,
    EncoderBody,
    RankBody,
    Scores,
    TokenizeBody,
)
from orchestration.inference.ports import Embeddings, Tokens, Truncation
from orchestration.inference.vectors.encoder import Encoder, Input, Prepared, ReadsTurns

TOKENIZED_AT_ONCE = 64
CHARACTERS_AT_ONCE = 100_000
"""Splitting a million of them takes a second; something urgent may go between two texts."""


@dataclass(eq=False, slots=True)
class Row:
    """One input of a request; `prepared` once its tokens are known."""

    index: int
    input: Input
    prepared: Prepared | None = None

    @property
    def cost(self) -> int:
        """Return how many tokens are read."""
        return self.prepared.cost if self.prepared else 0


@dataclass(eq=False, slots=True)
class Job:
    """A request that is being served.

    Attributes:
        number: The request's.
        body: What is asked.
        arrival: Its place in the order in which requests came.
        open: Inputs without result, the longest first, so that neighbours have similar lengths.
        results: Vectors or scores by the input's position.
        read: Tokens read so far.
        truncated: Positions of inputs that were cut.
        split: The tokens of texts, where those are asked for.
    """

    number: int
    body: EncoderBody
    arrival: int
    open: list[Row] = field(default_factory=list)
    results: dict[int, list[float]] = field(default_factory=dict)
    read: int = 0
    truncated: list[int] = field(default_factory=list)
    split: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Line the inputs up."""
        rows = [Row(index, each) for index, each in enumerate(inputs_of(self.body))]
        self.open = sorted(rows, key=lambda row: -_characters(row.input))

    @property
    def priority(self) -> int:
        """A higher number goes first."""
        return self.body.priority

    @property
    def truncate(self) -> Truncation:
        """Return which end of an input is cut."""
        return self.body.truncate if isinstance(self.body, EmbedBody | RankBody) else "right"

    @property
    def complete(self) -> bool:
        """Tell whether all inputs have their result."""
        return not self.open

    def ready(self, encoder: Encoder, count: int) -> Iterator[Row]:
        """Yield at most `count` open inputs, prepared.

        Raises:
            ContextOverflow: One is too long and must not be cut.
        """
        first = few(self.open, count)
        fresh = [row for row in first if row.prepared is None]
        made = encoder.prepare([row.input for row in fresh], self.truncate) if fresh else []
        for row, prepared in zip(fresh, made, strict=True):
            self._check(row, prepared, encoder)
            row.prepared = prepared
        yield from first

    def _check(self, row: Row, prepared: Prepared, encoder: Encoder) -> None:
        if prepared.length > prepared.cost and self.truncate == "error":
            pair = isinstance(row.input, tuple)
            name, query = ("document", " with the query") if pair else ("text", "")
            raise ContextOverflow(
                f"The {name} {row.index} has {prepared.length} tokens{query}, the model reads "
                f"{encoder.reads}.",
                field=f"{name}s.{row.index}",
                value=prepared.length,
                mend=f"Send {'a shorter query or document' if pair else 'shorter ones'}, or let "
                "them be cut with truncate.",
            )

    def done(self, row: Row, values: Sequence[float]) -> None:
        """Take a result in.

        Raises:
            ModelError: It is not finite.
        """
        if not all(map(math.isfinite, values)):
            raise ModelError(f"The model {self.body.model.name} made numbers that are not finite.")
        self.open.remove(row)
        self.results[row.index] = list(values)
        if row.prepared:
            self.read += row.prepared.cost
            if row.prepared.length > row.prepared.cost:
                self.truncated.append(row.index)

    def tokenize(self, encoder: Encoder, *, special: bool) -> None:
        """Do the next few texts of a request for tokens, or its conversation.

        Raises:
            UserError: The model cannot be asked in conversations, or not in this one.
        """
        if isinstance(self.body, TokenizeBody) and self.body.turns:
            self.split, self.open = [self._turns(self.body, encoder)], []
            return
        rows = few(sorted(self.open, key=lambda row: row.index), TOKENIZED_AT_ONCE)
        self.split += encoder.tokens([str(row.input) for row in rows], special=special)
        taken = {row.index for row in rows}
        self.open = [row for row in self.open if row.index not in taken]

    @staticmethod
    def _turns(body: TokenizeBody, encoder: Encoder) -> tuple[int, ...]:
        if isinstance(encoder, ReadsTurns):
            return encoder.turns(body.turns, body.tools)
        raise UserError(
            f"The model {body.model.name} answers no conversations.",
            field="model",
            value=body.model.name,
            mend="Send texts, or choose a text model in GGUF format.",
        )

    def answer(self) -> Answer:
        """Return what came of it, once it is complete."""
        made = [self.results[index] for index in range(len(self.results))]
        cut = tuple(sorted(self.truncated))
        match self.body:
            case EmbedBody(dimensions=dimensions, normalize=normalize):
                vectors = [shaped(each, dimensions, normalize=normalize) for each in made]
                return Embeddings(vectors, len(vectors[0]), self.read, cut)
            case RankBody():
                return Scores(tuple(nine_digits(each[0]) for each in made), self.read, cut)
            case _:
                return Tokens(tuple(self.split))


def few(rows: Iterable[Row], count: int) -> list[Row]:
    """Return the first `count` rows, or fewer when they are long; always one."""
    chosen: list[Row] = []
    characters = 0
    for row in islice(rows, count):
        characters += _characters(row.input)
        if chosen and characters > CHARACTERS_AT_ONCE:
            break
        chosen.append(row)
    return chosen


def inputs_of(body: EncoderBody) -> Sequence[Input]:
    """Return what is to be read, in order."""
    if isinstance(body, RankBody):
        return [(body.query, document) for document in body.documents]
    return [""] if isinstance(body, TokenizeBody) and body.turns else body.texts


def shaped(vector: Sequence[float], dimensions: int, *, normalize: bool) -> list[float]:
    """Return a vector cut to `dimensions` (0 for all) and scaled to length 1 if wanted."""
    kept = np.asarray(vector[:dimensions] if dimensions else vector, dtype=np.float32)
    length = np.linalg.norm(kept) if normalize else np.float32(1)
    return [nine_digits(number) for number in (kept / (length or np.float32(1))).tolist()]


def nine_digits(number: float) -> float:
    """Return a number with nine digits: they keep single precision exactly and halve the JSON."""
    return float(f"{number:.9g}")


def _characters(each: Input) -> int:
    return len(each) if isinstance(each, str) else len(each[0]) + len(each[1])
