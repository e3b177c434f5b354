"""Embed, rerank and tokenize over REST, answered at once by a real engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client

from api.rest import callers
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.errors import TooManyCalls
from orchestration.ephemeral.talk import Bounds
from orchestration.ids import uuid7
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM
from orchestration.registry.spec import ModelSpec
from tasks.models import Task
from tests.factories import make_client
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.django_db, pytest.mark.native, pytest.mark.timeout(120)]

EMBED, RERANK, TOKENIZE = "/api/v1/embed", "/api/v1/rerank", "/api/v1/tokenize"


@pytest.fixture
def client() -> Client:
    return make_client()[1]


@pytest.fixture
def answered(calls_are_answered: list[ModelSpec], client: Client) -> Client:
    return client


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def test_texts_become_vectors_at_once_and_no_task_is_stored(answered: Client) -> None:
    response = post(answered, EMBED, {"texts": ["the cat", "a"], "dimensions": 8})
    assert response.status_code == 200, response.content
    made = response.json()
    assert [len(vector) for vector in made["embeddings"]] == [8, 8]
    assert (made["dimensions"], made["model"]) == (8, "small-embedder")
    assert made["usage"]["prompt_tokens"] > 0
    assert not Task.objects.exists()


def test_documents_come_back_in_order(answered: Client) -> None:
    body = {"query": "the cat", "documents": ["a", "b", "the cat"], "top_n": 2}
    made = post(answered, RERANK, body).json()
    assert len(made["results"]) == 2
    assert made["results"][0]["score"] >= made["results"][1]["score"]


def test_tokens_are_those_of_the_model_that_is_named(answered: Client) -> None:
    text = post(answered, TOKENIZE, {"texts": ["the cat"]}).json()
    embedder = post(answered, TOKENIZE, {"texts": ["the cat"], "model": "small-embedder"}).json()
    assert (text["model"], embedder["model"]) == ("tiny-random", "small-embedder")
    assert embedder["counts"] == [len(embedder["ids"][0])] == [4]
    counted = post(answered, TOKENIZE, {"texts": ["the cat"], "ids": False}).json()
    assert "ids" not in counted
    assert counted["counts"] == text["counts"]


def test_a_conversation_has_more_tokens_than_what_is_said(answered: Client) -> None:
    said = post(answered, TOKENIZE, {"texts": ["the cat"], "ids": False}).json()
    messages = [{"role": "user", "content": "the cat"}]
    response = post(answered, TOKENIZE, {"messages": messages, "ids": False})
    assert response.status_code == 200, response.content
    assert response.json()["total"] > said["total"]


def test_what_the_model_refuses_is_a_problem_that_names_the_text(answered: Client) -> None:
    body = {"texts": ["a", "a " * 100], "truncate": "error"}
    response = post(answered, EMBED, body)
    assert response.status_code == 400
    assert response.json()["field"] == "texts.1"
    cut = post(answered, EMBED, {"texts": body["texts"]}).json()
    assert cut["truncated"] == [1]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (EMBED, {"texts": []}, "texts"),
        (EMBED, {"texts": ["a"], "model": 5}, "model"),
        (EMBED, {"texts": ["a"], "timeout_s": 31}, "timeout_s"),
        (RERANK, {"query": "a"}, "documents"),
        (RERANK, {"query": "a", "documents": ["b"], "truncate": "left"}, "truncate"),
        (TOKENIZE, {"texts": ["a"], "priority": "HIGH"}, "priority"),
        (TOKENIZE, {"messages": [{"role": "user"}]}, "messages.0.content"),
    ],
)
def test_a_wrong_body_is_refused_with_the_field(
    client: Client, path: str, body: dict[str, Any], field: str
) -> None:
    response = post(client, path, body)
    assert response.status_code == 400
    assert response.json()["field"] == field


def test_an_unknown_model_is_refused_with_those_there_are(answered: Client) -> None:
    response = post(answered, EMBED, {"texts": ["a"], "model": "tiny-random"})
    assert response.status_code == 400
    assert "small-embedder" in response.json()["mend"]


def test_too_much_for_an_answer_at_once_is_sent_to_the_tasks(answered: Client) -> None:
    response = post(answered, EMBED, {"texts": ["x" * 300_000]})
    assert response.status_code == 413
    assert "submit a task" in response.json()["mend"]


def test_without_a_worker_the_answer_says_so_and_when_to_come_back(client: Client) -> None:
    registry.register(MINILM, default=True)
    response = post(client, EMBED, {"texts": ["a"]})
    assert response.status_code == 503
    assert response.json()["type"].endswith("nobody-serves")
    assert response["Retry-After"] == "5"


def test_a_key_that_may_only_read_gets_nothing_computed() -> None:
    _, reader = make_client(scopes=["tasks:read"])
    assert post(reader, EMBED, {"texts": ["a"]}).status_code == 403


def test_a_call_is_no_more_urgent_than_its_key_may_be(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Noting(Calls):
        def ask(self, *_: Any, max_priority: int | None = None, **__: Any) -> dict[str, Any]:
            assert max_priority is not None
            asked.append(max_priority)
            return {}

    calls = Noting("redis://127.0.0.1:1/0", Bounds())
    monkeypatch.setattr(callers, "_made", callers.Callers(calls, most=1))
    registry.register(MINILM, default=True)
    low = make_client(max_priority=0)[1]
    for each in (client, low):
        assert post(each, EMBED, {"texts": ["a"]}).status_code == 200
    assert asked == [4, 0], "a test's key may ask for anything"


def test_one_tenant_never_has_all_places() -> None:
    places = callers.Callers(Calls("redis://127.0.0.1:1/0"), most=4)
    one, other = uuid7(), uuid7()
    with ExitStack() as waiting:
        for _ in range(3):
            waiting.enter_context(places.one(one))
        with pytest.raises(TooManyCalls, match="3 of them yours"):
            waiting.enter_context(places.one(one))
        waiting.enter_context(places.one(other))
    with places.one(one):
        pass


def test_who_may_wait_gets_the_next_place() -> None:
    places = callers.Callers(Calls("redis://127.0.0.1:1/0"), most=2)
    tenant, came = uuid7(), threading.Event()

    def wait() -> None:
        with places.one(tenant, patience_s=PATIENCE_S):
            came.set()

    waiting = threading.Thread(target=wait)
    with places.one(tenant):
        waiting.start()
        with pytest.raises(TooManyCalls), places.one(tenant, patience_s=0.01):
            pass
        assert not came.is_set()
    waiting.join(PATIENCE_S)
    assert came.is_set()


class Slow(Calls):
    """Calls that are answered when the test lets them."""

    def __init__(self) -> None:
        super().__init__("redis://127.0.0.1:1/0", Bounds())
        self.asked, self.go = threading.Event(), threading.Event()

    def ask(self, *_: Any, **__: Any) -> dict[str, Any]:
        self.asked.set()
        self.go.wait(30)
        return {}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    calls = Slow()
    monkeypatch.setattr(callers, "_made", callers.Callers(calls, most=1))
    yield calls
    calls.go.set()


def test_a_process_that_waits_for_many_answers_refuses_more(slow: Slow) -> None:
    waiting = callers.callers()
    held = threading.Thread(target=_hold, args=(waiting,))
    held.start()
    assert slow.asked.wait(30)
    registry.register(MINILM, default=True)
    response = post(make_client()[1], EMBED, {"texts": ["a"]})
    slow.go.set()
    held.join(30)
    assert response.status_code == 503
    assert response.json()["type"].endswith("too-many-calls")


def _hold(waiting: callers.Callers) -> None:
    with waiting.one(uuid7()):
        waiting.calls.ask("embedding", MINILM, {})
