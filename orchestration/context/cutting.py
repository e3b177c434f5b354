"""Cutting a text at the ends of its sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from orchestration.context.searching import most_that_fit

Cut: TypeAlias = Literal["cut_middle", "cut_end"]
PIECES: Final = 8
"""So many pieces fit, at least, where a text is cut: longer sentences are cut between words."""
SHORTEST_PIECE: Final = 16
_SENTENCE: Final = re.compile(
    r"""[.!?…]+["'”’)\]]*\s+|[。！？]+["”’」』）]*\s*|\n+"""  # noqa: RUF001 - they are meant
)
_JOINERS: Final = "\u200d\ufe0e\ufe0f"


def cut(
    text: str, tokens: int, most: int, *, how: Cut, marker: str
) -> Generator[str, int, tuple[str, int] | None]:
    """Cut a text to a number of tokens.

    Args:
        text: What is too long.
        tokens: How many it has.
        most: How many it may have, with the marker.
        how: What goes: its middle, or its end.
        marker: Stands for what is gone.

    Yields:
        A text; wants its tokens.

    Returns:
        What is left and its tokens; None where not even one piece of it fits.
    """
    longest = max(SHORTEST_PIECE, len(text) * most // max(1, tokens) // PIECES)
    pieces = pieces_of(text, longest)
    marks = tokens * len(marker) // max(1, len(text))
    estimates = [marks + tokens * size // max(1, len(text)) for size in _sizes(pieces, how)]
    search = most_that_fit(estimates[: len(pieces)], most, least=1)
    try:
        number = next(search)
        while True:
            number = search.send((yield shortened(pieces, number, how, marker)))
    except StopIteration as end:
        found = end.value
    return found and (shortened(pieces, found.number, how, marker), found.tokens)


def shortened(pieces: Sequence[str], number: int, how: Cut, marker: str) -> str:
    """Return so many pieces of a text, with the marker where the others were."""
    head, tail = _ends(number, how)
    before = "".join(pieces[:head]).rstrip()
    after = "".join(pieces[len(pieces) - tail :]).lstrip() if tail else ""
    return " ".join(part for part in (before, marker, after) if part)


def pieces_of(text: str, longest: int) -> list[str]:
    """Return a text's sentences; those of more than `longest` characters in several pieces."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    starts = [0, *(end for end in ends if end < len(text))]
    pieces: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        pieces += _broken(text[start:end], longest)
    return pieces


def _broken(sentence: str, longest: int) -> Iterator[str]:
    """Yield a sentence between words; a word that is too long between characters."""
    while len(sentence) > longest:
        space = sentence.rfind(" ", 1, longest)
        at = space + 1 if space > 0 else _between_characters(sentence, longest)
        yield sentence[:at]
        sentence = sentence[at:]
    if sentence:
        yield sentence


def _between_characters(text: str, at: int) -> int:
    """Return the last place up to `at` where no accent or joined sign loses its beginning."""
    for place in range(at, 1, -1):
        here, before = text[place], text[place - 1]
        if not unicodedata.combining(here) and here not in _JOINERS and before != "\u200d":
            return place
    return at


def _ends(number: int, how: Cut) -> tuple[int, int]:
    """Return how many of the pieces that stay are its first and how many its last."""
    return (number, 0) if how == "cut_end" else (number - number // 2, number // 2)


def _sizes(pieces: Sequence[str], how: Cut) -> list[int]:
    """Return the characters of 0, 1, 2, … pieces that stay."""
    sizes = [0]
    for number in range(1, len(pieces) + 1):
        head, tail = _ends(number, how)
        grew_tail = tail and tail != _ends(number - 1, how)[1]
        sizes.append(sizes[-1] + len(pieces[-tail] if grew_tail else pieces[head - 1]))
    return sizes
