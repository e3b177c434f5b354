"""Answers that came another way than the first: everything speaks of the way that answered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

import openai
import pytest
from openai import OpenAI

from api.gateway.openai.wishes import ROUTE, TASK
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import State
from tasks.models import StoredResponse, Task, Worker
from tests.factories import make_key, make_worker
from tests.fakes import manners
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess, end_task
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

OURS: Final = TINY_RANDOM.name
MOOD: Final[Any] = {"model": "specialist/mood", "input": "Good morning"}
"""Is asked outside first, and then of a model of ours."""
AUTO: Final[Any] = {"model": "auto:local_first", "input": "Good morning"}
"""Is asked of a model of ours first, and then outside."""


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(
        OUTGOING__ALLOW="127.0.0.1", ROUTING__FRESH_S=0, GATEWAY__HEARTBEAT_S=0.2
    ) as process:
        yield process


@pytest.fixture
def client(gateway: GatewayProcess, fakes: list[FakeProvider]) -> Iterator[OpenAI]:
    base = f"{gateway.url}/v1"
    with OpenAI(base_url=base, api_key=make_key()[1], timeout=30, max_retries=0) as made:
        yield made


@pytest.fixture
def worker(fakes: list[FakeProvider]) -> Worker:
    return make_worker(held=(OURS,))


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@pytest.fixture
def nobody_outside(fakes: list[FakeProvider]) -> None:
    fakes[0].usual = manners.refusing(500)


def ours(asking: Future[Any]) -> Task:
    """Return the task of our own model's, once it is one."""
    tasks = Task.objects.filter(model=OURS)
    until(lambda: tasks.exists() or asking.done(), "for the task")
    assert not asking.done(), asking.result()
    return tasks.get()


def answer(task: Task, worker: Worker) -> None:
    message = {"role": "assistant", "content": '{"mood": 1}'}
    result = {"message": message, "finish_reason": "stop", "model": OURS}
    end_task(task.pk, worker=worker, result=result)


@pytest.mark.usefixtures("nobody_outside")
def test_a_response_is_named_for_the_way_that_answered(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: client.responses.with_raw_response.create(**MOOD))
    task = ours(asking)
    # Whatever dies from here on, the response is kept.
    until(StoredResponse.objects.filter(pk=task.pk).exists, "for what is kept")
    answer(task, worker)
    raw = asking.result(30)
    made = raw.parse()
    assert (made.id, made.model) == (f"resp_{task.pk.hex}", OURS)
    assert (raw.headers[TASK], raw.headers[ROUTE]) == (str(task.pk), f"local/{OURS}")
    assert raw.headers["X-Switchyard-Cache"] == "task"
    assert client.responses.retrieve(made.id).output_text == '{"mood": 1}'
    assert StoredResponse.objects.get().pk == task.pk
    client.responses.delete(made.id)
    assert not Task.objects.exists()


@pytest.mark.usefixtures("nobody_outside")
def test_it_can_be_gone_on_with(
    client: OpenAI, worker: Worker, fakes: list[FakeProvider], aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: client.responses.create(**MOOD))
    answer(ours(asking), worker)
    first = asking.result(30)
    more = client.responses.create(
        model=f"second/{MODEL}", input="And now?", previous_response_id=first.id
    )
    assert more.output_text == "You said: And now?"


@pytest.mark.usefixtures("nobody_outside")
def test_what_shall_not_be_stored_is_erased_where_it_was_answered(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: client.responses.create(**MOOD, store=False))
    answer(ours(asking), worker)
    assert asking.result(30).output_text == '{"mood": 1}'
    assert not Task.objects.exists()
    assert not StoredResponse.objects.exclude(request={}).exists()


def test_and_where_it_was_asked_in_vain(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: client.responses.create(**AUTO, store=False))
    end_task(ours(asking).pk, worker=worker, to=State.FAILED)
    assert asking.result(30).output_text == "You said: Good morning"
    assert not Task.objects.exists()
    assert not StoredResponse.objects.exclude(request={}).exists()


@pytest.mark.usefixtures("nobody_outside")
def test_a_stream_is_named_for_the_way_that_answers(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: list(client.responses.create(**MOOD, stream=True)))
    task = ours(asking)
    answer(task, worker)
    events = asking.result(30)
    for event in (events[0], events[-1]):
        assert (event.response.id, event.response.model) == (f"resp_{task.pk.hex}", OURS)
    assert client.responses.retrieve(events[0].response.id) == events[-1].response


def test_another_way_is_gone_although_the_stream_has_said_that_it_is_alive(
    gateway: GatewayProcess, client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    with (
        gateway.client(client.api_key) as plain,
        plain.stream("POST", "/v1/responses", json={**AUTO, "stream": True}) as response,
    ):
        lines = response.iter_lines()
        assert next(lines).startswith(":")
        end_task(Task.objects.get().pk, worker=worker, to=State.FAILED)
        said = "\n".join(lines)
    assert "resp_" in said
    names = {part[:32] for part in said.split("resp_")[1:]}
    assert len(names) == 1
    name = f"resp_{names.pop()}"
    assert client.responses.retrieve(name).output_text == "You said: Good morning"
    assert f"resp_{StoredResponse.objects.get().pk.hex}" == name


@pytest.mark.usefixtures("nobody_outside")
def test_chunks_are_named_for_the_way_that_answers(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    said: Any = [{"role": "user", "content": "Good morning"}]
    asked: Any = {"model": MOOD["model"], "messages": said, "stream": True}
    asking = aside.submit(lambda: list(client.chat.completions.create(**asked)))
    task = ours(asking)
    answer(task, worker)
    chunks = asking.result(30)
    assert {(each.id, each.model) for each in chunks} == {(f"chatcmpl-{task.pk.hex}", OURS)}


def test_an_error_names_the_task_that_was_asked_last(
    client: OpenAI, worker: Worker, fakes: list[FakeProvider], aside: ThreadPoolExecutor
) -> None:
    for fake in fakes:
        fake.usual = manners.refusing(500)
    asking = aside.submit(lambda: client.responses.create(**AUTO))
    task = ours(asking)
    end_task(task.pk, worker=worker, to=State.FAILED)
    with pytest.raises(openai.APIStatusError) as caught:
        asking.result(30)
    last = UUID(caught.value.response.headers[TASK])
    assert last != task.pk
    until(Task.objects.filter(pk=last, state=State.FAILED).exists, "for the journal")
