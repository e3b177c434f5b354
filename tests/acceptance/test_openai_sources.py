"""Answers from sources at OpenAI's paths: the official client, a real gateway, fakes outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

import openai
import pytest
from openai import OpenAI

from api.gateway.openai.wishes import KEY, TASK
from orchestration.access.records import Tenant
from orchestration.classifying.applying import Order, apply
from orchestration.classifying.entries import Entry
from orchestration.classifying.selectors import embedder_of
from orchestration.classifying.vectors import make_vectors
from orchestration.ephemeral.calls import Calls
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.memory import embedders
from orchestration.memory.ports import Embedded
from orchestration.memory.worker_texts import WorkerTexts
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from orchestration.routing.decision import Decision
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload, TaskResult, Worker
from tasks.selectors.routing import get_routing
from tests.factories import make_key, make_tenant, run_task
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess
from tests.integration.retrieval.shelves import TRAINS, shelf
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION: Final = "When does the last train leave?"
ASKED: Final[Any] = [{"role": "user", "content": QUESTION}]
WHERE: Final = {"collections": ["trains"], "instructions": "Cite."}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    fresh: dict[str, Any] = {"ROUTING__FRESH_S": 0, "CLASSIFYING__CHECK_S": 0.001}
    with GatewayProcess(OUTGOING__ALLOW="127.0.0.1", **fresh) as process:
        yield process


@pytest.fixture(autouse=True)
def _fresh_embedders() -> Iterator[None]:
    """What a process remembers of embedders is not true of an emptied database."""
    embedders.forget()
    yield
    embedders.forget()


@pytest.fixture
def tenant(db: None) -> Tenant:
    """Who asks."""
    return make_tenant()


@pytest.fixture
def client(gateway: GatewayProcess, tenant: Tenant) -> Iterator[OpenAI]:
    base, token = f"{gateway.url}/v1", make_key(tenant)[1]
    with OpenAI(base_url=base, api_key=token, timeout=60, max_retries=0) as made:
        yield made


def ask(client: OpenAI, model: str = "house-large", *, said: Any = ASKED, **more: Any) -> Any:
    retrieval = {**WHERE, **more.pop("retrieval", {})}
    body = {"retrieval": retrieval}
    return client.chat.completions.create(model=model, messages=said, extra_body=body, **more)


def extras(answer: Any) -> dict[str, Any]:
    return dict(answer.model_extra or {})


def told_of(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("sources", "citations", "retrieval")}


def stored_result(task_id: UUID) -> dict[str, Any]:
    """Return what is kept of an answer that was given past the queue; it is written after it."""
    until(TaskResult.objects.filter(task_id=task_id).exists, "for the result")
    return dict(TaskResult.objects.get(task_id=task_id).result or {})


def test_a_model_outside_reads_the_sources_and_the_answer_names_them(
    client: OpenAI, tenant: Tenant, fakes: list[FakeProvider]
) -> None:
    shelf(tenant)
    answer = ask(client)
    read = fakes[0].requests[0].body["messages"]
    assert read[0] == {"role": "system", "content": "Cite."}
    assert f"[1] The timetable, page 1: Timetable\n{TRAINS[0]}" in read[1]["content"]
    told = extras(answer)
    assert told["sources"][0]["text"] == TRAINS[0]
    assert told["sources"][0]["document"]["name"] == "timetable.pdf"
    assert told["citations"][0]["number"] == 1
    assert told["retrieval"]["searched_by"] == ["words"]
    until(TaskPayload.objects.exists, "for the task")
    task = TaskPayload.objects.get()
    assert told_of(stored_result(task.task_id)) == told_of(told)
    assert task.input["grounded"]["sources"] == told["sources"]
    assert validate_input(get_kind(task.kind), task.input) == task.input


def test_a_stream_has_its_sources_first_and_what_it_cites_last(
    client: OpenAI, tenant: Tenant, fakes: list[FakeProvider]
) -> None:
    shelf(tenant)
    chunks = list(ask(client, stream=True))
    assert extras(chunks[0])["sources"][0]["text"] == TRAINS[0]
    assert all("sources" not in extras(each) for each in chunks[1:])
    (last,) = [each for each in chunks if each.choices and each.choices[0].finish_reason]
    assert extras(last)["citations"][0]["number"] == 1
    said = "".join(each.choices[0].delta.content or "" for each in chunks if each.choices)
    start, stop = extras(last)["citations"][0]["marks"][0]
    assert said[start:stop] == "[1]"


def test_our_own_models_read_them_through_the_durable_queue(
    client: OpenAI, tenant: Tenant, fakes: list[FakeProvider], worker: Worker
) -> None:
    shelf(tenant)
    with ThreadPoolExecutor(1) as aside:
        answer = aside.submit(ask, client, TINY_RANDOM.name)
        until(Task.objects.exists, "for a task")
        task = Task.objects.get()
        message = {"role": "assistant", "content": "At 22:04 [1], as [9] says."}
        result = {"message": message, "finish_reason": "stop", "model": TINY_RANDOM.name}
        run_task(task.pk, to=State.SUCCEEDED, worker=worker, result=result)
        told = extras(answer.result())
    assert task.kind == "rag"
    stored = TaskPayload.objects.get(task_id=task.pk).input
    assert "retrieval" not in stored
    assert TRAINS[0] in stored["messages"][-1]["content"]
    assert stored["grounded"]["sources"] == told["sources"]
    assert stored["grounded"]["retrieval"] == told["retrieval"]
    assert [each["number"] for each in told["citations"]] == [1]
    assert told["unresolved_citations"] == [9]


@pytest.mark.native
@pytest.mark.timeout(180)
def test_it_is_searched_by_meaning_where_a_worker_makes_vectors(
    client: OpenAI,
    tenant: Tenant,
    fakes: list[FakeProvider],
    calls_are_answered: list[ModelSpec],
) -> None:
    name = embedder_of(calls_are_answered[0])
    calls = Calls(os.environ["REDIS_URL"])
    made: Embedded = WorkerTexts(calls).embed(TRAINS, name=name, timeout_s=60)
    calls.close()
    shelf(tenant, made=made)
    told = extras(ask(client))
    assert told["retrieval"]["searched_by"] == ["meaning", "words"]
    assert "without" not in told["retrieval"]


def test_without_a_worker_for_vectors_it_is_searched_by_words_and_the_answer_says_so(
    client: OpenAI, tenant: Tenant, fakes: list[FakeProvider]
) -> None:
    shelf(tenant)
    told = extras(ask(client))
    assert told["retrieval"]["searched_by"] == ["words"]
    assert told["retrieval"]["without"]


def test_an_unknown_collection_is_404_and_asks_nobody(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    with pytest.raises(openai.NotFoundError, match="no collection trains"):
        ask(client)
    assert fakes[0].requests == []


def test_another_tenants_collection_is_unknown(client: OpenAI, fakes: list[FakeProvider]) -> None:
    document = shelf(make_tenant())
    with pytest.raises(openai.NotFoundError, match="no collection"):
        ask(client, retrieval={"collections": [str(document.collection_id)]})


@pytest.mark.parametrize(
    ("retrieval", "says"),
    [
        ({"collections": None}, "Must name collections"),
        ({"limit": 0}, "retrieval.limit"),
        ({"depth": 3}, "retrieval.depth"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    client: OpenAI, fakes: list[FakeProvider], retrieval: Any, says: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, retrieval=retrieval)
    assert says in str(caught.value) or says in str(caught.value.param)


def test_with_an_idempotency_key_it_says_what_to_do_instead(
    client: OpenAI, tenant: Tenant, fakes: list[FakeProvider]
) -> None:
    shelf(tenant)
    with pytest.raises(openai.BadRequestError, match="kind rag"):
        ask(client, extra_headers={KEY: "once"})


@pytest.mark.native
@pytest.mark.timeout(180)
def test_who_answers_is_chosen_by_the_question_not_by_its_sources(
    client: OpenAI,
    tenant: Tenant,
    fakes: list[FakeProvider],
    calls_are_answered: list[ModelSpec],
) -> None:
    asked = Entry(QUESTION, "general", "text", "low")
    apply([asked, Entry("zebra zebra zebra", "code", "code", "high")], Order(by="user:test"))
    calls = Calls(os.environ["REDIS_URL"])
    make_vectors(calls)
    calls.close()
    shelf(tenant)
    plain, sourced = (decided(client, retrieval).notes for retrieval in (None, WHERE))
    assert any("intent general" in note for note in plain)
    assert sourced == plain


def decided(client: OpenAI, retrieval: Any) -> Decision:
    """Return how somebody was chosen."""
    asked = client.chat.completions.with_raw_response.create(
        model="auto:external_first", messages=ASKED, extra_body={"retrieval": retrieval}
    )
    task_id = UUID(asked.headers[TASK])
    until(lambda: get_routing(task_id, tenant_id=None), "for the journal")
    found = get_routing(task_id, tenant_id=None)
    assert found is not None
    return found.decision
