"""Rate limits, capped waiters, revoked keys, and servers that are away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

from api.rest import authentication, problems, waiting
from orchestration.access import ratelimit
from orchestration.access.records import ApiKey
from orchestration.access.services import revoke_key
from orchestration.ids import uuid7
from tests.factories import client_of, make_client, make_key, make_task

pytestmark = pytest.mark.django_db

TASKS = "/api/v1/tasks"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    authentication.forget_keys()
    yield
    authentication.forget_keys()


@pytest.fixture
def _sound_connection(transactional_db: None) -> Iterator[None]:
    """Whatever a test did to its connection, the next one gets one that works."""
    yield
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def test_a_key_is_refused_beyond_its_rate_and_told_when_to_come_back() -> None:
    _, client = make_client(requests_per_minute=3)
    lefts = [client.get(TASKS)["RateLimit-Remaining"] for _ in range(3)]
    assert lefts == ["2", "1", "0"]
    refused = client.get(TASKS)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 61
    assert refused["RateLimit-Limit"] == "3"
    assert refused.json()["type"].endswith("rate-limited")


def test_one_keys_haste_does_not_slow_another() -> None:
    _, hasty = make_client(requests_per_minute=1)
    _, calm = make_client(requests_per_minute=1)
    assert [hasty.get(TASKS).status_code for _ in range(2)] == [200, 429]
    assert calm.get(TASKS).status_code == 200


def test_a_high_limit_is_taken_in_blocks_and_still_holds() -> None:
    limiter = ratelimit.RateLimiter(str(settings.SWITCHYARD.redis_url))
    key = uuid7()
    allowed = [limiter.take(key, 12_000).allowed for _ in range(12_050)]
    assert 12_000 <= sum(allowed) < 12_050


def test_without_redis_requests_pass() -> None:
    limiter = ratelimit.RateLimiter("redis://127.0.0.1:1/0")
    assert all(limiter.take(uuid7(), 1).allowed for _ in range(5))
    assert not limiter.reachable()


def test_a_revoked_key_is_refused_once_it_is_no_longer_remembered() -> None:
    tenant, token = make_key()
    client = client_of(token)
    assert client.get(TASKS).status_code == 200
    revoke_key(ApiKey.objects.get(tenant=tenant).pk, actor="user:test")
    authentication.forget_keys()
    assert client.get(TASKS).status_code == 401


def test_a_busy_client_costs_one_look_at_its_key(django_assert_num_queries: Any) -> None:
    _, client = make_client()
    client.get("/api/v1/schedules")
    with django_assert_num_queries(1):
        client.get("/api/v1/schedules")


def test_beyond_the_places_for_waiters_the_answer_comes_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant, client = make_client()
    task = make_task(tenant)
    few = waiting.Waiters(str(settings.SWITCHYARD.redis_url), most=1)
    assert few._places.acquire(blocking=False)
    monkeypatch.setattr(waiting, "_waiters", few)
    response = client.get(f"{TASKS}/{task.pk}?wait=60")
    assert response.json()["state"] == "queued"
    assert response["Retry-After"] == "1"


def test_a_database_that_is_away_is_a_503_with_retry_after() -> None:
    from django.db import OperationalError

    problem = problems.to_problem(OperationalError("connection refused"))
    response = problems.problem_response(problem, TASKS)
    assert (response.status_code, response["Retry-After"]) == (503, "2")


@pytest.mark.usefixtures("_sound_connection")
def test_a_reader_does_not_notice_that_the_database_cut_its_connection() -> None:
    _, client = make_client()
    assert client.get(TASKS).status_code == 200
    _cut_own_connection()
    assert client.get(TASKS).status_code == 200
    authentication.forget_keys()
    _cut_own_connection()
    assert client.get(TASKS).status_code == 200


@pytest.mark.usefixtures("_sound_connection")
def test_a_submission_after_a_cut_connection_is_refused_or_stored_but_never_broken() -> None:
    _, client = make_client()
    body = {"kind": "echo", "input": {}}
    assert client.post(TASKS, body, content_type="application/json").status_code == 201
    _cut_own_connection()
    first = client.post(TASKS, body, content_type="application/json")
    assert first.status_code in (201, 503)
    close_old_connections()  # as the server does after each request
    again = client.post(TASKS, body, content_type="application/json")
    assert again.status_code == 201


def _cut_own_connection() -> None:
    """End this thread's connection from another one, as a restart of the database does."""
    import psycopg

    pid = connection.connection.info.backend_pid
    parameters = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{key: parameters[key] for key in keys}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_an_unexpected_failure_is_a_500_without_internals(monkeypatch: pytest.MonkeyPatch) -> None:
    _, client = make_client()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("api.rest.tasks.list_tasks", broken)
    response = client.get(TASKS)
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content


def test_a_foreign_host_is_refused_as_a_problem() -> None:
    response = Client().get(TASKS, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
