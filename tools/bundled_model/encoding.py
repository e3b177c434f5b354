"""Samples as tokens, by llama.cpp's own reading of the vocabulary."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llama_cpp import Llama

from tools.bundled_model.sample import Sample, Span
from tools.bundled_model.template import END, TURN, prompt
from tools.bundled_model.vocabulary import BYTE, SPACE, Token


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sample as tokens.

    Attributes:
        tokens: Prompt and answer, with the mark that ends a turn.
        learned: For each token whether it is to be learned.
    """

    tokens: list[int]
    learned: list[bool]


class Encoder:
    """Turns texts into tokens.

    Args:
        tokens: The vocabulary.
        header: A GGUF file with this vocabulary; weights are not read.
    """

    def __init__(self, tokens: Sequence[Token], header: bytes) -> None:
        self._lengths = [_bytes(token) for token in tokens]
        with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
            Path(file.name).write_bytes(header)
            self._llama = Llama(file.name, vocab_only=True, verbose=False)
        self._begin = self.tokens(f"{TURN}assistant\n")
        (self._end,) = self.tokens(END)

    def tokens(self, text: str) -> list[int]:
        """Return a text's tokens."""
        return self._llama.tokenize(text.encode(), add_bos=False, special=True)

    def encoded(self, sample: Sample) -> Encoded:
        """Return a sample's tokens, and which of them the model has to choose."""
        asked = self.tokens(prompt(sample))
        answer = self.tokens(sample.answer)
        free = sample.learned is None
        learned = [*self._answered(asked, learn=free), *self._learned(answer, sample), free]
        return Encoded([*asked, *answer, self._end], learned)

    def _answered(self, asked: Sequence[int], *, learn: bool) -> list[bool]:
        """Return which tokens of a prompt are earlier answers, or end one."""
        inside, found = False, list[bool]()
        for at, token in enumerate(asked):
            found.append(inside and learn)
            if token == self._end:
                inside = False
            elif asked[max(0, at + 1 - len(self._begin)) : at + 1] == self._begin:
                inside = True
        return found

    def _learned(self, answer: Sequence[int], sample: Sample) -> list[bool]:
        if sample.learned is None:
            return [True] * len(answer)
        spans = [_in_bytes(sample.answer, span) for span in sample.learned]
        learned, at = [], 0
        for token in answer:
            end = at + self._lengths[token]
            learned.append(any(at < last and first < end for first, last in spans))
            at = end
        return learned


def _bytes(token: Token) -> int:
    """Return how many bytes of a text a token stands for."""
    return 1 if token.kind == BYTE else len(token.text.replace(SPACE, " ").encode())


def _in_bytes(text: str, span: Span) -> Span:
    first, last = (len(text[:at].encode()) for at in span)
    return first, last
