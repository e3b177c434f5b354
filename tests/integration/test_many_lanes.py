"""The line when very many tenants wait."""

import pytest

from tasks.dispatcher import line as lines
from tasks.dispatcher.line import Line
from tests.factories import make_tenant
from tests.integration.stage import submit_many

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
