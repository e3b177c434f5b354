"""Calls of fake providers through the one way to call, with the ledger that really serves them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from orchestration.calls.call import Call
from orchestration.calls.caller import Caller
from orchestration.calls.memory_store import MemoryStore
from orchestration.providers.chat import ChatRequest, Sampling
from orchestration.providers.errors import BrokenResponse, Overloaded
from orchestration.providers.messages import say
from orchestration.usage.checking import differences
from orchestration.usage.errors import BudgetExhausted
from orchestration.usage.ledger import GroupLedger
from orchestration.usage.records import BudgetPeriod, Entry, OpenCall, UsageHour
from tests.calls.conftest import QUICK
from tests.calls.desk import FIRST, SECOND, SWIFT, Desk, desk
from tests.factories import make_tenant
from tests.fakes import manners
from tests.ledgers import make_budget, make_price, payer_of
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = [FIRST, SECOND]


@pytest.fixture
def ledger() -> Iterator[GroupLedger]:
    with closing(GroupLedger()) as made:
        yield made


@asynccontextmanager
async def opened(ledger: GroupLedger) -> AsyncIterator[tuple[Desk, Caller]]:
    """Open a desk whose caller writes into the real ledger."""
    async with desk(MemoryStore(QUICK)) as at:
        caller = Caller(at.pool, ledger, at.gate, at.rules, persistence=SWIFT)
        yield at, caller
        await caller.close()


def run(work: Any) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(work, PATIENCE_S)

    return asyncio.run(bounded())


def lines() -> list[tuple[str, str, str, int]]:
    found = Entry.objects.exclude(phase="reserved").order_by("id")
    return [(line.provider, line.outcome, line.phase, line.prompt_tokens) for line in found]


def test_each_try_is_a_call_of_its_own_in_the_ledger(ledger: GroupLedger) -> None:
    make_price("*", "*", per_read="1", per_written="2")
    tenant = make_tenant()

    async def calls() -> None:
        async with opened(ledger) as (at, caller):
            at.first.script.append(manners.refusing(503, "full"))
            await caller.chat(replace(at.call(), payer=payer_of(tenant)), ROUTES)

    run(calls())
    assert [line[:3] for line in lines()] == [
        ("first", "failed", "settled"), ("first", "ok", "settled"),
    ]  # fmt: skip
    assert lines()[1][3] == 7, "what the fake counted"
    assert not OpenCall.objects.exists()
    hour = UsageHour.objects.get(provider="first", tenant=tenant)
    assert (hour.calls, hour.failures) == (2, 1)
    assert differences() == []


def test_32_clients_through_calls_never_pass_a_budget(ledger: GroupLedger) -> None:
    make_price("*", "*", per_read="1", per_written="1")
    tenant = make_tenant()
    make_budget(tenant, "900", "tokens")
    make_budget(tenant, "1", "money", "month")

    async def client(at: Desk, caller: Caller) -> int:
        """Call until the budget refuses; return how many calls were answered."""
        request = ChatRequest("any", (say("user", "Hello"),), Sampling(max_tokens=10))
        for count in range(1000):
            try:
                await caller.chat(Call(request, payer_of(tenant), total_s=60.0), [FIRST])
            except BudgetExhausted:
                return count
        raise AssertionError("nothing refused")

    async def calls() -> list[int]:
        async with opened(ledger) as (at, caller):
            return list(await asyncio.gather(*(client(at, caller) for _ in range(32))))

    assert sum(run(calls())) >= 32, "there is room for all of them at once"
    for period in BudgetPeriod.objects.select_related("budget"):
        assert period.spent <= period.budget.amount
        assert period.reserved == 0
    hour = UsageHour.objects.get()
    assert hour.cost == Decimal(hour.prompt_tokens + hour.completion_tokens) / 1_000_000
    assert differences() == []


async def read(opening: Any) -> None:
    async with opening as stream:
        async for _ in stream:
            pass


def test_calls_that_the_provider_answered_with_its_outage_are_written_down_and_cost_nothing(
    ledger: GroupLedger,
) -> None:
    make_price("*", "*")
    tenant = make_tenant()
    make_budget(tenant, "1")

    async def calls() -> None:
        async with opened(ledger) as (at, caller):
            for each in (at.first, at.second):
                each.script.extend([manners.refusing(500, "down")] * 3)
            call = replace(at.call(), payer=payer_of(tenant))
            with pytest.raises(Overloaded):
                await caller.chat(call, [FIRST])
            with pytest.raises(Overloaded):
                await read(caller.stream(call, [SECOND]))

    run(calls())
    settled = list(Entry.objects.filter(phase="settled"))
    assert len(settled) == 6
    assert {(each.outcome, each.calls, each.failures) for each in settled} == {("failed", 1, 1)}
    assert {(each.cost, each.completion_tokens, each.estimated) for each in settled} == {(0, 0, 0)}
    period = BudgetPeriod.objects.get()
    assert (period.spent, period.reserved) == (0, 0)
    assert differences() == []


def test_a_stream_that_breaks_is_accounted_for_at_its_worst(ledger: GroupLedger) -> None:
    make_price("*", "*")
    tenant = make_tenant()

    async def calls() -> None:
        async with opened(ledger) as (at, caller):
            at.first.script.append(manners.cut)
            call = replace(at.call(), payer=payer_of(tenant))
            with pytest.raises(BrokenResponse):
                await read(caller.stream(call, [FIRST]))

    run(calls())
    assert not OpenCall.objects.exists()
    reserved, settled = Entry.objects.order_by("id")
    assert (reserved.phase, settled.phase) == ("reserved", "settled")
    assert (settled.outcome, settled.error) == ("failed", BrokenResponse.slug)
    assert settled.estimated == 1
    assert settled.completion_tokens > 0
    assert (settled.prompt_tokens, settled.completion_tokens, settled.cost) == (
        reserved.prompt_tokens, reserved.completion_tokens, reserved.cost,
    )  # fmt: skip
    assert differences() == []
