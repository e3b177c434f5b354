"""The admin's pages of prices, budgets, usage and the ledger."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.access.services import create_key
from orchestration.ids import uuid7
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.usage.records import Budget, CallLimit, Entry, OpenCall, Price, UsageHour
from orchestration.usage.sweeping import sweep
from tests.factories import make_tenant
from tests.integration.test_admin_pages import page_of, text_of, url_of
from tests.ledgers import called, make_budget, make_price, payer_of, reserved, wanted
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db

PRICES = "/admin/orchestration/price/"
BUDGETS = "/admin/orchestration/budget/"
LIMITS = "/admin/orchestration/calllimit/"
USAGE = "/admin/orchestration/usagehour/"
LEDGER = "/admin/orchestration/entry/"


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def test_a_price_is_set_by_a_form_and_counts_from_its_time(browser: Client) -> None:
    given = {"provider": "cerebras", "model": "llama*", "input": "0.85", "output": "1.2",
             "cached": "", "cache_written": "", "starts_at": "", "note": "their page"}  # fmt: skip
    answer = browser.post(f"{PRICES}add/", given, follow=True)
    assert "is set" in answer.content.decode()
    price = Price.objects.get()
    assert (price.input, price.cached) == (Decimal("0.85"), None)
    assert "0.85 USD" in page_of(browser, price)
    assert AuditEntry.objects.get(subject_type="price").actor == "user:operator"


@pytest.mark.parametrize(
    ("field", "value"),
    [("input", "-1"), ("input", "0.0000001"), ("model", "a*b"), ("provider", "")],
)
def test_a_price_that_cannot_be_is_refused_at_its_field(
    browser: Client, field: str, value: str
) -> None:
    given = {"provider": "cerebras", "model": "llama", "input": "1", "output": "1", field: value}
    answer = browser.post(f"{PRICES}add/", given)
    assert answer.status_code == 200
    assert not Price.objects.exists()


def test_a_price_of_the_same_time_is_refused_and_a_deleted_one_is_gone(browser: Client) -> None:
    price = make_price(model="llama")
    given = {"provider": "cerebras", "model": "llama", "input": "1", "output": "1",
             "starts_at": "2020-01-01T00:00"}  # fmt: skip
    assert "prices are added" in browser.post(f"{PRICES}add/", given).content.decode()
    browser.post(url_of(price, "do_delete"), {"confirmed": "yes"})
    assert not Price.objects.exists()


def test_a_limit_of_calls_is_set_changed_and_deleted_by_forms(browser: Client) -> None:
    tenant = make_tenant("acme")
    key, _ = create_key(tenant, "backend")
    given = {"tenant": tenant.pk, "key": "backend", "concurrent": "3"}
    browser.post(f"{LIMITS}add/", given)
    limit = CallLimit.objects.get()
    assert (limit.key, limit.concurrent) == (key, 3)
    assert "key backend" in page_of(browser, limit)
    browser.post(url_of(limit, "do_numbers"), {"requests_per_minute": "60", "confirmed": "yes"})
    limit.refresh_from_db()
    assert (limit.requests_per_minute, limit.concurrent) == (60, None)
    browser.post(url_of(limit, "do_delete"), {"confirmed": "yes"})
    assert not CallLimit.objects.exists()
    audited = AuditEntry.objects.filter(subject_type="call_limit").order_by("pk")
    assert [entry.action for entry in audited] == ["add", "change", "delete"]


def test_a_budget_that_is_off_is_called_so(browser: Client) -> None:
    budget = make_budget(make_tenant(), "10", enabled=False)
    for text in (
        browser.get(BUDGETS).content.decode(),
        browser.get(url_of(budget)).content.decode(),
    ):
        assert '<span class="sy-badge sy-off">off</span>' in text


def test_a_models_limit_has_no_tenant_and_what_cannot_be_is_said(browser: Client) -> None:
    ExternalModelRecord.objects.create(
        provider=ProviderRecord.objects.create(name="groq", row="groq"), name="our-llama",
        provider_model="llama", modalities=["chat"], context_length=4096,
    )  # fmt: skip
    given = {"provider": "groq", "model": "our-llama", "tokens_per_minute": "9000"}
    assert "model groq/llama" in browser.post(f"{LIMITS}add/", given, follow=True).content.decode()
    wrong = {"provider": "groq", "tokens_per_minute": "9000"}
    assert "for a provider&#x27;s model" in browser.post(f"{LIMITS}add/", wrong).content.decode()
    wrong = {"provider": "groq", "model": "nope", "tokens_per_minute": "9000"}
    assert "no model nope" in browser.post(f"{LIMITS}add/", wrong).content.decode()
    wrong = {"key": "backend", "concurrent": "1"}
    assert "no key of this name" in browser.post(f"{LIMITS}add/", wrong).content.decode()
    assert CallLimit.objects.count() == 1


def test_a_budget_is_set_changed_and_deleted_by_forms(browser: Client) -> None:
    tenant = make_tenant("acme")
    key, _ = create_key(tenant, "backend")
    given = {"tenant": tenant.pk, "key": "backend", "unit": "money", "period": "month",
             "amount": "25.5", "enabled": "on"}  # fmt: skip
    browser.post(f"{BUDGETS}add/", given)
    budget = Budget.objects.get()
    assert (budget.key, budget.amount) == (key, Decimal("25.5"))
    browser.post(url_of(budget, "do_amount"), {"amount": "30", "confirmed": "yes"})
    budget.refresh_from_db()
    assert (budget.amount, budget.enabled) == (30, False)
    browser.post(url_of(budget, "do_delete"), {"confirmed": "yes"})
    assert not Budget.objects.exists()
    audited = AuditEntry.objects.filter(subject_type="budget", tenant=tenant).order_by("pk")
    assert [entry.action for entry in audited] == ["add", "change", "delete"]


def test_a_budget_for_another_tenants_key_is_refused(browser: Client) -> None:
    create_key(make_tenant(), "theirs")
    given = {"tenant": make_tenant().pk, "key": "theirs", "unit": "money", "period": "day",
             "amount": "1"}  # fmt: skip
    assert "no key of this name" in browser.post(f"{BUDGETS}add/", given).content.decode()


def test_the_list_of_budgets_says_how_much_is_used(browser: Client) -> None:
    make_price()
    tenant = make_tenant("acme")
    budget = make_budget(tenant, "0.01")
    called(tenant, 1000, 500)
    reserved(wanted(tenant))
    for text in (text_of(browser, BUDGETS), page_of(browser, budget)):
        for part in ("0.002", "0.003", "0.01 USD", "money per day"):
            assert part in text
    assert "50.0%" in text_of(browser, BUDGETS)
    assert "acme" not in text_of(browser, f"{BUDGETS}?tenant__id__exact={make_tenant().pk}")


def test_the_ledger_is_read_only_and_found_by_call_and_task(browser: Client) -> None:
    tenant, task = make_tenant(), uuid7()
    call = called(tenant, task_id=task, attempt=1)
    called(tenant, model="qwen")
    for wanted_id in (call, task):
        text = text_of(browser, f"{LEDGER}?q={wanted_id}")
        assert "cerebras/llama" in text
        assert "cerebras/qwen" not in text
        assert "unknown" in text, "no price is not nothing"
    line = Entry.objects.first()
    assert line is not None
    assert 'name="_save"' not in page_of(browser, line)
    assert browser.post(url_of(line, "delete")).status_code == 403


def test_a_reserved_line_says_what_became_of_its_call(browser: Client) -> None:
    tenant = make_tenant()
    ended = called(tenant)
    assert "sy-open" not in text_of(browser, f"{LEDGER}?q={ended}")
    under_way = wanted(tenant)
    reserved(under_way)
    assert "sy-open" in text_of(browser, f"{LEDGER}?q={under_way.call_id}")
    OpenCall.objects.filter(pk=under_way.call_id).update(
        deadline_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    assert sweep() == 1
    swept = text_of(browser, f"{LEDGER}?q={under_way.call_id}")
    assert "sy-open" not in swept
    assert swept.count("sy-lost") == 2


def test_the_ledger_is_paged_by_key(browser: Client) -> None:
    tenant = make_tenant()
    for _ in range(30):
        called(tenant)
    first = text_of(browser, LEDGER)
    assert "p=older." in first


def test_open_calls_and_counters_are_shown(browser: Client) -> None:
    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "1")
    call = wanted(tenant)
    reserved(call)
    assert str(call.call_id) in text_of(browser, reverse("admin:orchestration_opencall_changelist"))
    page_of(browser, OpenCall.objects.get())
    periods = reverse("admin:orchestration_budgetperiod_changelist")
    assert "0.003" in text_of(browser, f"{periods}?q={budget.pk}")


def test_usage_is_drawn_by_day_and_split_by_who_and_what(browser: Client) -> None:
    make_price("cerebras")
    tenant = make_tenant("acme")
    key, _ = create_key(tenant, "backend")
    now = datetime.now(UTC)
    called(payer_of(tenant, key), 1000, 0, now=now - timedelta(days=1))
    called(tenant, 2000, 0, prompt_tokens=2000, now=now, kind="embedding")
    called(tenant, 7, 0, provider="groq")
    called(make_tenant("emca"), 5000, 0, now=now - timedelta(days=20))
    text = text_of(browser, USAGE)
    for part in (
        "<strong>0.008000</strong>",
        "acme",
        "emca",
        "1 calls had no price",
        "and unknown",
    ):
        assert part in text, part
    week = text_of(browser, f"{USAGE}?days=7&split=key")
    assert "backend" in week
    assert "without a key" in week
    assert "cerebras/llama" in text_of(browser, f"{USAGE}?split=model")
    assert "emca" not in text_of(browser, f"{USAGE}?days=7&split=tenant")
    assert text.count('<i style="height') == 30


def test_usage_without_calls_says_so(browser: Client) -> None:
    text = text_of(browser, f"{USAGE}?days=x&split=y")
    assert "Nothing was used in these days." in text


def test_an_hours_page_shows_its_sums(browser: Client) -> None:
    called(make_tenant(), 123, 0)
    assert "123" in page_of(browser, UsageHour.objects.get())
