"""The ledger as calls see it: groups, budgets under many clients, outages, callers who leave."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection

from orchestration.calls.ports import Ledger, Reservation
from orchestration.config import ROOT
from orchestration.usage.checking import differences
from orchestration.usage.errors import BudgetExhausted, LedgerUnavailable
from orchestration.usage.ledger import GroupLedger
from orchestration.usage.parts import in_parts
from orchestration.usage.records import Budget, BudgetPeriod, Entry, OpenCall, UsageHour
from orchestration.usage.reserving import reserve
from orchestration.usage.sweeping import sweep
from tests.factories import make_tenant
from tests.gateways import database_url
from tests.integration.stage import configure
from tests.ledgers import ended, make_budget, make_price, payer_of, reserved, wanted
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


@pytest.fixture
def ledger() -> Iterator[GroupLedger]:
    with closing(GroupLedger()) as made:
        yield made


def address() -> str:
    """Return where the database is, for connections of the test's own."""
    return database_url(name="watcher")


def run(work: Coroutine[Any, Any, T]) -> T:
    async def bounded() -> T:
        return await asyncio.wait_for(work, PATIENCE_S)

    return asyncio.run(bounded())


def period_of(budget: Budget) -> BudgetPeriod:
    return BudgetPeriod.objects.get(budget=budget)


def small(tenant: Any, **more: Any) -> Reservation:
    """Return a call of a hundred tokens."""
    return wanted(tenant, prompt_tokens=50, answer_tokens=50, **more)


def test_it_is_the_ledger_that_calls_want(ledger: GroupLedger) -> None:
    port: Ledger = ledger
    make_price()
    call = wanted()

    async def one() -> None:
        await port.reserve(call)
        await port.settle(ended(call))

    run(one())
    assert [entry.phase for entry in Entry.objects.order_by("id")] == ["reserved", "settled"]


async def spend_all(ledger: GroupLedger, tenant: Any, clients: int) -> int:
    """Let clients call until each was refused; return how many calls there were."""

    async def client() -> int:
        calls = 0
        while True:
            call = small(tenant)
            try:
                await ledger.reserve(call)
            except BudgetExhausted:
                return calls
            await ledger.settle(ended(call, 50, 50))
            calls += 1

    return sum(await asyncio.gather(*(client() for _ in range(clients))))


def highest(over: threading.Event) -> int:
    """Look at the counters again and again; return the most that was taken of one."""
    most = 0
    query = "SELECT coalesce(max(spent + reserved), 0) FROM usage_budget_period"
    with psycopg.connect(address(), autocommit=True) as other:
        while not over.is_set():
            row = other.execute(query).fetchone()
            most = max(most, row[0] if row else 0)
    return most


def test_64_clients_of_two_processes_use_a_budget_up_and_never_pass_it(ledger: GroupLedger) -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "20000", "tokens")
    with closing(GroupLedger()) as second:

        async def all_together() -> int:
            over = threading.Event()
            watch = asyncio.ensure_future(asyncio.to_thread(highest, over))
            both = (spend_all(ledger, tenant, 32), spend_all(second, tenant, 32))
            counts = await asyncio.gather(*both)
            over.set()
            assert 100 <= await watch <= 20_000
            return sum(counts)

        assert run(all_together()) == 200
    assert (period_of(budget).spent, period_of(budget).reserved) == (20_000, 0)
    assert UsageHour.objects.get().calls == 200
    assert differences() == []


def test_what_lacks_room_is_asked_for_again_after_the_settlements_of_its_moment(
    ledger: GroupLedger,
) -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "150", "tokens")
    first, second = small(tenant), small(tenant)

    async def one_after_the_other() -> None:
        await ledger.reserve(first)
        ends = asyncio.ensure_future(ledger.settle(ended(first, 10, 10)))
        await asyncio.sleep(0)
        await ledger.reserve(second)  # 100 and 100 had no room in 150
        await ends

    run(one_after_the_other())
    assert (period_of(budget).spent, period_of(budget).reserved) == (20, 100)


def test_a_settlement_never_goes_before_its_own_reservation(settings: LazySettings) -> None:
    configure(settings, usage={"group": 1})
    make_price()
    calls = [small(make_tenant()) for _ in range(5)]
    with closing(GroupLedger()) as ledger:

        async def in_haste() -> None:
            begun = [asyncio.ensure_future(ledger.reserve(call)) for call in calls]
            await asyncio.sleep(0)
            await asyncio.gather(*begun, *(ledger.settle(ended(call)) for call in calls))

        run(in_haste())
    assert OpenCall.objects.count() == 0
    assert Entry.objects.filter(phase="settled").count() == 5


def test_who_is_refused_does_not_harm_his_neighbours(ledger: GroupLedger) -> None:
    make_price()
    poor, rich = make_tenant(), make_tenant()
    make_budget(poor, "0", "tokens")
    calls = [small(tenant) for _ in range(20) for tenant in (poor, rich)]

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*map(ledger.reserve, calls), return_exceptions=True)

    answers = run(all_at_once())
    assert [type(answer) for answer in answers] == [BudgetExhausted, type(None)] * 20
    assert OpenCall.objects.count() == 20


def test_a_call_that_cannot_be_written_down_harms_nobody_else(ledger: GroupLedger) -> None:
    make_price()
    tenant = make_tenant()
    good, again, bad = small(tenant), small(tenant), small(tenant, model="llama\x00")
    reserved(again)

    async def all_at_once() -> list[Any]:
        jobs = [ledger.reserve(call) for call in (good, bad, again)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    answers = run(all_at_once())
    assert [getattr(answer, "slug", None) for answer in answers] == [None, "ledger-refused", None]
    assert OpenCall.objects.count() == 2


def test_reserving_again_counts_once(ledger: GroupLedger) -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000", "tokens")
    call = small(tenant)
    run(ledger.reserve(call))
    run(ledger.reserve(call))
    assert period_of(budget).reserved == 100


@contextmanager
def locked(budget: Budget) -> Iterator[None]:
    """Hold a budget's counter, as a process would that froze within its commit."""
    with psycopg.connect(address()) as other:
        other.execute("SELECT 1 FROM usage_budget_period WHERE budget_id = %s FOR UPDATE",
                      [budget.pk])  # fmt: skip
        yield
        other.rollback()


def test_a_caller_who_leaves_while_he_waits_holds_nothing(ledger: GroupLedger) -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000", "tokens")
    first, second = small(tenant), small(tenant)
    reserved(first)

    async def leave() -> None:
        waiting = asyncio.ensure_future(ledger.reserve(second))
        with locked(budget):
            await asyncio.to_thread(until, lock_is_awaited, "for the writer to meet the lock")
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await asyncio.to_thread(until, lambda: settled(second.call_id), "for the release")

    run(leave())
    assert (period_of(budget).spent, period_of(budget).reserved) == (0, 100)
    line = Entry.objects.get(call_id=second.call_id, phase="settled")
    assert (line.outcome, line.error, line.cost) == ("cancelled", "caller-left", 0)


def lock_is_awaited() -> bool:
    with psycopg.connect(address(), autocommit=True) as other:
        query = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return other.execute(query).fetchone() == (1,)


def settled(call_id: UUID) -> bool:
    with psycopg.connect(address(), autocommit=True) as other:
        query = "SELECT count(*) FROM usage_entry WHERE call_id = %s AND phase = 'settled'"
        return other.execute(query, [call_id]).fetchone() == (1,)


def test_a_settlement_is_written_although_its_caller_was_cancelled(ledger: GroupLedger) -> None:
    make_price()
    call = small(make_tenant())

    async def cancelled() -> None:
        await ledger.reserve(call)
        last = asyncio.ensure_future(ledger.settle(ended(call)))
        await asyncio.sleep(0)
        last.cancel()
        await asyncio.to_thread(until, lambda: settled(call.call_id), "for the settlement")

    run(cancelled())


def test_who_waits_too_long_is_told_so_and_holds_nothing(settings: LazySettings) -> None:
    configure(settings, usage={"wait_s": 0.2})
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000", "tokens")
    reserved(small(tenant))
    with closing(GroupLedger()) as ledger:
        late = small(tenant)

        async def wait() -> None:
            with locked(budget):
                with pytest.raises(LedgerUnavailable) as caught:
                    await ledger.reserve(late)
                assert (caught.value.status, caught.value.retry_after_s) == (503, 2)
            await asyncio.to_thread(until, lambda: settled(late.call_id), "for the release")

        run(wait())
    assert period_of(budget).reserved == 100


def test_an_answer_in_the_tick_in_which_the_time_is_over_is_heard(settings: LazySettings) -> None:
    configure(settings, usage={"wait_s": 0.2})
    call = small(make_tenant())
    ledger = GroupLedger()

    async def late() -> None:
        loop = asyncio.get_running_loop()
        reserving = asyncio.ensure_future(ledger.reserve(call))
        await asyncio.sleep(0)
        over = loop.time() + 0.2
        ledger.close()  # the answer lies before the event loop, which is held up
        until(lambda: loop.time() > over, "for the end of the time")
        await reserving

    run(late())
    assert OpenCall.objects.get().call_id == call.call_id


# --- Outages -------------------------------------------------------------------------------


def _admin(*statements: Any) -> None:
    url = address().rpartition("/")[0] + "/postgres"
    with psycopg.connect(url, autocommit=True) as other:
        for statement in statements:
            other.execute(statement)


@contextmanager
def away() -> Iterator[None]:
    """Let the database end all connections and take none."""
    name = connection.settings_dict["NAME"]
    connection.close()
    _admin(
        f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    try:
        yield
    finally:
        _admin(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_without_the_database_no_call_is_let_through_and_none_is_forgotten(
    ledger: GroupLedger,
) -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000", "tokens")
    before, during, after = small(tenant), small(tenant), small(tenant)
    run(ledger.reserve(before))
    with away():
        with pytest.raises(LedgerUnavailable) as caught:
            run(ledger.reserve(during))
        assert "the database does not answer" in str(caught.value)
        run(ledger.settle(ended(before, 10, 10)))
    run(ledger.reserve(after))
    until(lambda: settled(before.call_id), "for the settlement that was kept")
    assert (period_of(budget).spent, period_of(budget).reserved) == (20, 100)
    assert not Entry.objects.filter(call_id=during.call_id).exists()
    assert differences() == []


def test_a_connection_that_was_lost_is_made_anew_without_anybody_noticing(
    ledger: GroupLedger,
) -> None:
    tenant = make_tenant()
    run(ledger.reserve(small(tenant)))
    with away():
        pass
    run(ledger.reserve(small(tenant)))
    assert OpenCall.objects.count() == 2


def test_a_commit_whose_answer_was_lost_is_not_refused_by_itself() -> None:
    budget = make_budget(tenant := make_tenant(), "250", "tokens")
    before, first, second, third = (small(tenant) for _ in range(4))
    reserved(before)
    tries: list[int] = []

    def commit(group: Sequence[Any]) -> list[Any]:
        answers = reserve(group)
        tries.append(len(group))
        if len(tries) == 1:
            raise OperationalError("the connection is lost")
        return answers

    assert in_parts([first], commit) == [None]
    assert tries == [1, 1]
    again, refused = in_parts([second, third], reserve)
    assert {type(again), type(refused)} == {BudgetExhausted}
    assert period_of(budget).reserved == 200
    assert OpenCall.objects.count() == 2
    assert differences() == []


def test_a_full_queue_refuses_at_once(settings: LazySettings) -> None:
    configure(settings, usage={"waiting": 3, "group": 1})
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000000", "tokens")
    reserved(small(tenant))
    with closing(GroupLedger()) as ledger:

        async def crowd() -> list[Any]:
            jobs = []
            with locked(budget):
                for _ in range(10):
                    jobs.append(asyncio.ensure_future(ledger.reserve(small(tenant))))
                    await asyncio.sleep(0)
                refused = [job for job in jobs if job.done()]
                assert len(refused) >= 6
            return await asyncio.gather(*jobs, return_exceptions=True)

        answers = run(crowd())
    assert {type(answer) for answer in answers} == {type(None), LedgerUnavailable}


def test_a_closed_ledger_commits_what_it_took_and_refuses_the_rest() -> None:
    ledger = GroupLedger()
    call = small(make_tenant())

    async def last() -> None:
        job = asyncio.ensure_future(ledger.reserve(call))
        await asyncio.sleep(0)
        await asyncio.to_thread(ledger.close)
        await job
        with pytest.raises(LedgerUnavailable):
            await ledger.reserve(small(make_payer))

    make_payer = payer_of(make_tenant())
    run(last())
    assert OpenCall.objects.count() == 1


def test_a_sweep_does_not_wait_for_who_froze_with_a_budget_in_hand() -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "1000", "tokens")
    reserved(small(tenant, deadline_s=0.0), now=datetime.now(UTC) - timedelta(hours=1))
    period = BudgetPeriod.objects.filter(budget=budget)
    with locked(budget):
        assert sweep() == 0
    assert sweep() == 1
    assert period.get().reserved == 0


# --- A process that dies -------------------------------------------------------------------

_DOOMED = """
import asyncio, os, sys
import django
django.setup()
from orchestration.usage.ledger import GroupLedger
from tests.ledgers import ended, payer_of, wanted
from orchestration.access.records import Tenant

payer = payer_of(Tenant.objects.get())
calls = [wanted(payer, prompt_tokens=50, answer_tokens=50, deadline_s=0.0) for _ in range(30)]

async def main():
    ledger = GroupLedger()
    await asyncio.gather(*map(ledger.reserve, calls))
    await asyncio.gather(*(ledger.settle(ended(call, 1, 1)) for call in calls[:10]))
    print("reserved", flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def test_what_a_killed_process_had_reserved_is_swept_and_the_sums_hold(
    settings: LazySettings,
) -> None:
    configure(settings, usage={"lost_grace_s": 0.0})
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "10000", "tokens")
    command = [sys.executable, "-c", _DOOMED]
    env = {**os.environ, "DATABASE_URL": address()}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == b"reserved\n"
        doomed.send_signal(signal.SIGKILL)
    assert (period_of(budget).spent, period_of(budget).reserved) == (20, 2000)
    assert sweep() == 20
    assert (period_of(budget).spent, period_of(budget).reserved) == (2020, 0)
    hour = UsageHour.objects.get()
    assert (hour.calls, hour.failures, hour.estimated) == (30, 20, 20)
    assert differences() == []
