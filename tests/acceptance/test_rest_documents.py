"""What the OpenAPI document describes is what is taken and answered."""

from typing import Any

import pytest
from pydantic import BaseModel

from api.rest import documents as d
from api.rest import fleet_documents as f
from tasks.lifecycle import State
from tasks.services.bodies import _Body
from tests.factories import make_client, make_leader, make_task, make_worker

pytestmark = pytest.mark.django_db


def test_the_body_of_a_task_is_described_as_it_is_validated() -> None:
    described, validated = d.TaskBody.model_fields, _Body.model_fields
    assert list(described) == list(validated)
    for name, field in described.items():
        assert field.is_required() == validated[name].is_required(), name
        assert field.get_default(call_default_factory=True) == validated[name].get_default(
            call_default_factory=True
        )


def _described(model: type[BaseModel], answer: dict[str, Any], *optional: str) -> None:
    assert set(answer) | set(optional) == set(model.model_fields)
    model.model_validate(answer)


def test_every_answer_has_the_fields_that_are_described() -> None:
    make_leader()
    worker = make_worker()
    tenant, client = make_client()
    task = make_task(tenant, state=State.FAILED, worker=worker)
    waiting = make_task(tenant)
    path = f"/api/v1/tasks/{task.pk}"

    def get(where: str) -> dict[str, Any]:
        found: dict[str, Any] = client.get(where).json()
        return found

    _described(d.Task, get(path), "input", "routing")
    _described(d.Task, get(f"{path}?include=input"), "routing")
    _described(d.TaskSummary, get("/api/v1/tasks")["items"][0])
    _described(d.Links, get(path)["links"])
    _described(d.Event, get(f"{path}/events")["items"][0])
    _described(d.Attempt, get(f"{path}/attempts")["items"][0])
    _described(d.WhyAnswer, get(f"/api/v1/tasks/{waiting.pk}/why"))
    _described(f.Queue, get("/api/v1/queues/local"))
    _described(f.Worker, get(f"/api/v1/workers/{worker.pk}"))
    _described(f.Status, get("/status"))
    _described(f.Capabilities, get("/api/v1/capabilities"))
    _described(f.Kind, get("/api/v1/capabilities")["kinds"][0])
    bodies = {"tasks": [{"kind": "echo", "input": {}}]}
    batch = client.post("/api/v1/tasks/batch", bodies, content_type="application/json").json()
    _described(d.BatchStored, batch)
    _described(d.Batch, get(batch["links"]["self"]))
    wanted = {"name": "s", "cron": "* * * * *", "body": {"kind": "echo", "input": {}}}
    schedule = client.post("/api/v1/schedules", wanted, content_type="application/json").json()
    _described(d.Schedule, schedule)
