"""Conditions on attributes, against entries."""

from typing import Any, Final

import pytest

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.memory.attributes import parse
from orchestration.memory.drafts import Draft
from orchestration.memory.filters import Filters, condition
from orchestration.memory.remembering import Memory
from orchestration.memory.searching import Question, Searcher
from orchestration.memory.selectors import entries_by_number, list_entries
from orchestration.memory.spaces import realm_of
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db

ENTRIES: Final[dict[str, dict[str, Any]]] = {
    "one": {"year": 2024, "of": "Ann", "done": True},
    "two": {"year": 2025.5, "of": "bob"},
    "text": {"year": "2024", "done": "true"},
    "list": {"year": [2024], "of": None},
    "none": {},
}


@pytest.fixture
def tenant() -> Tenant:
    made = make_tenant()
    drafts = [Draft(name, metadata=values) for name, values in ENTRIES.items()]
    Memory(None).add_many(drafts, tenant_id=made.pk)
    return made


def compared(operator: str, key: str, value: Any) -> dict[str, Any]:
    """Return a comparison as it is sent."""
    return {"type": operator, "key": key, "value": value}


CASES: Final[list[tuple[dict[str, Any], str]]] = [
    (compared("eq", "year", 2024), "one"),
    (compared("eq", "year", 2024.0), "one"),
    (compared("eq", "year", "2024"), "text"),
    (compared("eq", "done", True), "one"),
    (compared("ne", "year", 2024), "two text list none"),
    (compared("gt", "year", 2024), "two"),
    (compared("gte", "year", 2024), "one two"),
    (compared("lt", "year", 2025.6), "one two"),
    (compared("lte", "year", 2024), "one"),
    (compared("gt", "of", "B"), "two"),
    (compared("lt", "of", "B"), "one"),
    (compared("gt", "year", "2"), "text"),
    (compared("in", "of", ["Ann", "bob", 7]), "one two"),
    (compared("in", "year", [2024]), "one"),
    (compared("nin", "of", ["Ann"]), "two text list none"),
    (compared("eq", "missing", "x"), ""),
    (compared("lt", "year", 10**300), "one two"),
    ({"type": "and", "filters": [compared("gt", "year", 1), compared("ne", "of", "bob")]}, "one"),
    ({"type": "or", "filters": [compared("eq", "of", "bob"), compared("eq", "done", True)]},
     "one two"),
    (compared("eq", "of' OR true OR 'a' = '", "x"), ""),
    (compared("in", "of", ["x') OR true --", "100%", "%s", "{e}"]), ""),
    (compared("gt", 'of" %(spaces)s', "\\"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "expected"), CASES)
def test_entries_are_told_apart_by_their_attributes(
    tenant: Tenant, sent: dict[str, Any], expected: str
) -> None:
    filters = Filters(fits=parse(sent))
    found = list_entries(tenant_id=tenant.pk, filters=filters).entries
    assert {each.text for each in found} == set(expected.split())
    # The same where the server binds the parameters.
    text, params = condition(filters)
    rows = sql.fetch(
        f"SELECT e.text FROM memory_entry e WHERE e.realm_id = %(realm)s AND {text}",
        {**params, "realm": realm_of(tenant.pk).id},
    )
    assert {each for (each,) in rows} == set(expected.split())


def test_an_equal_attribute_is_found_by_the_index_of_metadata(tenant: Tenant) -> None:
    filters = Filters(fits=parse(compared("eq", "of", "Ann")))
    text, params = condition(filters)
    sql.execute("SET LOCAL enable_seqscan = off")
    rows = sql.fetch_planned(
        f"EXPLAIN SELECT 1 FROM memory_entry e WHERE e.metadata <> '{{}}' AND {text}", params
    )
    assert any("memory_entry_metadata" in line for (line,) in rows)


@pytest.mark.parametrize(("sent", "expected"), [each for each in CASES if each[1]])
def test_a_search_finds_those_that_fit_and_no_others(
    tenant: Tenant, sent: dict[str, Any], expected: str
) -> None:
    question = Question(" ".join(ENTRIES), filters=Filters(fits=parse(sent)))
    answer = Searcher(None).search(question, tenant_id=tenant.pk)
    assert answer.realm is not None
    numbers = [each.candidate.id for each in answer.found]
    found = entries_by_number(answer.realm.id, numbers).values()
    assert {each.text for each in found} == set(expected.split())
