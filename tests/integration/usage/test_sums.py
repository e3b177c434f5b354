"""Whatever happens to calls and budgets, and however many at once: the sums are those of the
ledger, and budgets count all calls of their payers."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from orchestration.access.records import ApiKey, Tenant
from orchestration.access.services import create_key
from orchestration.calls.ports import Outcome, Payer, Reservation
from orchestration.usage.budgets import delete_budget
from orchestration.usage.checking import differences
from orchestration.usage.parts import in_parts
from orchestration.usage.records import Budget, BudgetPeriod, Entry, OpenCall
from orchestration.usage.reserving import reserve
from orchestration.usage.settling import settle
from orchestration.usage.sweeping import sweep
from orchestration.usage.wanted import Ended
from tests.factories import make_tenant
from tests.integration.stage import together
from tests.ledgers import ended, make_budget, make_price, payer_of, wanted

OUTCOMES: tuple[Outcome, ...] = ("ok", "ok", "failed", "cancelled", "cached")
COMING = (("tokens", "day"), ("money", "month"))
"""Budgets that histories set and delete; those of other sorts stand from the beginning."""
MODELS = ("llama", "qwen", "unpriced/x")


def a_world() -> list[Payer]:
    """Make tenants with and without keys and budgets, some of them tight; return who pays."""
    make_price("cerebras", "llama", per_read="0.35", per_written="1.25")
    make_price("cerebras", "qwen", per_read="0.000001", per_written="0.000007")
    payers: list[Payer] = []
    for number in range(3):
        tenant = make_tenant()
        keys = [create_key(tenant, f"key-{each}")[0] for each in range(2)]
        payers += [payer_of(tenant), *(payer_of(tenant, key) for key in keys)]
        if number:
            make_budget(tenant, "200000", "tokens", "month")
            make_budget(tenant, "0.02", "money", "day", enabled=number == 1)
            make_budget(tenant, "30000", "tokens", "month", key=keys[0])
    return payers


def call_of(chance: random.Random, payer: Payer) -> Reservation:
    provider, _, model = chance.choice(MODELS).rpartition("/")
    return wanted(
        payer, provider=provider or "cerebras", model=model, deadline_s=chance.uniform(0, 100),
        prompt_tokens=chance.randrange(2000), answer_tokens=chance.randrange(2000),
    )  # fmt: skip


def end_of(chance: random.Random, call: Reservation) -> Ended:
    if chance.random() < 0.15:
        return ended(call, None, outcome="failed")
    read, written = (chance.randint(0, most) for most in (call.prompt_tokens, call.answer_tokens))
    return ended(call, read, written, outcome=chance.choice(OUTCOMES),
                 cached_tokens=chance.randint(0, read))  # fmt: skip


def live(chance: random.Random, payers: list[Payer], steps: int) -> None:
    """Reserve, settle (twice, late, never), sweep, set and delete budgets in any order."""
    begun: list[Reservation] = []
    now = datetime.now(UTC)
    for _ in range(steps):
        now += timedelta(seconds=chance.uniform(0, 20))
        group = [call_of(chance, chance.choice(payers)) for _ in range(chance.randint(1, 8))]
        answers = in_parts(group, partial(reserve, now=now))
        begun += [call for call, answer in zip(group, answers, strict=True) if answer is None]
        chosen = chance.sample(begun, min(len(begun), chance.randint(0, 8)))
        in_parts([end_of(chance, call) for call in chosen] or [end_of(chance, group[0])], _settled)
        if chance.random() < 0.3:
            sweep(now)
        if chance.random() < 0.4:
            budgeting(chance, payers, now)


def budgeting(chance: random.Random, payers: list[Payer], now: datetime) -> None:
    """Set one of the budgets that come and go, also where one is, or delete one."""
    payer = chance.choice(payers)
    mine = Budget.objects.filter(tenant=payer.tenant_id, key=payer.key_id)
    unit, period = chance.choice(COMING)
    found = mine.filter(unit=unit, period=period).first()
    if found is not None and chance.random() < 0.5:
        delete_budget(found, actor="test")
        return
    key = payer.key_id and ApiKey.objects.get(pk=payer.key_id)
    make_budget(
        Tenant.objects.get(pk=payer.tenant_id), str(chance.randrange(1, 100_000)), unit, period,
        key=key or None, enabled=chance.random() < 0.5, now=now,
    )  # fmt: skip


def _settled(some: Any) -> list[Any]:
    settle(some)
    return [None] * len(some)


def truth_of(period: BudgetPeriod) -> tuple[Decimal, Decimal]:
    """Return what was spent and is reserved in a day or month, from the lines of all its calls."""
    starts, budget = period.starts_on, period.budget
    lines = Entry.objects.filter(tenant=budget.tenant_id, booked_at__date__gte=starts)
    lines = lines.filter(booked_at__date=starts) if budget.period == "day" else lines
    lines = lines.filter(key_id=budget.key_id) if budget.key_id else lines
    spent, reserved = Decimal(0), Decimal(0)
    open_calls = set(OpenCall.objects.values_list("call_id", flat=True))
    for line in lines:
        tokens = Decimal(line.prompt_tokens + line.completion_tokens)
        amount = tokens if budget.unit == "tokens" else line.cost or Decimal(0)
        if line.phase != Entry.Phase.RESERVED:
            spent += amount
        elif line.call_id in open_calls:
            reserved += amount
    return spent, reserved


def assert_sums() -> None:
    assert differences() == []
    for period in BudgetPeriod.objects.select_related("budget"):
        assert (period.spent, period.reserved) == truth_of(period)
        budget = period.budget
        if budget.enabled and (budget.unit, budget.period) not in COMING:
            assert period.spent + period.reserved <= budget.amount
    open_calls = set(OpenCall.objects.values_list("call_id", flat=True))
    ends = ("settled", "swept")
    assert not Entry.objects.filter(call_id__in=open_calls, phase__in=ends).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_every_history_of_calls_leaves_sums_that_are_the_ledgers(seed: int) -> None:
    payers = a_world()
    live(random.Random(seed), payers, 40)
    assert_sums()
    assert set(Entry.objects.values_list("phase", flat=True)) == {
        "reserved", "settled", "swept", "corrected",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_eight_processes_at_once_leave_the_same_sums() -> None:
    payers = a_world()
    lives = [lambda seed=seed: live(random.Random(seed), payers, 15) for seed in range(8)]
    assert together(*lives) == [None] * 8
    assert_sums()
    assert Tenant.objects.count() == 3
