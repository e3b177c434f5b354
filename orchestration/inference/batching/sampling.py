"""Draws one token after the other for one sequence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import llama_cpp
import numpy as np

from orchestration.inference.batching.native import Native

LAST_TOKENS = 64
"""How far back repetition is punished, in tokens."""
KEEP = 1
NEUTRAL = 1.0


class Sampler:
    """Parameters and the state of chance of one sequence.

    Args:
        native: Whose tokens are drawn.
        values: All of temperature, top_p, top_k, min_p, repeat_penalty.
        seed: Of chance.
    """

    def __init__(self, native: Native, values: Mapping[str, float], seed: int) -> None:
        self._native = native
        greedy = values["temperature"] <= 0 and values["repeat_penalty"] == NEUTRAL
        self._chain: Any = None if greedy else _chain(native, values, seed)

    def draw(self, row: int) -> int:
        """Return the token that follows the row's."""
        if self._chain is None:
            return int(np.argmax(self._native.logits(row)))
        return int(llama_cpp.llama_sampler_sample(self._chain, self._native.context, row))

    def close(self) -> None:
        """Free it, before its model."""
        if self._chain is not None:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None


def _chain(native: Native, values: Mapping[str, float], seed: int) -> Any:
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    for link in _links(native, values, seed):
        llama_cpp.llama_sampler_chain_add(chain, link)
    return chain


def _links(native: Native, values: Mapping[str, float], seed: int) -> list[Any]:
    links = []
    if values["repeat_penalty"] != NEUTRAL:
        links.append(
            llama_cpp.llama_sampler_init_penalties(
                native.tokens, LAST_TOKENS, float(values["repeat_penalty"]), 0.0, 0.0
            )
        )
    if values["temperature"] <= 0:
        return [*links, llama_cpp.llama_sampler_init_greedy()]
    if values["top_k"] > 0:
        links.append(llama_cpp.llama_sampler_init_top_k(int(values["top_k"])))
    return [
        *links,
        llama_cpp.llama_sampler_init_top_p(float(values["top_p"]), KEEP),
        llama_cpp.llama_sampler_init_min_p(float(values["min_p"]), KEEP),
        llama_cpp.llama_sampler_init_temp(float(values["temperature"])),
        llama_cpp.llama_sampler_init_dist(seed),
    ]
