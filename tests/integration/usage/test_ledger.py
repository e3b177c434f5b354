"""The ledger: reserved before a call, settled once after it, swept when nobody tells."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from orchestration.access.services import create_key
from orchestration.ids import uuid7
from orchestration.usage.budgets import delete_budget
from orchestration.usage.checking import differences
from orchestration.usage.errors import BudgetExhausted, PriceUnknown
from orchestration.usage.records import Entry, OpenCall, UsageHour
from orchestration.usage.reserving import reserve
from orchestration.usage.settling import settle
from orchestration.usage.sweeping import sweep
from tests.factories import make_tenant
from tests.ledgers import (
    called,
    counter_of,
    ended,
    make_budget,
    make_price,
    payer_of,
    reserved,
    wanted,
)

pytestmark = pytest.mark.django_db

JANUARY = datetime(2026, 1, 31, 23, 59, 50, tzinfo=UTC)
FEBRUARY = JANUARY + timedelta(seconds=20)


def lines(call_id: UUID) -> list[tuple[str, int, Decimal | None]]:
    found = Entry.objects.filter(call_id=call_id).order_by("id")
    return [(line.phase, line.prompt_tokens, line.cost) for line in found]


def hour() -> UsageHour:
    return UsageHour.objects.get()


def test_a_call_is_reserved_at_its_worst_and_settled_at_what_it_came_to() -> None:
    make_price()
    call_id = called(make_tenant(), 400, 100)
    assert lines(call_id) == [
        ("reserved", 1000, Decimal("0.003")),
        ("settled", 400, Decimal("0.0006")),
    ]
    assert (hour().calls, hour().failures, hour().cost) == (1, 0, Decimal("0.0006"))
    assert not OpenCall.objects.exists()
    assert differences() == []


def test_settling_twice_changes_nothing() -> None:
    make_price()
    call = wanted()
    reserved(call)
    assert [settle([ended(call)]), settle([ended(call)])] == [1, 0]
    assert settle([ended(call, 1, 1), ended(call, 2, 2)]) == 0
    assert hour().calls == 1


def test_of_two_settlements_in_one_group_the_first_counts() -> None:
    make_price()
    call = wanted()
    reserved(call)
    assert settle([ended(call, 1, 0), ended(call, 7, 0)]) == 1
    assert hour().prompt_tokens == 1


def test_the_database_lets_nobody_change_a_line() -> None:
    call_id = called(make_tenant())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(call_id=call_id).update(cost=0)


def test_what_was_never_reserved_cannot_be_settled() -> None:
    assert settle([ended(uuid7())]) == 0
    assert not Entry.objects.exists()


def test_cached_tokens_and_newly_cached_ones_have_their_own_price() -> None:
    make_price(per_read="2", per_written="8", cached=Decimal("0.5"), cache_written=Decimal("2.5"))
    call = wanted(prompt_tokens=1000, answer_tokens=10)
    reserved(call)
    settle([ended(call, 1000, 10, cached_tokens=600, cache_written_tokens=300)])
    # 100 at 2, 600 at 0.5, 300 at 2.5, 10 at 8, all per million
    assert lines(call.call_id) == [
        ("reserved", 1000, Decimal("0.00258")), ("settled", 1000, Decimal("0.00133")),
    ]  # fmt: skip


def test_a_use_that_nobody_knows_counts_at_its_worst() -> None:
    make_price()
    call = wanted()
    reserved(call)
    settle([ended(call, None, outcome="failed")])
    assert (hour().estimated, hour().failures, hour().cost) == (1, 1, Decimal("0.003"))


def test_an_answer_from_our_cache_costs_nothing() -> None:
    make_price()
    call = wanted()
    reserved(call)
    settle([ended(call, 700, 700, outcome="cached")])
    assert (hour().calls, hour().prompt_tokens, hour().cost) == (1, 0, 0)


def test_an_answer_that_was_kept_passes_every_budget() -> None:
    tenant = make_tenant()
    make_budget(tenant, "0")
    make_budget(tenant, "0", "tokens")
    call = wanted(tenant, prompt_tokens=0, answer_tokens=0)
    reserved(call)
    settle([ended(call, 0, 0, outcome="cached")])
    assert (hour().calls, hour().cost, hour().unpriced) == (1, 0, 0)


def test_a_call_that_used_nothing_cost_nothing_also_without_a_price() -> None:
    call = wanted()
    reserved(call)
    settle([ended(call, 0, 0, outcome="failed")])
    assert (hour().failures, hour().unpriced) == (1, 0)


# --- Prices --------------------------------------------------------------------------------


def test_without_a_price_the_cost_is_unknown_and_not_nothing() -> None:
    call_id = called(make_tenant())
    assert [cost for _, _, cost in lines(call_id)] == [None, None]
    assert (hour().unpriced, hour().cost) == (1, 0)


def test_local_models_are_free_unless_somebody_sets_their_price() -> None:
    make_price("*", "*")
    tenant = make_tenant()
    free = called(tenant, provider="local", model="smol")
    make_price("local", "smol", per_read="10", per_written="10")
    dear = called(tenant, provider="local", model="smol")
    assert [lines(each)[1][2] for each in (free, dear)] == [0, Decimal("0.01")]


def test_the_price_of_the_time_of_the_call_counts_and_the_most_telling_one() -> None:
    tenant = make_tenant()
    make_price("*", "*", per_read="9")
    make_price("cerebras", "*", per_read="8")
    make_price("cerebras", "llama*", per_read="7")
    make_price("cerebras", "llama-4*", per_read="6")
    make_price("cerebras", "llama-4", per_read="5")
    make_price("cerebras", "llama-4", per_read="4", since=FEBRUARY)

    def rate(model: str, now: datetime = JANUARY, provider: str = "cerebras") -> Decimal:
        call = wanted(tenant, provider=provider, model=model)
        reserved(call, now=now)
        rates = Entry.objects.get(call_id=call.call_id).rates
        assert rates is not None
        return rates[0]

    named = ["llama-4", "llama-4-scout", "llama-3", "qwen"]
    assert [rate(model) for model in named] == [5, 6, 7, 8]
    assert rate("gpt", provider="openai") == 9
    assert rate("llama-4", now=FEBRUARY) == 4


def test_a_call_keeps_the_price_of_its_beginning() -> None:
    tenant = make_tenant()
    make_price(per_read="1")
    call = wanted(tenant)
    reserved(call)
    make_price(per_read="100", since=datetime.now(UTC) - timedelta(seconds=1))
    settle([ended(call, 1000, 0)])
    assert hour().cost == Decimal("0.001")


# --- Budgets -------------------------------------------------------------------------------


def test_a_budget_refuses_what_would_pass_it_and_names_itself() -> None:
    make_price()
    tenant = make_tenant("acme")
    budget = make_budget(tenant, "0.005", now=JANUARY)
    first, second = wanted(tenant), wanted(tenant)
    none, error = reserve([first, second], now=JANUARY)
    assert none is None
    assert isinstance(error, BudgetExhausted)
    problem = error.problem()
    assert (problem["status"], problem["budget_id"], error.retry_after_s) == (
        429,
        str(budget.pk),
        10,
    )
    assert "money budget per day of the tenant acme" in problem["detail"]
    assert "2026-02-01T00:00:00Z" in problem["mend"]
    settle([ended(first, 100, 100)])
    assert reserve([second], now=JANUARY) == [None]
    assert counter_of(budget) == (Decimal("0.0003"), Decimal("0.003"))


def test_a_budget_can_be_used_to_its_last_token() -> None:
    tenant = make_tenant()
    make_price()
    budget = make_budget(tenant, "3000", "tokens")
    calls = [wanted(tenant, prompt_tokens=500, answer_tokens=500) for _ in range(4)]
    assert [error is None for error in reserve(calls)] == [True, True, True, False]
    assert counter_of(budget) == (0, 3000)


def test_each_budget_of_tenant_and_key_must_have_room_or_none_is_touched() -> None:
    from orchestration.access.services import create_key

    make_price()
    tenant = make_tenant()
    key, _ = create_key(tenant, "backend")
    other, _ = create_key(tenant, "other")
    whole = make_budget(tenant, "9000", "tokens", "month")
    narrow = make_budget(tenant, "0.003", "money", "day", key=key)
    mine, theirs = payer_of(tenant, key), payer_of(tenant, other)
    found = reserve([wanted(mine), wanted(mine), wanted(theirs), wanted(tenant)])
    assert [error is None for error in found] == [True, False, True, True]
    assert (counter_of(whole), counter_of(narrow)) == ((0, 6000), (0, Decimal("0.003")))


def test_a_budget_of_money_lets_nothing_pass_that_has_no_price() -> None:
    tenant = make_tenant()
    make_budget(tenant, "10")
    error = reserve([wanted(tenant)])[0]
    assert isinstance(error, PriceUnknown)
    assert "cerebras/llama" in str(error)
    assert reserve([wanted(tenant, provider="local")]) == [None]


def test_a_budget_that_is_off_counts_and_refuses_nothing() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "0.001", enabled=False)
    reserved(wanted(tenant))
    assert counter_of(budget) == (0, Decimal("0.003"))


def test_a_call_counts_in_the_month_in_which_it_began() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "0.003", period="month", now=JANUARY)
    before = wanted(tenant)
    reserved(before, now=JANUARY)
    assert reserve([wanted(tenant)], now=JANUARY) != [None]
    reserved(wanted(tenant), now=FEBRUARY)
    settle([ended(before, 1000, 0)])
    spent = budget.periods.order_by("starts_on").values_list("starts_on", "spent", "reserved")
    assert [(f"{start:%m-%d}", used, held) for start, used, held in spent] == [
        ("01-01", Decimal("0.001"), 0), ("02-01", 0, Decimal("0.003")),
    ]  # fmt: skip
    assert hour().hour == datetime(2026, 1, 31, 23, tzinfo=UTC)


def test_a_budget_set_in_the_middle_of_its_period_counts_from_its_beginning() -> None:
    make_price()
    tenant = make_tenant()
    called(tenant, 1000, 0)
    budget = make_budget(tenant, "0.0045")
    first, second = reserve([wanted(tenant), wanted(tenant)])
    assert (first, type(second)) == (None, BudgetExhausted)
    assert counter_of(budget) == (Decimal("0.001"), Decimal("0.003"))
    assert differences() == []


def test_a_new_budget_counts_calls_under_way_at_their_worst_and_then_as_they_end() -> None:
    make_price()
    tenant = make_tenant()
    key, _ = create_key(tenant, "backend")
    mine, others = payer_of(tenant, key), payer_of(tenant)
    calls = [wanted(mine), wanted(mine), wanted(others)]
    reserved(*calls)
    of_key = make_budget(tenant, "0.0065", key=key)
    of_all = make_budget(tenant, "7000", "tokens", "month")
    assert (counter_of(of_key), counter_of(of_all)) == ((0, Decimal("0.006")), (0, 6000))
    assert [type(answer) for answer in reserve([wanted(mine), wanted(others)])] == [
        BudgetExhausted, BudgetExhausted,
    ]  # fmt: skip
    assert differences() == []
    settle([ended(call, 400, 100) for call in calls])
    assert (counter_of(of_key), counter_of(of_all)) == ((Decimal("0.0012"), 0), (1500, 0))
    assert differences() == []


def test_a_new_budget_counts_no_call_of_the_day_before() -> None:
    tenant = make_tenant()
    reserved(wanted(tenant), now=JANUARY)
    assert counter_of(make_budget(tenant, "1", "tokens", now=FEBRUARY)) == (0, 0)


def test_a_budget_that_is_deleted_and_set_again_counts_what_is_under_way() -> None:
    tenant = make_tenant()
    call = wanted(tenant)
    reserved(call)
    for amount in ("9000", "8000"):
        delete_budget(make_budget(tenant, amount, "tokens"), actor="test")
    budget = make_budget(tenant, "7000", "tokens")
    assert counter_of(budget) == (0, 2000)
    settle([ended(call, 30, 4)])
    assert counter_of(budget) == (34, 0)
    assert differences() == []


def test_a_deleted_budget_holds_nothing_up() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1")
    call = wanted(tenant)
    reserved(call)
    budget.delete()
    assert settle([ended(call)]) == 1
    assert differences() == []


# --- Calls that nobody settled -------------------------------------------------------------


def later(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_a_call_whose_process_died_is_booked_at_its_worst_after_its_deadline() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1")
    call = wanted(tenant, deadline_s=60.0)
    reserved(call)
    assert [sweep(now=later(80)), sweep(now=later(100)), sweep(now=later(200))] == [0, 1, 0]
    assert counter_of(budget) == (Decimal("0.003"), 0)
    assert (hour().calls, hour().failures, hour().estimated) == (1, 1, 1)
    assert Entry.objects.get(phase="swept").outcome == "lost"
    assert differences() == []


def test_a_settlement_after_the_sweep_corrects_it_by_a_line_of_its_own() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1")
    call = wanted(tenant)
    reserved(call)
    sweep(now=later(100))
    assert [settle([ended(call, 400, 100)]), settle([ended(call, 400, 100)])] == [1, 0]
    assert lines(call.call_id)[2] == ("corrected", -600, Decimal("-0.0024"))
    assert counter_of(budget) == (Decimal("0.0006"), 0)
    assert (hour().calls, hour().failures, hour().estimated, hour().cost) == (
        1, 0, 0, Decimal("0.0006"),
    )  # fmt: skip
    assert differences() == []


@pytest.mark.parametrize("before", [True, False])
def test_a_budget_set_before_or_after_the_sweep_is_corrected_too(*, before: bool) -> None:
    tenant = make_tenant()
    call = wanted(tenant)
    reserved(call)
    if not before:
        sweep(now=later(100))
    budget = make_budget(tenant, "9000", "tokens")
    if before:
        sweep(now=later(100))
    assert counter_of(budget) == (2000, 0)
    settle([ended(call, 30, 4)])
    assert counter_of(budget) == (34, 0)
    assert differences() == []


def test_the_check_says_which_sum_differs() -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1")
    called(tenant)
    UsageHour.objects.update(calls=7)
    budget.periods.update(reserved=5)
    told = [str(each) for each in differences()]
    assert len(told) == 2
    assert "calls is 7, the ledger says 1" in told[0]
    assert "reserved is 5, the ledger says 0" in told[1]
