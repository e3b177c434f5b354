"""What wakes those who wait: hints of Redis and a look a second, whatever goes wrong in between."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
import redis

from api.gateway.ears import Ears
from api.gateway.looks import Looks
from api.gateway.rows import Rows
from api.gateway.watches import Watches
from orchestration.ids import uuid7
from tasks.wakeups import MOVED_CHANNEL
from tests.patience import PATIENCE_S, until_here


class Brittle(Watches):
    """Meets once, whoever asks first, an error that nobody foresaw."""

    broken = False

    def _break(self) -> None:
        if not self.broken:
            self.broken = True
            raise RuntimeError("nobody foresaw this")

    def tell(self, task_id: str, state: str) -> None:
        self._break()
        super().tell(task_id, state)

    def watched(self) -> dict[UUID, UUID]:
        self._break()
        return super().watched()


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_who_listens_goes_on_after_an_error_that_nobody_foresaw_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watches, task_id = Brittle(), uuid7()
    ears = Ears(os.environ["REDIS_URL"], watches)
    hint = f'[["{task_id}", "succeeded"]]'
    with (
        redis.Redis.from_url(os.environ["REDIS_URL"]) as client,
        watches.on(task_id, uuid7()) as watch,
    ):
        async with running(ears.run()):
            await until_here(lambda: ears.listening)
            client.publish(MOVED_CHANNEL, hint)
            await until_here(lambda: watches.broken and ears.listening)
            client.publish(MOVED_CHANNEL, hint)
            assert await watch.woken(PATIENCE_S)
    assert "listening for hints failed, going on" in caplog.text
    assert "nobody foresaw this" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_who_looks_goes_on_after_an_error_that_nobody_foresaw_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watches, rows = Brittle(), Rows(1)
    try:
        with watches.on(uuid7(), uuid7()) as watch:  # a task that is gone wakes who waits for it
            async with running(Looks(rows, watches, every_s=0.001).run()):
                assert await watch.woken(PATIENCE_S)
    finally:
        rows.close()
    assert watches.broken
    assert "looking for moved tasks failed, going on" in caplog.text
