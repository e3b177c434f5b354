"""How the arms of comparisons fared: from the ledger's sums, in the command and in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from orchestration.access.records import Tenant
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.arms import Arm, arms
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from orchestration.usage.checking import differences
from orchestration.usage.settling import settle
from tests.factories import make_tenant
from tests.ledgers import called, ended, make_price, reserved, wanted
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
WEEK: dict[str, Any] = {"since": NOW - timedelta(days=7), "until": NOW + timedelta(hours=1)}


def model(arm: str, share: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"name": "llama", "provider": "cerebras", "provider_model": f"llama-{arm}",
            "version": arm, "arm": arm, "share": share, "context_length": 1000, **more}  # fmt: skip


def store(*models: dict[str, Any]) -> None:
    catalogue = {"providers": [{"name": "cerebras"}], "models": list(models)}
    apply(parse(catalogue, {}), Order(by="user:test"))


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def tenant() -> Tenant:
    make_price()
    other = model("o") | {"name": "other", "arm": "", "version": ""}
    store(model("stable", 3.0), model("canary", 1.0), model("old", enabled=False), other)
    tenant = make_tenant()
    for _ in range(3):
        called(tenant, 500, 500, model="llama-stable")
    lost = wanted(tenant, model="llama-canary")
    reserved(lost)
    settle([ended(lost, outcome="failed")])
    called(tenant, 100, 0, model="llama-canary")
    called(tenant, 7, 7, model="llama-o")
    return tenant


def by_name(found: list[Arm]) -> dict[str, Arm]:
    return {each.arm: each for each in found}


def test_each_arm_has_its_calls_failures_times_and_cost(tenant: Tenant) -> None:
    found = arms(**WEEK)
    assert [each.arm for each in found] == ["canary", "old", "stable"]
    stable, canary, old = (by_name(found)[name] for name in ("stable", "canary", "old"))
    assert (stable.share, canary.share, old.share) == (0.75, 0.25, 0.0)
    assert (stable.fared.calls, stable.error_share, stable.fared.tokens) == (3, 0.0, 3000)
    assert stable.fared.ms == pytest.approx(120)
    assert stable.fared.first_token_ms == pytest.approx(30)
    assert stable.cost_per_call == pytest.approx(0.0015)
    assert (canary.fared.calls, canary.error_share) == (2, 0.5)
    assert canary.fared.ms == pytest.approx(120), "failures do not count for times"
    assert (old.fared.calls, old.error_share, old.fared.ms, old.cost_per_call) == (0, None, None,
                                                                                  None)  # fmt: skip
    assert differences() == []


def test_a_tenant_sees_its_own_calls_only(tenant: Tenant) -> None:
    stranger = make_tenant()
    called(stranger, 1, 1, model="llama-stable")
    assert by_name(arms(**WEEK, tenant_id=stranger.pk))["stable"].fared.calls == 1
    assert by_name(arms(**WEEK, tenant_id=tenant.pk))["stable"].fared.calls == 3
    assert by_name(arms(**WEEK))["stable"].fared.calls == 4


def test_only_the_hours_that_were_asked_for_count(tenant: Tenant) -> None:
    called(tenant, 5, 5, model="llama-stable", now=NOW - timedelta(days=8))
    assert by_name(arms(**WEEK))["stable"].fared.calls == 3


def test_what_the_ledger_cannot_tell_apart_is_said() -> None:
    store(model("stable"), model("canary", provider_model="llama-stable"))
    assert all(each.mixed for each in arms(**WEEK))
    out = StringIO()
    call_command("routing", "arms", stdout=out)
    assert "cannot tell it from another" in out.getvalue()


def test_cached_answers_say_nothing_of_a_models_times(tenant: Tenant) -> None:
    kept = wanted(tenant, model="llama-stable")
    reserved(kept)
    settle([ended(kept, 0, 0, outcome="cached")])
    fared = by_name(arms(**WEEK))["stable"].fared
    assert fared.calls == 4
    assert fared.ms == pytest.approx(120)


def test_the_command_prints_a_line_for_each_arm(tenant: Tenant) -> None:
    out = StringIO()
    call_command("routing", "arms", "--days", "1", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split()[:2] == ["MODEL", "ARM"]
    assert any("canary" in line and "50.00%" in line and "25.0%" in line for line in lines)
    assert any("old" in line and "disabled" in line for line in lines)


def test_without_arms_the_command_says_so() -> None:
    out = StringIO()
    call_command("routing", "arms", stdout=out)
    assert out.getvalue() == "No model has arms.\n"


def test_the_page_shows_comparisons_to_operators_only(tenant: Tenant) -> None:
    browser = browser_of(superuser())
    page = browser.get("/admin/arms/", {"days": "30"}).content.decode()
    for text in ("cerebras/llama", "stable", "canary", "50.0 %", "120 ms", "30 days"):
        assert text in page
    assert browser.get("/admin/arms/", {"days": "x"}).status_code == 200
    assert browser_of(staff()).get("/admin/arms/").status_code == 302


def test_the_page_without_arms_says_how_to_have_some() -> None:
    page = browser_of(superuser()).get("/admin/arms/").content.decode()
    assert "No model has arms" in page
