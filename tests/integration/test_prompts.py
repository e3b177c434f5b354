"""Prompts in the database: versions that stay, labels that move, and who may read them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from orchestration.access.records import AuditEntry
from orchestration.errors import InvalidInput
from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.prompts.errors import InvalidTemplate, PromptConflict, UnknownPrompt
from orchestration.prompts.records import Prompt, PromptVersion
from orchestration.prompts.selectors import (
    difference,
    get_label,
    get_prompt,
    get_version,
    list_prompts,
    list_versions,
)
from orchestration.prompts.use import render_prompt
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db
BY = "key:test"


def made(tenant: UUID | None, *texts: str, name: str = "greeting") -> Prompt:
    """Store a prompt with a version for each text."""
    first, *others = texts or ("Hello {{ name }}",)
    services.create(name, Draft(text=first, notes="first"), by=BY, tenant_id=tenant)
    for text in others:
        services.add_version(name, Draft(text=text), by=BY, tenant_id=tenant)
    return get_prompt(name, tenant_id=tenant)


def point(tenant: UUID | None, *versions: int, label: str = "production", **more: Any) -> Any:
    targets = [Target(number) for number in versions]
    return labels.point("greeting", label, targets, by=BY, tenant_id=tenant, **more)


def test_a_label_says_which_version_is_rendered() -> None:
    tenant = make_tenant().pk
    made(tenant, "Hello {{ name }}", "Good day {{ name }}")
    with pytest.raises(UnknownPrompt, match="no label production"):
        render_prompt("greeting", {"name": "Ada"}, tenant_id=tenant)
    point(tenant, 1)
    assert render_prompt("greeting", {"name": "Ada"}, tenant_id=tenant).text == "Hello Ada"
    point(tenant, 2)
    moved = render_prompt("greeting", {"name": "Ada", "x": 1}, tenant_id=tenant)
    assert moved.text == "Good day Ada"
    assert moved.unused == ("x",)
    assert moved.reference() == {
        "prompt": "greeting",
        "version": 2,
        "label": "production",
        "sha256": moved.sha256,
    }
    named = render_prompt("greeting", {"name": "Ada"}, tenant_id=tenant, version=1)
    assert (named.text, named.label) == ("Hello Ada", "")


def test_each_move_of_a_label_is_in_the_audit_log() -> None:
    tenant = make_tenant().pk
    prompt = made(tenant, "a", "b")
    point(tenant, 1)
    point(tenant, 2)
    labels.drop("greeting", "production", by="user:ada", tenant_id=tenant)
    entries = AuditEntry.objects.filter(subject_type="prompt", subject_id=str(prompt.pk))
    told = [(each.action, each.detail.get("targets")) for each in entries.order_by("pk")]
    assert told[-3:] == [
        ("point-label", [{"version": 1, "weight": 1.0}]),
        ("point-label", [{"version": 2, "weight": 1.0}]),
        ("drop-label", None),
    ]
    assert {each.tenant_id for each in entries} == {tenant}


def test_who_saw_an_older_revision_does_not_move_a_label() -> None:
    tenant = make_tenant().pk
    made(tenant, "a", "b")
    assert point(tenant, 1, expected=0).revision == 1
    with pytest.raises(PromptConflict, match="its revision is 1"):
        point(tenant, 2, expected=0)
    assert point(tenant, 2, expected=1).revision == 2


def test_a_key_keeps_its_version_of_an_experiment() -> None:
    tenant = make_tenant().pk
    made(tenant, "a", "b")
    targets = [Target(1, 3.0), Target(2, 1.0)]
    labels.point("greeting", "trial", targets, by=BY, tenant_id=tenant)

    def of(key: str) -> int:
        return render_prompt("greeting", {}, tenant_id=tenant, label="trial", key=key).version

    drawn = {f"user-{number}": of(f"user-{number}") for number in range(40)}
    assert set(drawn.values()) == {1, 2}
    assert {key: of(key) for key in drawn} == drawn
    assert Counter(drawn.values())[1] > 20


def test_the_database_refuses_to_change_a_version() -> None:
    made(None)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        PromptVersion.objects.update(text="another")


def test_a_version_that_a_label_points_to_stays() -> None:
    tenant = make_tenant().pk
    made(tenant, "a", "b")
    point(tenant, 1)
    with pytest.raises(PromptConflict, match="The label production points to version 1"):
        services.delete_version("greeting", 1, by=BY, tenant_id=tenant)
    services.delete_version("greeting", 2, by=BY, tenant_id=tenant)
    third = services.add_version("greeting", Draft(text="c"), by=BY, tenant_id=tenant)
    assert third.number == 3


def test_a_label_cannot_point_to_what_is_not_there() -> None:
    tenant = make_tenant().pk
    made(tenant)
    with pytest.raises(UnknownPrompt, match="no version 7"):
        point(tenant, 7)
    with pytest.raises(InvalidInput, match="A label cannot be this"):
        point(tenant, 1, label="Not A Label")


def test_a_tenant_sees_its_own_and_the_shared_ones_and_no_others() -> None:
    one, other = make_tenant().pk, make_tenant().pk
    made(None, "shared")
    made(other, "secret", name="theirs")
    assert [each.name for each in list_prompts(tenant_id=one, limit=10)] == ["greeting"]
    with pytest.raises(UnknownPrompt):
        get_prompt("theirs", tenant_id=one)
    with pytest.raises(UnknownPrompt):
        get_prompt("theirs", tenant_id=None)
    made(one, "own")
    assert get_version(get_prompt("greeting", tenant_id=one), 1).text == "own"
    assert get_version(get_prompt("greeting", tenant_id=other), 1).text == "shared"


def test_a_tenant_changes_no_shared_prompt() -> None:
    tenant = make_tenant().pk
    made(None, "shared")
    for change in (
        lambda: services.add_version("greeting", Draft(text="mine"), by=BY, tenant_id=tenant),
        lambda: point(tenant, 1),
        lambda: services.delete("greeting", by=BY, tenant_id=tenant),
        lambda: services.describe("greeting", "mine", by=BY, tenant_id=tenant),
    ):
        with pytest.raises(UnknownPrompt):
            change()


def test_names_are_unique_for_an_owner() -> None:
    tenant = make_tenant().pk
    made(tenant)
    made(None)
    for owner in (tenant, None):
        with pytest.raises(PromptConflict, match="already"):
            made(owner)
    with pytest.raises(InvalidInput, match="name cannot be this"):
        made(tenant, name="Not A Name")


def test_a_broken_draft_stores_nothing() -> None:
    with pytest.raises(InvalidTemplate):
        made(None, "{{ broken")
    assert not Prompt.objects.exists()


def test_versions_are_listed_by_their_number_and_compared() -> None:
    prompt = made(None, "one\ntwo", "one\nthree", "one")
    assert [each.number for each in list_versions(prompt, limit=2)] == [3, 2]
    assert [each.number for each in list_versions(prompt, limit=2, below=2)] == [1]
    diff = difference(get_version(prompt, 1), get_version(prompt, 2)).splitlines()
    assert diff[:2] == ["--- version 1", "+++ version 2"]
    assert {"-two", "+three"} <= set(diff)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_different_versions() -> None:
    tenant = make_tenant().pk
    made(tenant, "0")

    def add(number: int) -> int:
        try:
            draft = Draft(text=f"text {number}")
            return services.add_version("greeting", draft, by=BY, tenant_id=tenant).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(add, range(8)))
    assert sorted(numbers) == list(range(2, 10))
    assert get_prompt("greeting", tenant_id=tenant).latest == 9


def test_a_page_of_many_prompts_is_read_through_an_index() -> None:
    tenants = [make_tenant().pk for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO prompts_prompt (id, tenant_id, name, description, latest) "
            "SELECT gen_random_uuid(), (%s::uuid[])[1 + g %% 5], 'p' || g, '', 1 "
            "FROM generate_series(1, 20000) g",
            [tenants],
        )
        cursor.execute("ANALYZE prompts_prompt")
        cursor.execute(
            "EXPLAIN SELECT * FROM prompts_prompt WHERE (tenant_id IS NULL OR tenant_id = %s) "
            "ORDER BY id DESC LIMIT 51",
            [tenants[0]],
        )
        page = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(
            "EXPLAIN SELECT * FROM prompts_prompt WHERE (tenant_id IS NULL OR tenant_id = %s) "
            "AND name = 'p7'",
            [tenants[0]],
        )
        one = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in page
    assert "Seq Scan" not in one


def test_the_labels_of_a_page_are_read_at_once(django_assert_num_queries: Any) -> None:
    made(None)
    point(None, 1)
    with django_assert_num_queries(2):
        found = list_prompts(tenant_id=None, limit=10)
        assert [get_label(each, "production").revision for each in found] == [1]
