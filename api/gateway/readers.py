"""Readers of a telling: what is told of a task's answers, as server-sent events.

What comes early comes from Redis, what counts comes from Postgres: when the task has ended, a
reader gets what it still lacks of the stored texts. So what it was told since the last `restarted`
is always a beginning of the answers, and at `end` it is all of them, whatever was lost on the way.
"""

from collections.abc import Iterable, Mapping
from contextlib import aclosing
from typing import Final

from api.gateway.exchange import Exchange, attended
from api.gateway.frames import HEADERS, HEARTBEAT, OPENING, bundles, frame
from api.gateway.telling import Anew, Ended, Happened, Moved, News, Silence, Telling, Texts
from api.gateway.told import texts_of
from orchestration.errors import SwitchyardError
from tasks.selectors.events import EventView
from tasks.tokens import NOWHERE, Place

COMPLETE: Final = "end"
"""The place behind everything."""
Behind = Place | str | None
"""The place that a reader had last: one in the stream, behind everything, or none."""


def read_place(text: str) -> Behind:
    """Return the place that a text names; None when it names none."""
    return COMPLETE if text == COMPLETE else Place.read(text)


def recall_of(behind: Behind) -> Place | None:
    """Return what has to be remembered of a reader that comes back."""
    return behind if isinstance(behind, Place) and behind != NOWHERE else None


class Reader:
    """One open stream of the texts of a task's answers.

    Args:
        exchange: with its reader.
        telling: what is told.
        behind: the place that the reader had last.
    """

    def __init__(self, exchange: Exchange, telling: Telling, behind: Behind) -> None:
        self._exchange = exchange
        self._telling = telling
        self._complete = behind == COMPLETE

    async def run(self) -> None:
        """Send everything until the task has ended or the stream must; whoever is cut off comes
        back with the last id.

        Raises:
            Gone: the client has left, or takes nothing any more.
        """
        await self._exchange.start(200, HEADERS)
        await self._exchange.write(OPENING)
        async with attended(self._exchange):
            try:
                await self._pass_on()
            except SwitchyardError as error:
                await self._exchange.write(frame("problem", error.problem()))
            await self._exchange.write(b"", more=False)

    def _number(self, place: str) -> str:
        """Return the id of an event behind which the reader has all up to a place."""
        return place

    def _happened(self, event: EventView) -> bytes:
        """Return an event of the task's history; it is told to others only."""
        del event
        return b""

    async def _pass_on(self) -> None:
        async with aclosing(self._telling.news()) as telling:
            async for news in telling:
                for bundle in bundles(self._frames(news)):
                    await self._exchange.write(bundle)

    def _frames(self, news: Iterable[News]) -> list[bytes]:
        frames: list[bytes] = []
        for each in news:
            match each:
                case Texts(texts, place):
                    frames += self._delta(texts, place)
                case Anew():
                    frames.append(self._restarted())
                case Happened(event):
                    frames.append(self._happened(event))
                case Moved(state):
                    self._complete = False
                    frames.append(frame("state", {"state": state}))
                case Ended(task):
                    frames += [] if self._complete else self._missing(texts_of(task))
                    frames.append(frame("end", {"state": task.state}))
                case Silence():
                    frames.append(HEARTBEAT)
        return frames

    def _missing(self, texts: Mapping[int, str]) -> list[bytes]:
        if not texts:
            return []  # it did not succeed; what was told stays what it is
        rest = self._telling.missing(texts)
        if rest is None:
            return [self._restarted(), *self._delta(texts, COMPLETE)]
        return self._delta(rest, COMPLETE)

    def _restarted(self) -> bytes:
        """Return what voids the texts: whoever is cut off behind it comes back as one who has
        none."""
        return frame("restarted", {}, number=self._number(str(NOWHERE)))

    def _delta(self, texts: Mapping[int, str], place: str) -> list[bytes]:
        """Return one event for what came to the answers; none when that is nothing."""
        choices = [{"index": choice, "text": text} for choice, text in texts.items() if text]
        number = self._number(place)
        return [frame("delta", {"choices": choices}, number=number)] if choices else []
