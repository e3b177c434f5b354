"""OpenAI's paths at a real gateway, with the official client; the test itself is the worker, so
that it decides what is said, and what dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

import httpx
import openai
import pytest
from openai import OpenAI

from api.gateway.openai.wishes import KEY, PRIORITY, STAY, TAG, TASK
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from tasks.lifecycle import State
from tasks.models import Task, Worker
from tasks.worker.tokens import TokenWriter
from tests.factories import make_key, make_worker, run_task
from tests.gateways import GatewayProcess, end_task
from tests.patience import until
from tests.readers import Attempt

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")

MODEL: Final = TINY_RANDOM.name
HELLO: Final[Any] = [{"role": "user", "content": "Once upon"}]
CHAT: Final[dict[str, Any]] = {"model": MODEL, "messages": HELLO}
USAGE: Final = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7, "cached_tokens": 1}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(LIMITS__BODY_BYTES=200_000, LIMITS__GATEWAY_WAITERS_PER_KEY=2) as process:
        yield process


@pytest.fixture(autouse=True)
def models(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    registry.register(MINILM, default=True)
    yield
    registry.forget()


@pytest.fixture
def worker(models: None) -> Worker:
    return make_worker(held=(MODEL,))


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@pytest.fixture
def client(gateway: GatewayProcess) -> Iterator[OpenAI]:
    with client_of(gateway, make_key()[1]) as made:
        yield made


def client_of(gateway: GatewayProcess, token: str, **more: Any) -> OpenAI:
    """Return the client as everybody has it."""
    return OpenAI(base_url=f"{gateway.url}/v1", api_key=token, **{"timeout": 60, **more})


def the_task() -> Task:
    """Return the one task that there is, as soon as there is one."""
    until(Task.objects.exists, "for a task")
    return Task.objects.get()


def running(worker: Worker) -> Task:
    """Let a worker have the task."""
    task = the_task()
    run_task(task.pk, to=State.RUNNING, worker=worker)
    return task


def said(text: str) -> dict[str, Any]:
    """Return what a task that says a text comes to."""
    message = {"role": "assistant", "content": text}
    return {"message": message, "finish_reason": "stop", "usage": USAGE, "model": MODEL}


def collected(aside: ThreadPoolExecutor, ask: Callable[[], Any]) -> tuple[list[str], Future[None]]:
    """Read a stream in a thread: the texts that have come, and the reading."""
    texts: list[str] = []

    def read() -> None:
        for chunk in ask():
            texts.extend(part for c in chunk.choices if (part := c.delta.content))

    return texts, aside.submit(read)


# --- Whole answers -------------------------------------------------------------------------


def test_an_answer_comes_when_its_task_has_ended(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    headers = {PRIORITY: "high", TAG: "one, two"}
    answer = aside.submit(ask, client, extra_headers=headers)
    task = running(worker)
    end_task(task.pk, worker=worker, result=said("a time"))
    made: Any = answer.result()
    assert made.choices[0].message.content == "a time"
    assert made.usage.prompt_tokens_details.cached_tokens == 1
    assert (task.priority, task.payload.tags) == (2, ["one", "two"])
    assert made.id == f"chatcmpl-{task.pk.hex}"


FAILURES: Final[Any] = {
    State.FAILED: openai.InternalServerError,
    State.CANCELLED: openai.ConflictError,
    State.EXPIRED: openai.InternalServerError,
}


@pytest.mark.parametrize("state", FAILURES)
@pytest.mark.parametrize("stream", [False, True])
def test_a_task_that_ends_without_an_answer_is_an_error_that_is_not_tried_again(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor, state: State, stream: bool
) -> None:
    answer = aside.submit(ask, client, stream=stream)
    task = running(worker)
    end_task(task.pk, worker=worker, to=state)
    with pytest.raises(FAILURES[state]) as caught:
        answer.result()
    assert caught.value.request_id.startswith("req_")
    assert caught.value.response.headers[TASK] == str(task.pk)
    assert Task.objects.count() == 1


# --- Refusals ------------------------------------------------------------------------------


def ask(client: OpenAI, **more: Any) -> Any:
    return client.chat.completions.create(**{**CHAT, **more})


def test_without_a_live_key_there_is_no_answer(gateway: GatewayProcess) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        ask(client_of(gateway, "sk-nobodys"))
    assert caught.value.code == "invalid_api_key"


def test_a_key_without_the_scope_or_the_level_may_not(gateway: GatewayProcess) -> None:
    reader = client_of(gateway, make_key(scopes=["tasks:read"])[1])
    with pytest.raises(openai.PermissionDeniedError):
        ask(reader)
    with pytest.raises(openai.PermissionDeniedError):
        reader.models.list()
    slow = client_of(gateway, make_key(max_priority=1)[1])
    with pytest.raises(openai.PermissionDeniedError):
        ask(slow, extra_headers={PRIORITY: "CRITICAL"})
    assert not Task.objects.exists()


def test_what_is_not_there_is_not_found(client: OpenAI) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: ask(client, model="gpt-7"),
        lambda: client.embeddings.create(model=MODEL, input="a text model makes no vectors"),
        lambda: client.models.retrieve("org/gpt-7"),
    ]
    for call in calls:
        with pytest.raises(openai.NotFoundError) as caught:
            call()
        assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        client.moderations.create(input="there is no such path")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"extra_body": {"frobnicate": 1}}, "frobnicate"),
        ({"temperature": 7}, "temperature"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "poet", "content": "O"}]}, "messages[0].role"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"extra_headers": {PRIORITY: "soon"}}, PRIORITY),
        ({"extra_headers": {TAG: "t" * 65}}, TAG),
    ],
)
def test_a_wrong_field_is_named(client: OpenAI, fields: dict[str, Any], param: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, **fields)
    assert caught.value.param == param
    assert param in caught.value.message
    assert not Task.objects.exists()


def test_a_conversation_has_so_many_turns_at_most(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, messages=HELLO * 2001)
    assert caught.value.param == "messages"


def test_a_body_that_is_too_large_is_refused(client: OpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        ask(client, messages=[{"role": "user", "content": "x" * 200_000}])
    assert (caught.value.status_code, caught.value.code) == (413, "request_too_large")


def test_a_used_key_for_something_else_is_a_conflict(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    headers = {KEY: "one"}
    answer = aside.submit(ask, client, extra_headers=headers)
    end_task(the_task().pk, worker=worker, result=said("a time"))
    assert answer.result().choices[0].message.content == "a time"
    assert ask(client, extra_headers=headers).id == answer.result().id
    with pytest.raises(openai.ConflictError):
        ask(client.with_options(max_retries=0), temperature=0, extra_headers=headers)


def test_a_key_over_its_rate_learns_when_to_come_back(gateway: GatewayProcess) -> None:
    hasty = client_of(gateway, make_key(requests_per_minute=1)[1], max_retries=0)
    hasty.models.list()
    with pytest.raises(openai.RateLimitError) as caught:
        hasty.models.list()
    assert int(caught.value.response.headers["Retry-After"]) > 0
    assert caught.value.code == "rate_limit_exceeded"


def test_a_key_holds_as_many_open_as_it_may(
    gateway: GatewayProcess, client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    open_ones = [aside.submit(ask, client) for _ in range(2)]
    gateway.await_metric("waiters", 2)
    with pytest.raises(openai.RateLimitError) as caught:
        ask(client.with_options(max_retries=0))
    assert caught.value.code == "too_many_waits"
    until(lambda: Task.objects.count() == 2, "for their tasks")
    for task in Task.objects.all():
        end_task(task.pk, worker=worker, result=said("a time"))
    assert [each.result().choices[0].finish_reason for each in open_ones] == ["stop"] * 2


def test_vectors_that_nobody_makes_are_tried_again_and_then_unavailable(client: OpenAI) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        client.with_options(max_retries=0).embeddings.create(model=MINILM.name, input="text")
    assert (caught.value.status_code, caught.value.code) == (503, "nobody_serves")
    assert "Retry-After" in caught.value.response.headers
    assert "x-should-retry" not in caught.value.response.headers


@pytest.mark.parametrize("fields", [{"dimensions": 385}, {"input": [1, 2]}, {"input": []}])
def test_vectors_that_cannot_be_made_are_refused(client: OpenAI, fields: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError):
        client.embeddings.create(**{"model": MINILM.name, "input": "text", **fields})


def test_models_are_listed_and_shown(client: OpenAI) -> None:
    found = {model.id: model for model in client.models.list()}
    assert found.keys() == {MODEL, MINILM.name, "auto"}
    assert client.models.retrieve(MODEL) == found[MODEL]
    assert found[MODEL].created > 1_700_000_000


def test_errors_of_paths_and_methods_have_the_same_form(gateway: GatewayProcess) -> None:
    for method, path, status in (("GET", "/v1/nothing", 404), ("GET", "/v1/embeddings", 405)):
        found = httpx.request(method, gateway.url + path)
        assert found.status_code == status
        assert found.json()["error"].keys() == {"message", "type", "param", "code"}


# --- Leaving -------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_loses_patience_cancels_its_task(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor, stream: bool
) -> None:
    hasty = client.with_options(timeout=3, max_retries=0)
    answer = aside.submit(ask, hasty, stream=stream)
    task = running(worker)
    with pytest.raises(openai.APITimeoutError):
        answer.result()
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)


@pytest.mark.parametrize("headers", [{STAY: "true"}, {KEY: "again"}])
def test_a_task_that_shall_stay_goes_on(
    gateway: GatewayProcess, client: OpenAI, aside: ThreadPoolExecutor, headers: dict[str, str]
) -> None:
    hasty = client.with_options(timeout=2, max_retries=0)
    answer = aside.submit(ask, hasty, extra_headers=headers)
    with pytest.raises(openai.APITimeoutError):
        answer.result()
    gateway.await_metric("waiters", 0)
    assert the_task().state == State.QUEUED
    assert the_task().cancel_requested_at is None


def test_who_comes_back_with_the_same_key_gets_the_same_answer(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    patient = client.with_options(timeout=3, max_retries=5)
    answer = aside.submit(ask, patient, extra_headers={KEY: "retries"})
    task = the_task()
    until(answer.running)
    end_task(task.pk, worker=worker, result=said("a time"))
    assert answer.result(60).id == f"chatcmpl-{task.pk.hex}"
    assert Task.objects.count() == 1


# --- Streams -------------------------------------------------------------------------------


def test_a_stream_goes_on_in_the_next_attempt(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    texts, reading = collected(aside, lambda: ask(client, stream=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("Once ")
    until(lambda: "".join(texts) == "Once ")
    second = Attempt(writer, task, epoch=3, after=0)
    assert second.begun == "Once "
    second.say("upon ")
    until(lambda: "".join(texts) == "Once upon ")
    end_task(task.pk, worker=worker, result=said("Once upon a time"))
    reading.result()
    assert "".join(texts) == "Once upon a time"


def test_a_stream_that_begins_anew_with_the_same_words_goes_on(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    texts, reading = collected(aside, lambda: ask(client, stream=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("Once upon")
    until(lambda: "".join(texts) == "Once upon")
    again = Attempt(writer, task, epoch=3)
    again.say("Once ")
    again.say("upon a")
    until(lambda: "".join(texts) == "Once upon a")
    end_task(task.pk, worker=worker, result=said("Once upon a time"))
    reading.result()
    assert "".join(texts) == "Once upon a time"


def test_a_stream_that_begins_anew_otherwise_is_an_error_and_nothing_more(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    texts, reading = collected(aside, lambda: ask(client, stream=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("nonsense")
    until(lambda: "".join(texts) == "nonsense")
    Attempt(writer, task, epoch=3).say("something sensible")
    with pytest.raises(openai.APIError) as caught:
        reading.result()
    assert caught.value.code == "stream_lost"
    assert "".join(texts) == "nonsense"
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)


def test_a_task_that_fails_while_it_speaks_ends_its_stream_with_an_error(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    texts, reading = collected(aside, lambda: ask(client, stream=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("Once")
    until(lambda: texts == ["Once"])
    end_task(task.pk, worker=worker, to=State.FAILED)
    with pytest.raises(openai.APIError) as caught:
        reading.result()
    assert "on purpose" in caught.value.message


def test_a_call_of_a_tool_is_never_told_as_text(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    tool = {"type": "function", "function": {"name": "weather"}}
    texts, reading = collected(aside, lambda: ask(client, stream=True, tools=[tool]))
    task = running(worker)
    attempt = Attempt(writer, task, epoch=1)
    for word in ("I look ", "it up. <tool", '_call>{"name": "weather"'):
        attempt.say(word)
    until(lambda: "".join(texts) == "I look it up.")
    function = {"name": "weather", "arguments": "{}"}
    result = said("I look it up.")
    result["message"]["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
    end_task(task.pk, worker=worker, result={**result, "finish_reason": "tool_calls"})
    reading.result()
    assert "".join(texts) == "I look it up."


def test_the_end_of_the_gateway_is_an_error_that_clients_try_again(
    worker: Worker, aside: ThreadPoolExecutor
) -> None:
    with GatewayProcess() as gateway:
        client = client_of(gateway, make_key()[1], max_retries=0)
        answer = aside.submit(ask, client)
        task = running(worker)
        gateway.await_metric("waiters", 1)
        gateway.ask_to_end()
        with pytest.raises(openai.InternalServerError) as caught:
            answer.result()
    assert (caught.value.status_code, caught.value.code) == (503, "ending")
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)


def test_a_silent_stream_shows_that_it_is_alive(worker: Worker, aside: ThreadPoolExecutor) -> None:
    with GatewayProcess(GATEWAY__HEARTBEAT_S=0.2) as gateway:
        token = make_key()[1]
        with gateway.client(token) as plain:
            body = {**CHAT, "stream": True}
            with plain.stream("POST", "/v1/chat/completions", json=body) as answer:
                lines = answer.iter_lines()
                assert next(lines) == ": still here"
        texts, reading = collected(aside, lambda: ask(client_of(gateway, token), stream=True))
        until(lambda: Task.objects.count() == 2)
        task = Task.objects.order_by("-id")[0]
        end_task(task.pk, worker=worker, result=said("a time"))
        reading.result()
        assert texts == ["a time"]
