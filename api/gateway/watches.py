"""Who waits for which task, and what wakes them.

A watch is made before the first read, cleared before each further one: so whatever moves after a
read wakes its reader. Everything here runs in the event loop's thread.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from tasks.lifecycle import TERMINAL, values
from tasks.selectors.events import Standing

_ENDED: Final = frozenset(values(TERMINAL))


class Watch:
    """One reader of one task.

    Attributes:
        task_id: the task.
        tenant_id: whose it is.
        seen: the last event that the reader has; None when only the task's end matters to it.
        moved: whether the task may have moved since a reader that cares has set this back.
    """

    __slots__ = ("_woken", "moved", "seen", "task_id", "tenant_id")

    def __init__(self, task_id: UUID, tenant_id: UUID, seen: int | None) -> None:
        self.task_id = task_id
        self.tenant_id = tenant_id
        self.seen = seen
        self.moved = False
        self._woken = asyncio.Event()

    def wake(self, *, moved: bool = True) -> None:
        """Let the reader look again: at its task, or only at what else it reads."""
        self.moved |= moved
        self._woken.set()

    async def woken(self, seconds: float) -> bool:
        """Wait until there is reason to look again; False when the time is over."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class Watches:
    """All watches of this process.

    Attributes:
        closing: whether the process ends and nobody should wait any longer.
    """

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._by_task: dict[str, set[Watch]] = {}
        self.closing = False

    @contextmanager
    def on(self, task_id: UUID, tenant_id: UUID, *, seen: int | None = None) -> Iterator[Watch]:
        """Watch a task: its events behind `seen`, or only its end."""
        name, watch = str(task_id), Watch(task_id, tenant_id, seen)
        self._by_task.setdefault(name, set()).add(watch)
        if self.closing:
            watch.wake()
        try:
            yield watch
        finally:
            others = self._by_task[name]
            others.discard(watch)
            if not others:
                del self._by_task[name]

    def tell(self, task_id: str, state: str) -> None:
        """Wake those to whom it matters that a task is now in `state`; a hint."""
        for watch in self._by_task.get(task_id, ()):
            if watch.seen is not None or state in _ENDED:
                watch.wake()

    def see(self, standing: Standing) -> None:
        """Wake those who have not seen how far a task has come; read from Postgres."""
        ended = standing.state in _ENDED
        for watch in self._by_task.get(str(standing.task_id), ()):
            if ended or (watch.seen is not None and watch.seen < standing.last_event):
                watch.wake()

    def wake(self, task_id: UUID) -> None:
        """Wake all who wait for a task."""
        for watch in self._by_task.get(str(task_id), ()):
            watch.wake()

    def watched(self) -> dict[UUID, UUID]:
        """Return the tasks that are waited for, each with its tenant."""
        return {watch.task_id: watch.tenant_id for some in self._by_task.values() for watch in some}

    def close(self) -> None:
        """Wake everybody and let nobody wait again."""
        self.closing = True
        for some in self._by_task.values():
            for watch in some:
                watch.wake()
