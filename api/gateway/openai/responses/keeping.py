"""What is kept of a response on its way: for whoever answers it, and for nobody else."""

import logging
from uuid import UUID

from api.gateway.ends import AWAY
from api.gateway.openai.responses.requests import Request
from api.gateway.openai.responses.store import Store

log = logging.getLogger(__name__)


class Keeping:
    """One response. Each way to it is another task, so what was asked for is kept anew for each,
    before anything is answered there: whatever dies then, an id that a client has seen can be
    fetched, and what shall not be stored is found by retention.

    Args:
        store: where.
        wanted: what was asked for.
        stored: whether it may be fetched; else its tasks go when they have ended.
    """

    def __init__(self, store: Store, wanted: Request, *, stored: bool) -> None:
        """Keep nothing yet."""
        self._store = store
        self._kept = wanted.kept if stored else None
        self._by = wanted.asked.by
        self._ids: list[str] = []

    async def hear(self, call_id: str) -> None:
        """Keep it for a way that is begun, in place of the one before.

        Raises:
            Conflict: the same task answers another request.
        """
        await self._store.keep(call_id, self._kept, self._by)
        if self._ids and self._kept is not None:
            await self._drop(UUID(self._ids[-1]))
        self._ids.append(call_id)

    async def end(self) -> None:
        """Erase what shall not be stored, on all ways."""
        if self._kept is None:
            for each in self._ids:
                await self._store.erase(UUID(each), self._by)

    async def _drop(self, task_id: UUID) -> None:
        try:
            await self._store.drop(task_id, self._by)
        except AWAY as error:
            log.warning("a response is left to retention", extra={"error": str(error)})
