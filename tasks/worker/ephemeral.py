"""A worker's side of ephemeral calls: takes them, runs them through the encoder, answers.

One thread takes calls for the models that this worker holds, as long as one of its few slots is
free; another says that the worker is there and renews what it works on, so that a caller learns
within seconds that a worker died. Tasks cannot starve: the slots bound what is at the engine, and
the engine gives every fifth pass to whoever has waited longest, however urgent the others are.
"""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestration.ephemeral import scripts, wire
from orchestration.ephemeral.calls import CONNECTIONS
from orchestration.ephemeral.errors import CallTooLarge
from orchestration.errors import EngineLost, ModelError, SwitchyardError
from orchestration.inference.encoding import encode
from orchestration.inference.ports import Encoder, Interrupted, StopReason
from tasks.lifecycle import Priority

log = logging.getLogger(__name__)

PRESENT_MS: Final = 6000
HELD_MS: Final = 4000
TELL_S: Final = 1.0
LISTEN_S: Final = 1.0
PAUSE_S: Final = 0.5
KEPT_MS: Final = 5000
"""An answer that nobody fetches ends after this long."""
CONNECT_S: Final = 2.0
SILENCE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Desk:
    """How calls are served.

    Attributes:
        worker_id: Who serves.
        url: Where Redis is.
        slots: Most calls at the engine at once.
        reply_bytes: Largest answer.
    """

    worker_id: UUID
    url: str
    slots: int
    reply_bytes: int


def _urgency(call: wire.Call) -> int:
    """Somebody waits, so a call is urgent; but no more than its caller may be."""
    most = int(Priority.URGENT)
    return most if call.max_priority is None else min(most, call.max_priority)


class Until:
    """The stop signal of a call: its caller's deadline, or the worker's end."""

    def __init__(self, left_s: float, ending: threading.Event) -> None:
        """Start the clock."""
        self._until = time.monotonic() + left_s
        self._ending = ending

    def requested(self) -> StopReason | None:
        """See `StopSignal`."""
        if self._ending.is_set():
            return "shutdown"
        return "timeout" if time.monotonic() >= self._until else None

    def wait(self, seconds: float) -> bool:
        """See `StopSignal`."""
        left_s = max(0.0, self._until - time.monotonic())
        self._ending.wait(min(seconds, left_s))
        return self.requested() is not None


class EphemeralServer:
    """Serves calls until it is closed; without Redis it waits for it.

    Args:
        desk: how calls are served.
        encoder: runs models.
        models: names those that this worker holds; asked once a second.
    """

    def __init__(self, desk: Desk, encoder: Encoder, models: Callable[[], Sequence[str]]) -> None:
        self._desk = desk
        self._encoder = encoder
        self._models = models
        self._redis: Any = redis.Redis.from_url(
            desk.url,
            max_connections=CONNECTIONS,
            socket_connect_timeout=CONNECT_S,
            socket_timeout=SILENCE_S,
            retry=Retry(NoBackoff(), 1),
        )
        self._pool = ThreadPoolExecutor(desk.slots, thread_name_prefix="ephemeral")
        self._free = threading.Semaphore(desk.slots)
        self._ending = threading.Event()
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._every, args=(work, pause_s), name=name, daemon=True)
            for name, work, pause_s in (
                ("ephemeral-take", self._take, 0.0),
                ("ephemeral-tell", self.tell, TELL_S),
            )
        ]

    def start(self) -> None:
        """Begin to serve; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more calls and ask those that run to stop; their callers try elsewhere."""
        self._ending.set()

    def close(self) -> None:
        """Stop, and say that this worker serves no more."""
        self.stop()
        for thread in self._threads:  # the last word is that it serves no more
            if thread.ident is not None:
                thread.join(2 * LISTEN_S)
        worker = str(self._desk.worker_id)
        with suppress(redis.RedisError):  # without Redis nobody knows of this worker anyway
            for model in self._models():
                self._redis.zrem(wire.presence_key(model), worker)
        self._pool.shutdown(wait=False)
        self._redis.close()

    def tell(self) -> None:
        """Say that this worker is there, and renew what it works on."""
        worker, present = str(self._desk.worker_id), [wire.presence_key(m) for m in self._models()]
        if present:
            self._redis.eval(scripts.SERVE, len(present), *present, worker, PRESENT_MS)
        with self._lock:
            held = list(self._held)
        for number in held:
            self._redis.pexpire(wire.held_key(number), HELD_MS)

    def _every(self, work: Callable[[], None], pause_s: float) -> None:
        while not self._ending.is_set():
            try:
                work()
                self._ending.wait(pause_s)
            except redis.RedisError as error:
                log.info("no ephemeral calls: Redis is away", extra={"error": str(error)})
                self._ending.wait(PAUSE_S)
            except Exception:  # this thread must outlive whatever a call brings
                log.exception("an ephemeral thread failed, going on")
                self._ending.wait(PAUSE_S)

    def _take(self) -> None:
        """Take calls, each model's in turn, while slots are free."""
        for turn in itertools.count():
            models = list(self._models())
            if self._ending.is_set() or not models:
                self._ending.wait(PAUSE_S)
                return
            first = turn % len(models)
            keys = [wire.queue_key(model) for model in models[first:] + models[:first]]
            self._take_one(keys)

    def _take_one(self, keys: list[str]) -> None:
        if not self._free.acquire(timeout=LISTEN_S):
            return
        found = None
        try:
            found = self._redis.blpop(keys, timeout=LISTEN_S)
        finally:
            if found is None:
                self._free.release()
        if found is not None:
            self._hand_over(*found)

    def _hand_over(self, queue: bytes, number: bytes) -> None:
        if self._ending.is_set():
            self._redis.lpush(queue, number)  # for another worker
            self._free.release()
        else:
            self._pool.submit(self._serve, number.decode())

    def _serve(self, number: str) -> None:
        try:
            self._serve_taken(number)
        except redis.RedisError as error:
            log.warning("an ephemeral call was lost: Redis is away", extra={"error": str(error)})
        except Exception:  # its caller learns from the missing renewal that it is lost
            log.exception("an ephemeral call failed")
        finally:
            with self._lock:
                self._held.discard(number)
            self._free.release()

    def _serve_taken(self, number: str) -> None:
        """Run a call, unless its caller has given up: then it is not there any more."""
        keys = [wire.call_key(number), wire.held_key(number)]
        taken = self._redis.eval(scripts.TAKE, len(keys), *keys, HELD_MS)
        if taken is None:
            return
        with self._lock:
            self._held.add(number)
        raw, left_ms = taken
        answer = self._answer(raw, left_ms / 1000)
        keys = [wire.answer_key(number), wire.held_key(number)]
        self._redis.eval(scripts.ANSWER, len(keys), *keys, answer, KEPT_MS)

    def _answer(self, raw: bytes, left_s: float) -> bytes:
        """Return the answer's bytes, be it a result or an error."""
        try:
            call = wire.Call.unpack(raw)
            result = encode(
                call.kind,
                call.model,
                call.input,
                self._encoder,
                priority=_urgency(call),
                stop=Until(left_s, self._ending),
                progress=lambda: None,
            )
            return self._checked(wire.pack_result(result))
        except Interrupted as stopped:
            return wire.pack_error(EngineLost(f"The worker stopped the call: {stopped.reason}."))
        except SwitchyardError as error:
            return wire.pack_error(error)
        except Exception as error:
            log.exception("an ephemeral call failed unexpectedly")
            return wire.pack_error(ModelError(f"The call failed unexpectedly: {error!r}."))

    def _checked(self, answer: bytes) -> bytes:
        if len(answer) > self._desk.reply_bytes:
            most = self._desk.reply_bytes
            raise CallTooLarge(
                f"The answer has {len(answer)} bytes, at most {most} are allowed.",
                value=len(answer),
                mend="Ask for less at once, or submit a task.",
            )
        return answer
