"""Event streams at a real gateway process."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from orchestration.access.records import Tenant
from tasks.lifecycle import Priority, State
from tasks.models import Event, Task, Worker
from tasks.services import control
from tests.factories import (
    client_of,
    make_key,
    make_task,
    run_task,
    submitter_of,
)
from tests.gateways import Frame, GatewayProcess, end_task, frames_of, stream

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = "/api/v1/tasks"


def path_of(task: Task) -> str:
    return f"{TASKS}/{task.pk}/events"


def events(frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield events without heartbeats."""
    return (frame for frame in frames if frame.type)


def reprioritise(tenant: Tenant, task: Task, level: Priority) -> None:
    control.reprioritise(task.pk, level, tenant_id=tenant.pk, by=submitter_of(tenant))


def test_a_stream_of_an_ended_task_has_its_whole_history_and_ends(
    gateway: GatewayProcess,
) -> None:
    tenant, token = make_key()
    task = make_task(tenant, state=State.SUCCEEDED)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        *history, end = list(frames)
    assert [frame.type for frame in history] == ["submitted", "started", "succeeded"]
    assert (end.type, end.id, end.data) == ("end", None, {"state": "succeeded"})
    by_rest = client_of(token).get(path_of(task)).json()["items"]
    assert [frame.data for frame in history] == by_rest
    assert [frame.id for frame in history] == [event["id"] for event in by_rest]


def test_events_come_while_the_reader_is_connected(gateway: GatewayProcess, worker: Worker) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        coming = events(frames)
        assert next(coming).type == "submitted"
        reprioritise(tenant, task, Priority.HIGH)
        assert next(coming).type == "reprioritised"
        run_task(task.pk, to=State.RUNNING, worker=worker)
        assert next(coming).type == "started"
        end_task(task.pk, worker=worker, to=State.FAILED)
        failed, end = list(coming)
    assert (failed.type, failed.data["data"]["error"]["detail"]) == ("failed", "on purpose")
    assert end.data == {"state": "failed"}
    gateway.await_metric("waiters", 0)


@pytest.mark.parametrize("by", ["header", "parameter"])
def test_a_reader_that_comes_back_misses_nothing_and_gets_nothing_twice(
    gateway: GatewayProcess, worker: Worker, by: str
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        with stream(client, path_of(task)) as frames:
            seen = [next(events(frames))]
        run_task(task.pk, to=State.RUNNING, worker=worker)
        last = str(seen[-1].id)
        how = (
            {"headers": {"Last-Event-ID": last}} if by == "header" else {"params": {"after": last}}
        )
        with stream(client, path_of(task), **how) as frames:
            coming = events(frames)
            seen.append(next(coming))
            end_task(task.pk, worker=worker)
            seen += list(coming)
    assert [frame.type for frame in seen] == ["submitted", "started", "succeeded", "end"]


def test_the_header_goes_before_the_parameter(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant, state=State.SUCCEEDED)
    last = Event.objects.filter(task=task).latest("id").pk
    headers = {"Last-Event-ID": str(last)}
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=headers, params={"after": "0"}) as frames,
    ):
        assert [frame.type for frame in frames] == ["end"]


def test_a_long_history_comes_complete_and_in_order(
    gateway: GatewayProcess, worker: Worker
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    for number in range(250):
        reprioritise(tenant, task, Priority(number % 4))
    end_task(task.pk, worker=worker)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        numbers = [frame.id for frame in frames if frame.id is not None]
    assert numbers == sorted(Event.objects.filter(task=task).values_list("id", flat=True))
    assert len(numbers) == 253


def test_many_readers_each_see_every_event_once(gateway: GatewayProcess, worker: Worker) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, ExitStack() as stack:
        readers = [events(stack.enter_context(stream(client, path_of(task)))) for _ in range(20)]
        assert {next(reader).type for reader in readers} == {"submitted"}
        for number in range(30):
            reprioritise(tenant, task, Priority(number % 4))
        end_task(task.pk, worker=worker)
        for reader in readers:
            kinds = [frame.type for frame in reader]
            assert kinds == ["reprioritised"] * 30 + ["started", "succeeded", "end"]


def test_a_silent_stream_shows_that_it_is_alive(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        assert [next(frames).type for _ in range(3)] == ["submitted", "", ""]


def test_a_stream_says_how_soon_to_come_back_and_is_not_stored_on_its_way(
    gateway: GatewayProcess,
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with (
        gateway.client(token) as client,
        client.stream("GET", path_of(task)) as response,
    ):
        assert next(response.iter_lines()) == "retry: 1000"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert "RateLimit-Limit" in response.headers


def test_who_only_asks_for_the_head_does_not_wait(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        head = client.head(path_of(task))
        assert head.headers["Content-Type"].startswith("text/event-stream")
    gateway.await_metric("waiters", 0)


def test_a_task_that_is_deleted_ends_its_streams_with_a_problem(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        coming = events(frames)
        assert next(coming).type == "submitted"
        task.delete()
        (problem,) = list(coming)
    assert (problem.type, problem.data["status"]) == ("problem", 404)


@pytest.mark.parametrize("what", ["events", "tokens"])
def test_only_the_tenant_follows_a_task(gateway: GatewayProcess, what: str) -> None:
    tenant, _ = make_key()
    task = make_task(tenant)
    _, stranger = make_key()
    _, writer = make_key(tenant, scopes=["tasks:write"])
    for token, status in ((stranger, 404), (writer, 403), ("sy_unknown" * 4, 401)):
        with gateway.client(token) as client:
            found = client.get(f"{TASKS}/{task.pk}/{what}")
        assert found.status_code == status
        assert found.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wrong", ["x", "-1", "1.5", "9223372036854775808", "1" * 5000, "\u00b2", "1,2"]
)
def test_a_malformed_last_event_id_is_refused(gateway: GatewayProcess, wrong: str) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    headers = [(b"Last-Event-ID", wrong.encode())]
    with gateway.client(token) as client:
        found = client.get(path_of(task), headers=headers)
        assert (found.status_code, found.json()["field"]) == (400, "Last-Event-ID")
        if wrong != "1" * 5000:
            found = client.get(path_of(task), params={"after": wrong})
            assert (found.status_code, found.json()["field"]) == (400, "after")


def test_a_reader_that_leaves_frees_its_place() -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with GatewayProcess(LIMITS__GATEWAY_WAITERS=2) as gateway, gateway.client(token) as client:
        with stream(client, path_of(task)) as frames:
            next(frames)
            with gateway.client(token) as other, stream(other, path_of(task)) as more:
                next(more)
                crowded = httpx.get(gateway.url + path_of(task), headers=client.headers)
                assert crowded.status_code == 503
                assert int(crowded.headers["Retry-After"]) >= 1
                assert client.get(f"{TASKS}/{task.pk}").status_code == 200
            gateway.await_metric("waiters", 1)
            with gateway.client(token) as other, stream(other, path_of(task)) as more:
                assert next(more).type == "submitted"
        gateway.await_metric("waiters", 0)


def test_one_key_cannot_take_all_places() -> None:
    tenant, token = make_key()
    _, other_token = make_key(tenant)
    task = make_task(tenant)
    with (
        GatewayProcess(LIMITS__GATEWAY_WAITERS_PER_KEY=1) as gateway,
        gateway.client(token) as client,
        stream(client, path_of(task)) as frames,
    ):
        next(frames)
        refused = httpx.get(gateway.url + path_of(task), headers=client.headers)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 1
        with gateway.client(other_token) as other, stream(other, path_of(task)) as more:
            assert next(more).type == "submitted"


def test_a_stream_is_closed_after_its_time_and_goes_on_where_it_was(worker: Worker) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with GatewayProcess(GATEWAY__STREAM_S=0.5) as gateway, gateway.client(token) as client:
        with stream(client, path_of(task)) as frames:
            (submitted,) = events(frames)
        end_task(task.pk, worker=worker)
        headers = {"Last-Event-ID": str(submitted.id)}
        with stream(client, path_of(task), headers=headers) as frames:
            assert [frame.type for frame in frames] == ["started", "succeeded", "end"]


def test_a_process_that_is_asked_to_end_lets_its_readers_go() -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with GatewayProcess() as gateway, gateway.client(token) as client:
        with stream(client, path_of(task)) as frames:
            next(frames)
            gateway.ask_to_end()
            assert list(frames) == []
        gateway.end()
        assert gateway.connections() == 0


def test_a_slow_reader_of_many_events_gets_them_at_its_own_pace(
    gateway: GatewayProcess, worker: Worker
) -> None:
    """It takes nothing until everything is written; then it gets all of it, in order."""
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, client.stream("GET", path_of(task)) as response:
        run_task(task.pk, to=State.RUNNING, worker=worker)
        Event.objects.bulk_create(
            Event(task=task, type="noted", actor="test", data={"text": "x" * 10_000})
            for _ in range(1_000)
        )
        end_task(task.pk, worker=worker)
        numbers = [frame.id for frame in frames_of(response) if frame.id is not None]
    assert numbers == sorted(Event.objects.filter(task=task).values_list("id", flat=True))
    assert len(numbers) == 1_003


@pytest.fixture
def few_files() -> Iterator[None]:
    """Start processes with the limit of open files that shells usually have."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_gateway_may_open_as_many_files_as_it_has_places(few_files: None) -> None:
    with GatewayProcess(LIMITS__GATEWAY_WAITERS=1_500) as gateway:
        assert gateway.open_files() > 1_500
