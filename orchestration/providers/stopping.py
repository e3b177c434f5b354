"""Cancellations that hit no cleaning.

The HTTP library cleans up after a cancellation, but one that hits that cleaning, such as of a
client that leaves while a time limit ends the same call, takes a connection from the pool for
ever. So each step of an exchange is a task of its own, which is cancelled once and then waited
for, and what gives something back is seen through.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

_CARE_S: Final = 0.25
_LOOK_S: Final = 0.005

ResultT = TypeVar("ResultT")


async def stoppable(
    step: Awaitable[ResultT],
    unwanted: Callable[[ResultT], Coroutine[Any, Any, None]],
    delicate: Callable[[], bool],
) -> ResultT:
    """Await a step; cancelled, cancel it once and wait until it has cleaned up.

    Args:
        step: What cleans up after itself when it is cancelled.
        unwanted: Gives back a result that came although nobody waits for it any more.
        delicate: Whether the step is where a cancellation would do harm; until that is over it is
            waited, for a quarter of a second at most.
    """
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.cancelled():
            await _stop(task, delicate)
        if not task.cancelled() and task.exception() is None:
            await _ended(asyncio.ensure_future(unwanted(task.result())))
        raise


async def _stop(task: asyncio.Future[Any], delicate: Callable[[], bool]) -> None:
    end = asyncio.get_running_loop().time() + _CARE_S
    while delicate() and not task.done() and asyncio.get_running_loop().time() < end:
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task], timeout=_LOOK_S)
    task.cancel()
    await _ended(task)


async def see_through(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Await work to its end; a cancellation that comes meanwhile goes on afterwards.

    The work itself must have an end.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError as cancelled:
        await _ended(task)
        if not task.cancelled() and (error := task.exception()):
            raise cancelled from error
        raise


async def _ended(task: asyncio.Future[Any]) -> None:
    """Wait, whoever cancels meanwhile: what is waited for has an end."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
