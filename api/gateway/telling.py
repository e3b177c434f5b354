"""What a task's answers come to, told in order: tokens while they are drawn, then the task itself.

What comes early comes from Redis, what counts comes from Postgres. Whoever reads a telling adds up
texts; since the last `Anew` they are always a beginning of the answers, and `missing` says what the
stored texts have beyond them once the task has ended.
"""

import logging
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID

from django.db import InterfaceError, OperationalError

from api.gateway.feed import AWAY, Follower
from api.gateway.hub import Hub
from api.gateway.told import Told
from api.gateway.watches import Watch
from api.rest.errors import Unreachable
from tasks.lifecycle import IN_FLIGHT, TERMINAL, State
from tasks.selectors.events import EventView, follow_events, get_standings
from tasks.selectors.task import TaskView, get_task, unknown_task
from tasks.tokens import NOWHERE, Entry, Place

log = logging.getLogger(__name__)

_AGAIN_S: Final = 1.0
"""How soon Redis is asked again after it was away."""
_AT_ONCE: Final = 100
"""Most events that are read at once."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What came to the answers.

    Attributes:
        texts: by answer; some may be empty.
        place: where a reader that comes back goes on.
    """

    texts: Mapping[int, str]
    place: str


@dataclass(frozen=True, slots=True)
class Anew:
    """The answers begin anew: what was told of them is void."""


@dataclass(frozen=True, slots=True)
class Happened:
    """The task's history goes on."""

    event: EventView


@dataclass(frozen=True, slots=True)
class Moved:
    """The task has another state, in which it has not ended."""

    state: State


@dataclass(frozen=True, slots=True)
class Ended:
    """The task has ended; nothing follows."""

    task: TaskView


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing happened for a while."""


News: TypeAlias = Texts | Anew | Happened | Moved | Ended | Silence


@dataclass(frozen=True, slots=True)
class _Look:
    """Where a task is.

    Attributes:
        state: that it has.
        last_event: the latest that is known of.
        task: itself, once it has ended and nothing of its history is left to tell.
        events: of its history, where that is told.
        more: whether there are more of them.
    """

    state: State
    last_event: int
    task: TaskView | None = None
    events: Sequence[EventView] = ()
    more: bool = False


def _look(task_id: UUID, tenant_id: UUID) -> _Look:
    found = get_standings([(task_id, tenant_id)])
    if not found:
        raise unknown_task(task_id)
    state = State(found[0].state)
    return _Look(state, found[0].last_event, _ended(state, task_id, tenant_id))


def _look_closely(task_id: UUID, tenant_id: UUID, *, after: int) -> _Look:
    found = follow_events(task_id, tenant_id=tenant_id, after=after, limit=_AT_ONCE)
    last = found.items[-1].id if found.items else after
    task = None if found.more else _ended(found.state, task_id, tenant_id)
    return _Look(found.state, last, task, found.items, found.more)


def _ended(state: State, task_id: UUID, tenant_id: UUID) -> TaskView | None:
    return get_task(task_id, tenant_id=tenant_id) if state in TERMINAL else None


class Telling:
    """What one reader is told.

    Args:
        hub: the means.
        watch: of the task, with `seen` 0.
        recall: the last place of a reader that comes back.
        after: the last event of a reader who is told the task's history, too; 0 for all of it.

    Attributes:
        state: the last one that was told.
    """

    def __init__(
        self,
        hub: Hub,
        watch: Watch,
        recall: Place | None = None,
        *,
        after: int | None = None,
    ) -> None:
        self.state: State | None = None
        self._hub = hub
        self._watch = watch
        self._recall = recall
        self._after = after
        self._follower = Follower(watch.task_id, partial(watch.wake, moved=False))
        self._told = Told(certain=recall is None)
        self._odd = NOWHERE
        self._begun = False
        self._found: _Look | None = None
        self._until = time.monotonic() + hub.settings.stream_s

    async def look(self) -> None:
        """Find out where the task is, before `news` is asked. Queries: one, two when it has ended.

        Raises:
            NotFound: there is no such task, or there no longer is.
        """
        watch = self._watch
        watch.moved = False
        look = partial(_look, watch.task_id, watch.tenant_id)
        if self._after is not None:
            look = partial(_look_closely, watch.task_id, watch.tenant_id, after=self._after)
        self._found = await self._hub.rows.read(look)
        watch.seen = self._found.last_event
        if self._after is not None:
            self._after = self._found.last_event

    async def news(self) -> AsyncGenerator[list[News], None]:
        """Yield what there is to tell, bundled as it came, until the task has ended; or until the
        longest time of a stream is over or this process ends.

        Raises:
            NotFound: the task is gone.
        """
        if self._found is None:
            await self.look()
        try:
            async for news in self._news():
                yield news
        finally:
            self._hub.feed.leave(self._follower)

    def missing(self, texts: Mapping[int, str]) -> dict[int, str] | None:
        """Return what final texts have beyond what was told; None when that was no beginning of
        them."""
        return self._told.rest(texts)

    async def _news(self) -> AsyncGenerator[list[News], None]:
        while True:
            remembered = await self._remember()
            if events := self._history():
                yield events
            if standing := self._standing():
                yield [standing]
            if isinstance(standing, Ended):
                return
            if remembered and (news := await self._came()):
                yield news
            again = False
            while not again:
                if (left := self._until - time.monotonic()) <= 0:
                    return
                lost = self._lost
                woken = await self._watch.woken(min(self._pause(lost=lost), left))
                if self._hub.watches.closing:
                    return
                if not woken:
                    yield [Silence()]
                again = woken or lost
            await self._look_again()

    def _history(self) -> list[News]:
        """Return what happened since it was told last, and see to it that the rest is read."""
        assert self._found is not None, "it was looked at"  # noqa: S101
        events, self._found = self._found.events, replace(self._found, events=())
        if events and self._found.more:
            self._watch.wake()
        return [Happened(each) for each in events]

    def _standing(self) -> Moved | Ended | None:
        """Return what there is to say about the task; nothing when that was said before."""
        assert self._found is not None, "it was looked at"  # noqa: S101
        if self._found.more:
            return None
        before, self.state = self.state, self._found.state
        if self._found.task is not None:
            return Ended(self._found.task)
        return Moved(self.state) if self.state != before else None

    @property
    def _lost(self) -> bool:
        """Whether Redis has more for this reader, and does not give it."""
        wants = self._begun or self._recall is not None
        return wants and not self._hub.feed.follows(self._follower)

    def _pause(self, *, lost: bool) -> float:
        return _AGAIN_S if lost else self._hub.settings.heartbeat_s

    async def _look_again(self) -> None:
        """Find out where the task is, if it may have moved; while the database is away that stays
        open: a later look wakes us again."""
        if not self._watch.moved:
            return
        try:
            await self.look()
        except (OperationalError, InterfaceError, Unreachable) as error:
            log.info("a stream waits for the database", extra={"error": str(error)})

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

    async def _came(self) -> list[News]:
        """Return what came, as far as Redis has it."""
        try:
            entries = await self._new()
        except AWAY as error:
            log.info("a stream waits for Redis", extra={"error": str(error)})
            return []
        news: list[News] = []
        for entry in entries:
            restarts = entry.begins and self._told.anything
            if self._told.add(entry):
                news += [Anew()] if restarts else []
                news.append(
                    Texts({part.choice: part.text for part in entry.parts}, str(entry.place))
                )
            elif self._looks_back(entry.place):
                break
        if any(entry.ended for entry in entries):
            self._watch.wake()
        return news

    async def _new(self) -> list[Entry]:
        feed, follower = self._hub.feed, self._follower
        if not self._begun:
            # Tasks that wait for their first attempt are many and cost Redis nothing.
            self._begun = self.state in IN_FLIGHT or await feed.begun(follower)
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
