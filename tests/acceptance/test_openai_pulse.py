"""Streams of models outside that are slow to say anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import make_key, make_worker
from tests.fakes import manners
from tests.fakes.held import Held
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess, end_task
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

HELLO: Final = "Good morning"
ASKED: Final[dict[str, dict[str, Any]]] = {
    "/v1/chat/completions": {
        "model": MODEL,
        "messages": [{"role": "user", "content": HELLO}],
        "stream": True,
    },
    "/v1/responses": {"model": MODEL, "input": HELLO, "stream": True},
}
PATHS: Final = pytest.mark.parametrize("path", ASKED)


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(
        OUTGOING__ALLOW="127.0.0.1", ROUTING__FRESH_S=0, GATEWAY__HEARTBEAT_S=0.2
    ) as process:
        yield process


@pytest.fixture
def client(gateway: GatewayProcess, fakes: list[FakeProvider]) -> Iterator[httpx.Client]:
    with gateway.client(make_key()[1]) as made:
        yield made


@pytest.fixture
def held(fakes: list[FakeProvider]) -> Iterator[Held]:
    """A provider that begins to answer, and says nothing until it is released."""
    fakes[0].usual = made = Held(0)
    yield made
    made.release()


@PATHS
def test_who_waits_for_the_first_word_hears_that_somebody_is_at_it(
    client: httpx.Client, held: Held, path: str
) -> None:
    with client.stream("POST", path, json=ASKED[path]) as response:
        lines = response.iter_lines()
        assert response.status_code == 200
        heard = [line for line, _ in zip(filter(None, lines), range(2), strict=False)]
        assert all(line.startswith(":") for line in heard)
        held.release()
        said = [line for line in lines if line]
    assert HELLO.split()[-1] in "".join(said)
    assert said[-1] == "data: [DONE]" or "response.completed" in said[-1]
    until(Task.objects.filter(state=State.SUCCEEDED).exists, "for the journal")


@PATHS
def test_who_leaves_meanwhile_cancels_the_call(
    client: httpx.Client, held: Held, fakes: list[FakeProvider], path: str
) -> None:
    with client.stream("POST", path, json=ASKED[path]) as response:
        assert next(response.iter_lines()).startswith(":")
    until(lambda: held.left == 1, "for the provider to be left")
    until(Task.objects.filter(state=State.CANCELLED).exists, "for the journal")


def test_what_fails_after_that_is_the_streams_last_event(
    client: httpx.Client, held: Held, fakes: list[FakeProvider]
) -> None:
    path = "/v1/chat/completions"
    with client.stream("POST", path, json=ASKED[path]) as response:
        lines = response.iter_lines()
        assert next(lines).startswith(":")
        fakes[1].usual = manners.refusing(400, "max_tokens is too large")
        fakes[0].usual = manners.refusing(400, "max_tokens is too large")
        held.break_off()
        said = [line for line in lines if line.startswith("data:")]
    assert len(said) == 1
    assert "max_tokens is too large" in said[0]


def test_a_model_of_ours_answers_after_all(
    client: httpx.Client, held: Held, fakes: list[FakeProvider]
) -> None:
    worker = make_worker(held=("tiny-random",))
    path = "/v1/chat/completions"
    asked = {**ASKED[path], "model": "specialist/mood"}
    with client.stream("POST", path, json=asked) as response:
        lines = response.iter_lines()
        assert next(lines).startswith(":")
        fakes[0].usual = manners.refusing(500)
        held.break_off()
        until(Task.objects.exists, "for the task")
        task = Task.objects.get()
        message = {"role": "assistant", "content": "{}"}
        result = {"message": message, "finish_reason": "stop", "model": "tiny-random"}
        end_task(task.pk, worker=worker, result=result)
        said = [line for line in lines if line.startswith("data:")]
    assert all(task.pk.hex in line for line in said[:-1])
    assert said[-1] == "data: [DONE]"
