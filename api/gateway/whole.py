"""Whole streams: a task's history and its answers' texts in one, in which a reader can go on.

An id names both places: `4712.1-3` is behind the event 4712 and the token entry 1-3. So whoever
comes back with the last id misses neither an event nor a token, and gets none twice. What each
side means by its place stands in `streams` and `tokens`.
"""

import re
from typing import Final, NamedTuple

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.frames import HEADERS, frame
from api.gateway.hub import Hub, task_id_of
from api.gateway.positions import position_of
from api.gateway.readers import Behind, Reader, read_place, recall_of
from api.gateway.telling import Telling
from api.rest.answers import event_answer
from api.rest.tasks import READ
from tasks.selectors.events import EventView
from tasks.tokens import NOWHERE

_ID: Final = re.compile(r"(\d{1,19})\.(.+)", re.ASCII)
_LAST_EVENT: Final = 2**63 - 1


class Position(NamedTuple):
    """Where a reader is.

    Attributes:
        event: the last of the history that it has; 0 for none.
        place: up to where it has the texts.
    """

    event: int = 0
    place: Behind = NOWHERE

    def __str__(self) -> str:
        return f"{self.event}.{self.place}"

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """Return the position that an id names; None when it names none."""
        found = _ID.fullmatch(text)
        place = read_place(found[2]) if found else None
        if found is None or place is None or int(found[1]) > _LAST_EVENT:
            return None
        return cls(int(found[1]), place)


class WholeStreams:
    """Serves whole streams."""

    def __init__(self, hub: Hub) -> None:
        """Read by the means of `hub`."""
        self._hub = hub

    async def follow(self, exchange: Exchange) -> HttpResponse | None:
        """Send a task's events and the texts of its answers, those that were and those that
        come."""
        principal = await self._hub.admit(exchange, READ)
        behind = position_of(exchange, Position.read) or Position()
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        with (
            self._hub.places.take(principal.key_id),
            self._hub.watches.on(task_id, tenant_id, seen=0) as watch,
        ):
            telling = Telling(self._hub, watch, recall_of(behind.place), after=behind.event)
            await telling.look()
            if exchange.request.method == "HEAD":
                return HttpResponse(headers=HEADERS)
            await _WholeReader(exchange, telling, behind).run()
        return None


class _WholeReader(Reader):
    """One open stream."""

    def __init__(self, exchange: Exchange, telling: Telling, behind: Position) -> None:
        super().__init__(exchange, telling, behind.place)
        self._event = behind.event
        self._place = str(behind.place)

    def _number(self, place: str) -> str:
        self._place = place
        return f"{self._event}.{place}"

    def _happened(self, event: EventView) -> bytes:
        self._event = event.id
        return frame(event.type, event_answer(event), number=self._number(self._place))
