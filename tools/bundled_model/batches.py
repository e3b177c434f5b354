"""Samples in batches of about equal length, endlessly."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

import torch
from torch import Tensor

from tools.bundled_model.conversations import lengthened
from tools.bundled_model.encoding import Encoded, Encoder
from tools.bundled_model.jobs import extraction, other, requests, tone, tools
from tools.bundled_model.noise import noisy
from tools.bundled_model.sample import Sample, Split

Draw: TypeAlias = Callable[[Random, Split], Sample]

JOBS: Final[Mapping[Draw, float]] = {
    requests.draw: 0.16,
    tone.draw: 0.17,
    extraction.draw: 0.38,
    tools.draw: 0.25,
    other.draw: 0.04,
}
"""What draws samples, and how often."""
WIDTHS: Final = (64, 96, 128, 160, 192, 256, 320, 448, 640)
"""Lengths of batches: few, because code is compiled for each."""
Agree: TypeAlias = Callable[[list[int]], list[int]]
"""Told how many batches of each length are ready here, returns how many are everywhere: processes
that share a step wait for each other, so they should read texts of one length."""

HINTS: Final = 4
"""One token of a prompt in so many is to be foreseen, too: which words stand where others do is
learned from it long before the first label is."""
HINT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Batch:
    """Several samples, filled up to one length.

    Attributes:
        tokens: What is read, (batch, length).
        places: Where in the flattened batch what is to be learned is foreseen.
        wanted: The tokens to be foreseen there.
        weights: How much each counts. A long answer counts for more than a label, but not for as
            much more as it is longer: labels would be lost among what is copied.
    """

    tokens: Tensor
    places: Tensor
    wanted: Tensor
    weights: Tensor

    def to(self, device: str) -> Batch:
        """Return the batch on a device."""
        parts = (self.tokens, self.places, self.wanted, self.weights)
        return Batch(*(part.to(device) for part in parts))


def _alone(ready: list[int]) -> list[int]:
    return ready


def samples(chance: Random, split: Split) -> Iterator[Sample]:
    """Draw samples of all jobs for ever; those to train on with people's ways of typing."""
    draws, shares = list(JOBS), list(JOBS.values())
    while True:
        draw = chance.choices(draws, shares)[0]
        yield draw(chance, split) if split is Split.HELD_OUT else _to_train_on(chance, draw)


def _to_train_on(chance: Random, draw: Draw) -> Sample:
    """Draw a sample as people type it, perhaps with more texts."""

    def once() -> Sample:
        return noisy(chance, draw(chance, Split.TRAIN))

    return lengthened(chance, once(), once)


def batches(chance: Random, encoder: Encoder, size: int, agree: Agree = _alone) -> Iterator[Batch]:
    """Draw batches for ever.

    Args:
        chance: Draws all.
        encoder: Turns samples into tokens.
        size: Tokens of a batch, with what fills it up.
        agree: Asked whenever one more batch is ready.
    """
    ready: dict[int, deque[Batch]] = {width: deque() for width in WIDTHS}
    for batch in _filled(chance, encoder, size):
        ready[batch.tokens.shape[1]].append(batch)
        common = agree([len(ready[width]) for width in WIDTHS])
        if any(common):
            yield ready[WIDTHS[common.index(max(common))]].popleft()


def _filled(chance: Random, encoder: Encoder, size: int) -> Iterator[Batch]:
    source = samples(chance, Split.TRAIN)
    waiting: dict[int, list[Encoded]] = {width: [] for width in WIDTHS}
    while True:
        sample = encoder.encoded(next(source))
        width = next((each for each in WIDTHS if len(sample.tokens) <= each), None)
        if width is None:
            continue
        waiting[width].append(sample)
        if len(waiting[width]) == size // width:
            yield collate(waiting[width], width)
            waiting[width] = []


def collate(group: Sequence[Encoded], width: int) -> Batch:
    """Return samples as one batch; what fills up stands behind all that counts."""
    tokens = torch.zeros((len(group), width), dtype=torch.long)
    learned = torch.zeros((len(group), width), dtype=torch.bool)
    read = torch.zeros((len(group), width), dtype=torch.bool)
    for row, each in enumerate(group):
        tokens[row, : len(each.tokens)] = torch.tensor(each.tokens)
        learned[row, : len(each.tokens)] = torch.tensor(each.learned)
        read[row, row % HINTS + 1 : len(each.tokens) : HINTS] = True
    weights = learned.sum(1, keepdim=True) ** -0.5 * learned + HINT * (read & ~learned)
    rows, columns = (learned | read).nonzero(as_tuple=True)
    places = rows * width + columns - 1
    return Batch(tokens, places, tokens[rows, columns], weights[rows, columns])
