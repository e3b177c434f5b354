"""Blocks over REST: what agents have in each of their prompts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestration.access.records import AuditEntry
from orchestration.memory import blocks
from tests.factories import make_client

pytestmark = pytest.mark.django_db

BASE = "/api/v1/memories/blocks"


@pytest.fixture
def client(db: None) -> Client:
    return make_client()[1]


def send(client: Client, path: str, body: Any, status: int = 200, method: str = "post") -> Any:
    call = getattr(client, method)
    response = call(f"{BASE}{path}", body, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def made(client: Client, **body: Any) -> Any:
    return send(client, "", {"name": "persona", **body}, 201)


def read(client: Client, path: str = "") -> Any:
    response = client.get(f"{BASE}{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_block_is_made_read_changed_and_deleted(client: Client) -> None:
    block = made(client, text="Be brief.", description="How to speak", limit=50)
    assert read(client, f"/{block['id']}") == block
    assert (block["version"], block["agents"], block["read_only"]) == (1, [], False)
    changed = send(client, f"/{block['id']}", {"text": "Be kind.", "version": 1}, method="patch")
    assert changed == {
        **block, "text": "Be kind.", "version": 2, "changed_at": changed["changed_at"],
    }  # fmt: skip
    assert client.delete(f"{BASE}/{block['id']}").status_code == 204
    assert client.get(f"{BASE}/{block['id']}").status_code == 404


def test_its_agents_have_it_until_it_is_taken_away(client: Client) -> None:
    block, other = made(client, text="Be brief."), made(client, name="other")
    path = f"/{block['id']}"
    for _ in range(2):
        assert send(client, f"{path}/attach", {"agent": "ann/1"})["agents"] == ["ann/1"]
    assert send(client, f"{path}/attach", {"agent": "bob"})["agents"] == ["ann/1", "bob"]
    assert [each["id"] for each in read(client, "?agent=ann/1")["items"]] == [block["id"]]
    assert [each["id"] for each in read(client)["items"]] == [other["id"], block["id"]]
    assert send(client, f"{path}/detach", {"agent": "ann/1"})["agents"] == ["bob"]
    assert read(client, "?agent=ann/1")["items"] == []


def test_lists_come_page_by_page(client: Client) -> None:
    ids = [made(client, name=f"block-{at}")["id"] for at in range(3)]
    first = read(client, "?limit=2")
    assert [each["id"] for each in first["items"]] == ids[:0:-1]
    rest = read(client, f"?limit=2&cursor={first['next']}")
    assert ([each["id"] for each in rest["items"]], rest["next"]) == (ids[:1], None)


def test_who_changes_what_somebody_else_has_changed_is_told(client: Client) -> None:
    block = made(client, text="a")
    path = f"/{block['id']}"
    send(client, path, {"text": "b"}, method="patch")
    refused = send(client, path, {"text": "c", "version": 1}, 409, "patch")
    assert (refused["field"], read(client, path)["text"]) == ("version", "b")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x", "limit": 0}, "limit"),
        ({"name": "x", "limit": 20_001}, "limit"),
        ({"name": "x", "text": "six" * 2, "limit": 5}, "text"),
        ({"name": "x", "tint": "blue"}, "tint"),
        ({"name": "persona"}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_name(client: Client, body: Any, field: str) -> None:
    made(client)
    problem = send(client, "", body, 400)
    assert (problem["field"], len(read(client)["items"])) == (field, 1)


def test_agents_have_so_many_and_no_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST", 1)
    first, second = made(client, name="one")["id"], made(client, name="two")["id"]
    send(client, f"/{first}/attach", {"agent": "ann"})
    assert send(client, f"/{second}/attach", {"agent": "ann"}, 400)["field"] == "agent"


def test_other_tenants_and_other_scopes_reach_nothing(client: Client) -> None:
    block = made(client, text="secret")
    path = f"/{block['id']}"
    send(client, f"{path}/attach", {"agent": "ann"})
    stranger = make_client()[1]
    assert read(stranger, "?agent=ann")["items"] == []
    assert stranger.get(f"{BASE}{path}").status_code == 404
    assert stranger.delete(f"{BASE}{path}").status_code == 404
    for deed in ("attach", "detach"):
        send(stranger, f"{path}/{deed}", {"agent": "ann"}, 404)
    send(stranger, path, {"text": ""}, 404, "patch")
    send(make_client(scopes=["memories:read"])[1], "", {"name": "x"}, 403)
    assert make_client(scopes=["tasks:read"])[1].get(BASE).status_code == 403
    assert read(client, path)["text"] == "secret"


def test_the_audit_log_tells_which_key_did_it(db: None) -> None:
    tenant, client = make_client()
    block = made(client, text="a")
    send(client, f"/{block['id']}", {"text": "b"}, method="patch")
    entries = AuditEntry.objects.filter(tenant_id=tenant.pk, subject_type="memory block")
    assert {each.actor.partition(":")[0] for each in entries} == {"key"}
    assert [each.action for each in entries.order_by("pk")] == ["add", "change"]
