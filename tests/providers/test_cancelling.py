"""Whoever cancels, and however often: no connection stays taken."""

from __future__ import annotations

import asyncio

import pytest

from orchestration.providers.provider import Bounds
from tests.fakes import manners
from tests.fakes.provider import FakeProvider, Manner
from tests.providers.asking import answered, ask
from tests.providers.conftest import Opened

NARROW = Bounds(connections=1)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("manner", [manners.silent, manners.stalling])
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_cancelled_call_gives_its_connection_back(
    opened: Opened, fake: FakeProvider, manner: Manner, times: int, *, stream: bool
) -> None:
    provider = opened(bounds=NARROW)
    fake.script.append(manner)
    call = asyncio.ensure_future(answered(provider, ask(), stream=stream))
    while not fake.requests:
        await asyncio.sleep(0)
    for _ in range(times):
        call.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([call])
    assert call.cancelled()
    await asyncio.wait_for(fake.left.wait(), 10)
    assert (await answered(provider, ask("again"), stream=stream)).text == "You said: again"


async def test_a_call_may_be_cancelled_at_any_step(opened: Opened) -> None:
    provider = opened(bounds=NARROW)
    for steps in range(40):
        call = asyncio.ensure_future(answered(provider, ask(), stream=bool(steps % 2)))
        for _ in range(steps):
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.sleep(0)
        call.cancel()
        await asyncio.wait([call])
    assert (await provider.chat(ask("again"))).text == "You said: again"
