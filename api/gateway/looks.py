"""Looking by itself: one query a second for all tasks that somebody waits for.

Redis may lose hints, die and come back; this is what makes a lost hint cost a second at most.
"""

import asyncio
import logging
from functools import partial
from typing import Final

from django.db import DatabaseError, InterfaceError

from api.gateway.rows import Rows
from api.gateway.watches import Watches
from api.rest.errors import Unreachable
from tasks.selectors.events import get_standings

log = logging.getLogger(__name__)

_MOST: Final = 2_000
"""Most tasks in one query."""


class Looks:
    """Looks for all watches of this process."""

    def __init__(self, rows: Rows, watches: Watches, every_s: float) -> None:
        """Look every `every_s` seconds once `run` is awaited."""
        self._rows = rows
        self._watches = watches
        self._every_s = every_s

    async def run(self) -> None:
        """Look again and again; without the database, go on trying."""
        while True:
            await asyncio.sleep(self._every_s)
            try:
                await self.look()
            except (DatabaseError, InterfaceError, Unreachable) as error:
                log.warning("cannot look for moved tasks", extra={"error": str(error)})
            except Exception:
                # Everybody who waits depends on this loop.
                log.exception("looking for moved tasks failed, going on")

    async def look(self) -> None:
        """Wake those whose task moved or is gone. Queries: one for each 2,000 tasks."""
        watched = self._watches.watched()
        pairs = list(watched.items())
        for at in range(0, len(pairs), _MOST):
            part = pairs[at : at + _MOST]
            found = await self._rows.read(partial(get_standings, part))
            for standing in found:
                self._watches.see(standing)
            for task_id in {pair[0] for pair in part} - {standing.task_id for standing in found}:
                self._watches.wake(task_id)
