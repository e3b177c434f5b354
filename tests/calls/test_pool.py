"""One client for each provider, replaced when it is reached otherwise."""

from __future__ import annotations

import asyncio

import pytest

from orchestration.calls.call import Target
from orchestration.calls.pool import ProviderPool, Source
from orchestration.providers.errors import AuthFailed
from orchestration.secrettext import SecretText
from tests.calls.desk import FIRST, Desk, Sources
from tests.fakes import manners
from tests.fakes.provider import FakeProvider


async def test_many_calls_share_one_look_up_and_their_connections(at: Desk) -> None:
    for _ in range(3):
        await asyncio.gather(*(at.caller.chat(at.call(), [FIRST]) for _ in range(10)))
    assert at.sources.asked == ["first"]
    assert at.first.connections <= 10


async def test_a_changed_key_is_used_and_the_old_client_ends_its_calls() -> None:
    async with FakeProvider().running() as fake:
        sources = Sources({"it": Source("vllm", SecretText("old"), fake.url)})
        pool = ProviderPool(sources, fresh_s=0)
        fake.script.append(manners.silent)
        async with pool.using("it") as before:
            sources.known["it"] = Source("vllm", SecretText("old"), fake.url)
            async with pool.using("it") as same:
                assert same is before
            sources.known["it"] = Source("vllm", SecretText("new"), fake.url)
            async with pool.using("it") as after:
                assert after is not before
            listing = asyncio.ensure_future(before.models())
            while not fake.requests:
                await asyncio.sleep(0)
            assert not listing.done()
            assert fake.requests[0].headers["authorization"] == "Bearer old"
            listing.cancel()
            await asyncio.wait([listing])
        async with pool.using("it") as again:
            await again.models()
        assert fake.requests[1].headers["authorization"] == "Bearer new"
        await pool.close()


async def test_what_cannot_be_opened_is_told_and_looked_up_again() -> None:
    async with FakeProvider().running() as fake:
        sources = Sources({"it": Source("openai", base_url=fake.url)})
        pool = ProviderPool(sources)
        with pytest.raises(AuthFailed):
            async with pool.using("it"):
                pass
        sources.known["it"] = Source("openai", SecretText("key"), fake.url)
        async with pool.using("it") as provider:
            assert await provider.models()
        await pool.close()


async def test_our_own_providers_take_part(at: Desk) -> None:
    async with at.pool.using("first") as provider:
        at.pool._own["local"] = provider
        answered = await at.caller.chat(at.call(), [Target("local", "tiny")])
    assert (answered.provider, at.book.reserved[0].provider) == ("local", "local")
    assert "local" not in at.sources.asked
