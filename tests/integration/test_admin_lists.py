"""Lists of tasks stay fast: 50,000 rows, every filter and search, no sequential scan, no count.

Plans are what Postgres says about the very statements that a page has sent.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from tasks.models import Batch, Task, Worker
from tests.factories import ensure_queues
from tests.people import browser_of, superuser

ROWS = 50_000
LIST = "/admin/tasks/task/"
ERROR = '{"title": "The model could not answer", "detail": "no token within thirty seconds"}'

# A row's number makes its id (in order, as UUIDv7 are), its tenant, state, kind and the rest.
CROWD = """
CREATE TEMPORARY TABLE crowd AS
SELECT n, overlay(overlay(lpad(to_hex(1700000000000 + n), 12, '0') || left(md5(n::text), 20)
           placing '7' from 13) placing '8' from 17)::uuid AS id,
       CASE WHEN n %% 7 < 5 THEN %(big)s ELSE %(small)s END::uuid AS tenant,
       CASE WHEN n %% 20 = 3 THEN 'failed' WHEN n %% 50 = 7 THEN 'queued'
            WHEN n %% 100 = 11 THEN 'scheduled' WHEN n %% 100 = 13 THEN 'cancelled'
            WHEN n %% 5000 = 17 THEN 'running' ELSE 'succeeded' END AS state,
       CASE WHEN n %% 20 = 1 THEN 'chat' ELSE 'echo' END AS kind,
       CASE WHEN n <= 20 THEN 'ingest' ELSE 'local' END AS queue
  FROM generate_series(1, %(rows)s) AS n;

INSERT INTO tasks_task (
    id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at, epoch, attempts,
    losses, max_attempts, timeout_s, scheduled_for, worker_id, lease_until, step_key,
    children_pending, fail_with_child, batch_id, size_bytes, created_at, started_at, finished_at)
SELECT id, tenant, kind, queue, '', 'any', kind || '/any/', state, n %% 5, now(), 0, 0, 0, 3, 60,
       CASE WHEN state = 'scheduled' THEN now() END,
       CASE WHEN state <> 'queued' THEN %(worker)s::uuid END,
       CASE WHEN state = 'running' THEN now() END, '', 0, false,
       CASE WHEN n %% 1000 = 5 THEN %(batch)s::uuid END, 10, now(), now(),
       CASE WHEN state IN ('succeeded', 'failed', 'cancelled') THEN now() END
  FROM crowd;

INSERT INTO tasks_taskpayload (task_id, tenant_id, kind, input, tags, submitted_by)
SELECT id, tenant, kind, '{}', '{}', 'key:test' FROM crowd;
INSERT INTO tasks_tasktag (tenant_id, tag, task_id)
SELECT tenant, CASE WHEN n %% 2000 = 0 THEN 'nightly' ELSE 'common' END, id FROM crowd
 WHERE n %% 2 = 0;
INSERT INTO tasks_idempotencykey (id, tenant_id, key, request_hash, task_id, expires_at)
SELECT id, tenant, 'order-' || n, '', id, now() FROM crowd WHERE n %% 5 = 0;
INSERT INTO tasks_taskresult (task_id, result, error)
SELECT id, CASE WHEN state = 'succeeded' THEN '{}'::jsonb END,
       CASE WHEN state = 'failed' THEN %(error)s::jsonb END
  FROM crowd WHERE state IN ('succeeded', 'failed');
DROP TABLE crowd;
ANALYZE tasks_task; ANALYZE tasks_taskpayload; ANALYZE tasks_tasktag; ANALYZE tasks_taskresult;
ANALYZE tasks_idempotencykey; ANALYZE access_tenant;
"""


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Fill the tables once for the module, and empty them afterwards."""
    with django_db_blocker.unblock():
        ensure_queues()
        big, small = (Tenant.objects.create(name=name) for name in ("crowd-big", "crowd-small"))
        batch = Batch.objects.create(tenant=big, total=50)
        worker = Worker.objects.create(
            name="crowd-worker", host="test", process="", pid=1, device="cpu", kinds=["echo"],
            protocol=1, slots=20, resident=[],
        )  # fmt: skip
        names = {"big": big.pk, "small": small.pk, "batch": batch.pk, "worker": worker.pk}
        with connection.cursor() as cursor:
            # What tests before these have left behind as dead rows would change the plans.
            cursor.execute("TRUNCATE tasks_task, tasks_idempotencykey CASCADE")
            cursor.execute(CROWD, {**names, "rows": ROWS, "error": ERROR})
        yield names
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE tasks_task CASCADE; TRUNCATE tasks_idempotencykey")
        Batch.objects.all().delete()
        Worker.objects.filter(pk=worker.pk).delete()
        Tenant.objects.filter(pk__in=[big.pk, small.pk]).delete()
        connection.close()


@pytest.fixture
def browser(db: None) -> Client:
    return browser_of(superuser())


def ids_on(page: str) -> list[str]:
    """Return the ids of the tasks that a list shows, in order."""
    return re.findall(r'name="_selected_action" value="([^"]+)"', page) or re.findall(
        r'value="([0-9a-f-]{36})"[^>]*name="_selected_action"', page
    )


def shown(browser: Client, **query: Any) -> list[Task]:
    """Return the tasks that a list shows."""
    page = browser.get(LIST, query).content.decode()
    rows = Task.objects.in_bulk(ids_on(page))
    return [rows[key] for key in sorted(rows, reverse=True)]


@contextmanager
def watched() -> Iterator[CaptureQueriesContext]:
    """Collect the statements that Django sends."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        yield queries


def plans(queries: CaptureQueriesContext) -> Iterator[str]:
    """Yield what Postgres plans for each collected statement that reads tasks."""
    for query in [each["sql"] for each in queries.captured_queries]:
        if "tasks_" in query and query.lstrip().startswith(("SELECT", "WITH")):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query.replace("%", "%%"))
                yield "\n".join(row[0] for row in cursor.fetchall())


def assert_none_is_read_whole(queries: CaptureQueriesContext, *tables: str) -> None:
    """Check the plan of each collected statement; there must be one that reads tasks."""
    made = list(plans(queries))
    assert made
    for table in tables:
        assert [plan for plan in made if f"Seq Scan on {table} " in plan] == []


QUERIES = [
    {},
    {"state": "failed"},
    {"state": "queued"},
    {"state": "running"},
    {"state": "succeeded"},
    {"dead": "1"},
    {"kind": "chat"},
    {"queue": "local"},
    {"queue": "ingest"},
    {"priority": "4"},
    {"tenant__id__exact": "BIG"},
    {"tenant__id__exact": "SMALL", "state": "failed"},
    {"tenant__id__exact": "SMALL", "kind": "chat", "priority": "1"},
    {"state": "failed", "priority": "2", "queue": "local"},
    {"model": "nothing"},
    {"batch": "BATCH"},
    {"worker": "WORKER", "state": "running"},
    {"q": "nightly"},
    {"q": "comm"},
    {"q": "order-100"},
    {"q": "error: token thirty"},
    {"q": "error: nothing-of-the-kind"},
    {"q": "018bcfe5-6900"},
    {"q": "018bcfe5690a7000"},
    {"q": "BATCH"},
    {"p": "older.018bcfe5-9000-7000-8000-000000000000"},
    {"p": "newer.018bcfe5-9000-7000-8000-000000000000", "state": "failed"},
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_no_filter_and_no_search_reads_the_whole_table(
    crowd: dict[str, Any], browser: Client, query: dict[str, str]
) -> None:
    query = {name: str(crowd.get(value.lower(), value)) for name, value in query.items()}
    with watched() as queries:
        answer = browser.get(LIST, query)
    assert answer.status_code == 200
    assert len(queries) <= 12
    assert_none_is_read_whole(
        queries, "tasks_task", "tasks_taskpayload", "tasks_tasktag", "tasks_taskresult"
    )


def test_a_page_costs_the_same_number_of_queries_however_many_rows_it_shows(
    crowd: dict[str, Any], browser: Client
) -> None:
    with watched() as many:
        assert len(ids_on(browser.get(LIST).content.decode())) == 50
    with watched() as few:
        assert len(shown(browser, q="order-100")) == 1
    assert len(many) <= len(few)


def test_nothing_is_counted(crowd: dict[str, Any], browser: Client) -> None:
    with watched() as queries:
        browser.get(LIST)
    counting = [q["sql"] for q in queries if "COUNT(" in q["sql"].upper()]
    assert [sql for sql in counting if "tasks_" in sql and "edge" not in sql] == []


def test_older_and_newer_lead_through_the_list_and_back(
    crowd: dict[str, Any], browser: Client
) -> None:
    first = browser.get(LIST).content.decode()
    second_url = _link(first, "next")
    second = browser.get(LIST + second_url).content.decode()
    assert max(ids_on(second)) < min(ids_on(first))
    back = browser.get(LIST + _link(second, "prev")).content.decode()
    assert ids_on(back) == ids_on(first)
    newest = Task.objects.order_by("-pk").values_list("pk", flat=True)[:50]
    assert ids_on(first) == [str(key) for key in newest]


def _link(page: str, rel: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', page)
    assert found is not None, f"no link {rel}"
    return found[1].replace("&amp;", "&")


def test_filters_find_what_they_say_and_nothing_else(
    crowd: dict[str, Any], browser: Client
) -> None:
    assert {task.state for task in shown(browser, state="failed")} == {"failed"}
    both = shown(browser, state="failed", kind="echo", tenant__id__exact=crowd["small"])
    assert {(t.state, t.kind, t.tenant_id) for t in both} == {("failed", "echo", crowd["small"])}
    dead = shown(browser, dead="1")
    assert len(dead) == 50
    assert all(task.state == "failed" and task.dismissed_at is None for task in dead)
    assert len(shown(browser, batch=crowd["batch"])) == 50
    assert len(shown(browser, worker=crowd["worker"], state="running")) == 10


def test_a_page_is_complete_and_in_order_over_tenants(
    crowd: dict[str, Any], browser: Client
) -> None:
    wanted = Task.objects.filter(state="failed", priority=3).order_by("-pk")
    newest = list(wanted.values_list("pk", flat=True)[:50])
    assert [task.pk for task in shown(browser, state="failed", priority="3")] == newest


def test_a_rare_value_without_an_index_is_found_by_looking_further(
    crowd: dict[str, Any], browser: Client
) -> None:
    page = browser.get(LIST, {"queue": "ingest"}).content.decode()
    assert ids_on(page) == []
    assert "Look further" in page
    steps = 0
    while not (found := ids_on(page)):
        page = browser.get(LIST + _link(page, "next")).content.decode()
        steps += 1
    assert steps <= ROWS // 20_000 + 1
    assert len(found) == 20


def test_dismissed_tasks_leave_the_dead_letters(crowd: dict[str, Any], browser: Client) -> None:
    newest = shown(browser, dead="1")[0]
    Task.objects.filter(pk=newest.pk).update(dismissed_at="2026-01-01T00:00Z")
    assert newest.pk not in [task.pk for task in shown(browser, dead="1")]


def test_an_id_its_beginning_a_tag_a_key_and_words_of_an_error_are_found(
    crowd: dict[str, Any], browser: Client
) -> None:
    task = Task.objects.order_by("pk")[99]
    assert [t.pk for t in shown(browser, q=str(task.pk))] == [task.pk]
    assert [t.pk for t in shown(browser, q=str(task.pk).replace("-", ""))] == [task.pk]
    assert task.pk in [t.pk for t in shown(browser, q=str(task.pk)[:13])]
    assert [t.pk for t in shown(browser, q="order-100")] == [task.pk]
    assert len(shown(browser, q="nightly")) == 25
    assert len(shown(browser, q="night")) == 25
    assert {t.state for t in shown(browser, q="error: thirty token")} == {"failed"}
    assert shown(browser, q="error: forty") == []
    assert shown(browser, q="no-such-tag") == []


def test_a_search_can_be_filtered(crowd: dict[str, Any], browser: Client) -> None:
    found = shown(browser, q="common", priority="3", tenant__id__exact=crowd["big"])
    assert {(task.priority, task.tenant_id) for task in found} == {(3, crowd["big"])}


@pytest.mark.parametrize("query", [
    {"batch": "no-id"}, {"priority": "loud"}, {"tenant__id__exact": "no-id"}, {"p": "older.no-id"},
    {"state": "no-state"}, {"p": "7"}, {"q": "' OR 1=1 --"}, {"q": "%_\\"}, {"q": "error: ("},
    {"q": "error: \"' & | ! <->"}, {"q": "x" * 5000},
], ids=str)  # fmt: skip
def test_nonsense_finds_nothing_and_breaks_nothing(
    crowd: dict[str, Any], browser: Client, query: dict[str, str]
) -> None:
    assert browser.get(LIST, query, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["taskpayload", "tasktag", "taskresult", "idempotencykey"])
def test_other_long_lists_are_paged_by_key_too(
    crowd: dict[str, Any], browser: Client, name: str
) -> None:
    task = Task.objects.order_by("pk")[99]
    with watched() as queries:
        for words in ("", str(task.pk), "nightly"):
            page = browser.get(f"/admin/tasks/{name}/", {"q": words} if words else {})
            assert page.status_code == 200
    assert_none_is_read_whole(queries, f"tasks_{name}")
    assert not [q for q in queries if "COUNT(" in q["sql"].upper() and "tasks_" in q["sql"]]


def test_a_payload_is_found_by_its_tasks_id(crowd: dict[str, Any], browser: Client) -> None:
    task = Task.objects.order_by("pk")[99]
    page = browser.get("/admin/tasks/taskpayload/", {"q": str(task.pk)}).content.decode()
    assert "1 on this page" in page
    assert str(task.pk) in page


def test_the_overview_reads_no_table_as_a_whole(crowd: dict[str, Any], browser: Client) -> None:
    with watched() as queries:
        assert browser.get("/admin/").status_code == 200
    assert_none_is_read_whole(queries, "tasks_task")
