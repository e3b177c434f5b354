"""Waiting for what other threads, tasks and processes bring about."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from deploy.local.processes import wait_until

T = TypeVar("T")

PATIENCE_S: Final = 60.0
"""How long tests wait for what should come at once: long enough for a busy machine."""
_PAUSE_S: Final = 0.005


def until(condition: Callable[[], object], what: str = "", patience_s: float = PATIENCE_S) -> None:
    """Wait until a condition holds.

    Args:
        condition: is asked again and again.
        what: is said when it does not come about.
        patience_s: how long to wait at most.
    """
    assert wait_until(lambda: bool(condition()), patience_s), f"waited in vain {what}"


async def eventually(condition: Callable[[], Awaitable[T]], patience_s: float = PATIENCE_S) -> T:
    """Ask again and again until something comes that is true; return it.

    Raises:
        TimeoutError: nothing came in time.
    """
    async with asyncio.timeout(patience_s):
        while not (found := await condition()):
            await asyncio.sleep(_PAUSE_S)
    return found


async def until_here(condition: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait, while the event loop goes on, until a condition holds; raises as `eventually`."""

    async def holds() -> bool:
        return bool(condition())

    await eventually(holds, patience_s)
