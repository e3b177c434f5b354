"""The largest number of parts that fits, found with few exact counts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final

GUESSES: Final = 4
"""After so many guesses the rest is halved: a counter that misleads costs no more than that."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many fit, and what a counter said of so many."""

    number: int
    tokens: int


def most_that_fit(
    estimates: Sequence[int], budget: int, least: int = 0
) -> Generator[int, int, Found | None]:
    """Ask for exact counts until the largest number is known that fits.

    It is the largest one wherever more parts have more tokens. With a counter that says
    otherwise it is one that fits and whose next does not.

    Args:
        estimates: About how many tokens 0, 1, 2, … parts have; never fewer for more parts.
        budget: Most tokens.
        least: The smallest number that will do.

    Yields:
        A number of parts; wants their tokens, counted exactly.

    Returns:
        None where not even the least number fits.
    """
    fits, fails = least - 1, len(estimates)
    found: Found | None = None
    asked = error = 0
    while fails - fits > 1:
        guess = bisect_right(estimates, budget - error) - 1
        if asked >= GUESSES:
            guess = (fits + fails) // 2
        number = min(max(guess, fits + 1), fails - 1)
        tokens = yield number
        asked += 1
        error = tokens - estimates[number]
        if tokens <= budget:
            fits, found = number, Found(number, tokens)
        else:
            fails = number
    return found
