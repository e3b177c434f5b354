"""Cost stays flat: the plans of what calls, the sweeper and reports send, over a full ledger.

Each statement is explained twice, with its parameters and as the generic plan that a prepared one
gets. None may read a table that grows from end to end.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.ids import uuid7
from orchestration.usage import pruning, sql
from orchestration.usage.budgets import list_budgets, views_of
from orchestration.usage.comparing import compare
from orchestration.usage.records import Budget
from orchestration.usage.reports import Asked, usage, usage_of_task
from orchestration.usage.reserving import reserve
from orchestration.usage.settling import settle
from orchestration.usage.sweeping import sweep
from orchestration.usage.task_calls import calls_of_task
from tests.explaining import Explainer
from tests.factories import make_tenant
from tests.ledgers import ended, make_budget, make_price, wanted

pytestmark = pytest.mark.django_db

GROWING: Final = (
    "usage_entry", "usage_hour", "usage_open_call", "usage_budget", "usage_budget_period",
)  # fmt: skip
_FILL: Final = """
WITH n AS (
    SELECT g, gen_random_uuid() AS call, now() - make_interval(mins => 8000 - g) AS at,
           (%(tenants)s::uuid[])[1 + g %% 50] AS tenant
      FROM generate_series(1, 8000) AS g
), lines AS (
    INSERT INTO usage_entry (
        call_id, phase, at, booked_at, tenant_id, task_id, provider, model, kind, prompt_tokens,
        completion_tokens, cached_tokens, cache_written_tokens, reasoning_tokens, calls, failures,
        estimated, unpriced, outcome, error, counters)
    SELECT call, p.phase, at, at, tenant, CASE WHEN g %% 3 = 0 THEN gen_random_uuid() END,
           'cerebras', 'llama', 'chat', 1, 1, 0, 0, 0, 0, 0, 0, 0, '', '', '{}'
      FROM n, (VALUES ('reserved'), ('settled')) AS p (phase)
     WHERE g <= 7000 OR p.phase = 'reserved'
), opened AS (
    INSERT INTO usage_open_call (call_id, tenant_id, deadline_at)
    SELECT call, tenant, now() + interval '1 hour' FROM n WHERE g > 7000
), hours AS (
    INSERT INTO usage_hour (
        tenant_id, hour, provider, model, kind, calls, failures, estimated, unpriced,
        prompt_tokens, completion_tokens, cached_tokens, cache_written_tokens, cost)
    SELECT tenant, date_trunc('hour', at, 'UTC') , 'cerebras', 'llama-' || m, 'chat', 1, 0, 0, 0,
           1, 1, 0, 0, 0
      FROM n, generate_series(1, 3) AS m GROUP BY tenant, 2, m
), budgets AS (
    INSERT INTO usage_budget (id, tenant_id, unit, period, amount, enabled)
    SELECT gen_random_uuid(), id, u.unit, p.period, 1000000, true
      FROM access_tenant, (VALUES ('money'), ('tokens')) AS u (unit),
           (VALUES ('day'), ('month')) AS p (period)
    RETURNING id, tenant_id, unit
)
INSERT INTO usage_budget_period (budget_id, tenant_id, unit, starts_on, opening, spent, reserved)
SELECT id, tenant_id, unit, current_date - d, 0, 0, 0 FROM budgets, generate_series(1, 10) AS d
"""


@pytest.fixture
def tenants() -> list[Tenant]:
    """Fifty tenants that used something, and three hundred that only have budgets."""
    make_price()
    used = [make_tenant() for _ in range(50)]
    Tenant.objects.bulk_create([Tenant(name=f"idle-{number}") for number in range(300)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys
        cursor.execute(_FILL, {"tenants": [tenant.pk for tenant in used]})
        cursor.execute("SET LOCAL session_replication_role = origin")
        for table in GROWING:
            cursor.execute(f"ANALYZE {table}")
    return used


class LedgerExplainer(Explainer):
    """Explains what the ledger's round trips send, too."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        super().__init__(patch, sql, GROWING)
        patch.setattr(sql.Trips, "_sent", self._sending(sql.Trips._sent))

    def _sending(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def sent(trips: sql.Trips, query: str, params: Any) -> Any:
            if not query.startswith("LOCK"):  # that has no plan
                self.explain(query, params)
            return original(trips, query, params)

        return sent


def calling(tenants: list[Tenant]) -> None:
    calls = [wanted(tenant) for tenant in tenants[:20]]
    assert reserve(calls) == [None] * 20
    assert settle([ended(call) for call in calls]) == 20
    assert settle([ended(call) for call in calls]) == 0


def losing(tenants: list[Tenant]) -> None:
    call = wanted(tenants[0], deadline_s=0.0)
    reserve([call])
    assert sweep(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert settle([ended(call)]) == 1


def limiting(tenants: list[Tenant]) -> None:
    Budget.objects.filter(tenant=tenants[0]).delete()
    budget = make_budget(tenants[0], "1", period="month")
    budget.periods.all().delete()
    assert reserve([wanted(tenants[0])]) == [None]


def looking(tenants: list[Tenant]) -> None:
    budgets = list_budgets(tenant_id=tenants[1].pk, limit=50)
    assert len(views_of([budget.id for budget in budgets])) == 4
    usage_of_task(uuid7(), tenant_id=tenants[0].pk)
    calls_of_task(uuid7(), tenant_id=tenants[0].pk, limit=20)


def reporting(tenants: list[Tenant]) -> None:
    now = datetime.now(UTC)
    for step, days in (("hour", 2), ("day", 7)):
        span: Any = {"since": now - timedelta(days=days), "until": now, "step": step}
        mine = Asked(**span, tenant_id=tenants[0].pk, split="model", provider="cerebras")
        rows = usage(mine, limit=5)
        assert len(usage(mine, limit=5, behind=(rows[-1].at, rows[-1].name))) == 5
    usage(Asked(since=now - timedelta(hours=3), until=now, step="hour"), limit=5)


def comparing(tenants: list[Tenant]) -> None:
    now = datetime.now(UTC)
    span: Any = {"since": now - timedelta(hours=2), "until": now}
    models = {("cerebras", "llama-1"), ("cerebras", "llama-2")}
    assert len(compare(models, **span, tenant_id=tenants[0].pk)) == 2
    assert len(compare(models, **span)) == 2


def pruning_it(tenants: list[Tenant]) -> None:
    del tenants
    pruning.prune()


SCANS: Final = {limiting: {"usage_open_call", "generic: usage_open_call"}}
"""A budget that is new looks at what is open: no more than calls are under way."""
WORK: Final = (calling, losing, limiting, looking, reporting, comparing, pruning_it)


@pytest.mark.slow
def test_no_statement_of_the_ledger_reads_a_growing_table_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch, tenants: list[Tenant]
) -> None:
    explainer = LedgerExplainer(monkeypatch)
    sql.fetch("SELECT count(*) FROM usage_entry WHERE ms > %(ms)s", {"ms": 5})
    assert len(explainer.scans) == 2, "the check sees a statement that does"
    explainer.scans.clear()
    for work in WORK:
        before = explainer.count
        work(tenants)
        assert explainer.count > before
        assert set(explainer.scans) <= SCANS.get(work, set()), work.__name__
        explainer.scans.clear()
