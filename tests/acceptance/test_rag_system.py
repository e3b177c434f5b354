"""Answers from documents in a whole Switchyard: its model reads the sources, its worker counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from openai import OpenAI
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from orchestration.registry import services as registry
from orchestration.registry.bundled import SWITCHYARD_MINI
from tasks.lifecycle import TERMINAL
from tasks.selectors.task import get_task
from tasks.services.submission import parse, submit
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.integration.retrieval.shelves import TRAINS, shelf
from tests.systems import asking, whole

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

MODEL: Final = SWITCHYARD_MINI.name
CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)
ROLES: Final = (dispatcher("dispatcher-0"), worker("cpu-0", 4))
QUESTION: Final = "When does the last train leave?"
WHERE: Final = {"collections": ["trains"], "instructions": "Cite."}


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    with (
        django_db_blocker.unblock(),
        whole(ROLES, CLOCKS, {"INFERENCE__THREADS": "1"}) as made,
    ):
        registry.register(SWITCHYARD_MINI, default=True)
        shelf(Tenant.objects.get(pk=made.submitter.tenant_id))
        made.until_ready()
        yield made


@pytest.fixture(scope="module")
def client(system: Cluster) -> Iterator[OpenAI]:
    with asking(system, timeout_s=120, EPHEMERAL__TIMEOUT_S=60) as made:
        yield made


def test_a_task_is_answered_from_what_its_worker_finds(system: Cluster) -> None:
    body = {"question": QUESTION, "retrieval": WHERE, "max_tokens": 8}
    task_id = submit(parse({"kind": "rag", "input": body}), system.submitter).task_id

    def ended() -> bool:
        return get_task(task_id, tenant_id=system.submitter.tenant_id).state in TERMINAL

    system.until(ended, "for the answer")
    task = get_task(task_id, tenant_id=system.submitter.tenant_id)
    assert task.error is None
    result: Any = task.result
    assert result["model"] == MODEL
    assert result["sources"][0]["text"] == TRAINS[0]
    assert result["retrieval"]["searched_by"] == ["words"]
    assert result["usage"]["prompt_tokens"] > 20, "it has read them"


@pytest.mark.parametrize("stream", [False, True])
def test_the_gateway_looks_up_and_the_durable_queue_answers(client: OpenAI, stream: bool) -> None:
    turns: Any = [{"role": "user", "content": QUESTION}]
    asked: Any = {"model": MODEL, "messages": turns, "max_tokens": 8, "stream": stream}
    made: Any = client.chat.completions.create(**asked, extra_body={"retrieval": WHERE})
    first, *_ = list(made) if stream else [made]
    assert first.model_extra["sources"][0]["text"] == TRAINS[0]
    assert first.model_extra["retrieval"]["found"] >= 1
