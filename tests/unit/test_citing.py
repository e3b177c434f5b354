"""Which sources an answer cites."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.retrieval.citing import cited, marks
from orchestration.retrieval.sources import Source

SOURCES = tuple(Source(number, UUID(int=number), f"text {number}") for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It leaves at ten [1].", [(1,)]),
        ("It leaves at ten[1][4].", [(1,), (4,)]),
        ("Both say so [2, 3].", [(2, 3)]),
        ("Both say so [ 3;2 ].", [(3, 2)]),
        ("All do [1-3] and [2\u20134].", [(1, 2, 3), (2, 3, 4)]),
        ("Twice [1, 1].", [(1,)]),
        ("A link [1](https://example.org).", [(1,)]),
        ("Nothing [] [a] [1a] [-1] [1,] here.", []),
        ("In [2024] it was so [1].", [(1,)]),
        ("`row[1]` and\n```\nrow[2]\n``` say nothing [3].", [(3,)]),
        ("An open fence [1]\n```\nrow[2]", [(1,)]),
        ("Backwards [4-2].", []),
    ],
)
def test_marks_are_read_as_they_are_written(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [mark.numbers for mark in marks(text)] == numbers


def test_a_citation_says_where_its_marks_stand() -> None:
    text = "One [2]. Two [1, 2]."
    found = cited(text, SOURCES)
    assert [each.source.number for each in found.resolved] == [1, 2]
    assert [text[start:stop] for start, stop in found.resolved[1].marks] == ["[2]", "[1, 2]"]
    assert found.unresolved == ()


def test_a_mark_that_stands_for_nothing_is_told() -> None:
    found = cited("So it is [9][1], or [0] and [7-8].", SOURCES)
    assert [each.source.number for each in found.resolved] == [1]
    assert found.unresolved == (9, 0, 7, 8)
    assert found.to_dict()["unresolved_citations"] == [9, 0, 7, 8]
    assert "unresolved_citations" not in cited("It is [1].", SOURCES).to_dict()


@given(st.text(alphabet="[]0123456789,;-` \nab"))
def test_each_mark_is_a_pair_of_brackets_and_resolves_or_not(text: str) -> None:
    for mark in marks(text):
        assert text[mark.start] == "["
        assert text[mark.stop - 1] == "]"
    found = cited(text, SOURCES)
    told = {number for mark in marks(text) for number in mark.numbers}
    assert {each.source.number for each in found.resolved} | set(found.unresolved) == told
    assert {each.source.number for each in found.resolved} == told & {1, 2, 3, 4}
