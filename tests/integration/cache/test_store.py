"""The cache as calls see it: over threads, Postgres and the real ledger, before a fake provider."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import psycopg
import pytest
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.cache import selectors
from orchestration.cache.errors import CacheUnavailable
from orchestration.cache.records import CachedAnswer
from orchestration.cache.store import PostgresAnswers
from orchestration.calls.cached_caller import CachedCaller
from orchestration.calls.caching import (
    CacheRules,
    CacheStatus,
    Caching,
    Invalidation,
    Served,
)
from orchestration.calls.memory_store import MemoryStore
from orchestration.ids import uuid7
from orchestration.providers.chat import ChatAnswer, Sampling
from orchestration.usage.ledger import GroupLedger
from orchestration.usage.records import Entry
from tests.calls.desk import FIRST, Desk, desk
from tests.calls.shelves import Meanings
from tests.factories import make_tenant
from tests.gateways import database_url
from tests.kept import keeping, named, said
from tests.ledgers import make_budget, make_price, payer_of
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
NEAR = Caching(near=True)


@dataclass
class Shop:
    """Everything that a cached call meets."""

    desk: Desk
    store: PostgresAnswers
    caller: CachedCaller

    async def ask(
        self, tenant: Tenant, text: str = "cat", caching: Caching = NEAR
    ) -> Served[ChatAnswer]:
        call = self.desk.call(text)
        request = replace(call.request, sampling=Sampling(temperature=0))
        call = replace(call, payer=payer_of(tenant), request=request)
        served = await self.caller.chat(call, [FIRST], caching)
        await self.caller.settled()
        return served


@asynccontextmanager
async def opened() -> AsyncIterator[Shop]:
    ledger, store = GroupLedger(), PostgresAnswers(flush_s=0.05)
    async with desk(MemoryStore()) as made:
        rules = CacheRules(wait_s=PATIENCE_S, embed_s=PATIENCE_S)
        caller = CachedCaller(made.caller, store, ledger, rules, Meanings(cat=0, cats=5, dog=80))
        yield Shop(made, store, caller)
        await caller.close()
    await store.close()
    ledger.close()


def run(work: Coroutine[Any, Any, T]) -> T:
    async def bounded() -> T:
        return await asyncio.wait_for(work, PATIENCE_S)

    return asyncio.run(bounded())


def test_what_is_given_again_stands_in_the_ledger_and_costs_nothing() -> None:
    make_price("first")
    tenant, other = make_tenant(), make_tenant()
    make_budget(tenant, "0")

    async def work() -> list[Served[ChatAnswer]]:
        async with opened() as shop:
            asked = [await shop.ask(tenant), await shop.ask(tenant), await shop.ask(tenant, "cats"),
                     await shop.ask(other), await shop.ask(tenant, "dog")]  # fmt: skip
            assert len(shop.desk.first.requests) == 3
            return asked

    answers = run(work())
    statuses = [served.cache for served in answers]
    assert statuses == ["miss", "hit", "near", "miss", "miss"]
    hits = [served for served in answers if served.cache in {CacheStatus.HIT, CacheStatus.NEAR}]
    entries = list(Entry.objects.filter(phase="settled").order_by("id"))
    assert [entry.call_id for entry in entries] == [served.call_id for served in hits]
    assert {(entry.outcome, entry.cost, entry.prompt_tokens) for entry in entries} == {
        ("cached", Decimal(0), 0)
    }
    [use] = selectors.get_uses(tenant.pk, datetime.now(UTC) - timedelta(hours=2))
    assert (use.hits, use.nears, use.misses, use.saved_prompt_tokens) == (1, 1, 2, 14)
    assert use.saved_cost > 0
    assert CachedAnswer.objects.get(tenant=tenant, question="cat").hits == 2


def test_what_is_forgotten_is_asked_again() -> None:
    tenant = make_tenant()

    async def work() -> list[str]:
        async with opened() as shop:
            first = await shop.ask(tenant, caching=Caching(tags=("faq",)))
            assert await shop.store.invalidate(Invalidation(tenant.pk, tag="faq")) == 1
            return [first.cache, (await shop.ask(tenant)).cache]

    assert run(work()) == ["miss", "miss"]


def test_a_lost_connection_costs_nothing_but_time() -> None:
    tenant = make_tenant()

    def lost() -> None:
        with psycopg.connect(database_url(name="watcher"), autocommit=True) as watcher:
            watcher.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'switchyard'"
            )

    async def work() -> str | None:
        store = PostgresAnswers(threads=1)
        await store.put(keeping(tenant))
        await asyncio.to_thread(lost)
        found = said(await store.get(tenant.pk, named("q"), max_age_s=None))
        await store.close()
        return found

    connection.close()
    assert run(work()) == "an answer"


def test_more_than_may_wait_are_sent_on() -> None:
    async def work() -> None:
        store = PostgresAnswers(waiting=0)
        try:
            with pytest.raises(CacheUnavailable):
                await store.get(uuid7(), "key", max_age_s=None)
        finally:
            await store.close()

    run(work())
