"""Writing token streams: one thread for all attempts of a worker, see `tasks.tokens`.

The threads that wait for the engine only append to memory. What came within some milliseconds is
written in one round trip for all attempts. Without Redis tasks run as ever, and nobody reads along.
"""

import logging
import threading
from typing import Final
from uuid import UUID

import redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from orchestration.inference.ports import Delta
from orchestration.sections.serving import Streams
from tasks.tokens import (
    APPEND,
    BEGIN,
    NOWHERE,
    TAKE_OVER,
    Entry,
    Part,
    Place,
    read_entries,
    stream_key,
)
from tasks.worker.draft import Draft

log = logging.getLogger(__name__)

_TIMEOUT_S: Final = 0.5
_AWAY_S: Final = 0.5
"""After a write that failed, Redis is left alone for so long."""
_CLOSE_S: Final = 0.3


class AttemptTokens:
    """The stream of one attempt; serves the port `TokenStream`. Made by `TokenWriter.open`."""

    def __init__(
        self, writer: "TokenWriter", task_id: UUID, epoch: int, after: int | None, source: str
    ) -> None:
        self.key = stream_key(task_id)
        self.draft = Draft(self.key, epoch, writer.settings.most_bytes, source)
        self._writer = writer
        self._epoch = epoch
        self._after = after
        self._source = source

    def begun(self) -> tuple[tuple[int, ...], ...]:
        """Return the tokens that attempts which died have streamed; they can add no more.

        Waits for Redis, for a second at most. Without it, when nothing is left there, or when it
        was drawn from another source (a model's file may have been replaced, and the same numbers
        mean other tokens), the answers begin anew.
        """
        if self._after is None:
            return ()
        found = self._writer.take_over(self.key, Place(self._epoch, 0))
        usable = bool(found) and found[0].place.epoch > self._after
        if usable and found[0].source != self._source:
            log.warning("begun answers are of another model", extra={"stream": self.key})
            usable = False
        return self.draft.adopt(found) if usable else ()

    def add(self, delta: Delta) -> None:
        """Take a delta in; returns at once."""
        part = Part(delta.choice, delta.start, delta.tokens, delta.text)
        with self._writer.lock:
            self.draft.take(part)
            self._writer.look_at(self)

    def close(self, ended: str = "") -> None:
        """Take nothing more; the rest is written soon, and the state in which the task has ended,
        if it has."""
        with self._writer.lock:
            self.draft.end(ended)
            self._writer.look_at(self)


class TokenWriter:
    """The streams of a worker's attempts.

    Args:
        url: of Redis; connected to when there is something to write.
        settings: how streams are kept.
    """

    def __init__(self, url: str, settings: Streams) -> None:
        self.settings = settings
        self.lock = threading.Lock()
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=_TIMEOUT_S,
            socket_connect_timeout=_TIMEOUT_S,
            retry=Retry(NoBackoff(), 1),
        )
        self._wanting: set[AttemptTokens] = set()
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(
        self, task_id: UUID, epoch: int, *, after: int | None = None, source: str = ""
    ) -> AttemptTokens:
        """Return the stream for an attempt; costs nothing until tokens come.

        Args:
            task_id: the task.
            epoch: of the attempt.
            after: the attempt goes on with a stream that was begun after this epoch; None: it
                begins anew.
            source: what draws the answers; what another source has begun is not gone on with.
        """
        return AttemptTokens(self, task_id, epoch, after, source)

    def take_over(self, key: str, place: Place) -> list[Entry]:
        """Close a stream for those before `place` and return its entries; none without Redis."""
        try:
            found = self._redis.eval(
                TAKE_OVER,
                1,
                key,
                str(place),
                self._ms(self.settings.keep_s),
                *Entry(place).fields(),
            )
            return read_entries(found)
        except (redis.RedisError, ValueError) as error:
            log.warning("begun answers are not found", extra={"stream": key, "error": str(error)})
            return []

    def look_at(self, tokens: AttemptTokens) -> None:
        """Write soon what an attempt wants written; called with the lock held."""
        if not tokens.draft.wants:
            return
        self._wanting.add(tokens)
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tokens", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Write what is left, if Redis takes it at once, and end the thread."""
        self._closing.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        last = False
        while not last:
            self._wanted.wait()
            self._closing.wait(self.settings.write_s)
            self._wanted.clear()
            last = self._closing.is_set()
            try:
                self._write()
            except redis.RedisError as error:
                log.info("no tokens are written for now", extra={"error": str(error)})
                self._wanted.set()
                self._closing.wait(_AWAY_S)
            except Exception:
                # Streams of all attempts depend on this thread.
                log.exception("writing tokens failed, going on")
        self._redis.close()

    def _write(self) -> None:
        """Write what is wanted, in one round trip.

        Raises:
            redis.RedisError: Redis is away or refuses. What still runs wants it written later.
        """
        pipeline = self._redis.pipeline(transaction=False)
        with self.lock:
            sent = [each for each in self._wanting if self._queued(pipeline, each)]
            self._wanting = {each for each in self._wanting if not each.draft.over}
        answers = pipeline.execute(raise_on_error=False) if sent else []
        with self.lock:
            for each, answer in zip(sent, answers, strict=True):
                if isinstance(answer, bytes):
                    self._note(each, Place.read(answer.decode()) or NOWHERE)
        for answer in answers:
            if isinstance(answer, redis.RedisError):
                raise answer

    def _note(self, each: AttemptTokens, last: Place) -> None:
        each.draft.answered(last)
        self._wanting.discard(each)
        self.look_at(each)

    def _queued(self, pipeline: Pipeline, each: AttemptTokens) -> bool:
        entry = each.draft.next()
        if entry is None:
            return False
        keep_ms = self._ms(self.settings.ended_s if entry.ended else self.settings.keep_s)
        head: list[str | int] = [str(entry.place), keep_ms]
        if entry.begins:
            pipeline.eval(BEGIN, 1, each.key, *head, *entry.fields())
        else:
            pipeline.eval(APPEND, 1, each.key, *head, str(each.draft.last), *entry.fields())
        return True

    @staticmethod
    def _ms(seconds: float) -> int:
        return int(seconds * 1000)
