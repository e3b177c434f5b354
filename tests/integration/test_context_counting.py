"""A window that is filled by a worker's counts, asked through Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from orchestration.context.counts import Counts
from orchestration.context.driving import afit, fit
from orchestration.context.material import Material
from orchestration.context.policy import Policy
from orchestration.context.room import Room
from orchestration.counting.worker import Asked, AsyncWorkerCounter, WorkerCounter
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.ids import uuid7
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.registry.bundled import TINY_RANDOM
from tasks.worker.ephemeral import Desk, EphemeralServer
from tests.unit.contexts import asked, talk

pytestmark = [pytest.mark.native, pytest.mark.timeout(120)]

BOUNDS = Bounds(timeout_s=60)
ROOM = Room(400, 50)
MATERIAL = Material(asked(), history=talk(20, 20, 20, 20))


@pytest.fixture
def worker() -> Iterator[EphemeralServer]:
    """A worker that serves the shipped model."""
    encoder = LocalEncoder(EngineOptions(threads=1))
    desk = Desk(uuid7(), os.environ["REDIS_URL"], 2, 1024 * 1024)
    server = EphemeralServer(desk, encoder, lambda: [TINY_RANDOM.name])
    server.tell()
    server.start()
    yield server
    server.close()
    encoder.close()


async def test_threads_and_event_loops_fill_the_same_window(worker: EphemeralServer) -> None:
    calls, waiting = (
        Calls(os.environ["REDIS_URL"], BOUNDS),
        AsyncCalls(os.environ["REDIS_URL"], BOUNDS),
    )
    try:
        counter = WorkerCounter(calls, Asked(TINY_RANDOM))
        window = fit(MATERIAL, ROOM, Policy(), counter, Counts())
        assert counter.count([window.messages]) == [window.tokens]
        assert window.left_out
        async_counter = AsyncWorkerCounter(waiting, Asked(TINY_RANDOM))
        assert await afit(MATERIAL, ROOM, Policy(), async_counter, Counts()) == window
    finally:
        calls.close()
        await waiting.close()
