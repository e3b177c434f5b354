"""Which words a query uses, by those that examples use.

A vector of the meaning says what a query is about, and blurs how it is put: "should", "which of",
"write", "why does" tell intents apart that share a subject. Words are counted once, the rare ones
more than the common ones (Robertson, *Understanding inverse document frequency*, 2004), and how a
query begins counts on its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

_READ: Final = 1000
"""Characters at the beginning; what a long text quotes says little about what is wanted of it."""
_WORD: Final = re.compile(r"[a-z0-9']+|[?:{}();=`]")
_OFTEN: Final = 2
"""A word that one example alone uses tells nothing about others."""


class Lexicon:
    """Turns texts into rows of length 1 over the words that examples share."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Gather the words of examples."""
        used = Counter(word for text in texts for word in _words(text))
        known = sorted(word for word, count in used.items() if count >= _OFTEN)
        self._places = {word: place for place, word in enumerate(known)}
        self._weights = [math.log((1 + len(texts)) / (1 + used[word])) + 1 for word in known]

    def __len__(self) -> int:
        return len(self._places)

    def row(self, text: str) -> tuple[list[int], npt.NDArray[np.float32]]:
        """Return the places of a text's known words, and their weights; both may be empty."""
        places = [self._places[word] for word in _words(text) if word in self._places]
        weights = np.array([self._weights[place] for place in places], dtype=np.float32)
        return places, weights / max(float(np.linalg.norm(weights)), 1e-9)

    def matrix(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row for each text."""
        whole = np.zeros((len(texts), len(self)), dtype=np.float32)
        for number, text in enumerate(texts):
            places, weights = self.row(text)
            whole[number, places] = weights
        return whole


def _words(text: str) -> set[str]:
    return set(_spoken(_WORD.findall(text[:_READ].lower())))


def _spoken(words: list[str]) -> Iterator[str]:
    yield from words
    if words:
        yield f"^{words[0]}"
        yield f"^{' '.join(words[:2])}"
