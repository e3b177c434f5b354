"""Prompts over HTTP, as somebody who edits them uses the API."""

from typing import Any

import pytest
from django.test import Client

from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from tests.factories import make_client

pytestmark = pytest.mark.django_db

PROMPTS = "/api/v1/prompts"
ONE = f"{PROMPTS}/greeting"
JSON = "application/json"
BODY = {
    "name": "greeting",
    "description": "Says hello.",
    "text": "Greet {{ name }} in {{ language }}.",
    "variables": {
        "name": {"type": "string", "example": "Ada"},
        "language": {"type": "string", "default": "English"},
    },
    "notes": "First try.",
    "label": "production",
}


@pytest.fixture
def client() -> Client:
    return make_client()[1]


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, body, content_type=JSON)


def test_a_prompt_is_stored_labelled_and_rendered(client: Client) -> None:
    made = post(client, PROMPTS, BODY)
    assert made.status_code == 201, made.content
    assert made["Location"] == f"{ONE}/versions/1"
    assert client.get(made["Location"]).json() == made.json()
    found = client.get(ONE).json()
    assert found["labels"][0]["targets"] == [{"version": 1, "weight": 1.0}]
    assert client.get(PROMPTS).json()["items"] == [found]
    rendered = post(client, f"{ONE}/render", {"variables": {"name": "Ada"}}).json()
    assert rendered["text"] == "Greet Ada in English."
    assert (rendered["version"], rendered["label"], len(rendered["sha256"])) == (
        1,
        "production",
        64,
    )


def test_a_second_version_goes_live_when_the_label_moves(client: Client) -> None:
    post(client, PROMPTS, BODY)
    second = {"text": "Hail {{ name }}!", "notes": "Shorter."}
    assert post(client, f"{ONE}/versions", second).json()["version"] == 2
    label = f"{ONE}/labels/production"
    body = {"targets": [{"version": 2}], "expected": 1}
    assert client.patch(label, body, content_type=JSON).json()["revision"] == 2
    assert client.patch(label, body, content_type=JSON).status_code == 409
    given = {"variables": {"name": "Ada"}}
    assert post(client, f"{ONE}/render", given).json()["text"] == "Hail Ada!"
    diff = client.get(f"{ONE}/diff").json()
    assert (diff["old"], diff["new"]) == (1, 2)
    assert "+Hail {{ name }}!" in diff["diff"]
    actions = [each["action"] for each in client.get(f"{ONE}/history").json()["items"]]
    assert actions == ["point-label", "add-version", "point-label", "add-version", "create"]


def test_a_label_that_cannot_be_leaves_no_version_behind(client: Client) -> None:
    refused = post(client, PROMPTS, BODY | {"label": "Not A Label"})
    assert refused.status_code == 400
    assert client.get(ONE).status_code == 404


def test_messages_are_previewed_with_examples_before_they_are_stored(client: Client) -> None:
    draft = {
        "messages": [{"role": "user", "content": "Hello {{ name }}"}],
        "variables": {"name": {"example": "Ada"}},
    }
    shown = post(client, "/api/v1/prompt-preview", draft).json()
    assert shown["messages"] == [{"role": "user", "content": "Hello Ada"}]
    assert shown["prompt"] is None
    given = post(client, "/api/v1/prompt-preview", draft | {"values": {"name": "Bo"}}).json()
    assert given["messages"][0]["content"] == "Hello Bo"
    assert client.get(PROMPTS).json()["items"] == []


def test_missing_variables_are_named(client: Client) -> None:
    post(client, PROMPTS, BODY)
    refused = post(client, f"{ONE}/render", {})
    assert refused.status_code == 400
    problem = refused.json()
    assert problem["type"] == "urn:switchyard:problem:missing-variables"
    assert problem["field"] == "variables.name"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "{{ open"}, "text"),
        ({"text": None}, "text"),
        ({"messages": [{"role": "user", "content": "a"}]}, "text"),
        ({"variables": {"name": {"typ": "string"}, "language": {}}}, "variables.name.typ"),
        ({"name": "Not A Name"}, "name"),
        ({"notes": "\x00"}, None),
        ({"more": 1}, "more"),
    ],
)
def test_a_body_that_makes_no_prompt_names_the_field(
    client: Client, change: Any, field: str | None
) -> None:
    refused = post(client, PROMPTS, BODY | change)
    assert refused.status_code == 400, refused.content
    assert field is None or refused.json()["field"] == field
    assert client.get(PROMPTS).json()["items"] == []


def test_versions_are_paged_and_deleted(client: Client) -> None:
    post(client, PROMPTS, BODY)
    for text in ("two", "three"):
        post(client, f"{ONE}/versions", {"text": text})
    page = client.get(f"{ONE}/versions?limit=2").json()
    assert [each["version"] for each in page["items"]] == [3, 2]
    rest = client.get(f"{ONE}/versions?below={page['next']}").json()
    assert [each["version"] for each in rest["items"]] == [1]
    assert client.delete(f"{ONE}/versions/1").status_code == 409
    assert client.delete(f"{ONE}/versions/2").status_code == 204
    assert client.get(f"{ONE}/versions/2").status_code == 404
    assert client.delete(f"{ONE}/labels/production").status_code == 204
    assert client.get(f"{ONE}/labels").json() == {"items": []}
    assert client.delete(ONE).status_code == 204


def test_a_shared_prompt_can_be_used_and_not_changed(client: Client) -> None:
    services.create("house", Draft(text="Be brief."), by="user:op", tenant_id=None)
    labels.point("house", "production", [Target(1)], by="user:op", tenant_id=None)
    path = f"{PROMPTS}/house"
    assert client.get(path).json()["shared"]
    assert post(client, f"{path}/render", {}).json()["text"] == "Be brief."
    assert client.delete(path).status_code == 404
    assert post(client, f"{path}/versions", {"text": "Shout."}).status_code == 404


def test_a_key_that_may_only_read_changes_nothing() -> None:
    tenant, writer = make_client()
    post(writer, PROMPTS, BODY)
    reader = make_client(tenant, scopes=["prompts:read"])[1]
    assert reader.get(ONE).status_code == 200
    assert post(reader, f"{ONE}/render", {"variables": {"name": "Ada"}}).status_code == 200
    assert post(reader, f"{ONE}/versions", {"text": "x"}).status_code == 403
    assert reader.delete(ONE).status_code == 403
