"""Answers that belong to a task: kept before they are given, and known to be the task's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from orchestration.calls.caching import Caching, Keeping
from tests.calls.shelves import Shelf
from tests.calls.test_cached_caller import ROUTES, Counter, opened

BOUND, FREE = Caching(asked=True, bound=True), Caching(asked=True)


class SlowShelf(Shelf):
    """Keeps nothing at once.

    Attributes:
        open: What is to be kept waits until it is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()

    async def put(self, keeping: Keeping) -> None:
        await self.open.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        await super().put(keeping)


async def give(at: Counter, caching: Caching, task_id: UUID, *, streamed: bool) -> None:
    """Return when an answer was given."""
    call: Any = replace(at.call(), task_id=task_id)
    if not streamed:
        await at.caller.chat(call, ROUTES, caching)
        return
    async with at.caller.stream(call, ROUTES, caching) as stream:
        async for _ in stream:
            pass


def owners(shelf: Shelf) -> Sequence[UUID | None]:
    return [each.task_id for each in shelf.kept.values()]


@pytest.mark.parametrize("streamed", [False, True])
async def test_what_belongs_to_a_task_is_kept_before_it_is_given(streamed: bool) -> None:
    shelf, task_id = SlowShelf(), uuid4()
    shelf.open.set()
    async with opened(shelf) as at:
        await give(at, BOUND, task_id, streamed=streamed)
        assert owners(shelf) == [task_id]


@pytest.mark.parametrize("streamed", [False, True])
async def test_nobody_waits_for_what_belongs_to_none(streamed: bool) -> None:
    shelf = SlowShelf()
    async with opened(shelf) as at:
        await give(at, FREE, uuid4(), streamed=streamed)
        assert owners(shelf) == []
        shelf.open.set()
        await at.caller.settled()
        assert owners(shelf) == [None]
