"""Draws that a key repeats: weights between models, and between versions of one.

A weighted rendezvous (Efraimidis and Spirakis 2006, with a hash in place of the random number):
each candidate's mark is ``log(u) / weight`` where `u` is made of the key and the candidate's name,
and the highest mark wins. So a key draws the same in every process; candidates win as often as
their weights say; and when one goes, only its own keys move.
"""

from __future__ import annotations

import math
from hashlib import blake2b

_STEPS = 2.0**64


def uniform(*parts: str) -> float:
    """Return a number between 0 and 1, both excluded, that the parts alone decide."""
    # The separator cannot be mistaken for a part's end: lengths go before.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    # Only 53 bits fit a float, so the very highest numbers would round to 1.
    return min((int.from_bytes(digest) + 0.5) / _STEPS, 1.0 - 2.0**-53)


def mark(weight: float, *parts: str) -> float:
    """Return a candidate's mark in a draw, the highest wins; no weight can only lose."""
    return math.log(uniform(*parts)) / weight if weight > 0 else -math.inf
