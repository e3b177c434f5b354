"""Event streams: the history of one task as it is written.

Nothing is queued for a reader. A wake-up only says that there may be more; what there is, is read
from Postgres behind the last event that was sent. So a slow reader costs no memory, and a reader
that comes back with `Last-Event-ID` misses nothing and gets nothing twice.
"""

import logging
import time
from functools import partial
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from api.gateway.exchange import Exchange, Leaving
from api.gateway.frames import HEADERS, HEARTBEAT, OPENING, bundles, frame
from api.gateway.hub import Hub, task_id_of
from api.gateway.watches import Watch
from api.rest.answers import event_answer
from api.rest.errors import InvalidParameter, Unreachable
from api.rest.params import Params
from api.rest.tasks import READ
from orchestration.errors import SwitchyardError
from tasks.lifecycle import TERMINAL
from tasks.selectors.events import Followed, follow_events

log = logging.getLogger(__name__)

_LAST_EVENT: Final = 2**63 - 1
_AT_ONCE: Final = 100


class Streams:
    """Serves event streams."""

    def __init__(self, hub: Hub) -> None:
        """Wait by the means of `hub`."""
        self._hub = hub

    async def follow(self, exchange: Exchange) -> HttpResponse | None:
        """Send a task's events, those that were and those that come, until it has ended."""
        principal = await self._hub.admit(exchange, READ)
        after = _resume_behind(exchange)
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        with (
            self._hub.places.take(principal.key_id),
            self._hub.watches.on(task_id, tenant_id, seen=after) as watch,
        ):
            stream = _Stream(self._hub, exchange, watch)
            first = await stream.read()
            if exchange.request.method == "HEAD":
                return HttpResponse(headers=HEADERS)
            await stream.run(first)
        return None


def _resume_behind(exchange: Exchange) -> int:
    """Return the event that the reader had last; the header, which browsers send when they come
    back, goes before the parameter, which stays as it was in the address."""
    after = Params(exchange.request, "after").number("after", default=0, low=0, high=_LAST_EVENT)
    header: str | None = exchange.request.META.get("HTTP_LAST_EVENT_ID")
    if not header:
        return after
    digits = header.isascii() and header.isdigit() and len(header) <= len(str(_LAST_EVENT))
    if not digits or int(header) > _LAST_EVENT:
        raise InvalidParameter(
            "The header Last-Event-ID has a wrong value.",
            field="Last-Event-ID",
            value=header,
            mend="Send the `id` of the last event that came, or leave the header out.",
        )
    return int(header)


class _Stream:
    """One open stream."""

    def __init__(self, hub: Hub, exchange: Exchange, watch: Watch) -> None:
        self._hub = hub
        self._exchange = exchange
        self._watch = watch
        self._sent = watch.seen or 0
        self._until = time.monotonic() + hub.settings.stream_s

    async def read(self) -> Followed:
        """Return what happened behind the last event that was sent."""
        watch = self._watch
        return await self._hub.rows.read(
            partial(
                follow_events,
                watch.task_id,
                tenant_id=watch.tenant_id,
                after=self._sent,
                limit=_AT_ONCE,
            )
        )

    async def run(self, found: Followed | None) -> None:
        """Send everything until the task has ended or the stream must.

        Raises:
            Gone: the client takes nothing any more.
        """
        await self._exchange.start(200, HEADERS)
        await self._exchange.write(OPENING)
        with Leaving(self._exchange.receive, self._watch.wake) as leaving:
            try:
                while found is not None and not await self._complete(found):
                    found = await self._more(leaving)
            except SwitchyardError as error:
                await self._exchange.write(frame("problem", error.problem()))
            if not leaving.gone:
                await self._exchange.write(b"", more=False)

    async def _complete(self, found: Followed) -> bool:
        """Send what was found; return whether that was all there will be."""
        frames = [frame(e.type, event_answer(e), number=e.id) for e in found.items]
        ended = found.state in TERMINAL and not found.more
        if ended:
            frames.append(frame("end", {"state": found.state}))
        for bundle in bundles(frames):
            await self._exchange.write(bundle)
        if found.items:
            self._watch.seen = self._sent = found.items[-1].id
        if found.more:
            self._watch.wake()
        return ended

    async def _more(self, leaving: Leaving) -> Followed | None:
        """Wait until there may be more and return it; None when the stream must end.

        Whoever is cut off here comes back with the id of the last event.
        """
        while (left := self._until - time.monotonic()) > 0:
            woken = await self._watch.woken(min(self._hub.settings.heartbeat_s, left))
            if self._hub.watches.closing or leaving.gone:
                return None
            if not woken:
                await self._exchange.write(HEARTBEAT)
            elif (found := await self._reread()) is not None:
                return found
        return None

    async def _reread(self) -> Followed | None:
        """Return what there is; None while the database is away: a later look wakes us again."""
        try:
            return await self.read()
        except (OperationalError, InterfaceError, Unreachable) as error:
            log.info("a stream waits for the database", extra={"error": str(error)})
            return None
