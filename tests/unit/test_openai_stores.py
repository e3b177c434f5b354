"""Pages that are walked both ways, bodies of stores, and what failed files are said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, QueryDict

from api.gateway.openai.bodies import read
from api.gateway.openai.stores.bodies import BatchBody, StoreBody, passage_tokens, wanted_files
from api.gateway.openai.stores.pages import wish_of
from api.gateway.openai.stores.shapes import batch_shape, file_shape
from api.rest.errors import InvalidBody, InvalidParameter
from orchestration.documents.errors import ReadingCancelled
from orchestration.documents.stores import FileCounts, StoreView
from orchestration.documents.views import DocumentView
from orchestration.errors import SwitchyardError
from orchestration.parsing.errors import DamagedDocument, UnsupportedFormat

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def listed(query: str) -> tuple[list[int], bool]:
    """Return a page of the numbers 1 to 9 as a list walks them; 9 is the newest."""
    request = HttpRequest()
    request.GET = QueryDict(query)

    def listing(*, behind: UUID | None, limit: int, newest_first: bool) -> list[int]:
        numbers = range(9, 0, -1) if newest_first else range(1, 10)
        edge = None if behind is None else behind.int
        left = [n for n in numbers if edge is None or (n < edge if newest_first else n > edge)]
        return left[:limit]

    return wish_of(request).page(listing, lambda name: UUID(int=int(name)))


@pytest.mark.parametrize(
    ("query", "page", "more"),
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1], False),
        ("limit=2", [9, 8], True),
        ("limit=2&after=8", [7, 6], True),
        ("limit=2&order=asc&after=7", [8, 9], False),
        ("limit=2&before=5", [7, 6], True),
        ("limit=5&before=7", [9, 8], False),
        ("limit=2&order=asc&before=5", [3, 4], True),
    ],
)
def test_a_list_is_walked_both_ways_in_one_order(query: str, page: list[int], more: bool) -> None:
    assert listed(query) == (page, more)


@pytest.mark.parametrize("query", ["after=1&before=2", "limit=0", "limit=101", "order=up", "x=1"])
def test_a_page_that_cannot_be_is_refused(query: str) -> None:
    with pytest.raises(InvalidParameter):
        listed(query)


def tokens(chunking: Any) -> int | None:
    return passage_tokens(read(StoreBody, {"chunking_strategy": chunking}).chunking_strategy)


def test_only_static_chunking_has_sizes() -> None:
    sizes = {"max_chunk_size_tokens": 300, "chunk_overlap_tokens": 150}
    assert tokens(None) is tokens({"type": "auto"}) is None
    assert tokens({"type": "static", "static": sizes}) == 300
    for wrong in (
        {"type": "auto", "static": sizes},
        {"type": "static"},
        {"type": "static", "static": {**sizes, "chunk_overlap_tokens": 151}},
        {"type": "static", "static": {**sizes, "max_chunk_size_tokens": 99}},
    ):
        with pytest.raises(InvalidBody):
            tokens(wrong)


def test_a_batch_names_its_files_in_one_way_and_each_counts_once() -> None:
    shared = read(BatchBody, {"file_ids": ["a", "b", "a"], "attributes": {"x": 1}})
    assert [(each.file_id, each.attributes) for each in wanted_files(shared)] == [
        ("a", {"x": 1}), ("b", {"x": 1}),
    ]  # fmt: skip
    own = read(BatchBody, {"files": [{"file_id": "a"}, {"file_id": "a", "attributes": {"x": 2}}]})
    assert [(each.file_id, each.attributes) for each in wanted_files(own)] == [("a", {"x": 2})]
    for wrong in ({}, {"file_ids": ["a"], "files": [{"file_id": "a"}]}):
        with pytest.raises(InvalidBody):
            wanted_files(read(BatchBody, wrong))
    bad: list[dict[str, Any]] = [{"x": []}, {"x": "a" * 513}, {f"k{n}": 1 for n in range(17)}]
    for attributes in bad:
        with pytest.raises(InvalidBody):
            read(BatchBody, {"file_ids": ["a"], "attributes": attributes})


STORE = StoreView(
    UUID(int=1), "s", "", {}, 200, None, NOW, NOW, False, 0, FileCounts(0, 0, 0, 0)
)  # fmt: skip
DOCUMENT = DocumentView(
    UUID(int=2), UUID(int=3), UUID(int=1), "notes.md", "notes.md", "", "", "", 5, "", {}, "ready",
    1, None, 0, 0, 0, None, NOW, NOW, NOW,
)  # fmt: skip


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UnsupportedFormat("No.", "Send another."), "failed", "unsupported_file"),
        (DamagedDocument("No.", "Send another."), "failed", "invalid_file"),
        (SwitchyardError("No."), "failed", "server_error"),
        (ReadingCancelled(), "cancelled", None),
    ],
)
def test_a_file_that_was_not_read_says_why_in_openais_words(
    error: SwitchyardError, status: str, code: str | None
) -> None:
    shape = file_shape(replace(DOCUMENT, state="failed", error=error.problem()), STORE)
    assert shape["status"] == status
    assert (shape["last_error"] or {}).get("code") == code


def test_a_document_that_is_no_upload_has_a_name_too() -> None:
    assert file_shape(DOCUMENT, STORE)["id"] == f"doc-{UUID(int=2).hex}"


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        (FileCounts(1, 5, 1, 1), "in_progress"),
        (FileCounts(0, 5, 1, 1), "cancelled"),
        (FileCounts(0, 5, 1, 0), "completed"),
        (FileCounts(0, 0, 2, 0), "failed"),
    ],
)
def test_a_batch_is_what_its_files_are(counts: FileCounts, status: str) -> None:
    assert batch_shape(UUID(int=1), UUID(int=2), counts)["status"] == status
