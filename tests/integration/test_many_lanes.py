"""The line when very many tenants wait, and when somebody holds one of its rows."""

import psycopg
import pytest
from django.db import connection

from tasks.dispatcher import line as lines
from tasks.dispatcher.line import Line
from tests.factories import make_task, make_tenant, make_worker
from tests.integration.stage import floor, submit_many

pytestmark = pytest.mark.django_db(transaction=True)


def test_heads_are_read_sparingly_when_many_lanes_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_ROWS", 8)
    tenants = [make_tenant() for _ in range(4)]
    first = {tenant.pk: submit_many(tenant, 5)[:2] for tenant in tenants}
    line = Line(depth=16)
    for scan in (True, False):
        line._scan_again = float("-inf") if scan else float("inf")
        found = {lane.tenant_id: [h.task_id for h in heads] for lane, heads in line.read().items()}
        assert found == first


def test_every_lane_shows_its_head_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_ROWS", 2)
    tenants = [make_tenant() for _ in range(5)]
    for tenant in tenants:
        submit_many(tenant, 3)
    assert [len(heads) for heads in Line(depth=16).read().values()] == [1] * 5


@pytest.mark.timeout(20)
def test_a_task_that_somebody_holds_stops_no_other() -> None:
    make_worker()
    held, free = make_task(), make_task()
    with floor() as leading, psycopg.connect(_address()) as frozen:
        frozen.execute("SELECT 1 FROM tasks_task WHERE id = %s FOR UPDATE", [held.pk])
        assert leading.tick() == [free.pk]
        frozen.rollback()
        assert leading.tick() == [held.pk]


def _address() -> str:
    parts = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    return psycopg.conninfo.make_conninfo(**{key: parts[key] for key in keys if parts.get(key)})
