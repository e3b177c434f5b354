"""What was used, read from the sums by hour: each tenant its own, page by page."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from orchestration.access.records import ApiKey, Tenant
from orchestration.ids import uuid7
from orchestration.usage.errors import BudgetExhausted
from orchestration.usage.reports import usage_of_task
from orchestration.usage.reserving import reserve
from tests.factories import make_client, make_tenant
from tests.ledgers import called, make_budget, make_price, payer_of, reserved, wanted

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)
SPAN = "since=2026-03-01T00:00:00Z&until=2026-04-01T00:00:00Z"


@pytest.fixture
def world() -> tuple[Tenant, Client]:
    make_price()
    tenant, client = make_client()
    key = ApiKey.objects.get(tenant=tenant)
    called(tenant, 100, 10, now=NOON)
    called(payer_of(tenant, key), 200, 20, now=NOON)
    called(tenant, 300, 30, now=NOON + timedelta(hours=2), model="qwen", kind="embedding")
    called(tenant, 400, 40, now=NOON + timedelta(days=1), provider="groq")
    called(make_tenant(), 9999, 9999, now=NOON)
    return tenant, client


def get(client: Client, query: str) -> Any:
    response = client.get(f"/api/v1/usage?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def read_of(items: list[dict[str, Any]]) -> list[Any]:
    return [(item["at"][:13], item["name"], item["prompt_tokens"]) for item in items]


def test_a_tenant_sees_its_own_days_newest_first(world: tuple[Tenant, Client]) -> None:
    found = get(world[1], SPAN)
    assert read_of(found["items"]) == [("2026-03-11T00", None, 400), ("2026-03-10T00", None, 600)]
    day = found["items"][1]
    assert (day["calls"], day["completion_tokens"], day["cost"]) == (3, 60, "0.00072")
    assert found["items"][0]["unpriced"] == 1, "nobody set a price for groq"
    assert (found["currency"], found["next"]) == ("USD", None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("group=hour", [("2026-03-11T12", None, 400), ("2026-03-10T14", None, 300),
                        ("2026-03-10T12", None, 300)]),
        ("split=provider", [("2026-03-11T00", "groq", 400), ("2026-03-10T00", "cerebras", 600)]),
        ("split=model&provider=cerebras", [("2026-03-10T00", "cerebras/qwen", 300),
                                           ("2026-03-10T00", "cerebras/llama", 300)]),
        ("model=qwen", [("2026-03-10T00", None, 300)]),
        ("kind=embedding&group=hour", [("2026-03-10T14", None, 300)]),
        ("provider=nobody", []),
    ],
)  # fmt: skip
def test_it_is_grouped_split_and_filtered(
    world: tuple[Tenant, Client], query: str, expected: list[Any]
) -> None:
    assert read_of(get(world[1], f"{SPAN}&{query}")["items"]) == expected


def test_it_is_filtered_by_key(world: tuple[Tenant, Client]) -> None:
    key = ApiKey.objects.get(tenant=world[0])
    assert read_of(get(world[1], f"{SPAN}&key={key.pk}")["items"]) == [("2026-03-10T00", None, 200)]
    assert get(world[1], f"{SPAN}&split=key")["items"][1]["name"] == str(key.pk)


def test_pages_follow_each_other_without_gap_or_repeat(world: tuple[Tenant, Client]) -> None:
    whole = get(world[1], f"{SPAN}&group=hour&split=model")["items"]
    seen, cursor = [], ""
    while True:
        page = get(world[1], f"{SPAN}&group=hour&split=model&limit=1{cursor}")
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == whole
    assert len(whole) == 3


@pytest.mark.parametrize(
    "query",
    ["group=week", "split=tenant", "since=2020-01-01T00:00:00Z", "key=x", "cursor=x", "cursor=WzFd",
     "cursor=WzFlOTksIngiXQ==", "until=2026-03-01T00:00:00Z&since=2026-03-02T00:00:00Z",
     "group=hour&since=2026-01-01T00:00:00Z&until=2026-03-01T00:00:00Z", "model=a&model=b"],
)  # fmt: skip
def test_a_wrong_question_is_refused(query: str) -> None:
    _, client = make_client()
    response = client.get(f"/api/v1/usage?{query}")
    assert response.status_code == 400, response.content
    assert response.json()["mend"]


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"])
def test_times_at_the_ends_of_the_calendar_do_no_harm(until: str) -> None:
    _, client = make_client()
    assert get(client, f"until={until}")["items"] == []


def test_a_key_without_the_scope_sees_nothing() -> None:
    _, client = make_client(scopes=["tasks:read"])
    for path in ("usage", "budgets"):
        assert client.get(f"/api/v1/{path}").status_code == 403


# --- Budgets -------------------------------------------------------------------------------


def test_a_tenant_sees_what_its_budgets_leave() -> None:
    make_price()
    tenant, client = make_client()
    key = ApiKey.objects.get(tenant=tenant)
    make_budget(tenant, "1", period="month")
    make_budget(tenant, "5000", "tokens", key=key, enabled=False)
    make_budget(make_tenant(), "7")
    called(tenant, 1000, 500)
    reserved(wanted(payer_of(tenant, key)))
    tokens, money = client.get("/api/v1/budgets").json()["items"]
    assert (money["limit"], money["spent"], money["reserved"], money["left"]) == (
        "1", "0.002", "0.003", "0.995",
    )  # fmt: skip
    assert (tokens["measure"], tokens["key"], tokens["spent"], tokens["reserved"]) == (
        "tokens", str(key.pk), "0", "2000",
    )  # fmt: skip
    assert (money["enabled"], tokens["enabled"], money["measure"]) == (True, False, "USD")
    assert money["starts_at"].endswith("-01T00:00:00Z")
    assert money["renews_at"].endswith("-01T00:00:00Z")


def test_a_budget_without_a_counter_shows_what_the_hours_know() -> None:
    make_price()
    tenant, client = make_client()
    called(tenant, 1000, 0)
    make_budget(tenant, "1").periods.all().delete()
    (budget,) = client.get("/api/v1/budgets").json()["items"]
    assert (budget["spent"], budget["left"]) == ("0.001", "0.999")


def test_budgets_are_paged() -> None:
    tenant, client = make_client()
    for unit in ("money", "tokens"):
        make_budget(tenant, "1", unit)
    first = client.get("/api/v1/budgets?limit=1").json()
    second = client.get(f"/api/v1/budgets?limit=1&cursor={first['next']}").json()
    assert [page["items"][0]["unit"] for page in (first, second)] == ["tokens", "money"]
    assert second["next"] is None


def test_a_tasks_use_is_told_by_attempt_to_its_tenant_alone() -> None:
    make_price()
    tenant, task = make_tenant(), uuid7()
    called(tenant, 100, 0, task_id=task, attempt=1)
    called(tenant, 200, 0, task_id=task, attempt=2)
    called(tenant, 300, 0, task_id=task, attempt=2)
    found = usage_of_task(task, tenant_id=tenant.pk)
    assert [(use.attempt, use.calls, use.cost) for use in found] == [
        (1, 1, Decimal("0.0001")), (2, 2, Decimal("0.0005")),
    ]  # fmt: skip
    assert usage_of_task(task, tenant_id=make_tenant().pk) == []


def test_the_refusal_is_a_429_with_the_budget_and_its_renewal() -> None:
    from api.rest.problems import problem_response

    make_price()
    tenant = make_tenant()
    budget = make_budget(tenant, "0")
    error = reserve([wanted(tenant)], now=NOON)[0]
    assert isinstance(error, BudgetExhausted)
    response = problem_response(error, "/v1/chat/completions")
    assert (response.status_code, response["Retry-After"]) == (429, str(11 * 3600 + 1800))
    assert str(budget.pk) in response.content.decode()
