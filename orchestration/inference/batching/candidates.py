"""llama.cpp's array of tokens and scores, as numpy sees it, and its filters."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Mapping
from typing import Any, Final

import llama_cpp
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int32]

ENTRY: Final = np.dtype([("token", np.int32), ("score", np.float32), ("share", np.float32)])
KEEP: Final = 1
FAINT: Final = 30.0
"""Below the likeliest by so much, times the temperature, no draw takes a token (e to the -30)."""


class Filters:
    """The filters of one sequence: top-k, top-p, min-p and temperature.

    Args:
        values: All of temperature (above zero), top_p, top_k and min_p.
    """

    def __init__(self, values: Mapping[str, float]) -> None:
        self._all = values["top_k"] <= 0
        self._faint = FAINT * max(1.0, values["temperature"])
        self._chain: Any = _chain(values)

    def close(self) -> None:
        """Free them."""
        if self._chain is not None:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None

    def draw(self, tokens: Tokens, scores: Scores, chance: float) -> int:
        """Return one of the tokens.

        Args:
            tokens: To draw from.
            scores: Theirs.
            chance: From 0 to 1.
        """
        if self._all and len(scores) > 1:
            likely = scores >= scores.max() - self._faint
            tokens, scores = tokens[likely], scores[likely]
        kept = filtered(self._chain, tokens, scores)
        shares = np.exp(kept["score"].astype(np.float64) - float(kept["score"].max()))
        sums = np.cumsum(shares)
        at = int(np.searchsorted(sums, chance * sums[-1], side="right"))
        return int(kept["token"][min(at, len(kept) - 1)])


def filtered(sampler: Any, tokens: Tokens, scores: Scores) -> npt.NDArray[Any]:
    """Apply a native sampler and return what it left, in its order."""
    entries = np.empty(len(tokens), dtype=ENTRY)
    entries["token"], entries["score"], entries["share"] = tokens, scores, 0.0
    data = entries.ctypes.data_as(llama_cpp.llama_token_data_p)
    array = llama_cpp.llama_token_data_array(data, len(entries), -1, sorted=False)
    llama_cpp.llama_sampler_apply(sampler, ctypes.byref(array))
    address = ctypes.cast(array.data, ctypes.c_void_p).value or 0
    left = ctypes.string_at(address, array.size * ENTRY.itemsize)
    return np.frombuffer(left, dtype=ENTRY)


def chance_of(seed: int, position: int, attempt: int) -> float:
    """Return a number from 0 to 1 that depends on nothing else.

    Chance by position, not by what was drawn before, lets an answer go on in another process.
    """
    raw = (
        seed.to_bytes(8, "little") + position.to_bytes(8, "little") + attempt.to_bytes(4, "little")
    )
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little") / 2**64


def _chain(values: Mapping[str, float]) -> Any:
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    links = [
        llama_cpp.llama_sampler_init_top_p(float(values["top_p"]), KEEP),
        llama_cpp.llama_sampler_init_min_p(float(values["min_p"]), KEEP),
        llama_cpp.llama_sampler_init_temp(float(values["temperature"])),
    ]
    if values["top_k"] > 0:
        links.insert(0, llama_cpp.llama_sampler_init_top_k(int(values["top_k"])))
    for link in links:
        llama_cpp.llama_sampler_chain_add(chain, link)
    return chain
