"""Token streams: what a task's answers come to, while they are drawn.

What comes early comes from Redis, what counts comes from Postgres: when the task has ended, a
reader gets what it still lacks of the stored texts. So what it was told since the last `restarted`
is always a beginning of the answers, and at `end` it is all of them, whatever was lost on the way.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from api.gateway.exchange import Exchange, Leaving
from api.gateway.feed import AWAY, Follower
from api.gateway.frames import HEADERS, HEARTBEAT, OPENING, bundles, frame
from api.gateway.hub import Hub, task_id_of
from api.gateway.told import Told, texts_of
from api.gateway.watches import Watch
from api.rest.errors import InvalidParameter, Unreachable
from api.rest.params import Params
from api.rest.tasks import READ
from orchestration.errors import SwitchyardError
from tasks.lifecycle import IN_FLIGHT, TERMINAL, State
from tasks.selectors.events import get_standings
from tasks.selectors.task import TaskView, get_task, unknown_task
from tasks.tokens import NOWHERE, Entry, Place

log = logging.getLogger(__name__)

_COMPLETE: Final = "end"
"""The place behind everything."""
_RESTARTED: Final = frame("restarted", {}, number=str(NOWHERE))
"""Whoever is cut off behind it comes back as one who has nothing."""
_AGAIN_S: Final = 1.0
"""How soon Redis is asked again after it was away."""


class TokenStreams:
    """Serves token streams."""

    def __init__(self, hub: Hub) -> None:
        """Read by the means of `hub`."""
        self._hub = hub

    async def follow(self, exchange: Exchange) -> HttpResponse | None:
        """Send the texts of a task's answers, those that were and those that come."""
        principal = await self._hub.admit(exchange, READ)
        behind = _resume_behind(exchange)
        task_id, tenant_id = task_id_of(exchange), principal.tenant_id
        with (
            self._hub.places.take(principal.key_id),
            self._hub.watches.on(task_id, tenant_id, seen=0) as watch,
        ):
            reader = _Reader(self._hub, exchange, watch, behind)
            first = await reader.look()
            if exchange.request.method == "HEAD":
                return HttpResponse(headers=HEADERS)
            await reader.run(first)
        return None


def _resume_behind(exchange: Exchange) -> Place | str | None:
    """Return the place that the reader had last; the header goes before the parameter."""
    after = Params(exchange.request, "after").text("after")
    header: str | None = exchange.request.META.get("HTTP_LAST_EVENT_ID")
    name, given = ("Last-Event-ID", header) if header else ("after", after)
    if not given:
        return None
    place = _COMPLETE if given == _COMPLETE else Place.read(given)
    if place is None:
        raise InvalidParameter(
            f"{name} has a wrong value.",
            field=name,
            value=given,
            mend="Send the `id` of the last event that came, or leave it out.",
        )
    return place


@dataclass(frozen=True, slots=True)
class _Look:
    """Where a task is; with the task itself once it has ended."""

    state: State
    last_event: int
    task: TaskView | None


def _look(task_id: UUID, tenant_id: UUID) -> _Look:
    found = get_standings([(task_id, tenant_id)])
    if not found:
        raise unknown_task(task_id)
    state = State(found[0].state)
    task = get_task(task_id, tenant_id=tenant_id) if state in TERMINAL else None
    return _Look(state, found[0].last_event, task)


class _Reader:
    """One open stream."""

    def __init__(
        self, hub: Hub, exchange: Exchange, watch: Watch, behind: Place | str | None
    ) -> None:
        self._hub = hub
        self._exchange = exchange
        self._watch = watch
        self._behind = behind
        self._recall = behind if isinstance(behind, Place) and behind != NOWHERE else None
        self._follower = Follower(watch.task_id, partial(watch.wake, moved=False))
        self._told = Told(certain=self._recall is None)
        self._odd = NOWHERE
        self._state: State | None = None
        self._begun = False
        self._until = time.monotonic() + hub.settings.stream_s

    async def look(self) -> _Look:
        """Return where the task is. Queries: one, and one more when it has ended."""
        watch = self._watch
        watch.moved = False
        found = await self._hub.rows.read(partial(_look, watch.task_id, watch.tenant_id))
        watch.seen = found.last_event
        return found

    async def run(self, first: _Look) -> None:
        """Send everything until the task has ended or the stream must.

        Raises:
            Gone: the client takes nothing any more.
        """
        await self._exchange.start(200, HEADERS)
        await self._exchange.write(OPENING)
        with Leaving(self._exchange.receive, self._watch.wake) as leaving:
            try:
                await self._follow(first, leaving)
            except SwitchyardError as error:
                await self._exchange.write(frame("problem", error.problem()))
            finally:
                self._hub.feed.leave(self._follower)
            if not leaving.gone:
                await self._exchange.write(b"", more=False)

    async def _follow(self, found: _Look | None, leaving: Leaving) -> None:
        while found is not None:
            remembered = await self._remember()
            if await self._complete(found):
                return
            if remembered:
                await self._pass_on()
            found = await self._more(found, leaving)

    async def _remember(self) -> bool:
        """Find out what a reader that comes back has been told; False while Redis is away.

        Who has a place that the stream does not have (any more) begins anew.
        """
        if self._recall is None:
            return True
        try:
            entry = await self._hub.feed.entry(self._follower, self._recall)
        except AWAY as error:
            log.info("nobody knows yet what was told", extra={"error": str(error)})
            return False
        if entry is not None and entry.totals:
            self._told.remember(entry.totals)
            self._follower.at = entry.place
        self._recall = None
        return True

    async def _complete(self, found: _Look) -> bool:
        """Tell the state; if it is the last one, also what is missing. Return whether it is."""
        frames = []
        if found.task is not None:
            if self._behind != _COMPLETE or self._state is not None:
                frames = self._missing(texts_of(found.task))
            frames.append(frame("end", {"state": found.state}))
        elif found.state != self._state:
            frames.append(frame("state", {"state": found.state}))
        self._state = found.state
        for bundle in bundles(frames):
            await self._exchange.write(bundle)
        return found.task is not None

    def _missing(self, texts: Mapping[int, str]) -> list[bytes]:
        if not texts:
            return []  # it did not succeed; what was told stays what it is
        rest = self._told.rest(texts)
        if rest is None:
            return [_RESTARTED, *_delta(texts, _COMPLETE)]
        return _delta(rest, _COMPLETE)

    async def _pass_on(self) -> None:
        """Send what came, as far as Redis has it."""
        try:
            entries = await self._new()
        except AWAY as error:
            log.info("a stream waits for Redis", extra={"error": str(error)})
            return
        frames: list[bytes] = []
        for entry in entries:
            restarts = entry.begins and self._told.anything
            if self._told.add(entry):
                frames += [_RESTARTED] if restarts else []
                frames += _delta({part.choice: part.text for part in entry.parts}, str(entry.place))
            elif self._looks_back(entry.place):
                break
        for bundle in bundles(frames):
            await self._exchange.write(bundle)
        if any(entry.ended for entry in entries):
            self._watch.wake()

    async def _new(self) -> list[Entry]:
        feed, follower = self._hub.feed, self._follower
        if not self._begun:
            # Tasks that wait for their first attempt are many and cost Redis nothing.
            self._begun = self._state in IN_FLIGHT or await feed.begun(follower)
        if not self._begun:
            return []
        if feed.follows(follower):
            return follower.take()
        entries = await feed.read(follower)
        if not feed.follows(follower):
            self._watch.wake(moved=False)
        return entries

    def _looks_back(self, place: Place) -> bool:
        """Read the stream from its beginning when an entry does not continue what the reader has:
        Redis has come back with less than it had.

        What makes no sense from the beginning on either is passed over until an entry begins anew.
        """
        again = self._told.certain and place != self._odd
        self._told.certain = False
        if again:
            self._odd = place
            self._hub.feed.leave(self._follower)
            self._follower.at = NOWHERE
            self._watch.wake(moved=False)
        return again

    async def _more(self, last: _Look, leaving: Leaving) -> _Look | None:
        """Wait until there may be more and return where the task is; None when the stream must
        end.

        Whoever is cut off here comes back with the last id.
        """
        while (left := self._until - time.monotonic()) > 0:
            wants = self._begun or self._recall is not None
            lost = wants and not self._hub.feed.follows(self._follower)
            pause = _AGAIN_S if lost else self._hub.settings.heartbeat_s
            woken = await self._watch.woken(min(pause, left))
            if self._hub.watches.closing or leaving.gone:
                return None
            if not woken:
                await self._exchange.write(HEARTBEAT)
            if woken or lost:
                return await self._looked(last) if self._watch.moved else last
        return None

    async def _looked(self, last: _Look) -> _Look:
        """Return where the task is; where it was while the database is away: a later look wakes
        us again."""
        try:
            return await self.look()
        except (OperationalError, InterfaceError, Unreachable) as error:
            log.info("a stream waits for the database", extra={"error": str(error)})
            return last


def _delta(texts: Mapping[int, str], place: str) -> list[bytes]:
    """Return one event for what came to the answers; none when that is nothing."""
    choices = [{"index": choice, "text": text} for choice, text in texts.items() if text]
    return [frame("delta", {"choices": choices}, number=place)] if choices else []
