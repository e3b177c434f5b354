"""`manage.py usage`, and what the maintenance does to the ledger."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from orchestration.access.services import create_key
from orchestration.usage import pruning
from orchestration.usage.checking import differences
from orchestration.usage.records import BudgetPeriod, Entry, OpenCall, Price, UsageHour
from orchestration.usage.settling import settle
from tests.factories import make_tenant
from tests.integration.stage import configure
from tests.ledgers import called, ended, make_budget, make_price, reserved, wanted

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("usage", *words, stdout=out)
    return out.getvalue()


def test_prices_and_budgets_are_set_and_listed() -> None:
    create_key(make_tenant("acme"), "backend")
    run("price", "cerebras", "llama*", "0.85", "1.2", "--cached", "0.1", "--note", "their page")
    assert "cerebras/llama*" in run("prices")
    assert "read 0.85, written 1.2, cached 0.1 USD per million tokens" in run("prices")
    run("budget", "acme", "25", "money", "month")
    run("budget", "acme", "1000", "tokens", "day", "--key", "backend", "--off")
    listed = run("budgets")
    assert "acme  money per month  25 USD  spent 0  reserved 0" in listed
    assert "acme key backend  tokens per day  1000 tokens  spent 0  reserved 0  off" in listed


def test_what_a_budget_comes_to_is_said_in_full() -> None:
    create_key(make_tenant("acme"), "backend")
    assert "no budgets" in run("budgets")
    said = run("budget", "acme", "0.001", "money", "day")
    assert said == "The tenant acme has a budget of 0.001 USD per day.\n"
    off = run("budget", "acme", "9", "tokens", "month", "--key", "backend", "--off")
    assert off.startswith("The key backend of acme has a budget of 9 tokens per month. It is off")
    assert "no budgets" not in run("budgets")


@pytest.mark.parametrize(
    "words",
    [("price", "cerebras", "a*b", "1", "1"), ("price", "cerebras", "a", "-1", "1"),
     ("price", "cerebras", "a", "NaN", "1"), ("budget", "nobody", "1", "money", "day"),
     ("price", "cerebras", "a", "1", "1", "--since", "2026-01-01"),
     ("budget", "acme", "1", "money", "day", "--key", "none")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_line(words: tuple[str, ...]) -> None:
    make_tenant("acme")
    with pytest.raises(CommandError):
        run(*words)
    assert not Price.objects.exists()


def test_the_check_passes_and_fails() -> None:
    make_price()
    called(make_tenant())
    assert "are what the ledger says" in run("check")
    UsageHour.objects.update(cost=1)
    with pytest.raises(CommandError, match=r"cost is 1, the ledger says 0\.0015"):
        run("check")


def test_the_sweep_can_be_run_by_hand(settings: LazySettings) -> None:
    configure(settings, usage={"lost_grace_s": 0.0})
    reserved(wanted(deadline_s=0.0), now=datetime.now(UTC) - timedelta(seconds=5))
    assert "Booked 1 lost calls" in run("sweep")


# --- Retention -----------------------------------------------------------------------------


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def counts() -> dict[str, int]:
    records: tuple[Any, ...] = (Entry, UsageHour, BudgetPeriod)
    return {record.__name__: record.objects.count() for record in records}


def test_lines_and_sums_go_when_their_time_is_over_and_the_rest_still_fits() -> None:
    make_price()
    tenant = make_tenant()
    make_budget(tenant, "1", now=days_ago(1200))
    for days in (1200, 500, 1):
        called(tenant, now=days_ago(days))
    assert counts() == {"Entry": 6, "UsageHour": 3, "BudgetPeriod": 3}
    done = pruning.prune()
    assert done == {"ledger lines": 4, "hours of usage": 1, "periods of budgets": 1}
    assert counts() == {"Entry": 2, "UsageHour": 2, "BudgetPeriod": 2}
    assert differences() == []


def test_what_is_open_stays_however_old_it_is() -> None:
    make_price()
    tenant = make_tenant()
    make_budget(tenant, "1", now=days_ago(1200))
    call = wanted(tenant)
    reserved(call, now=days_ago(1200))
    pruning.prune()
    assert (OpenCall.objects.count(), BudgetPeriod.objects.count()) == (1, 1)
    assert settle([ended(call)]) == 1


def test_the_present_month_keeps_its_counters_whatever_the_settings(settings: LazySettings) -> None:
    configure(settings, retention={"ledger_days": 0.0001, "usage_days": 0.0001})
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1", period="month")
    called(tenant, now=days_ago(0))
    pruning.prune()
    assert budget.periods.count() == 1
    assert UsageHour.objects.count() == 1


def test_the_hourly_maintenance_prunes_the_ledger_too() -> None:
    from tasks.services.pruning import prune

    make_price()
    called(make_tenant(), now=days_ago(500))
    assert prune()["ledger lines"] == 2
