"""How calls reach the providers of the catalogue: keys, addresses, limits."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from django.db import connections

from orchestration.access.records import AuditEntry
from orchestration.calls.pool import Source
from orchestration.calls.ports import Limit, Payer
from orchestration.ids import uuid7
from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outside.limits import stored_limits
from orchestration.secrets import services as secrets
from orchestration.secrettext import SecretText
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.errors import ProviderNotUsable
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from orchestration.specialists.sources import StoredProviders, read_provider_limits
from orchestration.usage.call_limits import Subject, set_call_limit

pytestmark = pytest.mark.django_db(transaction=True)

HOUSE = {
    "name": "house", "row": "openai_compatible", "base_url": "https://models.example.com/v1",
    "secret": "house.key", "concurrency": 3, "tokens_per_minute": 9000,
}  # fmt: skip


async def in_thread(read: Callable[[], Any]) -> Any:
    def run() -> Any:
        try:
            return read()
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)


@pytest.fixture
def stored(db: None) -> Iterator[StoredProviders]:
    forget()
    apply(parse({"providers": [HOUSE]}, {}), Order(by="user:ada"))
    yield StoredProviders("system:calls", in_thread)
    forget()


def keep(value: str) -> None:
    secrets.put("house.key", SecretText(value), actor="user:ada")


def find(stored: StoredProviders, name: str = "house") -> Source:
    return asyncio.run(stored.find(name))


def revealed() -> int:
    return AuditEntry.objects.filter(action="reveal", actor="system:calls").count()


def test_a_provider_is_reached_with_its_key_at_its_address(stored: StoredProviders) -> None:
    keep("key-4711")
    source = find(stored)
    assert (source.row, source.base_url) == ("openai_compatible", "https://models.example.com/v1")
    assert source.key is not None
    assert source.key.expose() == "key-4711"
    assert "4711" not in repr(source)


def test_the_key_is_read_once_until_it_is_set_anew(stored: StoredProviders) -> None:
    keep("key-4711")
    assert find(stored) == find(stored)
    assert revealed() == 1
    keep("key-0815")
    key = find(stored).key
    assert key is not None
    assert key.expose() == "key-0815"
    assert revealed() == 2


def test_a_provider_that_cannot_be_asked_says_why(stored: StoredProviders) -> None:
    with pytest.raises(ProviderNotUsable, match=r"keep one as the secret house\.key"):
        find(stored)
    with pytest.raises(ProviderNotUsable, match="There is no provider nobody"):
        find(stored, "nobody")


@pytest.mark.usefixtures("stored")
def test_the_limits_are_those_of_the_account() -> None:
    limits, payer = read_provider_limits(), Payer(uuid7())
    assert limits.of(payer, "house", "m") == (
        Limit("provider", "house", tokens_per_minute=9000, concurrent=3),
    )
    assert limits.of(payer, "other", "m") == ()


@pytest.mark.usefixtures("stored")
def test_an_accounts_limit_holds_before_anybody_was_asked() -> None:
    async def first() -> list[str]:
        async with stored_limits(in_thread).kept() as limits:
            return [each.id for each in limits.of(Payer(uuid7()), "house", "m")]

    set_call_limit(Subject(provider="house", model="m"), concurrent=1, actor="test")
    assert asyncio.run(first()) == ["provider:house", "model:house/m"]


def test_requests_go_through_the_guard(stored: StoredProviders) -> None:
    keep("key-4711")
    guard = find(stored).guard
    assert guard is not None

    async def ask() -> None:
        async with httpx.AsyncClient(transport=guard()) as client:
            await client.get("http://169.254.169.254/latest")

    with pytest.raises(ForbiddenURL):
        asyncio.run(ask())
