"""What tasks of models outside cost, though the worker that asks is killed in the midst of them.

The worker, Postgres and Redis are real; the provider is a fake at the wire, which sees every call
that is made. What it saw is compared with what the ledger and its reports say.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.usage.checking import differences
from orchestration.usage.records import BudgetPeriod, OpenCall
from orchestration.usage.sweeping import sweep
from tasks.services.submission import SubmitRequest, Submitter, submit
from tests.chaos.cluster import Cluster
from tests.fakes.meter import READ, Meter
from tests.fakes.provider import FakeProvider
from tests.integration.stage import configure
from tests.ledgers import cost_of, ledger_sums, make_budget, reported_sums, tokens_of
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(280)]

TASKS: Final = 80
HELD_FROM: Final = 30
SHORTEST: Final = 40
"""Tokens; each task may write one more than the one before, by which the ledger knows its calls."""


@pytest.fixture
def meter(fakes: list[FakeProvider]) -> Meter:
    made = Meter()
    for fake in fakes:
        fake.usual = made
    return made


def ask(tenant: Tenant, most: int) -> UUID:
    said = [{"role": "user", "content": f"Write {most} words"}]
    asked = SubmitRequest(
        kind="chat", model=MODEL, input={"messages": said, "max_tokens": most, "temperature": 1}
    )
    return submit(asked, Submitter(tenant_id=tenant.pk, actor="key:drill")).task_id


def test_the_ledger_knows_every_call_though_the_worker_is_killed(
    system: Cluster, meter: Meter, tenant: Tenant, settings: LazySettings
) -> None:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})  # tasks are submitted from here
    budget = make_budget(tenant, "1")
    meter.hold_from(HELD_FROM)
    tasks = [ask(tenant, SHORTEST + number) for number in range(TASKS)]
    until(lambda: meter.under_way >= 4, "for calls")
    system["io-0"].kill()
    meter.release()
    for task in tasks:
        system.until(system.is_in(task, "succeeded"), "it is answered")
    # Lines are written in order: behind the last call's there is nothing to come.
    last = SHORTEST + TASKS
    ask(tenant, last)
    until(lambda: last in tokens_of(tenant=tenant, phase="settled", outcome="ok"), "for the ledger")

    # What the dead worker had under way, or had not written down yet, is charged at its worst when
    # its time is over.
    left = OpenCall.objects.filter(tenant_id=tenant.pk).count()
    assert left >= 4
    assert sweep(now=datetime.now(UTC) + timedelta(days=1)) >= left

    reserved = Counter(tokens_of(tenant=tenant, phase="reserved"))
    assert Counter(meter.wanted) <= reserved
    assert reserved == Counter(tokens_of(tenant=tenant, phase__in=["settled", "swept"]))
    lost = Counter(tokens_of(tenant=tenant, phase="swept", outcome="lost"))
    assert sum(lost.values()) == left
    assert lost & Counter(meter.wanted)
    assert set(range(SHORTEST, last + 1)) <= set(meter.wanted)
    reached = sum(cost_of(READ, each) for each in meter.wanted)
    calls, cost, _ = ledger_sums(tenant=tenant)
    assert calls == sum(reserved.values())
    assert reached <= cost <= budget.amount
    assert reported_sums(tenant.pk) == ledger_sums(tenant=tenant)
    period = BudgetPeriod.objects.get(budget=budget)
    assert (period.spent, period.reserved) == (cost, 0)
    assert differences() == []
    # Each task was answered once, however often it was asked.
    for task in tasks:
        assert [each for each in system.outcomes(task) if each != "lost"] == ["succeeded"]
