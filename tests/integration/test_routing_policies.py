"""Tenants' policies of routing: set, audited, read by who routes, and heeded by tasks."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import redis
from django.core.management import CommandError, call_command
from django.test import Client

from orchestration.access.records import AuditEntry, Tenant
from orchestration.errors import UserError
from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.outside.errors import NobodyServes, PolicyForbids
from orchestration.policies.errors import InvalidPolicy
from orchestration.policies.reading import PolicyReader, forget, policy_of
from orchestration.policies.records import RoutingPolicy
from orchestration.policies.services import delete_policy, set_policy
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.asked import Policy
from orchestration.specialists import selectors as catalogue_of
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from tasks.lifecycle import State
from tasks.models import Task, TaskResult
from tasks.queues import OUTSIDE
from tasks.selectors import pressure
from tasks.selectors.routing import get_routing
from tasks.worker.outside import OutsideDesk
from tests.factories import make_client, make_task, make_tenant, make_worker
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.integration.stage import Shop, configure, shop
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db(transaction=True)

HELLO: Any = {"messages": [{"role": "user", "content": "Good morning"}]}
FIRST, SECOND, LOCAL_ONLY = "first", "second", Policy(local_only=True)
ONE_OF_ALL = Policy(
    strategy="cheapest",
    providers=frozenset({FIRST, SECOND}),
    denied_providers=frozenset({SECOND}),
    models=frozenset({"large"}),
    denied_models=frozenset({"large"}),
    cost_ceiling=Decimal("0.05"),
    latency_ms=800.0,
    most_routes=3,
)
POLICIES = "/admin/orchestration/routingpolicy/"


@pytest.fixture
def fakes() -> Iterator[list[FakeProvider]]:
    with providers_aside(2) as made:
        yield made


@pytest.fixture(autouse=True)
def catalogue(db: None, settings: Any, fakes: list[FakeProvider]) -> Iterator[None]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    registry.register(TINY_RANDOM, default=True)
    providers = [
        {"name": name, "row": "openai_compatible", "base_url": fake.url}
        for name, fake in zip((FIRST, SECOND), fakes, strict=True)
    ]
    model = {"name": "large", "provider_model": "large", "context_length": 4096}
    told = {
        "providers": providers,
        "models": [
            {**model, "provider": name, "price": {"input": 1, "output": price}}
            for name, price in ((FIRST, 1), (SECOND, 100))
        ],
        "specialists": [
            {"name": "forex", "title": "Forex", "system_prompt": "Speak.", "model": "first/large",
             "fallbacks": [TINY_RANDOM.name]},
        ],
    }  # fmt: skip
    apply(parse(told, {}), Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))))
    _forget()
    make_worker(held=(TINY_RANDOM.name,))
    yield
    _forget()
    registry.forget()


def _forget() -> None:
    for each in (catalogue_of, pressure):
        each.forget()
    forget()


def ask(tenant: Tenant, model: str) -> Task:
    return make_task(tenant, kind="chat", body=HELLO, model=model)


def routes(task: Task) -> list[str]:
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    return [each.provider for each in found.decision.routes]


def left_out(task: Task) -> dict[str, tuple[str, ...]]:
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    return {each.id: each.reasons for each in found.decision.left_out}


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("routing", "policy", *words, stdout=out)
    return out.getvalue()


def test_what_is_set_is_what_routing_heeds_until_it_is_lifted() -> None:
    tenant, other = make_tenant(), make_tenant()
    reader = PolicyReader()
    assert reader.read().of(tenant.pk) == Policy()
    record = set_policy(tenant, ONE_OF_ALL, actor="user:ada")
    assert reader.read().of(tenant.pk) == ONE_OF_ALL
    assert reader.read().of(other.pk) == Policy()
    set_policy(tenant, LOCAL_ONLY, actor="user:ada")
    assert reader.read().of(tenant.pk) == LOCAL_ONLY
    delete_policy(record, actor="user:ada")
    assert reader.read().of(tenant.pk) == Policy()
    told = AuditEntry.objects.filter(subject_type="routing_policy").order_by("pk")
    assert [each.action for each in told] == ["add", "change", "delete"]
    assert told[0].detail["denied_providers"] == [SECOND]
    assert {each.tenant_id for each in told} == {tenant.pk}


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (Policy(strategy="luck"), "strategy"),
        (Policy(providers=frozenset({"frist"})), "allowed_providers"),
        (Policy(denied_providers=frozenset({"local"})), "denied_providers"),
        (Policy(models=frozenset({"larg"})), "allowed_models"),
        (Policy(denied_models=frozenset({"larg"})), "denied_models"),
        (Policy(cost_ceiling=Decimal(-1)), "cost_ceiling"),
        (Policy(latency_ms=0.0), "latency_ms"),
        (Policy(most_routes=0), "most_routes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(policy: Policy, field: str) -> None:
    with pytest.raises(UserError) as refused:
        set_policy(make_tenant(), policy, actor="user:ada")
    assert refused.value.field == field
    assert isinstance(refused.value, InvalidPolicy) or field == "strategy"
    assert not RoutingPolicy.objects.exists()


def test_local_models_only_binds_auto_named_models_specialists_and_fallbacks() -> None:
    tenant = make_tenant()
    set_policy(tenant, LOCAL_ONLY, actor="user:ada")
    reason = ("The tenant's policy allows local models only.",)
    auto = ask(tenant, "auto:external_first")
    assert (auto.model, routes(auto)) == (TINY_RANDOM.name, ["local"])
    assert left_out(auto) == {"first/large": reason, "second/large": reason}
    special = ask(tenant, "specialist/forex")
    assert (special.model, left_out(special)) == (TINY_RANDOM.name, {"first/large": reason})
    with pytest.raises(PolicyForbids, match="allows local models only") as refused:
        ask(tenant, "large")
    assert refused.value.status == 403
    assert ask(tenant, TINY_RANDOM.name).model == TINY_RANDOM.name
    assert ask(make_tenant(), "large").device == OUTSIDE


def test_providers_ceilings_and_strategies_bind() -> None:
    tenant = make_tenant()
    set_policy(tenant, Policy(denied_providers=frozenset({FIRST})), actor="user:ada")
    assert routes(ask(tenant, "large")) == [SECOND]
    set_policy(tenant, Policy("external_first", cost_ceiling=Decimal("0.01")), actor="user:ada")
    task = ask(tenant, "auto")
    assert routes(task) == [FIRST, "local"]
    assert "above the tenant's ceiling of 0.01" in left_out(task)["second/large"][0]
    set_policy(tenant, Policy(most_routes=1), actor="user:ada")
    assert routes(ask(tenant, "large")) == [FIRST]
    set_policy(tenant, Policy(cost_ceiling=Decimal(0)), actor="user:ada")
    with pytest.raises(NobodyServes, match="the tenant's ceiling"):
        ask(tenant, "large")


@pytest.fixture
def worker() -> Iterator[Shop]:
    """A worker for calls of others."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as store:
        store.flushdb()
    outside = OutsideDesk(os.environ["REDIS_URL"])
    with shop(name="io", device="io", kinds=("chat", "embedding"), outside=outside) as made:
        yield made


def test_a_worker_heeds_what_holds_when_the_tasks_turn_has_come(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    tenant = make_tenant()
    task = ask(tenant, "large")
    assert routes(task) == [FIRST, SECOND]
    set_policy(tenant, Policy(denied_providers=frozenset({FIRST})), actor="user:ada")
    assert worker.run(task.pk) == State.SUCCEEDED
    assert (len(fakes[0].requests), len(fakes[1].requests)) == (0, 1)
    assert routes(task) == [SECOND]
    assert left_out(task)["first/large"] == ("The tenant's policy forbids the provider first.",)


def test_a_task_whose_models_are_all_forbidden_by_then_fails_and_says_why(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    tenant = make_tenant()
    task = ask(tenant, "large")
    set_policy(tenant, LOCAL_ONLY, actor="user:ada")
    assert worker.run(task.pk) == State.FAILED
    error: Any = TaskResult.objects.get(task=task).error
    assert error["type"].endswith("policy-forbids")
    assert "allows local models only" in error["detail"]
    assert "replay the task" in error["mend"]
    assert not fakes[0].requests
    assert left_out(task)["first/large"] == ("The tenant's policy allows local models only.",)


def test_the_command_sets_shows_and_lifts() -> None:
    make_tenant("acme")
    words = "--strategy cheapest --deny second --deny-model large --ceiling 0.05 --most 2"
    told = run("set", "acme", "--local-only", "--first-token-ms", "800", *words.split())
    assert "local models only" in told
    assert policy_of(RoutingPolicy.objects.get()) == Policy(
        "cheapest", local_only=True, denied_providers=frozenset({SECOND}),
        denied_models=frozenset({"large"}), cost_ceiling=Decimal("0.05"), latency_ms=800.0,
        most_routes=2,
    )  # fmt: skip
    assert run("list") == told.replace(".\n", "\n")
    run("remove", "acme")
    assert not RoutingPolicy.objects.exists()
    with pytest.raises(CommandError, match="has no policy"):
        run("remove", "acme")
    with pytest.raises(CommandError, match="There is no provider frist"):
        run("set", "acme", "--allow", "frist")


def test_a_tenant_reads_its_own_over_rest() -> None:
    tenant, client = make_client()
    set_policy(make_tenant(), LOCAL_ONLY, actor="user:ada")
    free = client.get("/api/v1/routing-policy").json()
    assert (free["local_only"], free["allowed_providers"]) == (False, None)
    set_policy(tenant, ONE_OF_ALL, actor="user:ada")
    assert client.get("/api/v1/routing-policy").json() == {
        "strategy": "cheapest", "local_only": False, "allowed_providers": [FIRST, SECOND],
        "denied_providers": [SECOND], "allowed_models": ["large"], "denied_models": ["large"],
        "cost_ceiling": "0.05", "latency_ms": 800.0, "most_routes": 3,
    }  # fmt: skip
    assert (
        make_client(tenant, scopes=("tasks:read",))[1].get("/api/v1/routing-policy").status_code
        == 403
    )


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def test_a_policy_is_set_changed_and_deleted_by_forms(browser: Client) -> None:
    tenant = make_tenant("acme")
    given: dict[str, Any] = {
        "tenant": tenant.pk, "strategy": "cheapest", "allowed_providers": [FIRST],
        "denied_models": "large", "cost_ceiling": "0.05",
    }  # fmt: skip
    wrong = browser.post(f"{POLICIES}add/", {**given, "denied_models": "larg"})
    assert "There is no model outside larg" in wrong.content.decode()
    browser.post(f"{POLICIES}add/", given)
    record = RoutingPolicy.objects.get()
    assert policy_of(record) == Policy(
        "cheapest", providers=frozenset({FIRST}), denied_models=frozenset({"large"}),
        cost_ceiling=Decimal("0.05"),
    )  # fmt: skip
    page = f"{POLICIES}{record.pk}"
    form = browser.get(f"{page}/do/change/").content.decode()
    assert 'value="large"' in form
    assert 'value="0.05"' in form
    browser.post(f"{page}/do/change/", {"strategy": "fastest", "local_only": "on", "confirmed": 1})
    record.refresh_from_db()
    assert policy_of(record) == Policy("fastest", local_only=True)
    assert "local models only" in browser.get(f"{page}/change/").content.decode()
    browser.post(f"{page}/do/delete/", {"confirmed": "yes"})
    assert not RoutingPolicy.objects.exists()
    told = AuditEntry.objects.filter(subject_type="routing_policy").order_by("pk")
    assert [(each.action, each.actor) for each in told] == [
        (action, "user:operator") for action in ("add", "change", "delete")
    ]
