"""Tasks of the kind rag, run by a worker that asks a model outside, which repeats what it reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import DatabaseError

from orchestration.access.records import Tenant
from orchestration.memory import embedders
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload
from tasks.selectors.task import get_task
from tasks.worker import sources as looking
from tasks.worker.outside import OutsideDesk
from tasks.worker.sources import StoredSources
from tests.factories import make_task, make_tenant
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.integration.retrieval.shelves import TRAINS, shelf
from tests.integration.stage import Shop, configure, shop
from tests.outsiders import catalogued

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "When does the last train leave?"


@pytest.fixture
def tenant(db: None) -> Tenant:
    """Whose documents they are."""
    return make_tenant()


@pytest.fixture
def fakes(db: None, settings: Any) -> Iterator[list[FakeProvider]]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    with (
        providers_aside(2) as made,
        redis.Redis.from_url(os.environ["REDIS_URL"]) as store,
        catalogued(made, store),
    ):
        yield made


@pytest.fixture
def worker(fakes: list[FakeProvider]) -> Iterator[Shop]:
    """A worker for calls of others that looks things up."""
    embedders.forget()
    outside = OutsideDesk(os.environ["REDIS_URL"])
    with shop(name="io", device="io", outside=outside, sources=StoredSources()) as made:
        yield made
    embedders.forget()


def asked(tenant: Tenant, question: str = QUESTION, **retrieval: Any) -> Task:
    body = {"question": question, "retrieval": {"collections": ["trains"], **retrieval}}
    return make_task(tenant, kind="rag", body=body, model="house-large", max_attempts=1)


def told(task: Task) -> Any:
    return get_task(task.pk, tenant_id=task.tenant_id)


def test_an_answer_comes_with_its_sources_and_what_it_cites(tenant: Tenant, worker: Shop) -> None:
    shelf(tenant)
    task = asked(tenant, f"{QUESTION} [7]", instructions="Cite.")
    assert worker.run(task.pk) == State.SUCCEEDED
    result = told(task).result
    assert TRAINS[0] in result["message"]["content"]
    assert result["sources"][0]["text"] == TRAINS[0]
    assert result["citations"][0]["number"] == 1
    start, stop = result["citations"][0]["marks"][0]
    assert result["message"]["content"][start:stop] == "[1]"
    assert result["unresolved_citations"] == [7]
    assert result["retrieval"]["searched_by"] == ["words"]
    assert result["retrieval"]["took_ms"] > 0


def test_the_task_is_stored_as_it_was_asked(tenant: Tenant, worker: Shop) -> None:
    shelf(tenant)
    task = asked(tenant)
    worker.run(task.pk)
    stored = TaskPayload.objects.get(task_id=task.pk).input
    assert stored["messages"] == [{"role": "user", "content": QUESTION}]
    assert stored["retrieval"]["collections"] == ["trains"]


def test_an_unknown_collection_fails_the_task_and_says_what_to_do(
    tenant: Tenant, worker: Shop
) -> None:
    task = asked(tenant)
    assert worker.run(task.pk) == State.FAILED
    error = told(task).error
    assert error["type"].endswith(":unknown-collection")
    assert "make one" in error["mend"]


def test_a_tenant_reads_no_other_ones_collection(tenant: Tenant, worker: Shop) -> None:
    document = shelf(make_tenant())
    task = asked(tenant, collections=[str(document.collection_id)])
    assert worker.run(task.pk) == State.FAILED
    assert told(task).error["type"].endswith(":unknown-collection")


def test_where_nothing_can_be_looked_up_it_answers_without_and_says_why(
    tenant: Tenant, worker: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(tenant)

    def fails(*_: Any, **__: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(looking, "retrieve", fails)
    task = asked(tenant)
    assert worker.run(task.pk) == State.SUCCEEDED
    result = told(task).result
    assert result["message"]["content"] == f"You said: {QUESTION}"
    assert result["retrieval"]["failed"] == "The database did not answer."
    assert (result["sources"], result["citations"]) == ([], [])
