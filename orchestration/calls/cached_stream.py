"""A stream that says whether it was kept, and what is recorded of one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

from orchestration.calls.caching import CacheStatus
from orchestration.calls.call import Destination, Try
from orchestration.calls.stream import Stream
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, Delta, End, StreamItem


@dataclass(slots=True)
class Told:
    """What one reader is told of a stream; known from its first item on.

    Attributes:
        target: Who is asked first.
        cache: What the cache had to do with it.
        why: Why it was passed by, or why no similar question was looked for; a slug.
        age_s: Of an answer that was kept; None of a new one.
        similarity: Of the questions; None of a new answer.
        live: The call that was made for this reader; None when there was none.
        given: How an answer that cost nothing is told.
    """

    target: Destination
    cache: CacheStatus = CacheStatus.MISS
    why: str = ""
    age_s: float | None = None
    similarity: float | None = None
    live: Stream | None = None
    given: Try | None = None


class CachedStream(Stream):
    """A `Stream`; see there. Who answers, and whether it was kept, is known from the first item on.

    Args:
        told: What is known; it is filled in by whoever makes the items.
        items: What comes.
    """

    def __init__(self, told: Told, items: AsyncGenerator[StreamItem, None]) -> None:
        self._told = told
        self._items = items
        self._begun = False

    @property
    def cache(self) -> CacheStatus:
        """Return what the cache had to do with it."""
        return self._told.cache

    @property
    def why(self) -> str:
        """Return why the cache was passed by, or why no similar question was looked for."""
        return self._told.why

    @property
    def age_s(self) -> float | None:
        """Return how old a kept answer is."""
        return self._told.age_s

    @property
    def similarity(self) -> float | None:
        """Return how similar the question of a kept answer is."""
        return self._told.similarity

    @property
    def provider(self) -> str:
        """Return who answers; before the first item, who is being asked."""
        told = self._told
        return told.live.provider if told.live else (told.given or told.target).provider

    @property
    def model(self) -> str:
        """Return the provider's name for the model."""
        told = self._told
        return told.live.model if told.live else (told.given or told.target).model

    @property
    def call_id(self) -> UUID | None:
        """Return under which name the ledger knows it; None before the first try."""
        told = self._told
        return told.live.call_id if told.live else told.given.call_id if told.given else None

    @property
    def tries(self) -> tuple[Try, ...]:
        """Return those that have ended."""
        told = self._told
        return told.live.tries if told.live else (told.given,) if told.given else ()


class Recorder:
    """Puts a stream together while it passes, unless it grows too large.

    Args:
        most_bytes: More than this is not kept, so it is not recorded either.
    """

    def __init__(self, most_bytes: int) -> None:
        self._left = most_bytes
        self._assembly: Assembly | None = Assembly()

    def add(self, item: StreamItem) -> ChatAnswer | None:
        """Take the next item; return the answer with the last one, if all of it was recorded."""
        if self._assembly is None:
            return None
        if isinstance(item, End):
            return self._assembly.answer(item)
        self._assembly.add(item)
        self._left -= _length(item)
        if self._left < 0:
            self._assembly = None
        return None


def _length(delta: Delta) -> int:
    said = sum(len(call.arguments) for call in delta.tool_calls)
    return said + len(delta.text) + len(delta.reasoning) + len(delta.refusal)
