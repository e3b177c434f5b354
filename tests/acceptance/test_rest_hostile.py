"""Hostile and malformed requests get a 4xx that says why, and leave nothing behind."""

import re
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern

from api.urls import urlpatterns
from tasks.models import Batch, Schedule, Task
from tests.factories import make_client

pytestmark = pytest.mark.django_db

TASKS = "/api/v1/tasks"
BATCH = "/api/v1/tasks/batch"
JSON = "application/json"
ID = "0193d3f0-0000-7000-8000-000000000000"


@pytest.fixture
def client() -> Client:
    return make_client()[1]


def refused(response: Any, *statuses: int) -> dict[str, Any]:
    """Assert a problem document with one of the statuses, and that nothing was stored."""
    assert response.status_code in (statuses or (400,)), response.content
    assert response["Content-Type"] == "application/problem+json"
    assert not Task.objects.exists()
    assert not Batch.objects.exists()
    assert not Schedule.objects.exists()
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"]
    assert problem["title"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b"NaN",
        b'{"kind": "echo", "input": {"a": NaN}}',
        b'{"kind": "echo", "input": {"a": Infinity}}',
        b'{"kind": "echo", "input": {"a": 1e999}}',
        b'{"kind": "echo", "input": {"a": 123456789012345678901234567890}}',
        b'{"kind": "echo", "input": {"a": -9223372036854775809}}',
        b'{"kind": "echo", "input": {"a": ' + b"9" * 5000 + b"}}",
        b'{"kind": "echo", "input": {"a": "\xff\xfe"}}',
        b'{"kind": "echo", "input": {"a": "\xc3"}}',
        b"\xef\xbb\xbf{}",
        '{"kind": "echo", "input": {}}'.encode("utf-16"),
        b'{"kind": "echo", "input": {"a": "\\u0000"}}',
        b'{"kind": "echo", "input": {"\\u0000": 1}}',
        b'{"kind": "echo", "input": {"a": "\x00"}}',
        b'{"kind": "echo", "input": {"a": "\\ud800"}}',
        b'{"kind": "echo\\u0000", "input": {}}',
        b'{"kind": "echo", "input": {}, "tags": ["\\u0000"]}',
        b"[" * 100_000,
        b'{"kind": "echo", "input": {"a": ' + b"[" * 63 + b"]" * 63 + b"}}",
        b'{"kind": "echo", "input": {"a": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}}",
    ],
)
def test_a_body_that_is_no_clean_json_object_is_refused(client: Client, raw: bytes) -> None:
    problem = refused(client.post(TASKS, raw, content_type=JSON, CONTENT_TYPE=JSON))
    assert "mend" in problem


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": None}, "kind"),
        ({"kind": 7}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "e" * 5000}, "kind"),
        ({"input": "text"}, "input"),
        ({"input": None}, "input"),
        ({"priority": "high"}, "priority"),
        ({"priority": 3}, "priority"),
        ({"priority": None}, "priority"),
        ({"model": 1}, "model"),
        ({"model": "some"}, "model"),
        ({"queue": "nowhere"}, "queue"),
        ({"device": "tpu"}, "device"),
        ({"device": "gpu:-1"}, "device"),
        ({"idempotency_key": ""}, "idempotency_key"),
        ({"idempotency_key": "k" * 201}, "idempotency_key"),
        ({"scheduled_for": "tomorrow"}, "scheduled_for"),
        ({"scheduled_for": "2030-01-01T00:00:00"}, "scheduled_for"),
        ({"scheduled_for": 1}, "scheduled_for"),
        ({"scheduled_for": "99999-01-01T00:00:00Z"}, "scheduled_for"),
        ({"scheduled_for": "9999-12-31T23:59:59-23:00"}, "scheduled_for"),
        ({"deadline": "2001-01-01T00:00:00Z"}, "deadline"),
        ({"max_attempts": 0}, "max_attempts"),
        ({"max_attempts": 1e3}, "max_attempts"),
        ({"max_attempts": True}, "max_attempts"),
        ({"max_attempts": 2**40}, "max_attempts"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"timeout_s": -1}, "timeout_s"),
        ({"timeout_s": 1e300}, "timeout_s"),
        ({"tags": "a"}, "tags"),
        ({"tags": [1]}, "tags"),
        ({"tags": [""]}, "tags"),
        ({"tags": ["t" * 65]}, "tags"),
        ({"tags": ["t"] * 21}, "tags"),
        ({"state": "succeeded"}, "state"),
        ({"tenant": ID}, "tenant"),
    ],
)
def test_a_wrong_field_is_named(client: Client, change: dict[str, Any], field: str) -> None:
    body = {"kind": "echo", "input": {}} | change
    problem = refused(client.post(TASKS, orjson.dumps(body), content_type=JSON))
    assert problem["field"].startswith(field)
    assert problem["mend"]


def test_an_input_that_does_not_fit_its_kind_names_the_field_inside(client: Client) -> None:
    body = {"kind": "sleep", "input": {"seconds": "long", "more": 1}}
    problem = refused(client.post(TASKS, body, content_type=JSON))
    assert {each["field"] for each in problem["errors"]} == {"input.seconds", "input.more"}


def test_an_oversized_body_is_refused_before_it_is_read(client: Client) -> None:
    size = settings.SWITCHYARD.limits.body_bytes
    raw = b'{"kind": "echo", "input": {"a": "' + b"x" * size + b'"}}'
    refused(client.post(TASKS, raw, content_type=JSON), 413)
    refused(client.post("/api/v1/schedules", raw, content_type=JSON), 413)


def test_a_body_in_chunks_is_refused_with_what_to_send_instead(client: Client) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    response = client.post(TASKS, b"", content_type=JSON, CONTENT_TYPE=JSON, headers=headers)
    assert "Content-Length" in refused(response, 411)["mend"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense", ""]
)
def test_other_media_types_are_refused(client: Client, kind: str) -> None:
    refused(client.generic("POST", TASKS, b"{}", content_type=kind), 415)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=ten",
        "limit=1e1",
        "limit=" + "9" * 5000,
        "limit=%D9%A1",
        "cursor=nonsense",
        "cursor=%00",
        "cursor=" + "A" * 5000,
        "cursor=AAAA",
        "cursor=%F0%9F%98%80",
        "state=gone",
        "state=queued&state=gone",
        "priority=9",
        "kind=a&kind=b",
        "kind=%00",
        "tag=a%00b",
        "batch=7",
        "parent=' OR 1=1 --",
        "created_after=yesterday",
        "created_after=2026-01-01",
        "created_before=2026-01-01T00:00:00",
        "dead_letter=maybe",
        "unknown=1",
        "__proto__=1",
        "&".join(f"a{n}=1" for n in range(2000)),
    ],
)
def test_wrong_parameters_are_named_and_refused(client: Client, query: str) -> None:
    refused(client.get(f"{TASKS}?{query}"))


@pytest.mark.parametrize(
    "query", ["kind=%FF", "tag=';DROP TABLE tasks_task;--", "queue=%F0%9F%98%80"]
)
def test_odd_but_harmless_filters_find_nothing(client: Client, query: str) -> None:
    assert client.get(f"{TASKS}?{query}").json() == {"items": [], "next": None}


@pytest.mark.parametrize("wait", ["-1", "61", "nan", "inf", "1e999", "x", "0x10"])
def test_a_wrong_wait_is_refused(client: Client, wait: str) -> None:
    refused(client.get(f"{TASKS}/{ID}?wait={wait}"))


@pytest.mark.parametrize(
    "path",
    [
        f"{TASKS}/",
        f"{TASKS}/7",
        f"{TASKS}/{ID}x",
        f"{TASKS}/{ID}/",
        f"{TASKS}/{ID}/nothing",
        f"{TASKS}/..%2f..%2fetc%2fpasswd",
        "/api/v1/queues/a%00b",
        "/api/v1/queues/%F0%9F%98%80",
        "/api/v1/workers/nobody",
        "/api",
        "/api/v2/tasks",
        "/api/v1/docs/../settings.py",
        "/nowhere",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_paths_that_lead_nowhere_are_problems_too(path: str, method: str) -> None:
    client = make_client()[1]
    client.handler.enforce_csrf_checks = True
    refused(client.generic(method, path), 400, 404, 405)


ROUTES = [p for p in urlpatterns if isinstance(p, URLPattern) and hasattr(p.callback, "cls")]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.name))
def test_methods_that_a_path_does_not_know_are_refused(client: Client, route: URLPattern) -> None:
    view = route.callback.cls  # type: ignore[attr-defined]
    filled = {"uuid": ID, "str": "local", "path": "local", "int": "1"}
    path = "/" + re.sub(r"<(\w+):\w+>", lambda part: filled[part[1]], str(route.pattern))
    known = {method.upper() for method in view.http_method_names if hasattr(view, method)}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"} - known:
        response = client.generic(method, path)
        refused(response, 405)
        assert set(response["Allow"].split(", ")) >= known


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer a b", "Bearer " + "x" * 10_000, "\xff"],
)
def test_a_malformed_key_is_unauthorized(header: str) -> None:
    refused(Client(headers={"Authorization": header}).get(TASKS), 401)


@pytest.mark.parametrize("key", ["", "x" * 201, "sch\xf6n", "a\tb"])
def test_an_idempotency_key_that_cannot_be_used_is_refused(client: Client, key: str) -> None:
    body = {"kind": "echo", "input": {}}
    headers = {"Idempotency-Key": key}
    refused(client.post(TASKS, body, content_type=JSON, headers=headers))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"{}", JSON),
        (b"[]", JSON),
        (b'{"tasks": {}}', JSON),
        (b'{"tasks": []}', JSON),
        (b'{"tasks": [1, null]}', JSON),
        (b'{"tasks": [{"kind": "echo", "input": {}}], "name": 1}', JSON),
        (b'{"tasks": [{"kind": "echo", "input": {}}], "more": 1}', JSON),
        (orjson.dumps({"tasks": [{"kind": "echo", "input": {}}], "name": "n" * 201}), JSON),
        (b"", "application/x-ndjson"),
        (b"\n\n", "application/x-ndjson"),
        (b'{"kind": "echo", "input": {}}\n{', "application/x-ndjson"),
        (b'{"kind": "echo", "input": {}}\n\n{"kind": "echo", "input": {}}', "application/x-ndjson"),
        (b'{"kind": "echo", "input": {}}\n\xff', "application/x-ndjson"),
        (b'{"kind": "echo", "input": {"a": "\\u0000"}}', "application/x-ndjson"),
        (b'{"tasks": [' + b"[" * 60 + b"]" * 60 + b"]}", JSON),
    ],
)
def test_a_batch_that_is_wrong_anywhere_is_refused_as_a_whole(
    client: Client, raw: bytes, kind: str
) -> None:
    refused(client.post(BATCH, raw, content_type=kind, CONTENT_TYPE=kind), 400, 422)


def test_the_wrong_lines_of_a_batch_are_named(client: Client) -> None:
    good = b'{"kind": "echo", "input": {}}'
    raw = b"\n".join([good, b'{"kind": "nonsense", "input": {}}', good, b'{"kind": "echo"}'])
    problem = refused(client.post(BATCH, raw, content_type="application/x-ndjson"), 422)
    assert [(line["line"], line["field"]) for line in problem["lines"]] == [
        (1, "kind"),
        (3, "input"),
    ]


def test_a_batch_of_too_many_tasks_is_refused(client: Client) -> None:
    most = settings.SWITCHYARD.limits.batch_tasks
    raw = b'{"kind": "echo", "input": {}}\n' * (most + 1)
    refused(client.post(BATCH, raw, content_type="application/x-ndjson"), 413)


def test_lines_of_a_batch_are_counted_before_any_of_them_is_read(client: Client) -> None:
    raw = b"x\n" * (settings.SWITCHYARD.limits.batch_tasks + 1)
    refused(client.post(BATCH, raw, content_type="application/x-ndjson"), 413)


SCHEDULE = {"name": "s", "cron": "* * * * *", "body": {"kind": "echo", "input": {}}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 1}, "name"),
        ({"name": "n" * 101}, "name"),
        ({"cron": "* * *"}, "cron"),
        ({"cron": "61 * * * *"}, "cron"),
        ({"cron": "0 0 31 2 *"}, "cron"),
        ({"cron": "* " * 60}, "cron"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"overlap": "maybe"}, "overlap"),
        ({"missed": None}, "missed"),
        ({"enabled": "yes"}, "enabled"),
        ({"body": {}}, "kind"),
        ({"body": {"kind": "echo", "input": {}, "idempotency_key": "k"}}, "body"),
        ({"more": 1}, "more"),
    ],
)
def test_a_wrong_schedule_is_refused(client: Client, change: dict[str, Any], field: str) -> None:
    body = SCHEDULE | change
    problem = refused(client.post("/api/v1/schedules", body, content_type=JSON))
    assert problem["field"].startswith(field)


@pytest.mark.parametrize(
    "body", [{"max_running": -1}, {"max_running": 2**31}, {"max_waiting": "1"}, {"name": "x"}]
)
def test_wrong_limits_of_a_queue_are_refused(client: Client, body: dict[str, Any]) -> None:
    refused(client.patch("/api/v1/queues/local", body, content_type=JSON))


def test_of_a_key_that_comes_twice_the_last_one_counts(client: Client) -> None:
    raw = b'{"kind": "nonsense", "kind": "echo", "input": {"a": 1, "a": 2}}'
    task = client.post(TASKS, raw, content_type=JSON).json()
    found = client.get(f"{TASKS}/{task['id']}?include=input").json()
    assert (found["kind"], found["input"]) == ("echo", {"a": 2})


def test_the_largest_numbers_and_any_clean_text_survive(client: Client) -> None:
    said = {"big": 2**63 - 1, "small": -(2**63), "pi": 3.14159, "text": "ä😀\u2028\\u0000"}
    body = orjson.dumps({"kind": "echo", "input": said})
    task = client.post(TASKS, body, content_type=JSON).json()
    assert client.get(f"{TASKS}/{task['id']}?include=input").json()["input"] == said
