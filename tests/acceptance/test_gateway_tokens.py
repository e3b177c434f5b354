"""Token streams at a real gateway process, written by a worker's writer to a real Redis."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

import httpx
import pytest
import redis

from deploy.local.processes import wait_until
from orchestration.config import ROOT
from tasks.lifecycle import State
from tasks.models import Worker
from tasks.worker.tokens import TokenWriter
from tests.factories import make_key, make_task, run_task
from tests.gateways import PATIENCE_S, GatewayProcess, end_task, frames_of, running, stream
from tests.readers import Attempt, Reader, path_of, read, succeed

pytestmark = pytest.mark.django_db(transaction=True)

_CROWD: Final = 150
"""More than a client's pool has connections."""


def test_a_reader_sees_texts_as_they_are_drawn_and_the_rest_at_the_end(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        for text in ("Once", "Once upon", "Once upon a time"):
            attempt.say(text.removeprefix(reader.text))
            reader.has(frames, text)
        succeed(task, worker, "Once upon a time, \u00fcber Nacht.")
        attempt.stream.close("succeeded")
        reader.all(frames)
    assert reader.text == "Once upon a time, \u00fcber Nacht."
    assert (reader.ended, reader.restarts) == ("succeeded", 0)
    assert reader.states == ["running"]


def test_a_reader_that_comes_before_the_task_runs_sees_all_of_it(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    reader = Reader()
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.until(frames, lambda: reader.states == ["queued"])
        run_task(task.pk, to=State.RUNNING, worker=worker)
        Attempt(writer, task).say("Once")
        reader.has(frames, "Once")
        succeed(task, worker, "Once")
        reader.all(frames)
    assert (reader.states, reader.restarts) == (["queued", "running"], 0)


def test_a_late_reader_gets_everything_from_the_beginning(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    for text in ("a", "b", "c", "d"):
        attempt.say(text)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "abcd")
        attempt.say("e")
        reader.has(frames, "abcde")


@pytest.mark.parametrize("kept", [True, False])
def test_a_reader_that_comes_after_the_end_gets_the_stored_text(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis, kept: bool
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once")
    succeed(task, worker, "Once upon")
    attempt.stream.close("succeeded")
    if not kept:
        store.flushall()
    reader = read(gateway, token, task)
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon", 0, "succeeded")
    assert read(gateway, token, task, reader.last).texts == {}


def test_who_comes_back_gets_what_it_lacks_and_nothing_twice(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    for text in ("Once ", "upon ", "a "):
        attempt.say(text)
        with (
            gateway.client(token) as client,
            stream(client, path_of(task), headers=reader.behind) as frames,
        ):
            reader.until(frames, lambda said=text: reader.text.endswith(said))  # type: ignore[misc]
        attempt.say("(unseen) ")
    succeed(task, worker, reader.text + "(unseen) time")
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=reader.behind) as frames,
    ):
        reader.all(frames)
    assert reader.text == "Once (unseen) upon (unseen) a (unseen) time"
    assert reader.restarts == 0


def test_the_place_may_be_a_parameter_too(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    Attempt(writer, task).say("Once")
    succeed(task, worker, "Once upon")
    with gateway.client(token) as client:
        path = f"{path_of(task)}?after=1-1"
        with stream(client, path) as frames:
            assert Reader().all(frames).text == " upon"


def test_who_claims_to_have_all_of_a_task_that_runs_gets_all_of_it(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    path = f"{path_of(task)}?after=end"
    with gateway.client(token) as client, stream(client, path) as frames:
        reader.has(frames, "Once ")
        succeed(task, worker, "Once upon")
        reader.all(frames)
    assert reader.text == "Once upon"


def test_several_answers_come_in_one_stream(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        attempt.say("one")
        attempt.say("two", choice=1)
        reader.until(frames, lambda: len(reader.texts) == 2)
        answers = [{"message": {"content": text}} for text in ("one.", "two.", "three.")]
        end_task(task.pk, worker=worker, result={**answers[0], "choices": answers})
        reader.all(frames)
    assert reader.texts == {0: "one.", 1: "two.", 2: "three."}
    assert reader.restarts == 0


def test_a_task_without_text_has_states_only(gateway: GatewayProcess, worker: Worker) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    end_task(task.pk, worker=worker)
    reader = read(gateway, token, task)
    assert (reader.texts, reader.ended) == ({}, "succeeded")


def test_many_readers_of_one_stream_each_see_it_once(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    words = [f"word{number} " for number in range(40)]
    with gateway.client(token) as client, ExitStack() as stack:
        paths = [path_of(task)] * 12
        streams = [stack.enter_context(stream(client, path)) for path in paths]
        for word in words:
            attempt.say(word)
        succeed(task, worker, "".join(words))
        for frames in streams:
            reader = Reader().all(frames)
            assert (reader.text, reader.restarts) == ("".join(words), 0)


def test_a_slow_reader_gets_everything_at_its_own_pace(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    """It takes nothing until far more is written than is held for it, then all of it, in order."""
    task, token = running(worker)
    attempt, quick = Attempt(writer, task), Reader()
    with (
        gateway.client(token) as client,
        client.stream("GET", path_of(task)) as slow,
        gateway.client(token) as other,
        stream(other, path_of(task)) as frames,
    ):
        lines = [f"{number:06} " + "x" * 8_000 + "\n" for number in range(200)]
        for line in lines:
            attempt.say(line)
        quick.has(frames, "".join(lines))
        succeed(task, worker, "".join(lines))
        reader = Reader().all(frames_of(slow))
    assert reader.text == quick.text
    assert (reader.restarts, quick.restarts, reader.ended) == (0, 0, "succeeded")


def test_a_crowd_that_comes_back_while_redis_is_slow_gets_what_it_lacks_and_nothing_twice(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    attempt.say("upon ")
    path, headers = f"{path_of(task)}?after=1-1", {"Authorization": f"Bearer {token}"}
    limits = httpx.Limits(max_connections=_CROWD)
    readers = [Reader() for _ in range(_CROWD)]

    def read_on(reader: Reader) -> None:
        with stream(client, path, timeout=60) as frames:
            reader.all(frames)

    with (
        httpx.Client(base_url=gateway.url, headers=headers, limits=limits) as client,
        ThreadPoolExecutor(_CROWD) as pool,
    ):
        store.client_pause(2_500)
        reading = pool.map(read_on, readers)
        gateway.await_metric("waiters", _CROWD)
        assert wait_until(lambda: all(each.text == "upon " for each in readers), PATIENCE_S)
        clients: Any = store.info("clients")
        succeed(task, worker, "Once upon a time")
        list(reading)
    assert {(each.text, each.restarts, each.ended) for each in readers} == {
        ("upon a time", 0, "succeeded")
    }
    assert clients["connected_clients"] < _CROWD


def test_a_silent_stream_shows_that_it_is_alive(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        assert [next(frames).type for _ in range(3)] == ["state", "", ""]


def test_a_stream_goes_on_at_another_gateway(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    with (
        GatewayProcess() as dying,
        dying.client(token) as client,
        stream(client, path_of(task)) as frames,
    ):
        reader.has(frames, "Once ")
        dying.ask_to_end()
        reader.all(frames)
    assert reader.ended is None
    attempt.say("upon")
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=reader.behind) as frames,
    ):
        reader.has(frames, "Once upon")
    assert reader.restarts == 0


@pytest.mark.parametrize("wrong", ["x", "7", "1-2-3", "1-\u00b2", "1-99999999999", "END"])
def test_a_malformed_place_is_refused(gateway: GatewayProcess, wrong: str) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        found = client.get(path_of(task), headers=[(b"Last-Event-ID", wrong.encode())])
        assert (found.status_code, found.json()["field"]) == (400, "Last-Event-ID")
        found = client.get(path_of(task), params={"after": wrong})
        assert (found.status_code, found.json()["field"]) == (400, "after")


def test_streams_are_read_only_while_somebody_reads_along(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    waiting = make_task(make_key()[0])
    with gateway.client(token) as client, ExitStack() as stack:
        for path in [path_of(task)] * 3:
            frames = stack.enter_context(stream(client, path))
            Reader().until(frames, lambda seen=frames: next(seen).type == "")  # type: ignore[misc]
        gateway.await_metric("token_streams", 1)
    gateway.await_metric("token_streams", 0)
    _, other = make_key(waiting.tenant)
    with gateway.client(other) as client, stream(client, path_of(waiting)) as frames:
        assert next(frames).data == {"state": "queued"}
        assert next(frames).type == ""
        assert gateway.metric("token_streams") == 0


def test_who_only_asks_for_the_head_does_not_wait(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        assert client.head(path_of(task)).status_code == 200
    gateway.await_metric("waiters", 0)


def test_the_example_in_the_reference_reads_an_answer(
    gateway: GatewayProcess,
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (ROOT / "docs/reference/events.md").read_text(encoding="utf-8")
    (example,) = [each for each in page.split("```python\n") if "/tokens" in each[:200]]
    task, token = running(worker)
    succeed(task, worker, "Once upon a time")
    monkeypatch.setenv("SWITCHYARD_GATEWAY_URL", gateway.url)
    monkeypatch.setenv("SWITCHYARD_API_KEY", token)
    exec(example.split("```")[0], {"task_id": task.pk})  # noqa: S102 - it is our own page
    assert capsys.readouterr().out == "Once upon a time\n"
