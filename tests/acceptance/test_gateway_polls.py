"""Long polls at a real gateway process."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from orchestration.kinds.images import BEGINNINGS, data_url
from tasks.lifecycle import State
from tasks.models import Worker
from tests.factories import client_of, make_key, make_leader, make_task, make_worker
from tests.gateways import PATIENCE_S, GatewayProcess, end_task, running

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = "/api/v1/tasks"
ECHO = {"kind": "echo", "input": {"say": "hello"}}


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def waiting(
    gateway: GatewayProcess, aside: ThreadPoolExecutor, client: httpx.Client, **request: Any
) -> Future[httpx.Response]:
    """Send a request that waits, and return when it does."""
    answer = aside.submit(client.request, timeout=70, **request)
    gateway.await_metric("waiters", 1)
    return answer


def test_without_wait_the_answer_is_the_same_as_that_of_rest(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    for state in (State.QUEUED, State.SUCCEEDED, State.FAILED):
        path = f"{TASKS}/{make_task(tenant, state=state).pk}?include=input"
        with gateway.client(token) as client:
            found, by_rest = client.get(path), client_of(token).get(path)
            assert found.content == by_rest.content
            assert found.status_code == by_rest.status_code == 200
            assert found.headers["Content-Type"] == by_rest["Content-Type"]
            assert "RateLimit-Remaining" in found.headers


def test_a_task_that_has_ended_is_returned_at_once(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant, state=State.SUCCEEDED, result={"answer": 42})
    with gateway.client(token) as client:
        found = client.get(f"{TASKS}/{task.pk}?wait=60").json()
    assert (found["state"], found["result"]) == ("succeeded", {"answer": 42})


def test_a_long_poll_answers_when_the_task_ends(
    gateway: GatewayProcess, aside: ThreadPoolExecutor, worker: Worker
) -> None:
    task, token = running(worker)
    with gateway.client(token) as client:
        path = f"{TASKS}/{task.pk}"
        answer = waiting(gateway, aside, client, method="GET", url=f"{path}?wait=60")
        end_task(task.pk, worker=worker, result={"answer": 42})
        found = answer.result(PATIENCE_S)
        assert found.json()["result"] == {"answer": 42}
        assert found.content == client_of(token).get(path).content
    gateway.await_metric("waiters", 0)


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.EXPIRED])
def test_a_long_poll_answers_for_every_end(
    gateway: GatewayProcess, aside: ThreadPoolExecutor, state: State, worker: Worker
) -> None:
    task, token = running(worker)
    with gateway.client(token) as client:
        url = f"{TASKS}/{task.pk}?wait=60"
        answer = waiting(gateway, aside, client, method="GET", url=url)
        end_task(task.pk, worker=worker, to=state)
        assert answer.result(PATIENCE_S).json()["state"] == state


def test_a_long_poll_goes_on_while_the_task_only_moves(
    gateway: GatewayProcess, aside: ThreadPoolExecutor, worker: Worker
) -> None:
    task, token = running(worker)
    with gateway.client(token) as client:
        url = f"{TASKS}/{task.pk}?wait=60"
        answer = waiting(gateway, aside, client, method="GET", url=url)
        end_task(task.pk, worker=worker, to=State.SCHEDULED)
        client_of(token).post(f"{TASKS}/{task.pk}/cancel")
        assert answer.result(PATIENCE_S).json()["state"] == "cancelled"


def test_a_long_poll_ends_with_its_time_and_says_where_the_task_is(
    gateway: GatewayProcess,
) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    start = time.monotonic()
    with gateway.client(token) as client:
        found = client.get(f"{TASKS}/{task.pk}?wait=0.3")
    assert time.monotonic() - start >= 0.3
    assert (found.status_code, found.json()["state"]) == (200, "queued")


def test_a_task_can_be_submitted_here_too(gateway: GatewayProcess) -> None:
    _, token = make_key()
    with gateway.client(token) as client:
        made = client.post(TASKS, json=ECHO, headers={"Idempotency-Key": "one"})
        again = client.post(TASKS, json=ECHO | {"idempotency_key": "one"})
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.headers["Location"] == made.json()["links"]["self"]
    assert made.json() == again.json() == client_of(token).get(made.headers["Location"]).json()


def test_a_task_can_be_submitted_here_with_files(gateway: GatewayProcess) -> None:
    _, token = make_key()
    task = {"kind": "echo", "input": {"image_url": {"url": "upload:photo"}}}
    image = BEGINNINGS["png"][0] + b"the rest"
    with gateway.client(token) as client:
        stored = client.post(TASKS, data={"task": json.dumps(task)}, files={"photo": image})
        assert stored.status_code == 201, stored.text
        found = client.get(f"{stored.json()['links']['self']}?include=input").json()
    assert found["input"] == {"image_url": {"url": data_url(image)}}


def test_a_submitted_task_is_waited_for_in_the_same_request(
    gateway: GatewayProcess, aside: ThreadPoolExecutor
) -> None:
    _, token = make_key()
    worker = make_worker()
    with gateway.client(token) as client:
        answer = waiting(gateway, aside, client, method="POST", url=f"{TASKS}?wait=60", json=ECHO)
        task_id = client_of(token).get(TASKS).json()["items"][0]["id"]
        end_task(task_id, worker=worker, result={"answer": 42})
        found = answer.result(PATIENCE_S)
    assert (found.status_code, found.json()["state"]) == (201, "succeeded")
    assert found.json()["result"] == {"answer": 42}


def test_execute_says_by_its_status_whether_the_task_has_ended(
    gateway: GatewayProcess, aside: ThreadPoolExecutor
) -> None:
    _, token = make_key()
    worker = make_worker()
    path = "/api/v1/orchestration/execute"
    with gateway.client(token) as client:
        late = client.post(f"{path}?wait=0.1", json=ECHO)
        assert (late.status_code, late.json()["state"]) == (202, "queued")
        answer = waiting(gateway, aside, client, method="POST", url=path, json=ECHO)
        task_id = client_of(token).get(TASKS).json()["items"][0]["id"]
        end_task(task_id, worker=worker)
        assert answer.result(PATIENCE_S).status_code == 200


def test_two_hundred_wait_on_two_database_connections(
    gateway: GatewayProcess, aside: ThreadPoolExecutor
) -> None:
    tenant, token = make_key()
    worker = make_worker()
    tasks = [make_task(tenant, state=State.RUNNING, worker=worker) for _ in range(4)]
    many = httpx.Limits(max_connections=None)
    headers = {"Authorization": f"Bearer {token}"}
    with (
        httpx.Client(base_url=gateway.url, headers=headers, limits=many, timeout=70) as client,
        ThreadPoolExecutor(200) as waiters,
    ):
        answers = [
            waiters.submit(client.get, f"{TASKS}/{tasks[number % 4].pk}?wait=60")
            for number in range(200)
        ]
        gateway.await_metric("waiters", 200)
        assert gateway.connections() <= 2
        for task in tasks:
            end_task(task.pk, worker=worker)
        assert {answer.result(PATIENCE_S).json()["state"] for answer in answers} == {"succeeded"}
    gateway.await_metric("waiters", 0)


def test_who_leaves_frees_the_place(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client, pytest.raises(httpx.ReadTimeout):
        client.get(f"{TASKS}/{task.pk}?wait=60", timeout=0.5)
    gateway.await_metric("waiters", 0)


def test_a_task_of_another_tenant_is_not_there(gateway: GatewayProcess) -> None:
    tenant, _ = make_key()
    _, stranger = make_key()
    task = make_task(tenant)
    with gateway.client(stranger) as client:
        for query in ("", "?wait=60"):
            found = client.get(f"{TASKS}/{task.pk}{query}")
            assert found.status_code == 404
            assert found.headers["Content-Type"] == "application/problem+json"
        assert found.json() == client_of(stranger).get(f"{TASKS}/{task.pk}").json()
        assert client.get(f"{TASKS}/{uuid4()}?wait=60").status_code == 404


def test_keys_scopes_and_rate_limits_are_those_of_rest(gateway: GatewayProcess) -> None:
    tenant, reader = make_key(scopes=["tasks:read"])
    path = f"{TASKS}/{make_task(tenant).pk}"
    nobody = httpx.get(gateway.url + path)
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    with gateway.client("sy_unknown" * 4) as client:
        assert client.get(path).status_code == 401
    with gateway.client(reader) as client:
        refused = client.post(TASKS, json=ECHO)
        assert refused.status_code == 403
        assert "tasks:write" in refused.json()["detail"]
    _, hasty = make_key(tenant, requests_per_minute=1)
    with gateway.client(hasty) as client:
        assert [client.get(path).status_code for _ in range(2)] == [200, 429]
        assert int(client.get(path).headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "query", ["wait=-1", "wait=61", "wait=nan", "wait=", "other=1", "wait=1&wait=2", "include=all"]
)
def test_wrong_parameters_are_named(gateway: GatewayProcess, query: str) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with gateway.client(token) as client:
        found = client.get(f"{TASKS}/{task.pk}?{query}")
    assert found.status_code == 400
    assert found.json()["field"] == query.partition("=")[0]


def test_hostile_addresses_and_bodies_are_refused(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    path = f"{TASKS}/{make_task(tenant).pk}"
    with gateway.client(token) as client:
        assert client.get(f"{path}?include=%00").status_code == 400
        assert client.get(f"{path}?include=%FF%FE").status_code == 400
        assert client.get(f"{TASKS}/%00").status_code == 404
        json = {"Content-Type": "application/json"}
        for body in (b"", b"{", b"[]", b'"\\u0000"', b"[" * 100_000, b'{"kind": "\xff"}'):
            assert client.post(TASKS, content=body, headers=json).status_code == 400
        assert client.post(TASKS, content=b"{}").status_code == 415
        large = b'{"kind": "' + b"x" * 3_000_000 + b'"}'
        assert client.post(TASKS, content=large, headers=json).status_code == 413
        chunks = (large[at : at + 100_000] for at in range(0, len(large), 100_000))
        assert client.post(TASKS, content=chunks, headers=json).status_code == 411
        assert client.get(path).status_code == 200


def test_unknown_paths_and_methods_are_problem_documents(gateway: GatewayProcess) -> None:
    for path in ("/", "/api/v1/queues", f"{TASKS}/no-uuid", f"{TASKS}/{uuid4()}/"):
        found = httpx.get(gateway.url + path)
        assert (found.status_code, found.json()["instance"]) == (404, path)
        assert found.headers["Content-Type"] == "application/problem+json"
    wrong = httpx.get(gateway.url + TASKS)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")
    wrong = httpx.delete(f"{gateway.url}{TASKS}/{uuid4()}")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD")


def test_readiness_names_what_is_missing(gateway: GatewayProcess) -> None:
    missing = httpx.get(f"{gateway.url}/ready")
    assert missing.status_code == 503
    assert "a leading dispatcher" in missing.json()["detail"]
    make_leader()
    make_worker()
    assert httpx.get(f"{gateway.url}/ready").json() == {"status": "ready", "workers": 1}


def test_a_process_that_is_asked_to_end_answers_those_who_wait(aside: ThreadPoolExecutor) -> None:
    tenant, token = make_key()
    task = make_task(tenant)
    with GatewayProcess() as gateway, gateway.client(token) as client:
        answer = waiting(gateway, aside, client, method="GET", url=f"{TASKS}/{task.pk}?wait=60")
        gateway.ask_to_end()
        assert answer.result(PATIENCE_S).json()["state"] == "queued"
