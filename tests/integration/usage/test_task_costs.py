"""What the page of a task says it cost: its calls in the ledger, and their sum."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import pytest
from django.test import Client
from django.urls import reverse

from dashboard import taskcosts
from dashboard.taskcosts import costs_of
from orchestration.usage.settling import settle
from orchestration.usage.sweeping import sweep
from orchestration.usage.task_calls import calls_of_task
from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import make_task, make_tenant
from tests.ledgers import ended, make_price, payer_of, reserved, wanted
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db

Page: TypeAlias = Callable[[Task], str]


def begin(task: Task, attempt: int = 1, **more: Any) -> Any:
    """Let a call begin for a task."""
    call = wanted(payer_of(task.tenant), task_id=task.pk, attempt=attempt, **more)
    reserved(call)
    return call


@pytest.fixture
def page(db: None) -> Page:
    """Read a task's page as an operator."""
    browser = browser_of(superuser())
    return lambda task: _read(browser, task)


def _read(browser: Client, task: Task) -> str:
    answer = browser.get(reverse("admin:tasks_task_change", args=[task.pk]))
    return " ".join(answer.content.decode().split())


def test_a_task_without_calls_says_nothing_of_costs(page: Page) -> None:
    task = make_task(state=State.SUCCEEDED)
    assert costs_of(task) is None
    assert "Cost, " not in page(task)


def test_each_call_is_shown_with_what_it_came_to_and_their_sum(page: Page) -> None:
    make_price()
    task = make_task(state=State.SUCCEEDED)
    failed = begin(task)
    settle([ended(failed, 0, 0, outcome="failed", cached_tokens=0)])
    settle([ended(begin(task, 2, model="llama-large"), 500, 250, cached_tokens=100)])
    costs = costs_of(task)
    assert costs is not None
    assert [(each.outcome, each.attempt, each.model) for each in costs.calls] == [
        ("ok", 2, "llama-large"), ("failed", 1, "llama"),
    ]  # fmt: skip
    assert [(each.prompt_tokens, each.completion_tokens) for each in costs.calls] == [
        (500, 250), (0, 0),
    ]  # fmt: skip
    assert costs.calls[0].cost == Decimal("0.001")
    assert (costs.total.calls, costs.total.read, costs.total.written) == (2, 500, 250)
    assert costs.total.cost == Decimal("0.001")
    text = page(task)
    assert "cerebras/llama-large" in text
    assert "100 cached" in text
    assert "2 calls" in text
    assert f'?q={failed.call_id}"' in text


def test_a_call_under_way_shows_what_it_may_cost_and_a_lost_one_its_worst_case(page: Page) -> None:
    make_price()
    task = make_task(state=State.RUNNING)
    begin(task)
    costs = costs_of(task)
    assert costs is not None
    (call,) = costs.calls
    assert (call.ended, call.cost, call.at_most) == (False, None, Decimal("0.003"))
    assert costs.total.calls == 0
    assert "0.003000 at most" in page(task)
    assert "nothing has ended yet" in page(task)
    assert sweep(now=datetime.now(UTC) + timedelta(days=1)) == 1
    costs = costs_of(task)
    assert costs is not None
    (call,) = costs.calls
    assert (call.outcome, call.estimated, call.cost) == ("lost", True, Decimal("0.003"))
    assert "at worst" in page(task)


def test_what_has_no_price_is_unknown_and_not_nothing(page: Page) -> None:
    task = make_task(state=State.SUCCEEDED)
    settle([ended(begin(task))])
    costs = costs_of(task)
    assert costs is not None
    assert costs.calls[0].cost is None
    assert costs.total.unpriced == 1
    assert "and unknown" in page(task)


def test_of_many_calls_the_latest_are_shown_and_all_are_summed(
    monkeypatch: pytest.MonkeyPatch, page: Page
) -> None:
    monkeypatch.setattr(taskcosts, "SHOWN", 2)
    make_price()
    task = make_task(state=State.SUCCEEDED)
    for attempt in range(1, 5):
        settle([ended(begin(task, attempt))])
    costs = costs_of(task)
    assert costs is not None
    assert [each.attempt for each in costs.calls] == [4, 3]
    assert costs.more
    assert costs.total.calls == 4
    assert "Earlier calls" in page(task)


def test_another_tenants_calls_are_not_shown() -> None:
    task = make_task()
    begin(task)
    assert calls_of_task(task.pk, tenant_id=make_tenant().pk, limit=9) == []
