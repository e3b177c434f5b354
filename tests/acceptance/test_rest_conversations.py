"""Conversations over REST."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import make_client, make_worker, run_task

pytestmark = pytest.mark.django_db

BASE = "/api/v1/conversations"


@pytest.fixture(autouse=True)
def model(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


@pytest.fixture
def client(db: None) -> Client:
    return make_client()[1]


def send(client: Client, path: str, body: Any, status: int, method: str = "post") -> Any:
    call = getattr(client, method)
    response = call(f"{BASE}{path}", body, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def begun(client: Client, **body: Any) -> str:
    return str(send(client, "", body, 201)["id"])


def read(client: Client, path: str = "") -> Any:
    response = client.get(f"{BASE}{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_conversation_is_begun_changed_listed_and_deleted(client: Client) -> None:
    made = begun(client, title="Trains", user="ada", metadata={"a": 1})
    assert send(client, f"/{made}", {"title": "Boats"}, 200, "patch")["title"] == "Boats"
    other = begun(client, user="bob")
    assert [each["id"] for each in read(client, "?limit=1")["items"]] == [other]
    following = read(client, f"?limit=1&cursor={read(client, '?limit=1')['next']}")
    assert [each["id"] for each in following["items"]] == [made]
    assert [each["id"] for each in read(client, "?user=ada")["items"]] == [made]
    assert client.delete(f"{BASE}/{made}").status_code == 204
    assert client.get(f"{BASE}/{made}").status_code == 404


def test_messages_are_added_and_read_page_by_page(client: Client) -> None:
    made = begun(client)
    turns = [{"role": "user", "content": f"{at}", "client_id": f"{at}"} for at in range(5)]
    added = send(client, f"/{made}/messages", {"messages": turns}, 201)["items"]
    again = send(client, f"/{made}/messages", {"messages": turns}, 201)["items"]
    assert [each["id"] for each in again] == [each["id"] for each in added]
    page = read(client, f"/{made}/messages?limit=3")
    assert [each["message"]["content"] for each in page["items"]] == ["0", "1", "2"]
    rest = read(client, f"/{made}/messages?limit=3&after={page['next']}")
    assert [each["message"]["content"] for each in rest["items"]] == ["3", "4"]
    assert rest["next"] is None


def test_a_reply_is_pending_until_its_task_has_ended(client: Client) -> None:
    made = begun(client, system_prompt="Be brief.")
    body = {"content": "When?", "input": {"max_tokens": 5}, "client_id": "q", "priority": "HIGH"}
    told = send(client, f"/{made}/reply", body, 201)
    assert told["answer"]["state"] == "pending"
    assert send(client, f"/{made}/reply", body, 201)["answer"] == told["answer"]
    task = Task.objects.get(pk=told["answer"]["task_id"])
    assert (task.kind, task.priority) == ("chat", 2)
    error = send(client, f"/{made}/reply", {"content": "Where?"}, 409)
    assert error["type"].endswith(":answer-pending")
    result = {"message": {"role": "assistant", "content": "At ten."}}
    run_task(task.pk, to=State.SUCCEEDED, worker=make_worker(), result=result)
    question, answer = read(client, f"/{made}/messages")["items"]
    assert question["message"] == {"role": "user", "content": "When?"}
    assert (answer["state"], answer["message"]) == ("stored", result["message"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/messages", {"messages": []}, "messages"),
        ("/messages", {"messages": [{"role": "nobody", "content": "a"}]}, "messages.0.role"),
        ("/reply", {"content": "a", "input": {"messages": []}}, "input.messages"),
        ("/reply", {"content": "a", "input": {"max_tokens": -1}}, "input.max_tokens"),
        ("/reply", {"content": "a", "retrieval": {}}, "input.retrieval"),
        ("/reply", {}, "content"),
        ("", {"title": "a" * 201}, "title"),
    ],
)
def test_what_is_wrong_is_named(client: Client, path: str, body: Any, field: str) -> None:
    made = f"/{begun(client)}" if path else ""
    assert send(client, f"{made}{path}", body, 400)["field"] == field
