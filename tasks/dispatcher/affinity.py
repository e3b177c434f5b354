"""How long tasks are held back for a worker that has their model loaded; in memory of the leader.

A load costs seconds and may push another model out, a slot at a worker that is loaded already may
come free sooner. So the first task of a lane may wait for one, while others have room, but only for
so long; after that any worker takes it. Each task's clock starts when it is first held.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from tasks.dispatcher.line import Head, Lane


class Holds:
    """Since when tasks have been held.

    Args:
        bound_s: how long each may be; 0 holds none.
        clock: seconds that only run forward.
    """

    def __init__(self, bound_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._bound_s = bound_s
        self._clock = clock
        self._since: dict[Lane, dict[UUID, float]] = {}

    def __len__(self) -> int:
        """Return how many tasks are remembered."""
        return sum(len(each) for each in self._since.values())

    def may_wait(self, lane: Lane, task_id: UUID) -> bool:
        """Return whether a task may be held back still; its clock starts with the first call."""
        if not self._bound_s:
            return False
        now = self._clock()
        return now - self._since.setdefault(lane, {}).setdefault(task_id, now) < self._bound_s

    def keep(self, lanes: Mapping[Lane, Sequence[Head]]) -> None:
        """Forget tasks that no longer wait. Costs nothing while none is held."""
        for lane in list(self._since):
            waiting = {head.task_id for head in lanes.get(lane, ())}
            kept = {i: since for i, since in self._since[lane].items() if i in waiting}
            if kept:
                self._since[lane] = kept
            else:
                del self._since[lane]
