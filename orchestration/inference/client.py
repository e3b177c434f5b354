"""A worker's side of an engine: asks the child, minds the stop signal and suspects of a crash."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from orchestration.errors import EngineCrashed, EngineLost
from orchestration.inference.gate import Gate
from orchestration.inference.messages import (
    Answer,
    Body,
    Done,
    EngineOptions,
    Event,
    Holding,
    Lost,
    Moved,
    Refused,
    Stopped,
)
from orchestration.inference.ports import Delta, Interrupted, OnDelta, Progress, StopSignal
from orchestration.inference.process import ChildRun, NotTaken, Ticket

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.05
STOP_GRACE_S = 1.5
CLOSE_S = 1.0
TRIES = 5
"""So many children in a row may end before they have a request."""
SILENT_LOOKS = 400
"""So many looks without a sign of life, 20 s at least: then the child hangs. It gives one twice a
second while anybody waits, whatever it does. Looks are counted, because a clock goes on while this
process is held up itself."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who waits for an answer.

    `on_delta` is told what is drawn meanwhile.
    """

    stop: StopSignal
    progress: Progress
    on_delta: OnDelta = lambda _: None

    def check(self) -> None:
        """End the wait when a stop is requested.

        Raises:
            Interrupted: It is.
        """
        if reason := self.stop.requested():
            raise Interrupted(reason)


class EngineClient:
    """Keeps a child process for one engine and sends it requests, many at once.

    The child starts with the first request, and anew after it died. Those that were in flight
    when native code crashed or hung run again, once, one at a time: only one that does so while
    alone is to blame. A stop that the child does not obey while it gives no sign of life kills it.
    """

    def __init__(self, engine: str, options: EngineOptions) -> None:
        """Start nothing yet."""
        self.engine = engine
        self._options = options
        self._gate = Gate()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._run: ChildRun | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Return the child's process id, or None while there is none."""
        run = self._run
        return run.pid if run and not run.ended.is_set() else None

    @property
    def resident(self) -> tuple[str, ...]:
        """Return the models that the child holds, the most recently used last."""
        return self.holding.models

    @property
    def holding(self) -> Holding:
        """Return what the child last said about the models that it holds."""
        run = self._run
        return run.holding if run and not run.ended.is_set() else Holding()

    def call(
        self, body: Body, caller: Caller, again: Callable[[Body], Body] = lambda body: body
    ) -> Answer:
        """Wait for this request's answer.

        Args:
            body: What is asked.
            caller: Who asks.
            again: Makes what is asked after a crash: it may go on with what was drawn.

        Raises:
            Interrupted: The caller's stop signal was set.
            EngineCrashed: Native code crashed or hung twice, the second time with this request
                alone.
            EngineUnavailable: The child does not start.
            SwitchyardError: Refused, or the child was lost.
        """
        look = Onlooker(self, caller)
        turn = None
        for _ in range(TRIES):
            with self._gate.shared(look), suppress(NotTaken):
                try:
                    return self._asked(body, caller)
                except EngineCrashed as crash:
                    turn = self._gate.join(body.priority)
                    log.warning("%s It runs again, alone.", crash, extra={"model": body.model.name})
                    break
        if turn is None:
            raise self._untaken()
        with self._gate.alone(look, turn):
            return self._asked_alone(again(body), caller)

    def _asked_alone(self, body: Body, caller: Caller) -> Answer:
        for _ in range(TRIES):
            with suppress(NotTaken):
                return self._asked(body, caller, alone=True)
        raise self._untaken()

    def _untaken(self) -> EngineLost:
        return EngineLost(f"The {self.engine} process does not take requests.", mend="Try again.")

    def _asked(self, body: Body, caller: Caller, *, alone: bool = False) -> Answer:
        caller.check()
        run = self._started(caller, alone=alone)
        ticket = run.ask(next(self._numbers), body)
        try:
            return self._answer(run, ticket, caller)
        finally:
            run.forget(ticket)

    def close(self) -> None:
        """End the child within two seconds and refuse what comes later."""
        with self._lock:
            self._closed = True
            run = self._run
        if run:
            run.close(CLOSE_S)

    def moves(self) -> tuple[int, int]:
        """Return something that changes whenever the engine moves."""
        run = self._run
        return (id(run), run.moves if run else 0)

    def _started(self, caller: Caller, *, alone: bool) -> ChildRun:
        """Return a child that listens, starting it when there is none.

        Raises:
            NotTaken: The last one has just crashed: those who were in flight go first.
        """
        with self._lock:
            if self._closed:
                raise EngineLost(f"The {self.engine} engine is closed.")
            gone = self._run is None or self._run.failure or self._run.ended.is_set()
            if gone and self._gate.is_shut and not alone:
                raise NotTaken
            if self._run is None or gone:
                self._run = ChildRun(self.engine, self._options, self._gate.shut)
            run = self._run
        while not run.ready.wait(LOOK_EVERY_S):
            if run.ended.is_set():
                raise run.failure or EngineLost(f"The {self.engine} process ended.")
            caller.check()
        caller.progress()
        return run

    def _answer(self, run: ChildRun, ticket: Ticket, caller: Caller) -> Answer:
        life = Life(run)
        while True:
            event = ticket.next(LOOK_EVERY_S)
            if isinstance(event, Moved):
                caller.progress()
            elif isinstance(event, Delta):
                caller.on_delta(event)
                caller.progress()
            elif event is not None:
                return _final(event, caller)
            if caller.stop.requested():
                return self._stopped(run, ticket, caller)
            if life.is_over():
                run.kill(hung=True)  # which brings the news of its end

    def _stopped(self, run: ChildRun, ticket: Ticket, caller: Caller) -> Answer:
        """Ask the child to stop; an answer that was faster is still an answer.

        A child that is busy with others obeys at its next step and need not be waited for; one
        that gives no sign of life hangs.
        """
        run.stop(ticket)
        moves = run.moves
        until = time.monotonic() + STOP_GRACE_S
        while (left := until - time.monotonic()) > 0:
            event = ticket.next(left)
            if isinstance(event, Delta):
                caller.on_delta(event)  # an answer that was faster is made of it, too
            elif event is not None and not isinstance(event, Moved):
                return _final(event, caller)
        if run.moves == moves:
            run.kill()
            run.ended.wait(CLOSE_S)  # so that the next request meets a new child
        raise Interrupted(caller.stop.requested() or "cancelled")


class Life:
    """Notices that a child has given no sign of life for too long."""

    def __init__(self, run: ChildRun) -> None:
        """Begin to count."""
        self._run = run
        self._moves = run.moves
        self._silent = 0

    def is_over(self) -> bool:
        """Look once more."""
        moved = self._run.moves != self._moves
        self._moves = self._run.moves
        self._silent = 0 if moved else self._silent + 1
        return self._silent > SILENT_LOOKS


class Onlooker:
    """Looks around for a caller that waits for its turn.

    It passes on that the engine moves, although for somebody else, so that the
    caller's lease is renewed while the engine is alive, and only then.
    """

    def __init__(self, client: EngineClient, caller: Caller) -> None:
        """Remember where the engine stands."""
        self._client = client
        self._caller = caller
        self._seen = client.moves()

    def __call__(self) -> None:
        """Pass on progress.

        Raises:
            Interrupted: The caller is to stop.
        """
        self._caller.check()
        seen = self._client.moves()
        if seen != self._seen:
            self._seen = seen
            self._caller.progress()


def _final(event: Event, caller: Caller) -> Answer:
    match event:
        case Done(answer=answer):
            return answer
        case Stopped():
            raise Interrupted(caller.stop.requested() or "cancelled")
        case Refused():
            raise event.error()
        case Lost(error=error):
            raise _after(error, caller)
        case _:
            raise TypeError(f"{event!r} is no answer")


def _after(error: Exception, caller: Caller) -> Exception:
    """A child that died after a stop was asked for has stopped, whatever it died of."""
    reason = caller.stop.requested()
    return Interrupted(reason) if reason else error
