"""Forgetting by rule, settings and summaries over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from api.rest import memory_keeping
from orchestration import sql
from orchestration.access.records import AuditEntry, Tenant
from orchestration.memory import consolidating, retention
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.owners import Owner
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.retention import RetentionRule
from orchestration.memory.remembering import Memory
from tests.factories import make_client, make_tenant

pytestmark = pytest.mark.django_db

BASE = "/api/v1/memories"


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant()


@pytest.fixture
def client(tenant: Tenant) -> Client:
    return make_client(tenant)[1]


def send(client: Client, path: str, body: Any = None, status: int = 200, way: str = "post") -> Any:
    response = getattr(client, way)(f"{BASE}/{path}", body or {}, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def read(client: Client, path: str) -> Any:
    response = client.get(f"{BASE}/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def remember(tenant: Tenant, text: str, days: float = 0, **more: Any) -> UUID:
    draft = Draft(text, more.pop("kind", Kind.SEMANTIC), **more)
    uid = Memory(None).add(draft, tenant_id=tenant.pk).uid
    sql.execute(
        "UPDATE memory_entry SET created_at = now() - %s WHERE uid = %s",
        [timedelta(days=days), uid],
    )
    return uid


def left() -> set[str]:
    return set(MemoryEntry.objects.values_list("text", flat=True))


def test_a_rule_is_set_tried_enabled_and_run(client: Client, tenant: Tenant) -> None:
    old = remember(tenant, "old", 40)
    remember(tenant, "new", 1)
    rule = send(client, "retention/all", {"max_age_days": 30}, way="put")
    assert (rule["type"], rule["enabled"], rule["kept_importance"]) == ("all", False, 1.0)
    assert send(client, "retention/all/enable", status=409)["field"] == "enabled"
    assert send(client, "retention/all/run", status=409)["field"] == "enabled"
    trial = send(client, "retention/all/try")
    assert trial == {"total": 1, "age": 1, "count": 0, "decay": 0, "examples": [str(old)]}
    assert left() == {"old", "new"}
    assert send(client, "retention/all/enable")["enabled"] is True
    assert send(client, "retention/all/run") == {"deleted": 1, "more": False}
    assert left() == {"new"}
    assert read(client, "retention/all")["deleted"] == 1
    assert send(client, "retention/all/disable")["enabled"] is False
    send(client, "retention/all/run", status=409)


def test_each_type_has_a_rule_of_its_own(client: Client, tenant: Tenant) -> None:
    remember(tenant, "fact", 40)
    remember(tenant, "event", 40, kind=Kind.EPISODIC)
    send(client, "retention/episodic", {"max_age_days": 30}, way="put")
    send(client, "retention/semantic", {"max_age_days": 90, "max_entries": 5}, way="put")
    assert [each["type"] for each in read(client, "retention")["items"]] == ["semantic", "episodic"]
    assert send(client, "retention/episodic/try")["total"] == 1
    assert send(client, "retention/semantic/try")["total"] == 0
    assert client.delete(f"{BASE}/retention/semantic").status_code == 204
    assert client.get(f"{BASE}/retention/semantic").status_code == 404
    assert client.delete(f"{BASE}/retention/semantic").status_code == 404


def test_what_is_not_worth_keeping_is_told_however_short_the_half_life(
    client: Client, tenant: Tenant
) -> None:
    remember(tenant, "unused", 400, importance=0.5)
    bounds = {"half_life_days": 0.01, "least_worth": 0.1}
    send(client, "retention/all", bounds, way="put")
    assert send(client, "retention/all/try")["decay"] == 1


def test_a_changed_rule_must_be_tried_anew(client: Client, tenant: Tenant) -> None:
    remember(tenant, "old", 40)
    send(client, "retention/all", {"max_age_days": 90}, way="put")
    send(client, "retention/all/try")
    send(client, "retention/all", {"max_age_days": 1}, way="put")
    send(client, "retention/all/enable", status=409)
    assert left() == {"old"}


def test_a_run_deletes_so_many_and_says_that_more_are_left(
    client: Client, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_keeping, "MOST", 1)
    monkeypatch.setattr(retention, "GROUP", 1)
    for at in range(2):
        remember(tenant, f"old {at}", 40)
    send(client, "retention/all", {"max_age_days": 30}, way="put")
    send(client, "retention/all/try")
    send(client, "retention/all/enable")
    assert send(client, "retention/all/run") == {"deleted": 1, "more": True}
    assert len(left()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"max_age_days": -1}, "max_age_days"),
        ({"least_worth": 2}, "least_worth"),
        ({"half_life_days": 3}, "least_worth"),
        ({"max_days": 3}, "max_days"),
    ],
)
def test_bounds_that_cannot_be_are_refused_by_name(client: Client, body: Any, field: str) -> None:
    assert send(client, "retention/all", body, 400, "put")["field"] == field
    assert not RetentionRule.objects.exists()


def test_there_are_no_other_types(client: Client) -> None:
    assert client.get(f"{BASE}/retention/passage").json()["field"] == "type"
    send(client, "retention/passage", {"max_age_days": 1}, 400, "put")


def test_rules_are_each_tenants_own(client: Client, tenant: Tenant) -> None:
    remember(tenant, "old", 40)
    send(client, "retention/all", {"max_age_days": 30}, way="put")
    stranger = make_client()[1]
    assert read(stranger, "retention") == {"items": []}
    for deed in ("try", "enable", "disable", "run"):
        send(stranger, f"retention/all/{deed}", status=404)
    reader = make_client(tenant, scopes=["memories:read"])[1]
    for deed in ("try", "enable", "disable", "run"):
        send(reader, f"retention/all/{deed}", status=403)
    assert AuditEntry.objects.filter(subject_type="retention rule").count() == 1


def test_settings_are_shown_and_changed_one_by_one(client: Client, tenant: Tenant) -> None:
    usual = read(client, "settings")
    assert (usual["nearness"], usual["summary_model"]) == ("merge", "")
    assert not Realm.objects.exists()
    changed = send(client, "settings", {"nearness": "link", "summary_after": 7}, way="patch")
    assert changed == {**usual, "nearness": "link", "summary_after": 7}
    assert read(client, "settings") == changed
    problem = send(client, "settings", {"language": "klingon"}, 400, "patch")
    assert problem["field"] == "language"
    entry = AuditEntry.objects.get()
    assert entry.detail == {"nearness": "link", "summary_after": 7}


def test_who_has_summaries_written_may_submit_tasks(tenant: Tenant) -> None:
    writer = make_client(tenant, scopes=["memories:write"])[1]
    problem = send(writer, "settings", {"summary_model": "large"}, 403, "patch")
    assert "tasks:write" in problem["detail"]
    assert send(writer, "settings", {"summary_model": ""}, way="patch")["summary_model"] == ""
    both = make_client(tenant, scopes=["memories:write", "tasks:write"])[1]
    assert send(both, "settings", {"summary_model": "large"}, way="patch")["summary_after"] == 20


def test_summaries_tell_what_they_came_from(client: Client, tenant: Tenant) -> None:
    owner = Owner(user="ann")
    for at in range(5):
        remember(tenant, f"event {at}", 3, kind=Kind.EPISODIC, owner=owner)
    send(client, "settings", {"summary_model": "large", "summary_after": 5}, way="patch")
    (group,) = consolidating.due()
    consolidating.begin(group, uuid4())
    (asked,) = consolidating.asked()
    said = sorted(str(each.uid) for each in group.said)
    (waiting,) = read(client, "summaries")["items"]
    assert (waiting["state"], waiting["user"], waiting["summary"]) == ("asked", "ann", None)
    assert sorted(waiting["memories"]) == said
    summary = consolidating.conclude(asked, "Five things happened.", None)
    (done,) = read(client, f"summaries?state=done&summary={summary}")["items"]
    assert (done["id"], done["summary"]) == (waiting["id"], str(summary))
    links = read(client, f"{summary}/history")["links"]
    assert sorted(each["id"] for each in links) == said
    assert read(client, "summaries?state=asked")["items"] == []
    assert (done["tries"], done["again_at"]) == (0, None)
    assert read(make_client()[1], "summaries")["items"] == []
