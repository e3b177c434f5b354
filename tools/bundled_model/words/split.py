"""Which words training may see; the others are kept to judge the model."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from random import Random

from tools.bundled_model.sample import Split

KEPT_BACK = 8
"""One word in so many is never seen in training."""


def side(word: str) -> Split:
    """Return which side a word is on, whatever its case."""
    kept = zlib.crc32(word.casefold().encode()) % KEPT_BACK == 0
    return Split.HELD_OUT if kept else Split.TRAIN


def halves(words: Iterable[str]) -> dict[Split, tuple[str, ...]]:
    """Return the words of each side, in their order, each once."""
    unique = tuple(dict.fromkeys(words))
    return {split: tuple(word for word in unique if side(word) is split) for split in Split}


def dealt(*lists: Iterable[str]) -> dict[Split, tuple[str, ...]]:
    """Return the texts of each side: nobody chose which ones the model is judged by."""
    return halves(text for each in lists for text in each)


def drawn(chance: Random, split: Split, draw: Callable[[Random], str]) -> str:
    """Draw words until one is on the wanted side."""
    while True:
        word = draw(chance)
        if side(word) is split:
            return word
