"""Tasks over REST, as a client sees them."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import (
    client_of,
    make_client,
    make_key,
    make_task,
    make_tenant,
    make_worker,
    run_task,
)

pytestmark = pytest.mark.django_db

TASKS = "/api/v1/tasks"
ECHO = {"kind": "echo", "input": {"say": "hello"}}


def post(client: Client, path: str, body: Any = None, **more: Any) -> Any:
    return client.post(path, body, content_type="application/json", **more)


def test_a_submitted_task_is_stored_and_returned_with_its_links() -> None:
    tenant, client = make_client()
    response = post(client, TASKS, ECHO | {"priority": "HIGH", "tags": ["a", "b"]})
    assert response.status_code == 201
    task = response.json()
    assert response["Location"] == task["links"]["self"] == f"{TASKS}/{task['id']}"
    assert (task["state"], task["priority"], task["tags"]) == ("queued", "HIGH", ["a", "b"])
    assert (task["attempts"], task["max_attempts"], task["result"]) == (0, 3, None)
    assert Task.objects.get(pk=task["id"]).tenant_id == tenant.pk
    assert client.get(task["links"]["self"]).json() == task
    for link in ("events", "attempts", "children", "why"):
        assert client.get(task["links"][link]).status_code == 200


def test_the_input_is_returned_only_when_it_is_asked_for() -> None:
    _, client = make_client()
    path = post(client, TASKS, ECHO).json()["links"]["self"]
    assert "input" not in client.get(path).json()
    assert client.get(f"{path}?include=input").json()["input"] == {"say": "hello"}


def test_the_same_idempotency_key_gives_back_the_same_task() -> None:
    _, client = make_client()
    first = post(client, TASKS, ECHO, headers={"Idempotency-Key": "k1"})
    again = post(client, TASKS, ECHO | {"idempotency_key": "k1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["idempotency_key"] == "k1"
    other = post(client, TASKS, {"kind": "echo", "input": {}}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 409
    assert other.json()["field"] == "idempotency_key"


def test_header_and_body_may_not_name_different_idempotency_keys() -> None:
    _, client = make_client()
    body = ECHO | {"idempotency_key": "one"}
    assert post(client, TASKS, body, headers={"Idempotency-Key": "two"}).status_code == 409
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_finished_task_shows_result_times_and_attempt() -> None:
    tenant, client = make_client()
    task = make_task(tenant, state=State.SUCCEEDED, result={"embeddings": [[0.5]]})
    found = client.get(f"{TASKS}/{task.pk}").json()
    assert (found["state"], found["result"]) == ("succeeded", {"embeddings": [[0.5]]})
    assert found["attempts"] == 1
    assert found["created_at"] <= found["started_at"] <= found["finished_at"]
    attempts = client.get(f"{TASKS}/{task.pk}/attempts").json()["items"]
    assert [(a["number"], a["outcome"]) for a in attempts] == [(1, "succeeded")]
    events = client.get(f"{TASKS}/{task.pk}/events").json()["items"]
    assert [event["type"] for event in events] == ["submitted", "started", "succeeded"]


def test_events_go_on_behind_the_last_one_seen() -> None:
    tenant, client = make_client()
    task = make_task(tenant, state=State.SUCCEEDED)
    path = f"{TASKS}/{task.pk}/events"
    page = client.get(f"{path}?limit=2").json()
    assert len(page["items"]) == 2
    rest = client.get(f"{path}?limit=2&after={page['next']}").json()
    assert [event["type"] for event in rest["items"]] == ["succeeded"]
    assert rest["next"] is None


def test_a_failed_task_shows_its_error_and_stands_among_the_dead_letters() -> None:
    tenant, client = make_client()
    task = make_task(tenant, state=State.FAILED)
    make_task(tenant)
    assert client.get(f"{TASKS}/{task.pk}").json()["error"]["detail"] == "on purpose"
    dead = f"{TASKS}?dead_letter=true"
    assert [item["id"] for item in client.get(dead).json()["items"]] == [str(task.pk)]
    assert post(client, f"{TASKS}/{task.pk}/dismiss").json()["dismissed_at"] is not None
    assert client.get(dead).json()["items"] == []


@pytest.mark.parametrize("state", [State.QUEUED, State.SCHEDULED, State.DISPATCHED, State.WAITING])
def test_what_waits_is_cancelled_at_once(state: State) -> None:
    tenant, client = make_client()
    task = make_task(tenant, state=state)
    assert post(client, f"{TASKS}/{task.pk}/cancel").json()["state"] == "cancelled"
    assert client.delete(f"{TASKS}/{task.pk}").json()["state"] == "cancelled"


def test_what_runs_is_asked_to_stop_and_what_ended_cannot_be_cancelled() -> None:
    tenant, client = make_client()
    running = make_task(tenant, state=State.RUNNING)
    found = client.delete(f"{TASKS}/{running.pk}").json()
    assert found["state"] == "running"
    assert found["cancel_requested_at"] is not None
    ended = make_task(tenant, state=State.SUCCEEDED)
    assert post(client, f"{TASKS}/{ended.pk}/cancel").status_code == 409


def test_a_failed_task_is_retried_and_a_succeeded_one_replayed_as_new_tasks() -> None:
    tenant, client = make_client()
    failed = make_task(tenant, state=State.FAILED, tags=("x",))
    again = post(client, f"{TASKS}/{failed.pk}/retry")
    assert again.status_code == 201
    assert again.json()["replay_of"] == str(failed.pk)
    assert again.json()["tags"] == ["x"]
    done = make_task(tenant, state=State.SUCCEEDED)
    assert post(client, f"{TASKS}/{done.pk}/retry").status_code == 409
    assert post(client, f"{TASKS}/{done.pk}/replay").json()["replay_of"] == str(done.pk)


def test_a_waiting_task_gets_another_level_up_to_the_highest_of_the_key() -> None:
    tenant, client = make_client(max_priority=2)
    task = make_task(tenant)
    path = f"{TASKS}/{task.pk}/reprioritise"
    assert post(client, path, {"priority": "HIGH"}).json()["priority"] == "HIGH"
    refused = post(client, path, {"priority": "CRITICAL"})
    assert refused.status_code == 403
    assert "HIGH" in refused.json()["mend"]
    assert post(client, TASKS, ECHO | {"priority": "URGENT"}).status_code == 403


def test_lists_are_narrowed_by_each_filter() -> None:
    tenant, client = make_client()
    worker = make_worker()
    plain = make_task(tenant)
    tagged = make_task(tenant, tags=("red",), queue="ingest")
    done = make_task(tenant, state=State.SUCCEEDED, worker=worker)
    sleeper = make_task(tenant, kind="sleep", body={"seconds": 1})
    parent = make_task(tenant, state=State.WAITING, worker=worker)
    child = Task.objects.get(parent=parent)

    def listed(query: str) -> set[UUID]:
        response = client.get(f"{TASKS}?{query}")
        assert response.status_code == 200, response.content
        return {UUID(item["id"]) for item in response.json()["items"]}

    everything = {t.pk for t in (plain, tagged, done, sleeper, parent, child)}
    assert listed("") == everything
    assert listed("tag=red") == listed("queue=ingest") == {tagged.pk}
    assert listed("kind=sleep") == {sleeper.pk}
    assert listed("state=succeeded") == {done.pk}
    assert listed("state=waiting") == {parent.pk}
    assert listed("state=waiting&state=succeeded") == {done.pk, parent.pk}
    assert listed("state=waiting&state=queued&kind=sleep") == {sleeper.pk}
    assert listed(f"parent={parent.pk}") == {child.pk}
    assert listed("priority=CRITICAL") == set()
    assert listed("model=none&state=queued") == set()
    assert listed("tag=red&state=succeeded") == set()
    soon = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert listed(f"created_after={soon}") == set()
    assert listed(f"created_before={soon}") == everything
    items = client.get("/api/v1/orchestration/workflows").json()["items"]
    assert [item["id"] for item in items] == [str(parent.pk)]
    children = client.get(f"{TASKS}/{parent.pk}/children").json()["items"]
    assert [item["id"] for item in children] == [str(child.pk)]


def test_pages_follow_each_other_without_gaps_or_repeats() -> None:
    tenant, client = make_client()
    made = [str(make_task(tenant).pk) for _ in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"{TASKS}?limit=3{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == made[::-1]


def test_a_key_without_the_scope_is_refused_and_no_key_is_unauthorized() -> None:
    tenant = make_tenant()
    _, reader = make_client(tenant, scopes=["tasks:read"])
    refused = post(reader, TASKS, ECHO)
    assert refused.status_code == 403
    assert "tasks:write" in refused.json()["detail"]
    assert reader.head(TASKS).status_code == 200
    _, writer = make_client(tenant, scopes=["tasks:write"])
    assert writer.head(TASKS).status_code == 403
    anonymous = Client().get(TASKS)
    assert anonymous.status_code == 401
    assert anonymous["WWW-Authenticate"].startswith("Bearer")
    assert client_of("sy_unknown" * 4).get(TASKS).status_code == 401


def test_the_key_may_also_be_sent_as_x_api_key() -> None:
    _, token = make_key()
    assert Client(headers={"X-API-Key": token}).get(TASKS).status_code == 200


def test_diagnostic_kinds_are_hidden_from_keys_without_the_scope() -> None:
    _, client = make_client(scopes=["tasks:write", "fleet:read"])
    assert post(client, TASKS, ECHO).status_code == 403
    kinds = {kind["name"] for kind in client.get("/api/v1/capabilities").json()["kinds"]}
    known = {"chat", "completion", "embedding", "ingest", "rag", "rerank", "tokenize"}
    assert kinds == known


@pytest.mark.django_db(transaction=True)
def test_a_long_poll_answers_when_the_task_ends() -> None:
    tenant, client = make_client()
    worker = make_worker()
    task = make_task(tenant, state=State.QUEUED)
    answers: list[Any] = []

    def poll() -> None:
        answers.append(client.get(f"{TASKS}/{task.pk}?wait=30"))
        connections.close_all()

    waiter = threading.Thread(target=poll)
    waiter.start()
    run_task(task.pk, to=State.SUCCEEDED, worker=worker)
    waiter.join(timeout=20)
    assert answers[0].json()["state"] == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_a_long_poll_ends_with_its_time() -> None:
    tenant, client = make_client()
    task = make_task(tenant)
    start = time.monotonic()
    assert client.get(f"{TASKS}/{task.pk}?wait=0.2").json()["state"] == "queued"
    assert time.monotonic() - start >= 0.2


@pytest.mark.django_db(transaction=True)
def test_execute_answers_202_with_the_task_when_the_time_is_over() -> None:
    _, client = make_client()
    response = post(client, "/api/v1/orchestration/execute?wait=0.1", ECHO)
    assert response.status_code == 202
    assert response.json()["state"] == "queued"


def test_the_paths_of_the_earlier_interface_serve_the_same_tasks() -> None:
    _tenant, client = make_client()
    task = post(client, "/api/v1/ai-orchestration/tasks", ECHO).json()
    assert client.get("/api/v1/ai-orchestration/tasks").json()["items"][0]["id"] == task["id"]
    path = f"/api/v1/ai-orchestration/tasks/{task['id']}"
    assert client.get(path).json()["id"] == task["id"]
    assert client.delete(path).json()["state"] == "cancelled"
    assert client.get("/api/v1/ai-orchestration/models").status_code == 200
    assert client.get("/api/v1/ai-orchestration/capabilities").status_code == 200


def test_an_unknown_task_is_a_problem_document_that_says_what_to_do() -> None:
    _, client = make_client()
    response = client.get(f"{TASKS}/{uuid4()}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 404
    assert problem["instance"].startswith(TASKS)
    assert problem["mend"]
