"""Holds an answer to a grammar, one token at a time."""

from __future__ import annotations

import codecs
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from orchestration.errors import InvalidGrammar
from orchestration.inference.batching.candidates import Scores, Tokens, filtered
from orchestration.inference.batching.native import Native

ROOT = b"root"


class Grammar:
    """The state of one answer in its grammar.

    llama.cpp reads bytes that are no UTF-8 leniently and ends the process when a token is
    accepted that does not fit; so text is checked here, and each token tested before.

    Args:
        native: Whose tokens they are.
        gbnf: Checked by `orchestration.inference.constraints`.

    Raises:
        InvalidGrammar: llama.cpp cannot read it.
    """

    def __init__(self, native: Native, gbnf: str) -> None:
        self._native = native
        self._utf8 = codecs.getincrementaldecoder("utf-8")("strict")
        self._sampler: Any = llama_cpp.llama_sampler_init_grammar(
            native.vocabulary, gbnf.encode(), ROOT
        )
        if not self._sampler:
            raise InvalidGrammar("llama.cpp cannot read the grammar.", "Simplify it.")

    def close(self) -> None:
        """Free it, before its model."""
        if self._sampler is not None:
            llama_cpp.llama_sampler_free(self._sampler)
            self._sampler = None

    def allows(self, token: int) -> bool:
        """Tell whether a token may come next."""
        return self.readable(token) and bool(self.fitting(np.array([token], dtype=np.int32))[0])

    def fitting(self, tokens: Tokens) -> npt.NDArray[np.bool_]:
        """Return which of the tokens the grammar takes next; bytes are not looked at."""
        scores: Scores = np.zeros(len(tokens), dtype=np.float32)
        left = filtered(self._sampler, tokens, scores)
        return np.isin(tokens, left["token"][np.isfinite(left["score"])])

    def readable(self, token: int) -> bool:
        """Tell whether the text stays UTF-8 with a token, and ends whole with one that ends it."""
        state = self._utf8.getstate()
        try:
            self._utf8.decode(self._native.piece(token), final=self._native.ends(token))
        except UnicodeDecodeError:
            return False
        finally:
            self._utf8.setstate(state)
        return True

    def accept(self, token: int) -> None:
        """Go on with a token that is allowed."""
        self._utf8.decode(self._native.piece(token))
        llama_cpp.llama_sampler_accept(self._sampler, token)
