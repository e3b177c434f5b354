"""`POST /query`, `/stream`, `/api/v1/chat` and `execute` at a real gateway: models outside are
fakes at the wire, our own are the test itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import httpx
import pytest

from api.gateway.openai.wishes import PRIORITY, ROUTE, STAY, TAG, TASK
from orchestration.cache.records import CachedAnswer
from orchestration.calls.caching import HEADER as CACHE
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import make_key, make_worker, run_task
from tests.fakes import manners
from tests.fakes.provider import FakeProvider
from tests.gateways import Frame, GatewayProcess, frames_of
from tests.outsiders import MODEL, SPECIALIST
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fakes")]

EXECUTE: Final = "/api/v1/orchestration/execute"
CHAT: Final = "/api/v1/chat"
HELLO: Final = "Good morning"
ECHOED: Final = f"You said: {HELLO}"
OURS: Final = TINY_RANDOM.name


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(OUTGOING__ALLOW="127.0.0.1", ROUTING__FRESH_S=0) as process:
        yield process


@pytest.fixture
def client(gateway: GatewayProcess) -> Iterator[httpx.Client]:
    with gateway.client(make_key()[1]) as made:
        yield made


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def ask(client: httpx.Client, path: str, **body: Any) -> httpx.Response:
    return client.post(path, json=body)


def answered(client: httpx.Client, path: str, **body: Any) -> Any:
    found = ask(client, path, **body)
    assert found.status_code == 200, found.text
    return found.json()


def streamed(client: httpx.Client, path: str, **body: Any) -> list[Frame]:
    with client.stream("POST", path, json=body) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["Content-Type"].startswith("text/event-stream")
        return [frame for frame in frames_of(response) if frame.type]


def the_task(*, state: State = State.SUCCEEDED) -> Task:
    until(Task.objects.exists, "for a task")
    task = Task.objects.get()
    assert task.state == state
    return task


def work(answer: Future[Any], text: str) -> Any:
    """Let a worker of ours answer, and return what its asker gets."""
    worker = make_worker(held=(OURS,))
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cached_tokens": 0}
    result = {"message": message, "finish_reason": "stop", "model": OURS, "usage": usage}
    run_task(the_task(state=State.QUEUED).pk, to=State.SUCCEEDED, worker=worker, result=result)
    return answer.result(60)


# --- A query -------------------------------------------------------------------------------


def test_a_query_is_answered_and_the_answer_says_who_did(client: httpx.Client) -> None:
    found = ask(client, "/query", query=HELLO, model=MODEL)
    said = found.json()
    assert (said["response"], said["backend"], said["model"]) == (ECHOED, "first", MODEL)
    assert (said["cache_hit"], said["finish_reason"]) == (False, "stop")
    assert said["usage"]["total_tokens"] > 0
    assert found.headers[ROUTE] == f"first/{MODEL}"
    assert said["task_id"] == found.headers[TASK] == str(the_task().pk)
    assert "RateLimit-Limit" in found.headers


@pytest.mark.parametrize("backend", ["local", "ollama"])
def test_our_own_models_answer_as_a_task(
    client: httpx.Client, aside: ThreadPoolExecutor, backend: str
) -> None:
    body = {"query": HELLO, "backend": backend, "priority": "HIGH", "tags": ["one"]}
    said = work(aside.submit(answered, client, "/query", **body), "It is.")
    assert (said["response"], said["backend"], said["model"]) == ("It is.", "local", OURS)
    task = the_task()
    assert (task.priority, task.payload.tags) == (2, ["one"])
    assert task.payload.input["messages"] == [{"role": "user", "content": HELLO}]


def test_a_query_that_stays_says_who_answered_its_task(
    client: httpx.Client, aside: ThreadPoolExecutor
) -> None:
    worker = make_worker(kinds=("chat",), device="io")
    body = {"query": HELLO, "specialty": SPECIALIST}
    asked = aside.submit(client.post, "/query", json=body, headers={STAY: "true"})
    message = {"role": "assistant", "content": "It is."}
    result = {"message": message, "finish_reason": "stop", "model": MODEL, "provider": "first"}
    run_task(the_task(state=State.QUEUED).pk, to=State.SUCCEEDED, worker=worker, result=result)
    found = asked.result(60)
    said = found.json()
    assert (said["backend"], said["model"], said["specialty"]) == ("first", MODEL, SPECIALIST)
    assert found.headers[ROUTE] == f"first/{MODEL}"


def test_who_names_nobody_is_answered_by_whoever_fits(
    client: httpx.Client, aside: ThreadPoolExecutor
) -> None:
    make_worker(held=(OURS,))
    said = work(aside.submit(answered, client, "/query", query=HELLO), "Me.")
    assert (said["response"], said["backend"]) == ("Me.", "local")


def test_a_backend_can_be_named_with_and_without_a_model(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    for model in ({}, {"model": MODEL}):
        assert answered(client, "/query", query=HELLO, backend="second", **model)["backend"] == (
            "second"
        )
    assert len(fakes[1].requests) == 2


def test_a_specialist_answers_a_query(client: httpx.Client, fakes: list[FakeProvider]) -> None:
    said = answered(client, "/query", query=HELLO, specialty=SPECIALIST)
    assert set(json.loads(said["response"])) == {"mood"}
    assert (said["specialty"], said["model"]) == (SPECIALIST, MODEL)
    assert fakes[0].requests[0].body["messages"][0]["content"] == "You tell moods."


def test_what_is_drawn_how_and_what_the_system_says_is_passed_on(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    answered(client, "/query", query=HELLO, model=MODEL, system="Be short.", max_tokens=9, stop=".")
    sent = fakes[0].requests[0].body
    assert sent["messages"][0] == {"role": "system", "content": "Be short."}
    assert (sent["max_tokens"], sent["stop"]) == (9, ["."])


def test_the_cache_is_used_unless_the_query_says_no(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    body = {"query": HELLO, "model": MODEL, "use_cache": True}
    assert not answered(client, "/query", **body)["cache_hit"]
    until(CachedAnswer.objects.exists, "for the answer to be kept")
    assert answered(client, "/query", **body)["cache_hit"]
    fresh = ask(client, "/query", **{**body, "use_cache": False})
    assert (fresh.json()["cache_hit"], fresh.headers[CACHE]) == (False, "bypass")
    assert len(fakes[0].requests) == 2


def test_when_the_first_provider_fails_the_next_one_answers(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    fakes[0].usual = manners.refusing(500)
    assert answered(client, "/query", query=HELLO, model=MODEL)["backend"] == "second"


# --- Refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/query", {}, "query"),
        ("/query", {"query": ""}, "query"),
        ("/query", {"query": HELLO, "backend": "openai"}, "backend"),
        ("/query", {"query": HELLO, "model": MODEL, "specialty": SPECIALIST}, "specialty"),
        ("/query", {"query": HELLO, "backend": "first", "specialty": SPECIALIST}, "specialty"),
        ("/query", {"query": HELLO, "specialty": "nope"}, "specialty"),
        ("/query", {"query": HELLO, "model": "specialist/nope"}, "model"),
        ("/query", {"query": HELLO, "model": "auto:bad"}, "model"),
        ("/query", {"query": HELLO, "backend": "local", "model": f"first/{MODEL}"}, "model"),
        ("/query", {"query": HELLO, "backend": "second", "max_tokens": 9000}, "backend"),
        (CHAT, {"message": HELLO, "specialty": "nope"}, "specialty"),
        ("/query", {"query": HELLO, "temperature": 9}, "temperature"),
        ("/query", {"query": HELLO, "prompt": "x"}, "prompt"),
        ("/query", {"query": HELLO, "tags": ["t" * 65]}, "tags.0"),
        ("/stream", {"query": HELLO, "priority": "soon"}, "priority"),
        (CHAT, {}, "message"),
        (CHAT, {"message": HELLO, "messages": []}, "message"),
        (CHAT, {"messages": [{"role": "poet", "content": "O"}]}, "messages.0.role"),
        (CHAT, {"message": HELLO, "cache": 7}, "cache"),
    ],
)
def test_a_wrong_field_is_named_in_a_problem_document(
    client: httpx.Client, path: str, body: dict[str, Any], field: str
) -> None:
    found = ask(client, path, **body)
    assert found.headers["Content-Type"] == "application/problem+json"
    assert (found.status_code // 100, found.json()["field"]) == (4, field), found.text
    assert found.json()["instance"] == path
    assert found.json()["mend"]
    assert not Task.objects.exists()


@pytest.mark.parametrize("path", ["/query", "/stream", CHAT, EXECUTE])
def test_keys_scopes_methods_and_levels_are_those_of_rest(
    gateway: GatewayProcess, path: str
) -> None:
    assert httpx.post(gateway.url + path, json={}).status_code == 401
    assert httpx.get(gateway.url + path).headers["Allow"] == "POST"
    words = {"query": HELLO} if path in ("/query", "/stream") else {"message": HELLO}
    body: dict[str, Any] = {**words, "model": MODEL, "priority": "CRITICAL"}
    if path == EXECUTE:
        asked = {"messages": [{"role": "user", "content": HELLO}]}
        body = {"kind": "chat", "input": asked, "model": MODEL, "priority": "CRITICAL"}
    for key in ({"scopes": ["tasks:read"]}, {"max_priority": 1}):
        with gateway.client(make_key(**key)[1]) as client:
            assert ask(client, path, **body).status_code == 403
    assert not Task.objects.exists()


def test_nobody_of_that_name(client: httpx.Client) -> None:
    for body in ({"model": "nobody"}, {"specialty": "nobody"}, {"backend": "local", "model": "x"}):
        found = ask(client, "/query", query=HELLO, **body)
        assert found.status_code == 404 or found.json()["type"].endswith("unknown-model")


def test_a_provider_that_fails_is_a_problem_of_the_request(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    for fake in fakes:
        fake.usual = manners.refusing(500)
    for path in ("/query", "/stream"):
        found = ask(client, path, query=HELLO, model=MODEL)
        assert found.status_code >= 500
        assert found.headers["Content-Type"] == "application/problem+json"
        assert found.headers[TASK]


def test_a_task_that_failed_says_why(client: httpx.Client, aside: ThreadPoolExecutor) -> None:
    asking = aside.submit(ask, client, "/query", query=HELLO, backend="local")
    task = the_task(state=State.QUEUED)
    run_task(task.pk, to=State.FAILED, worker=make_worker(held=(OURS,)))
    found = asking.result(60)
    assert (found.status_code, found.json()["detail"]) == (500, "on purpose")


# --- Streams -------------------------------------------------------------------------------


def test_a_stream_has_the_answer_in_pieces_and_whole_at_its_end(client: httpx.Client) -> None:
    *deltas, end = streamed(client, "/stream", query=HELLO, model=MODEL)
    assert len(deltas) > 1
    assert "".join(each.data["text"] for each in deltas) == ECHOED
    assert {each.type for each in deltas} == {"delta"}
    assert (end.type, end.data["response"], end.data["backend"]) == ("end", ECHOED, "first")
    assert end.data["task_id"] == str(the_task().pk)


def test_a_stream_of_our_own_model_comes_from_its_task(
    client: httpx.Client, aside: ThreadPoolExecutor
) -> None:
    frames = work(aside.submit(streamed, client, "/stream", query=HELLO, backend="local"), "It is.")
    assert frames[-1].data["response"] == "It is."
    assert "".join(each.data["text"] for each in frames[:-1]) == "It is."


def test_who_accepts_text_gets_bare_text(client: httpx.Client) -> None:
    body = {"query": HELLO, "model": MODEL}
    found = client.post("/stream", json=body, headers={"Accept": "text/plain"})
    assert found.text == ECHOED
    assert found.headers["Content-Type"].startswith("text/plain")
    assert found.headers[ROUTE] == f"first/{MODEL}"


def test_a_stream_that_breaks_off_says_so(client: httpx.Client, fakes: list[FakeProvider]) -> None:
    for fake in fakes:
        fake.usual = manners.cut
    words = " ".join(f"word-{number}" for number in range(50))
    body = {"query": words, "model": MODEL}
    *deltas, problem = streamed(client, "/stream", **body)
    assert {each.type for each in deltas} == {"delta"}
    assert problem.type == "problem"
    assert problem.data["status"] >= 500
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/stream", json=body, headers={"Accept": "text/plain"})


def test_who_leaves_cancels(client: httpx.Client, fakes: list[FakeProvider]) -> None:
    fakes[0].usual = manners.silent
    with pytest.raises(httpx.ReadTimeout):
        client.post("/query", json={"query": HELLO, "model": MODEL}, timeout=0.5)
    until(fakes[0].left.is_set, "for the provider to be left")
    the_task(state=State.CANCELLED)


# --- Chat ----------------------------------------------------------------------------------


def test_a_conversation_is_answered(client: httpx.Client, fakes: list[FakeProvider]) -> None:
    turns = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": HELLO},
    ]
    found = ask(client, CHAT, messages=turns, model=MODEL)
    said = found.json()
    assert (said["response"], said["provider"], said["model"]) == (ECHOED, "first", MODEL)
    assert said["message"] == {"role": "assistant", "content": ECHOED}
    sent = fakes[0].requests[0].body["messages"]
    assert [each["role"] for each in sent] == ["user", "assistant", "user"]


def test_a_message_is_a_conversation_of_one_turn(client: httpx.Client) -> None:
    headers = {TAG: "a, b", PRIORITY: "low"}
    found = client.post(CHAT, json={"message": HELLO, "model": MODEL}, headers=headers)
    assert found.json()["response"] == ECHOED
    task = the_task()
    assert (task.payload.tags, task.priority) == (["a", "b"], 0)


def test_a_chat_is_streamed(client: httpx.Client) -> None:
    *deltas, end = streamed(client, CHAT, message=HELLO, model=MODEL, stream=True)
    assert "".join(each.data["text"] for each in deltas) == ECHOED
    assert end.data["message"]["content"] == ECHOED


def test_tools_are_called(client: httpx.Client) -> None:
    function = {"name": "look_up", "parameters": {"type": "object", "properties": {}}}
    tools = [{"type": "function", "function": function}]
    said = answered(client, CHAT, message=HELLO, model=MODEL, tools=tools)
    assert said["finish_reason"] == "tool_calls"
    assert said["message"]["tool_calls"][0]["function"]["name"] == "look_up"
    end = streamed(client, CHAT, message=HELLO, model=MODEL, tools=tools, stream=True)[-1]
    assert end.data["message"]["tool_calls"][0]["function"]["name"] == "look_up"


# --- Execute -------------------------------------------------------------------------------

ASKED: Final = {"kind": "chat", "input": {"messages": [{"role": "user", "content": HELLO}]}}


def test_execute_asks_a_specialist_and_answers_with_the_task(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    found = ask(client, EXECUTE, **ASKED, specialty=SPECIALIST, tags=["a"], priority="HIGH")
    task = found.json()
    assert (found.status_code, task["state"], task["queue"]) == (200, "succeeded", "external")
    assert (task["model"], task["priority"], task["tags"]) == (
        f"specialist/{SPECIALIST}",
        "HIGH",
        ["a"],
    )
    assert set(json.loads(task["result"]["message"]["content"])) == {"mood"}
    assert (task["result"]["specialist"], task["result"]["provider"]) == (SPECIALIST, "first")
    assert found.headers[ROUTE] == f"first/{MODEL}"
    assert found.headers["Location"] == task["links"]["self"]
    assert client.get(task["links"]["self"]).json() == task
    assert len(fakes[0].requests) == 1


@pytest.mark.parametrize("name", [MODEL, f"second/{MODEL}", "auto:external_first"])
def test_execute_asks_models_outside(client: httpx.Client, name: str) -> None:
    task = answered(client, EXECUTE, **ASKED, model=name)
    assert task["result"]["message"]["content"] == ECHOED
    assert task["result"]["provider"] in {"first", "second"}


def test_execute_falls_back_to_a_model_of_ours_and_says_when_that_takes_longer(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    for fake in fakes:
        fake.usual = manners.refusing(500)
    make_worker(held=(OURS,))
    found = ask(client, f"{EXECUTE}?wait=3", **ASKED, specialty=SPECIALIST)
    assert (found.status_code, found.json()["state"]) == (202, "queued")
    assert the_task(state=State.QUEUED).cancel_requested_at is None
    assert found.headers[ROUTE] == f"local/{OURS}"


def test_execute_gives_up_on_models_outside_when_the_time_is_over(
    client: httpx.Client, fakes: list[FakeProvider]
) -> None:
    fakes[0].usual = manners.silent
    found = ask(client, f"{EXECUTE}?wait=0.5", **ASKED, model=f"first/{MODEL}")
    assert (found.status_code, found.json()["type"].rpartition(":")[2]) == (504, "answer-too-slow")
    the_task(state=State.CANCELLED)


def test_execute_names_a_specialist_or_a_model(client: httpx.Client) -> None:
    found = ask(client, EXECUTE, **ASKED, specialty=SPECIALIST, model=MODEL)
    assert (found.status_code, found.json()["field"]) == (400, "specialty")
    found = ask(client, EXECUTE, kind="embedding", input={"texts": ["a"]}, specialty=SPECIALIST)
    assert (found.status_code, found.json()["field"]) == (400, "specialty")
    assert not Task.objects.exists()


def test_execute_still_runs_tasks_of_ours(client: httpx.Client, aside: ThreadPoolExecutor) -> None:
    task = work(aside.submit(answered, client, EXECUTE, **ASKED, model=OURS), "It is.")
    assert (task["state"], task["model"]) == ("succeeded", OURS)
