"""Cutting texts at the ends of their sentences."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.context.cutting import Cut, cut, pieces_of
from orchestration.context.searching import Found, most_that_fit

PROSE = "One is here. Two is there! Is three anywhere? Four ends it."
MARK = "[…]"


def driven(search: Generator[Any, int, Any], count: Any) -> tuple[Any, int]:
    """Return what a search finds and how often it asked."""
    asked = 0
    try:
        wanted = next(search)
        while True:
            asked += 1
            wanted = search.send(count(wanted))
    except StopIteration as end:
        return end.value, asked


def shorter(text: str, most: int, how: Cut = "cut_end") -> Any:
    return driven(cut(text, len(text), most, how=how, marker=MARK), len)[0]


@pytest.mark.parametrize(
    ("most", "how", "expected"),
    [
        (31, "cut_end", "One is here. Two is there! […]"),
        (29, "cut_end", "One is here. […]"),
        (45, "cut_middle", "One is here. Two is there! […] Four ends it."),
        (31, "cut_middle", "One is here. […] Four ends it."),
    ],
)
def test_sentences_are_cut_between_them(most: int, how: Cut, expected: str) -> None:
    pieces = pieces_of(PROSE, 100)
    assert [piece.strip() for piece in pieces] == [
        "One is here.", "Two is there!", "Is three anywhere?", "Four ends it.",
    ]  # fmt: skip
    long = cut(PROSE * 1, 1, most, how=how, marker=MARK)  # one token: pieces are sentences
    assert driven(long, len)[0] == (expected, len(expected))


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    text = "word " * 200
    kept, size = shorter(text, 200)
    assert size == len(kept) <= 200
    assert kept.removesuffix(f" {MARK}").split() == ["word"] * (len(kept) // 5)


def test_a_word_that_is_too_long_is_cut_between_characters() -> None:
    accented = "e\u0301" * 500
    for piece in pieces_of(accented, 17):
        assert not piece.startswith("\u0301")
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50
    assert "".join(pieces_of(family, 17)) == family
    assert not any(piece[0] == "\u200d" for piece in pieces_of(family, 17))


def test_a_text_of_which_nothing_fits_cannot_be_cut() -> None:
    assert shorter("word " * 200, 4) is None


@given(st.text(), st.integers(1, 40))
def test_pieces_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    pieces = pieces_of(text, longest)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= longest for piece in pieces)


@given(st.text(min_size=1), st.integers(1, 200), st.sampled_from(["cut_middle", "cut_end"]))
def test_what_is_cut_fits_and_shows_where(text: str, most: int, how: Cut) -> None:
    made = shorter(text, most, how)
    if made is not None:
        kept, size = made
        assert size == len(kept) <= most
        assert MARK in kept


sizes = st.lists(st.integers(0, 50), min_size=1, max_size=60)


@given(sizes, sizes, st.integers(0, 600), st.data())
def test_the_most_that_fit_are_found_whatever_was_estimated(
    parts: list[int], guesses: list[int], budget: int, data: st.DataObject
) -> None:
    exact = [sum(parts[:number]) for number in range(len(parts) + 1)]
    estimates = sorted((guesses * len(exact))[: len(exact)])
    least = data.draw(st.integers(0, len(parts)))
    found, asked = driven(most_that_fit(estimates, budget, least), exact.__getitem__)
    fitting = [number for number, tokens in enumerate(exact) if tokens <= budget]
    best = max((number for number in fitting if number >= least), default=None)
    assert found == (None if best is None else Found(best, exact[best]))
    assert asked <= 4 + len(exact).bit_length()
