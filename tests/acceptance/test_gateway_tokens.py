"""Token streams at a real gateway process, written by a worker's writer to a real Redis."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import redis

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.processes import wait_until
from orchestration.config import ROOT, Streams
from orchestration.ids import uuid7
from orchestration.inference.ports import Delta
from tasks.lifecycle import State
from tasks.models import Task, Worker
from tasks.tokens import stream_key
from tasks.worker.tokens import TokenWriter
from tests.factories import make_key, make_task, make_worker, run_task
from tests.gateways import PATIENCE_S, GatewayProcess, end_task, frames_of, stream
from tests.readers import Reader

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = "/api/v1/tasks"
SETTINGS = Streams(write_s=0.005, most_bytes=50_000_000)


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(GATEWAY__HEARTBEAT_S=0.5) as process:
        yield process


@pytest.fixture
def worker() -> Worker:
    return make_worker()


@pytest.fixture
def writer() -> Iterator[TokenWriter]:
    made = TokenWriter(os.environ["REDIS_URL"], SETTINGS)
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


class Attempt:
    """An engine's caller: says texts, a token for each character."""

    def __init__(
        self, writer: TokenWriter, task: Task, epoch: int = 1, *, after: int | None = None
    ) -> None:
        self.stream = writer.open(task.pk, epoch, after=after)
        begun = self.stream.begun()
        self.begun = "".join(map(chr, begun[0])) if begun else ""
        self._drawn = {choice: len(tokens) for choice, tokens in enumerate(begun)}

    def say(self, text: str, choice: int = 0, start: int | None = None) -> None:
        """Draw a text; return when it is written or given up."""
        start = self._drawn.get(choice, 0) if start is None else start
        self.stream.add(Delta(choice, start, tuple(map(ord, text)), text))
        self._drawn[choice] = start + len(text)
        assert wait_until(lambda: not self.stream.draft.wants, PATIENCE_S)


def path_of(task: Task) -> str:
    return f"{TASKS}/{task.pk}/tokens"


def running(worker: Worker) -> tuple[Task, str]:
    """Return a task that runs, and a key."""
    tenant, token = make_key()
    task = make_task(tenant)
    run_task(task.pk, to=State.RUNNING, worker=worker)
    return task, token


def read(gateway: GatewayProcess, token: str, task: Task, after: str | None = None) -> Reader:
    """Read a stream to its end."""
    headers = {"Last-Event-ID": after} if after else {}
    with gateway.client(token) as client, stream(client, path_of(task), headers=headers) as frames:
        return Reader().all(frames)


def succeed(task: Task, worker: Worker, text: str) -> None:
    end_task(task.pk, worker=worker, result={"text": text, "finish_reason": "stop"})


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
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, server: redis.Redis, kept: bool
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once")
    succeed(task, worker, "Once upon")
    attempt.stream.close("succeeded")
    if not kept:
        server.flushall()
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


def test_a_successor_goes_on_and_readers_see_every_token_once(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    first, reader = Attempt(writer, task, epoch=1), Reader()
    first.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        first.say("upon ")
        second = Attempt(writer, task, epoch=3, after=0)
        assert second.begun == "Once upon "
        first.say("(a zombie) ")
        second.say("a ")
        third = Attempt(writer, task, epoch=5, after=0)
        second.say("(another) ")
        third.say("time")
        reader.has(frames, "Once upon a time")
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts) == ("Once upon a time", 0)


def test_a_zombie_cannot_write_over_its_successor_even_when_redis_was_wiped(
    worker: Worker, writer: TokenWriter, server: redis.Redis
) -> None:
    task, _ = running(worker)
    first = Attempt(writer, task, epoch=1)
    first.say("Once ")
    second = Attempt(writer, task, epoch=3, after=0)
    second.say("upon ")
    server.flushall()
    second.say("a ")
    first.say("(a zombie) ")
    assert Attempt(writer, task, epoch=5, after=0).begun == "Once upon a "


def test_an_attempt_after_a_failure_begins_anew(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task, epoch=1).say("nonsense")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "nonsense")
        again = Attempt(writer, task, epoch=3)
        assert again.begun == ""
        again.say("sense")
        reader.has(frames, "sense")
    assert reader.restarts == 1


def test_readers_begin_anew_when_the_engine_does(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    first = Attempt(writer, task, epoch=1)
    first.say("Once")
    first.say("Twice", choice=1)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.until(frames, lambda: len(reader.texts) == 2)
        second = Attempt(writer, task, epoch=3, after=0)
        second.say("Never", start=0)
        reader.has(frames, "Never")
        assert reader.texts == {0: "Never", 1: "Twice"}
        second.say(" ever")
        reader.has(frames, "Never ever")
    assert reader.restarts == 1


def test_readers_are_told_when_redis_lost_a_stream_and_get_all_of_it_again(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, server: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader, late = Attempt(writer, task), Reader(), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        server.flushall()
        with gateway.client(token) as other, stream(other, path_of(task)) as more:
            late.until(more, lambda: next(more).type == "")
            attempt.say("upon ")
            late.has(more, "Once upon ")
        reader.until(frames, lambda: reader.text == "Once upon ")
        assert reader.restarts == 1
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts, late.restarts) == ("Once upon a time", 1, 0)


def test_a_successor_that_finds_nothing_begins_anew_and_readers_are_told(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, server: redis.Redis
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task, epoch=1).say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        server.flushall()
        second = Attempt(writer, task, epoch=3, after=0)
        assert second.begun == ""
        second.say("Twice ")
        reader.has(frames, "Twice ")
    assert reader.restarts == 1


def test_who_comes_back_after_a_loss_begins_anew(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, server: redis.Redis
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    server.flushall()
    attempt.say("upon ")
    succeed(task, worker, "Once upon a time")
    server.delete(stream_key(task.pk))
    reader = read(gateway, token, task, "1-1")
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 1, "succeeded")


def test_a_text_that_was_stored_otherwise_is_sent_again(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task).say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        succeed(task, worker, "Twice")
        reader.all(frames)
    assert (reader.text, reader.restarts) == ("Twice", 1)


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


def test_a_task_that_fails_keeps_what_was_told(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        end_task(task.pk, worker=worker, to=State.FAILED)
        attempt.stream.close("failed")
        reader.all(frames)
    assert (reader.text, reader.ended, reader.restarts) == ("Once ", "failed", 0)


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


def test_only_the_tenant_reads_along(gateway: GatewayProcess, worker: Worker) -> None:
    tenant, _ = make_key()
    task = make_task(tenant)
    _, stranger = make_key()
    _, writing = make_key(tenant, scopes=["tasks:write"])
    for token, status in ((stranger, 404), (writing, 403), ("sy_unknown" * 4, 401)):
        with gateway.client(token) as client:
            found = client.get(path_of(task))
        assert found.status_code == status
        assert found.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("wrong", ["x", "7", "1-2-3", "1-\u00b2", "1-99999999999", "END"])
def test_a_malformed_place_is_refused(gateway: GatewayProcess, wrong: str) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        found = client.get(path_of(task), headers=[(b"Last-Event-ID", wrong.encode())])
        assert (found.status_code, found.json()["field"]) == (400, "Last-Event-ID")
        found = client.get(path_of(task), params={"after": wrong})
        assert (found.status_code, found.json()["field"]) == (400, "after")


def test_without_redis_readers_get_the_text_at_the_end(worker: Worker) -> None:
    task, token = running(worker)
    nowhere = {"REDIS_URL": f"redis://{LOOPBACK}:{free_port()}"}
    reader = Reader()
    with (
        GatewayProcess(nowhere) as gateway,
        gateway.client(token) as client,
        stream(client, path_of(task)) as frames,
    ):
        reader.until(frames, lambda: reader.states == ["running"])
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 0, "succeeded")


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


def test_a_stream_in_redis_ends_soon_after_its_task(
    worker: Worker, writer: TokenWriter, server: redis.Redis
) -> None:
    task, _ = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    assert SETTINGS.ended_s < server.pttl(stream_key(task.pk)) / 1000 <= SETTINGS.keep_s
    attempt.stream.close("succeeded")
    assert wait_until(
        lambda: 0 < server.pttl(stream_key(task.pk)) / 1000 <= SETTINGS.ended_s, PATIENCE_S
    )


def test_a_short_answer_leaves_nothing_in_redis(writer: TokenWriter, server: redis.Redis) -> None:
    slow = TokenWriter(os.environ["REDIS_URL"], Streams(write_s=0.1))
    short = slow.open(uuid7(), 1)
    short.add(Delta(0, 0, (1, 2), "Hi"))
    short.close("succeeded")
    slow.close()
    assert server.keys("switchyard:tokens:*") == []


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
