"""Waiting for a task's end, without a thread and without a database connection."""

import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError

from api.gateway.hub import Hub
from api.rest.errors import Unreachable
from tasks.lifecycle import TERMINAL
from tasks.selectors.task import TaskView

AWAY: Final = (OperationalError, InterfaceError, Unreachable)
"""What is raised while the database is away."""


async def at_end(
    hub: Hub, task_id: UUID, tenant_id: UUID, read: Callable[[], TaskView], seconds: float
) -> TaskView:
    """Return a task when it has ended, the time is over or this process ends.

    An outage of the database is sat out. Queries: one at first, and one at the end of a wait.

    Raises:
        NotFound: there is no such task, or there no longer is.
    """
    until = time.monotonic() + seconds
    with hub.watches.on(task_id, tenant_id) as watch:
        task = await hub.rows.read(read)
        while task.state not in TERMINAL and not hub.watches.closing:
            if (left := until - time.monotonic()) <= 0:
                break
            await watch.woken(left)
            try:
                task = await hub.rows.read(read)
            except AWAY:
                if time.monotonic() >= until:
                    raise
    return task
