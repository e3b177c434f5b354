"""Batches, schedules, queues, workers, models and the system's own paths over REST."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from orchestration.access.records import AuditEntry
from orchestration.registry.services import register
from orchestration.registry.spec import ModelSpec
from tasks.lifecycle import State
from tasks.models import Schedule, Task, Worker
from tests.factories import ensure_queues, make_client, make_leader, make_task, make_worker

pytestmark = pytest.mark.django_db

ECHO = {"kind": "echo", "input": {}}
CRON = {"name": "nightly", "cron": "0 3 * * *", "time_zone": "Europe/Vienna", "body": ECHO}


def post(client: Client, path: str, body: Any = None, **more: Any) -> Any:
    return client.post(path, body, content_type="application/json", **more)


def test_a_batch_is_stored_followed_and_cancelled_as_one() -> None:
    _, client = make_client()
    stored = post(client, "/api/v1/tasks/batch", {"name": "b", "tasks": [ECHO] * 5})
    assert stored.status_code == 201
    batch = stored.json()
    assert len(set(batch["task_ids"])) == batch["total"] == 5
    found = client.get(stored["Location"]).json()
    assert (found["name"], found["by_state"], found["finished"]) == ("b", {"queued": 5}, 0)
    tasks = client.get(batch["links"]["tasks"] + "?limit=2").json()
    assert [task["id"] for task in tasks["items"]] == sorted(batch["task_ids"])[:2:-1]
    assert post(client, batch["links"]["cancel"]).json() == {"cancelled": 5}
    found = client.get(stored["Location"]).json()
    assert (found["by_state"], found["finished"]) == ({"cancelled": 5}, 5)
    assert client.get("/api/v1/batches").json()["items"][0]["id"] == batch["id"]


def test_a_batch_may_be_sent_line_by_line() -> None:
    _, client = make_client()
    raw = b'{"kind": "echo", "input": {}}\n' * 3
    stored = client.post(
        "/api/v1/tasks/batch?name=lines", raw, content_type="application/x-ndjson; charset=utf-8"
    )
    assert (stored.status_code, stored.json()["total"]) == (201, 3)
    assert client.get(stored["Location"]).json()["name"] == "lines"


def test_lines_of_a_batch_with_a_known_idempotency_key_give_back_their_tasks() -> None:
    _, client = make_client()
    keyed = ECHO | {"idempotency_key": "k"}
    first = post(client, "/api/v1/tasks", keyed).json()["id"]
    batch = post(client, "/api/v1/tasks/batch", {"tasks": [ECHO, keyed]}).json()
    assert batch["existing"] == [1]
    assert batch["task_ids"][1] == first
    other = {"kind": "sleep", "input": {"seconds": 1}, "idempotency_key": "k"}
    clash = post(client, "/api/v1/tasks/batch", {"tasks": [ECHO, other]})
    assert clash.status_code == 422
    assert [line["line"] for line in clash.json()["lines"]] == [1]
    assert Task.objects.count() == 2


def test_a_schedule_is_made_changed_run_and_deleted() -> None:
    _, client = make_client()
    made = post(client, "/api/v1/schedules", CRON)
    assert made.status_code == 201
    path = made["Location"]
    assert client.get(path).json() == made.json()
    changed = client.patch(path, {"enabled": False}, content_type="application/json").json()
    assert (changed["enabled"], changed["cron"]) == (False, "0 3 * * *")
    task = post(client, changed["links"]["run"])
    assert (task.status_code, task.json()["schedule"]) == (201, changed["id"])
    listed = client.get(changed["links"]["tasks"]).json()["items"]
    assert [item["id"] for item in listed] == [task.json()["id"]]
    assert post(client, "/api/v1/schedules", CRON).status_code == 409
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert not Schedule.objects.exists()


def test_a_queue_is_paused_limited_and_resumed_and_each_change_is_audited() -> None:
    _, client = make_client()
    path = "/api/v1/queues/local"
    assert post(client, f"{path}/pause").json()["paused_at"] is not None
    limits = {"max_running": 7}
    assert client.patch(path, limits, content_type="application/json").json()["max_running"] == 7
    lifted = client.patch(
        path, {"max_running": None, "max_waiting": 9}, content_type="application/json"
    ).json()
    assert (lifted["max_running"], lifted["max_waiting"]) == (None, 9)
    assert post(client, f"{path}/resume").json()["paused_at"] is None
    actions = AuditEntry.objects.filter(subject_id="local").values_list("action", flat=True)
    assert sorted(actions) == ["limit", "limit", "pause", "resume"]


def test_queues_tell_their_load() -> None:
    tenant, client = make_client()
    for state in (State.QUEUED, State.QUEUED, State.RUNNING, State.SUCCEEDED):
        make_task(tenant, state=state)
    found = {queue["name"]: queue for queue in client.get("/api/v1/queues").json()["items"]}
    assert found["local"]["queued"] == {"count": 2, "exact": True}
    assert found["local"]["in_flight"] == 1


def test_a_reader_of_the_fleet_cannot_operate_it() -> None:
    _, client = make_client(scopes=["fleet:read"])
    worker = make_worker()
    assert post(client, "/api/v1/queues/local/pause").status_code == 403
    assert post(client, f"/api/v1/workers/{worker.pk}/drain").status_code == 403
    assert Worker.objects.get(pk=worker.pk).state == "live"


def test_workers_are_listed_and_drained() -> None:
    _, client = make_client()
    worker = make_worker("cpu-0", slots=3)
    gone = make_worker("cpu-1", state="stopped")
    listed = client.get("/api/v1/workers").json()["items"]
    assert [item["id"] for item in listed] == [str(gone.pk), str(worker.pk)]
    live = client.get("/api/v1/workers?state=live").json()["items"]
    assert [(item["name"], item["slots"], item["live"]) for item in live] == [("cpu-0", 3, True)]
    assert post(client, f"/api/v1/workers/{worker.pk}/drain").json()["state"] == "draining"
    assert post(client, f"/api/v1/workers/{gone.pk}/drain").status_code == 409
    assert client.get(f"/api/v1/workers/{uuid4()}").status_code == 404


def test_models_say_who_holds_them_and_capabilities_what_they_are_for() -> None:
    _, client = make_client(max_priority=1)
    spec = ModelSpec(name="tiny", task="text", format="gguf", location="tiny.gguf")
    register(spec, default=True)
    make_worker(held=("tiny",))
    model = client.get("/api/v1/models").json()["items"][0]
    assert (model["name"], model["default"], model["workers"]) == ("tiny", True, 1)
    found = client.get("/api/v1/capabilities").json()
    assert found["priorities"] == ["LOW", "NORMAL"]
    chat = next(kind for kind in found["kinds"] if kind["name"] == "chat")
    assert (chat["models"], chat["default_model"]) == (["tiny"], "tiny")
    assert "messages" in chat["input"]["properties"]


def test_health_answers_without_a_database(django_db_blocker: Any) -> None:
    with django_db_blocker.block():
        response = Client().get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_names_what_is_missing_until_everything_is_there() -> None:
    ensure_queues()
    response = Client().get("/ready")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "dispatcher" in response.json()["detail"]
    assert "worker" in response.json()["detail"]
    make_leader()
    make_worker()
    assert Client().get("/ready").json() == {"status": "ready", "workers": 1}


def test_a_leader_whose_time_is_over_and_a_silent_worker_do_not_count() -> None:
    make_leader(for_s=-1)
    make_worker(seen_at="2026-01-01T00:00:00Z")
    detail = Client().get("/ready").json()["detail"]
    assert "dispatcher" in detail
    assert "worker" in detail


def test_status_tells_the_whole_system_to_those_with_a_key() -> None:
    tenant, client = make_client()
    make_task(tenant)
    make_task(tenant, state=State.RUNNING)
    make_task(tenant, state=State.SCHEDULED)
    found = client.get("/status").json()
    assert (found["ready"], found["redis"]) == (True, True)
    assert found["tasks"]["queued"] == {"count": 1, "exact": True}
    assert found["tasks"]["running"] == {"count": 1, "exact": True}
    assert found["tasks"]["scheduled"] == {"count": 1, "exact": True}
    assert found["workers"]["in_flight"] == 1
    assert Client().get("/status").status_code == 401


def test_metrics_are_served_in_prometheus_text() -> None:
    tenant, client = make_client()
    make_task(tenant)
    make_leader()
    client.get("/api/v1/tasks")
    from api.rest import metrics

    metrics._system._read_at = float("-inf")
    assert Client().generic("BREW", "/health").status_code == 405
    response = Client().get("/metrics")
    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert 'switchyard_tasks{kind="echo",queue="local",state="queued"} 1.0' in text
    assert "switchyard_leader 1.0" in text
    assert 'view="TasksView"' in text
    assert 'method="other"' in text
    assert "BREW" not in text
    assert tenant.name not in text


def test_the_docs_page_needs_nothing_from_elsewhere() -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert "http" not in page.replace("<!doctype html>", "").replace("https://json", "")
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert name in page
        assert len(Client().get(f"/api/v1/docs/{name}").content) > 10_000


def test_the_home_page_leads_to_the_admin() -> None:
    assert Client().get("/")["Location"].startswith("/admin/")
