"""Whole streams, a task's events and tokens in one, at a real gateway process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
import redis

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from tasks.lifecycle import Priority, State
from tasks.models import Event, Task, Worker
from tasks.services import control
from tasks.services.journal import Entry, journal
from tasks.worker.tokens import TokenWriter
from tests.factories import make_key, make_task, run_task, submitter_of
from tests.gateways import Frame, GatewayProcess, end_task, running, stream
from tests.readers import Attempt, Reader, succeed

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = ("delta", "restarted", "state", "end", "")


def path_of(task: Task | UUID) -> str:
    return f"/api/v1/tasks/{task.pk if isinstance(task, Task) else task}/stream"


@dataclass
class Whole(Reader):
    """A reader of both.

    Attributes:
        events: their types, as they came.
        numbers: their ids.
    """

    events: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def see(self, frame: Frame) -> None:
        """Take an event in."""
        super().see(frame)
        if frame.type not in TOLD:
            self.events.append(frame.type)
            self.numbers.append(frame.data["id"])


def reprioritise(tenant: Tenant, task: Task, level: int) -> None:
    by = submitter_of(tenant)
    control.reprioritise(task.pk, Priority(level), tenant_id=tenant.pk, by=by)


def read_again(gateway: GatewayProcess, token: str, task: Task, reader: Whole) -> Whole:
    """Read on to the end, behind what a reader has."""
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=reader.behind) as frames,
    ):
        reader.all(frames)
    return reader


def numbers_of(task: Task) -> list[int]:
    return sorted(Event.objects.filter(task=task).values_list("id", flat=True))


def test_events_and_tokens_come_in_one_stream(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    tenant, token = make_key()
    task, reader = make_task(tenant), Whole()
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.until(frames, lambda: reader.events == ["submitted"])
        reprioritise(tenant, task, 3)
        reader.until(frames, lambda: reader.events[1:] == ["reprioritised"])
        run_task(task.pk, to=State.RUNNING, worker=worker)
        Attempt(writer, task).say("Once ")
        reader.has(frames, "Once ")
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert reader.events == ["submitted", "reprioritised", "started", "succeeded"]
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 0, "succeeded")
    assert reader.last == f"{reader.numbers[-1]}.end"


def test_who_comes_back_misses_nothing_and_gets_nothing_twice(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    """It is cut off behind each single event, token or not, and comes back."""
    tenant, token = make_key()
    task, reader = make_task(tenant), Whole()
    attempt: Attempt | None = None
    seen = 0

    def read_one() -> None:
        with (
            gateway.client(token) as client,
            stream(client, path_of(task), headers=reader.behind) as frames,
        ):
            before = reader.last
            reader.until(frames, lambda: reader.last != before)

    for step in range(3):
        reprioritise(tenant, task, step % 2 * 2)
        read_one()
        reprioritise(tenant, task, 3)
    run_task(task.pk, to=State.RUNNING, worker=worker)
    attempt = Attempt(writer, task)
    for word in ("Once ", "upon ", "a ", "time "):
        attempt.say(word)
        seen += 1
        read_one()
    succeed(task, worker, "Once upon a time there was")
    read_again(gateway, token, task, reader)
    assert reader.numbers == numbers_of(task)
    assert (reader.text, reader.restarts) == ("Once upon a time there was", 0)
    assert (seen, reader.ended) == (4, "succeeded")


def test_a_stream_goes_on_at_another_gateway(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Whole()
    attempt.say("Once ")
    with (
        GatewayProcess() as dying,
        dying.client(token) as client,
        stream(client, path_of(task)) as frames,
    ):
        reader.has(frames, "Once ")
        dying.ask_to_end()
        reader.all(frames)
    attempt.say("upon")
    succeed(task, worker, "Once upon")
    read_again(gateway, token, task, reader)
    assert (reader.text, reader.restarts) == ("Once upon", 0)
    assert reader.numbers == numbers_of(task)


def test_a_reader_whose_tokens_nobody_remembers_begins_them_anew_but_not_the_events(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Whole()
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        attempt.say("Once ")
        reader.has(frames, "Once ")
    store.flushall()
    succeed(task, worker, "Once upon")
    read_again(gateway, token, task, reader)
    assert (reader.text, reader.restarts) == ("Once upon", 1)
    assert reader.numbers == numbers_of(task)


def test_a_long_history_comes_complete_and_in_order(
    gateway: GatewayProcess, worker: Worker
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    Event.objects.bulk_create(
        Event(task=task, type="noted", actor="test", data={}) for _ in range(350)
    )
    end_task(task.pk, worker=worker, result={"text": "Once", "finish_reason": "stop"})
    reader = read_again(gateway, token, task, Whole())
    assert reader.numbers == numbers_of(task)
    assert (reader.text, reader.ended, reader.states) == ("Once", "succeeded", [])


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.FAILED])
def test_what_was_asked_outside_and_written_down_later_can_be_followed_like_a_task(
    gateway: GatewayProcess, state: State
) -> None:
    tenant, token = make_key()
    result = {"message": {"role": "assistant", "content": "Good morning"}}
    entry = Entry(
        task_id=uuid7(), tenant_id=tenant.pk, by="key:test", kind="chat", model="house-large",
        queue="external", input={"messages": []}, state=state, timeout_s=600.0,
        result=result if state == State.SUCCEEDED else None,
        error={"detail": "on purpose"} if state == State.FAILED else None,
    )  # fmt: skip
    journal([entry])
    task = Task.objects.get()
    reader = read_again(gateway, token, task, Whole())
    assert reader.events == ["submitted", state.value]
    assert reader.text == ("Good morning" if state == State.SUCCEEDED else "")
    assert reader.ended == state.value
    again = read_again(gateway, token, task, Whole(last=reader.last))
    assert (again.events, again.texts, again.ended) == ([], {}, state.value)


def test_many_readers_each_see_everything_once(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    words = [f"word{number} " for number in range(20)]
    with gateway.client(token) as client:
        opened = [stream(client, path_of(task)) for _ in range(8)]
        streams: list[Iterator[Frame]] = [each.__enter__() for each in opened]
        for word in words:
            attempt.say(word)
        succeed(task, worker, "".join(words))
        for frames, each in zip(streams, opened, strict=True):
            reader = Whole()
            reader.all(frames)
            each.__exit__(None, None, None)
            assert (reader.text, reader.restarts) == ("".join(words), 0)
            assert reader.numbers == numbers_of(task)


def test_a_task_that_is_deleted_ends_its_streams_with_a_problem(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        assert [next(frames).type for _ in range(2)] == ["submitted", "state"]
        task.delete()
        problem = next(frame for frame in frames if frame.type)
    assert (problem.type, problem.data["status"]) == ("problem", 404)


def test_only_the_tenant_follows_a_task(gateway: GatewayProcess) -> None:
    tenant, _ = make_key()
    task = make_task(tenant)
    _, stranger = make_key()
    _, writer = make_key(tenant, scopes=["tasks:write"])
    for token, status in ((stranger, 404), (writer, 403), ("sy_unknown" * 4, 401)):
        with gateway.client(token) as client:
            found = client.get(path_of(task))
        assert found.status_code == status
        assert found.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wrong", ["x", "7", "1-2", "7.", ".1-2", "7.1", "7.x", "7.1-2-3", "-1.end", "9" * 19 + ".end"]
)
def test_a_malformed_id_is_refused(gateway: GatewayProcess, wrong: str) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        found = client.get(path_of(task), headers={"Last-Event-ID": wrong})
        assert (found.status_code, found.json()["field"]) == (400, "Last-Event-ID")
        found = client.get(path_of(task), params={"after": wrong})
        assert (found.status_code, found.json()["field"]) == (400, "after")
        assert client.head(path_of(task)).status_code == 200
    gateway.await_metric("waiters", 0)
