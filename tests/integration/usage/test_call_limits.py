"""Stored limits of calls: set, read by those who let calls in, and shown to whom they limit."""

import asyncio
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from orchestration.access.records import AuditEntry
from orchestration.access.services import create_key
from orchestration.calls.errors import LimitReached, LimitsUnknown
from orchestration.calls.kept_limits import AllLimits, KeptLimits
from orchestration.calls.ports import Limit, Limits, Payer
from orchestration.ids import uuid7
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.usage.call_limits import (
    Subject,
    delete_call_limit,
    list_call_limits,
    set_call_limit,
)
from orchestration.usage.errors import InvalidCallLimit
from orchestration.usage.limiting import CallLimitReader, CallLimits
from orchestration.usage.records import CallLimit
from tests.factories import make_client, make_tenant
from tests.ledgers import payer_of

pytestmark = pytest.mark.django_db

LLAMA = Subject(provider="cerebras", model="llama")


def names(limits: Any) -> list[str]:
    return [each.id for each in limits]


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("usage", *words, stdout=out)
    return out.getvalue()


def test_a_call_must_pass_the_limits_of_its_model_tenant_and_key() -> None:
    tenant = make_tenant()
    key, _ = create_key(tenant, "backend")
    set_call_limit(Subject(tenant), requests_per_minute=60, actor="test")
    set_call_limit(Subject(tenant, key), concurrent=2, actor="test")
    set_call_limit(LLAMA, tokens_per_minute=9000, actor="test")
    limits = CallLimitReader().read()
    assert limits.of(payer_of(tenant, key), "cerebras", "llama") == [
        Limit("model", "cerebras/llama", tokens_per_minute=9000),
        Limit("tenant", str(tenant.pk), requests_per_minute=60),
        Limit("key", str(key.pk), concurrent=2),
    ]
    assert names(limits.of(payer_of(tenant), "cerebras", "other")) == [f"tenant:{tenant.pk}"]
    assert limits.of(payer_of(make_tenant()), "groq", "llama") == []


def test_who_reaches_a_limit_is_told_its_name() -> None:
    tenant = make_tenant("acme")
    key, _ = create_key(tenant, "backend")
    set_call_limit(Subject(tenant), requests_per_minute=60, actor="test")
    set_call_limit(Subject(tenant, key), concurrent=2, actor="test")
    set_call_limit(LLAMA, tokens_per_minute=9000, actor="test")
    limits = CallLimitReader().read().of(payer_of(tenant, key), "cerebras", "llama")
    errors = [LimitReached(limit, "requests", 1.0) for limit in limits]
    assert [error.value for error in errors] == [
        "cerebras/llama", "acme", "backend of the tenant acme",
    ]  # fmt: skip
    assert errors[1].detail == "The tenant acme has no room: at most 60 requests per minute."


def test_setting_again_replaces_and_both_are_audited() -> None:
    tenant = make_tenant()
    set_call_limit(Subject(tenant), requests_per_minute=60, concurrent=3, actor="user:ada")
    set_call_limit(Subject(tenant), concurrent=4, actor="user:ada")
    limit = CallLimit.objects.get()
    assert (limit.requests_per_minute, limit.concurrent) == (None, 4)
    delete_call_limit(limit, actor="user:ada")
    assert not CallLimit.objects.exists()
    audited = AuditEntry.objects.filter(subject_type="call_limit", tenant=tenant).order_by("pk")
    assert [each.action for each in audited] == ["add", "change", "delete"]


@pytest.mark.parametrize(
    ("subject", "numbers", "field"),
    [
        ({}, {"concurrent": 1}, "provider"),
        ({"provider": "groq"}, {"concurrent": 1}, "model"),
        ({"model": "llama"}, {"concurrent": 1}, "provider"),
        ({"tenant": True, "provider": "groq", "model": "m"}, {"concurrent": 1}, "provider"),
        ({"key": True}, {"concurrent": 1}, "key"),
        ({"tenant": True, "key": True}, {"concurrent": 1}, "key"),
        ({"tenant": True}, {}, "requests_per_minute"),
        ({"tenant": True}, {"concurrent": 0}, "concurrent"),
        ({"tenant": True}, {"tokens_per_minute": -5}, "tokens_per_minute"),
        ({"tenant": True}, {"requests_per_minute": 2**31}, "requests_per_minute"),
        ({"provider": "p" * 101, "model": "m"}, {"concurrent": 1}, "provider"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    subject: dict[str, Any], numbers: dict[str, int], field: str
) -> None:
    if "tenant" in subject:
        subject["tenant"] = make_tenant()
    if "key" in subject:  # another tenant's
        subject["key"] = create_key(make_tenant(), "backend")[0]
    with pytest.raises(InvalidCallLimit) as refused:
        set_call_limit(Subject(**subject), **numbers, actor="test")
    assert refused.value.field == field
    assert not CallLimit.objects.exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"provider": "a", "model": "b"},
        {"concurrent": 1},
        {"provider": "a", "concurrent": 1},
        {"provider": "a", "model": "b", "concurrent": 0},
    ],
)
def test_the_database_refuses_it_too(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CallLimit.objects.create(**columns)


def test_there_is_one_limit_for_a_subject() -> None:
    CallLimit.objects.create(provider="a", model="b", concurrent=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallLimit.objects.create(provider="a", model="b", concurrent=2)


def test_the_reader_reads_on_only_after_a_change(
    django_assert_num_queries: Any,
) -> None:
    reader, tenant = CallLimitReader(), make_tenant()
    assert reader.read() == CallLimits({})
    limit = set_call_limit(Subject(tenant), concurrent=1, actor="test")
    first = reader.read()
    assert reader.read() is first
    set_call_limit(Subject(tenant), concurrent=2, actor="test")
    assert reader.read().of(payer_of(tenant), "a", "b")[0].concurrent == 2
    delete_call_limit(limit, actor="test")
    assert reader.read() == CallLimits({})


def test_a_tenant_sees_its_own_limits_by_pages() -> None:
    tenant, client = make_client()
    key, _ = create_key(tenant, "backend")
    set_call_limit(Subject(tenant), requests_per_minute=60, actor="test")
    set_call_limit(Subject(tenant, key), concurrent=2, actor="test")
    set_call_limit(Subject(make_tenant()), concurrent=1, actor="test")
    set_call_limit(LLAMA, concurrent=1, actor="test")
    page = client.get("/api/v1/limits", {"limit": "1"}).json()
    assert [each["scope"] for each in page["items"]] == ["key"]
    assert page["items"][0]["key"] == str(key.pk)
    rest = client.get("/api/v1/limits", {"limit": "1", "cursor": page["next"]}).json()
    assert [(each["scope"], each["requests_per_minute"]) for each in rest["items"]] == [
        ("tenant", 60)
    ]
    assert rest["next"] is None
    assert len(list_call_limits(tenant_id=tenant.pk, limit=10)) == 2


def test_a_key_without_the_scope_sees_no_limits() -> None:
    _, client = make_client(scopes=("tasks:read",))
    assert client.get("/api/v1/limits").status_code == 403


@pytest.fixture
def catalogue() -> None:
    """Two providers; our name `twice` means two models of the second."""
    first, second = (
        ProviderRecord.objects.create(name=name, row="openai_compatible")
        for name in ("cerebras", "house")
    )
    for provider, name, theirs, version in (
        (first, "house-llama", "llama", ""), (second, "house-large", "vendor/large-2", ""),
        (second, "twice", "one", "1"), (second, "twice", "two", "2"),
    ):  # fmt: skip
        ExternalModelRecord.objects.create(
            provider=provider, name=name, provider_model=theirs, version=version,
            modalities=["chat"], context_length=4096,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["vendor/large-2", "house-large"])
@pytest.mark.usefixtures("catalogue")
def test_a_model_is_limited_by_either_of_its_names(name: str) -> None:
    assert "model house/vendor/large-2" in run("limit", "model", "house", name, "--tokens", "10")
    limits = CallLimitReader().read()
    assert limits.of(payer_of(make_tenant()), "house", "vendor/large-2")
    assert "is lifted" in run("limit", "model", "house", name, "--remove")


@pytest.mark.parametrize(
    ("provider", "name", "told"),
    [
        ("house", "nope", r"no model nope.*vendor/large-2 \(house-large\)"),
        ("nobody", "nope", "no provider nobody.*cerebras, house"),
        ("house", "twice", "several models of house.*one, two"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_a_limit_for_what_nobody_has_is_refused_with_the_names_there_are(
    provider: str, name: str, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        run("limit", "model", provider, name, "--tokens", "10")
    assert not CallLimit.objects.exists()


@pytest.mark.usefixtures("catalogue")
def test_a_limit_whose_model_is_gone_can_be_lifted() -> None:
    set_call_limit(Subject(provider="house", model="gone"), concurrent=1, actor="test")
    assert "is lifted" in run("limit", "model", "house", "gone", "--remove")


@pytest.mark.usefixtures("catalogue")
def test_limits_are_set_listed_and_removed_by_commands() -> None:
    assert "no limits" in run("limits")
    create_key(make_tenant("acme"), "backend")
    run("limit", "tenant", "acme", "--requests", "600", "--tokens", "90000")
    run("limit", "key", "acme", "backend", "--concurrent", "5")
    run("limit", "model", "cerebras", "llama", "--concurrent", "9")
    listed = run("limits").splitlines()
    assert "tenant acme  600 requests per minute, 90000 tokens per minute" in listed
    assert "key backend of acme  5 calls at the same time" in listed
    assert "model cerebras/llama  9 calls at the same time" in listed
    assert "is lifted" in run("limit", "tenant", "acme", "--remove")
    assert CallLimit.objects.count() == 2


@pytest.mark.parametrize(
    "words",
    [
        ("tenant", "nobody", "--concurrent", "1"),
        ("key", "acme", "nothing", "--concurrent", "1"),
        ("tenant", "acme"),
        ("tenant", "acme", "--concurrent", "0"),
        ("tenant", "acme", "--remove"),
        ("tenant", "acme", "--remove", "--concurrent", "1"),
        ("model", "cerebras", "llama", "--concurrent", "many"),
    ],
)
def test_commands_refuse_what_cannot_be(words: tuple[str, ...]) -> None:
    make_tenant("acme")
    with pytest.raises(CommandError):
        run("limit", *words)


class Reading:
    """Gives limits, or fails."""

    def __init__(self, *said: Limits | Exception) -> None:
        self.said = list(said)
        self.asked = asyncio.Condition()

    async def __call__(self) -> Limits:
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        async with self.asked:
            self.asked.notify_all()
        if isinstance(said, Exception):
            raise said
        return said


PAYER = Payer(uuid7())
ONE = CallLimits({("model", "a/b"): Limit("model", "a/b", concurrent=1)})
TWO = CallLimits({("model", "a/b"): Limit("model", "a/b", concurrent=2)})


async def test_kept_limits_follow_what_is_stored() -> None:
    reading = Reading(ONE, TWO)
    async with KeptLimits(reading, every_s=0.01).kept() as limits:
        while limits.of(PAYER, "a", "b")[0].concurrent != 2:
            async with reading.asked:
                await reading.asked.wait()


async def test_known_limits_hold_while_they_cannot_be_read() -> None:
    reading = Reading(ONE, OSError("away"))
    async with KeptLimits(reading, every_s=0.001).kept() as limits:
        for _ in range(3):
            async with reading.asked:
                await reading.asked.wait()
        assert names(limits.of(PAYER, "a", "b")) == ["model:a/b"]


async def test_nothing_is_let_in_before_they_are_known() -> None:
    async with KeptLimits(Reading(OSError("away"))).kept() as limits:
        with pytest.raises(LimitsUnknown):
            limits.of(PAYER, "a", "b")


def test_limits_of_several_add_up() -> None:
    assert [each.concurrent for each in AllLimits((ONE, TWO)).of(PAYER, "a", "b")] == [1, 2]


def test_a_tenants_limits_are_found_by_an_index() -> None:
    tenant = make_tenant()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO usage_call_limit (id, provider, model, concurrent)"
            " SELECT gen_random_uuid(), 'p', 'm' || n, 1 FROM generate_series(1, 5000) AS n"
        )
        set_call_limit(Subject(tenant), concurrent=1, actor="test")
        cursor.execute("ANALYZE usage_call_limit")
        cursor.execute(
            "EXPLAIN SELECT id FROM usage_call_limit WHERE tenant_id = %s ORDER BY id DESC LIMIT 9",
            [tenant.pk],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan
