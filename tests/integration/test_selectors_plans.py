"""What a read costs does not depend on how much there is: plans over many rows.

Each selector runs over 60,000 tasks of three tenants, and every statement that it sends is
explained: no sequential scan of a table that grows, and a bounded number of rows looked at.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tasks import sql
from tasks.lifecycle import Priority, State
from tasks.selectors import (
    attempts,
    batches,
    events,
    leader,
    listing,
    position,
    pressure,
    queues,
    routing,
    system,
    workers,
)
from tasks.selectors import task as one
from tasks.selectors import why as reasons
from tasks.selectors.listing import TaskFilter, list_tasks
from tests.explaining import nodes
from tests.factories import make_leader, make_tenant, make_worker

pytestmark = pytest.mark.django_db

TASKS = 60_000
GROWING = {
    "tasks_task",
    "tasks_taskpayload",
    "tasks_tasktag",
    "tasks_taskresult",
    "tasks_taskrouting",
    "tasks_event",
    "tasks_attempt",
    "tasks_batch",
}

_FILL = """
WITH n AS (
    SELECT g,
           (lpad(to_hex(1700000000000 + g), 12, '0') || '70008000'
            || lpad(to_hex(g), 12, '0'))::uuid AS id,
           %(tenants)s::uuid[] AS tenants,
           (ARRAY['succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded', 'queued',
                  'queued', 'failed', 'scheduled', 'waiting'])[1 + g %% 10] AS state,
           (ARRAY['echo', 'chat', 'sleep'])[1 + g %% 3] AS kind
      FROM generate_series(1, %(count)s) AS g
), stored AS (
    INSERT INTO tasks_task (
        id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at, epoch,
        attempts, losses, max_attempts, timeout_s, scheduled_for, parent_id, batch_id, step_key,
        children_pending, fail_with_child, size_bytes, finished_at)
    SELECT id, tenants[1 + g %% 100 / 90 + g %% 1000 / 999], kind, 'local', '', 'any',
           kind || '/any/', state, g %% 4, now() - make_interval(secs => g), 0, 0, 0, 3, 60,
           CASE WHEN state = 'scheduled' THEN now() + interval '1 day' END,
           CASE WHEN g %% 50 = 7 THEN
               (lpad(to_hex(1700000000000 + g / 500 * 500 + 1), 12, '0') || '70008000'
                || lpad(to_hex(g / 500 * 500 + 1), 12, '0'))::uuid END,
           CASE WHEN g %% 100 = 3 THEN %(batch)s::uuid END, '', 0, false, 10,
           CASE WHEN state IN ('succeeded', 'failed') THEN now() END
      FROM n
    RETURNING id, tenant_id, kind
), payload AS (
    INSERT INTO tasks_taskpayload (task_id, tenant_id, kind, input, tags, submitted_by)
    SELECT id, tenant_id, kind, '{}', '{}', '' FROM stored
), tagged AS (
    INSERT INTO tasks_tasktag (tenant_id, tag, task_id)
    SELECT tenant_id, 'tag-' || kind, id FROM stored
), tried AS (
    INSERT INTO tasks_attempt (id, task_id, epoch, number, worker_id, outcome)
    SELECT gen_random_uuid(), id, 1, 1, gen_random_uuid(), 'succeeded' FROM stored
), result AS (
    INSERT INTO tasks_taskresult (task_id, result) SELECT id, '{}' FROM stored
), routed AS (
    INSERT INTO tasks_taskrouting (task_id, tenant_id, decision)
    SELECT id, tenant_id, '{"strategy": "", "routes": [], "left_out": [], "notes": []}' FROM stored
)
INSERT INTO tasks_event (task_id, type, actor, data) SELECT id, 'submitted', '', '{}' FROM stored
"""


class Costs:
    """Explains every statement that selectors send."""

    def __init__(self) -> None:
        self.scans: list[str] = []
        self.rows = 0

    def explain(self, query: str, params: Any) -> None:
        explained = _FETCH(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {query}", params)
        for node in nodes(explained[0][0][0]["Plan"]):
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING:
                self.scans.append(f"{node['Relation Name']} in {query}")
            looked = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            if "Relation Name" in node:
                self.rows += looked * node["Actual Loops"]


_FETCH = sql.fetch


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> Costs:
    found = Costs()

    def fetch(query: str, params: Any = ()) -> list[sql.Row]:
        found.explain(query, params)
        return _FETCH(query, params)

    monkeypatch.setattr(sql, "fetch", fetch)
    return found


@pytest.fixture
def many() -> tuple[UUID, UUID, UUID]:
    """Return a tenant with nine tenths of the tasks, its batch, and a queued task of it."""
    tenants = [make_tenant().pk for _ in range(3)]
    batch = UUID(int=7)
    with connection.cursor() as cursor:
        # What tests before this one have left behind as dead rows would change the plans.
        cursor.execute("TRUNCATE tasks_task, tasks_batch, tasks_event CASCADE")
        cursor.execute(
            "INSERT INTO tasks_batch (id, tenant_id, name, total)"
            " SELECT lpad(to_hex(g), 32, '0')::uuid, %s, '', 600 FROM generate_series(1, 5000) g",
            [tenants[0]],
        )
        cursor.execute(_FILL, {"tenants": tenants, "count": TASKS, "batch": batch})
        for table in sorted(GROWING):
            cursor.execute(f"ANALYZE {table}")
        cursor.execute(
            "SELECT id FROM tasks_task WHERE state = 'queued' AND tenant_id = %s"
            " ORDER BY rank_at DESC LIMIT 1",
            [tenants[0]],
        )
        queued = cursor.fetchone()[0]
    make_leader()
    make_worker()
    return tenants[0], batch, queued


def test_no_read_scans_a_table_that_grows(
    many: tuple[UUID, UUID, UUID], costs: Costs, subtests: pytest.Subtests
) -> None:
    tenant, batch, queued = many
    small = 1_000
    reads: dict[str, tuple[Callable[[], Any], int]] = {
        "everything": (_listing(tenant), small),
        "everything, for an operator": (_listing(None), small),
        "failed": (_listing(tenant, states=[State.FAILED]), small),
        "succeeded": (_listing(tenant, states=[State.SUCCEEDED]), small),
        "two states": (_listing(tenant, states=[State.FAILED, State.QUEUED]), small),
        "dead letters": (_listing(tenant, dead_letter=True), small),
        "kind": (_listing(tenant, kind="sleep"), small),
        "tag": (_listing(tenant, tag="tag-chat"), small),
        "tag and state": (_listing(tenant, tag="tag-chat", states=[State.FAILED]), 3_000),
        "a filter that fits nothing": (_listing(tenant, queue="ingest"), 3 * listing.SCAN),
        "parent": (_listing(tenant, parent=queued), small),
        "batch": (_listing(tenant, batch=batch), 3_000),
        "schedule": (_listing(tenant, schedule=UUID(int=9)), small),
        "workflows": (_listing(tenant, has_children=True), 8_000),
        "a page far behind": (_listing(tenant, created_before=_FAR), small),
        "one task": (lambda: one.get_task(queued, tenant_id=tenant), 10),
        "why it is where it is": (lambda: routing.get_routing(queued, tenant_id=tenant), 10),
        "one task with all of it": (
            lambda: one.get_task(queued, tenant_id=tenant, with_input=True, with_routing=True),
            10,
        ),
        "its events": (lambda: events.list_events(queued, tenant_id=tenant), 10),
        "its new events": (lambda: events.follow_events(queued, tenant_id=tenant), 10),
        "how far many have come": (lambda: events.get_standings([(queued, tenant)]), 10),
        "its attempts": (lambda: attempts.list_attempts(queued, tenant_id=tenant), 10),
        "its place": (lambda: _place(queued), 12_000),
        "why it waits": (lambda: reasons.why(queued, tenant_id=tenant), 14_000),
        "one batch": (lambda: batches.get_batch(batch, tenant_id=tenant), 10),
        "batches": (lambda: batches.list_batches(tenant_id=tenant), 100),
        "progress": (lambda: batches.get_progress(batch), 2_000),
        "queues": (queues.list_queues, queues.EXACT + 100),
        "pressure": (pressure.read_pressure, 12 * pressure.EXACT + 200),
        "load": (system.get_load, 4 * system.EXACT),
        "finished": (system.finished_lately, system.EXACT + 100),
        "readiness": (system.get_readiness, 10),
        "leader": (leader.get_leader, 10),
        "workers": (workers.present_workers, 100),
    }
    for name, (read, most) in reads.items():
        with subtests.test(name):
            costs.scans, costs.rows = [], 0
            read()
            assert costs.scans == []
            assert costs.rows <= most


_FAR = datetime.fromtimestamp(1_700_000_005, UTC)


def _listing(tenant: UUID | None, **wanted: Any) -> Callable[[], Any]:
    return lambda: list_tasks(TaskFilter(**wanted), tenant_id=tenant)


def _place(task_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rank_at FROM tasks_task WHERE id = %s", [task_id])
        rank_at = cursor.fetchone()[0]
    found = position.get_position(task_id, queue="local", priority=Priority.LOW, rank_at=rank_at)
    assert not found.exact


def test_a_filter_that_fits_nothing_gives_short_pages_until_the_end(
    many: tuple[UUID, UUID, UUID],
) -> None:
    tenant, _, _ = many
    pages, cursor = 0, None
    while True:
        page = list_tasks(TaskFilter(queue="ingest"), tenant_id=tenant, cursor=cursor)
        assert page.items == []
        pages, cursor = pages + 1, page.next
        if cursor is None:
            break
    assert pages == 1 + int(TASKS * 0.9) // listing.SCAN
