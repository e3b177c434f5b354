"""Conditions on attributes: what is taken, and that nothing of it becomes SQL."""

from typing import Any

import pytest

from orchestration.memory.attributes import DEEPEST, MOST, InvalidFilter, parse
from orchestration.memory.filters import NO_FILTERS, Filters, condition

EVIL = "x' OR 1=1; DROP TABLE memory_entry; --%(f_as_of)s {e}"


def deep(levels: int) -> dict[str, Any]:
    """Return a filter of so many levels."""
    inner: dict[str, Any] = {"type": "eq", "key": "a", "value": 1}
    for _ in range(levels - 1):
        inner = {"type": "and", "filters": [inner]}
    return inner


@pytest.mark.parametrize("operator", ["eq", "ne", "gt", "gte", "lt", "lte"])
@pytest.mark.parametrize("value", [EVIL, 5, 0.5])
def test_keys_and_values_are_parameters(operator: str, value: Any) -> None:
    text, params = parse({"type": operator, "key": EVIL, "value": value}).sql("e")
    harmless, _ = parse({"type": operator, "key": "a", "value": value}).sql("e")
    assert text == harmless
    assert EVIL in params.values()
    assert "DROP" not in text


def test_each_comparison_has_parameters_of_its_own() -> None:
    parts = [{"type": "in", "key": f"k{n}", "value": [n, EVIL]} for n in range(12)]
    nested = {"type": "or", "filters": [*parts, {"type": "and", "filters": parts}]}
    text, params = parse(nested).sql("e")
    keys = [value for name, value in params.items() if name.startswith("f_key")]
    assert keys == [f"k{n}" for n in range(12)] * 2
    assert all(f"%({name})s" in text for name in params)
    assert text.count(" OR ") == 12
    assert text.count(" AND ") == 11


def test_a_condition_is_one_of_the_filters_and_narrows_them() -> None:
    fits = parse({"type": "eq", "key": "a", "value": 1})
    filters = Filters(fits=fits)
    assert filters.narrow
    text, params = condition(filters)
    usual, _ = condition(NO_FILTERS)
    assert text == f"{usual} AND {fits.sql('e')[0]}"
    assert params["f_key0"] == "a"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ("a", "filters"),
        ([], "filters"),
        ({}, "filters.type"),
        ({"type": "like", "key": "a", "value": "b"}, "filters.type"),
        ({"type": ["eq"], "key": "a", "value": "b"}, "filters.type"),
        ({"type": "eq", "value": "b"}, "filters.key"),
        ({"type": "eq", "key": "", "value": "b"}, "filters.key"),
        ({"type": "eq", "key": 3, "value": "b"}, "filters.key"),
        ({"type": "eq", "key": "a\x00", "value": "b"}, "filters.key"),
        ({"type": "ne", "key": "a", "value": "\x00"}, "filters.value"),
        ({"type": "in", "key": "a", "value": ["b", "\ud800"]}, "filters.value.1"),
        ({"type": "eq", "key": "a"}, "filters.value"),
        ({"type": "eq", "key": "a", "value": ["b"]}, "filters.value"),
        ({"type": "eq", "key": "a", "value": "b" * 513}, "filters.value"),
        ({"type": "gt", "key": "a", "value": False}, "filters.value"),
        ({"type": "in", "key": "a", "value": "b"}, "filters.value"),
        ({"type": "in", "key": "a", "value": []}, "filters.value"),
        ({"type": "in", "key": "a", "value": [1, {}]}, "filters.value.1"),
        ({"type": "eq", "key": "a", "value": "b", "sql": "true"}, "filters.sql"),
        ({"type": "and", "filters": []}, "filters.filters"),
        ({"type": "or", "filters": "ab"}, "filters.filters"),
        ({"type": "or", "filters": [{"type": "x"}]}, "filters.filters.0.type"),
    ],
)
def test_what_is_no_filter_is_refused_by_its_place(sent: Any, field: str) -> None:
    with pytest.raises(InvalidFilter) as caught:
        parse(sent)
    assert caught.value.field == field
    assert caught.value.mend


def test_filters_have_bounds() -> None:
    parse(deep(DEEPEST))
    with pytest.raises(InvalidFilter, match="deep"):
        parse(deep(DEEPEST + 1))
    many = [{"type": "eq", "key": "a", "value": n} for n in range(MOST)]
    parse({"type": "or", "filters": many})
    with pytest.raises(InvalidFilter, match=str(MOST)):
        parse({"type": "or", "filters": [*many, many[0]]})
