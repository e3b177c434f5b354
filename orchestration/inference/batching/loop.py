"""The engine's process: takes requests from the parent and serves them with several models.

One thread reads the pipe, one decodes, one loads a model when needed; so neither a long answer nor
a load keeps a stop from being seen, and loading does not stop other models' answers.
"""

from __future__ import annotations

import itertools
import logging
import queue
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeAlias

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.batching.batcher import Batcher, Step
from orchestration.inference.batching.begin import begin
from orchestration.inference.batching.faults import fault_of
from orchestration.inference.batching.making import key_of
from orchestration.inference.batching.pool import Job, Pool
from orchestration.inference.batching.preparing import Prepared, Preparer
from orchestration.inference.batching.residents import Resident
from orchestration.inference.batching.scheduler import urgency
from orchestration.inference.batching.sequence import Answers, Sequence
from orchestration.inference.child import leave, receive
from orchestration.inference.memory.allocator import return_large_blocks
from orchestration.inference.messages import (
    Close,
    Done,
    Drawn,
    EngineOptions,
    FromChild,
    GenerateBody,
    Moved,
    Refused,
    Request,
    Stop,
    Stopped,
)

log = logging.getLogger(__name__)

PULSE_S = 0.5
"""How often everybody is told that the engine is alive, also those who wait."""
TOLD_S = 0.05
"""Progress is told at most this often."""
LOAD_LIMIT_S = 900.0
"""A load may take this long; what hangs for longer gives no sign of life and is ended."""
MOMENT_S = 0.005
"""How long a step may wait for the prompt of a more urgent request."""
SWITCH_S = 0.0005
"""A thread that wants the interpreter gets it within this time: a step is a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and when it came."""

    request: Request
    arrival: int
    at: float

    @property
    def body(self) -> GenerateBody:
        """What is asked."""
        if not isinstance(self.request.body, GenerateBody):
            raise TypeError(f"{self.request.body!r} is no generation")
        return self.request.body

    @property
    def priority(self) -> int:
        """A higher number goes first."""
        return self.body.priority


Inbound: TypeAlias = Asked | Stop | Job | Prepared


def serve(pipe: Connection[Any, Any], options: EngineOptions) -> NoReturn:
    """Serve until the parent closes the pipe."""
    sys.setswitchinterval(SWITCH_S)
    return_large_blocks()
    Loop(pipe, options).run()


class Loop:
    """The thread that decodes."""

    def __init__(self, pipe: Connection[Any, Any], options: EngineOptions) -> None:
        self._pipe = pipe
        self._options = options
        self._inbox: queue.SimpleQueue[Inbound] = queue.SimpleQueue()
        self._stopping: set[int] = set()
        self._pool = Pool(options, self._inbox.put, self._aborts)
        self._residents = self._pool.residents
        self._preparer = Preparer(self._inbox.put)
        self._unplaced: list[Asked] = []
        self._told: float = 0.0
        self._pulsed: float = 0.0
        self._moved: set[int] = set()
        self._untold: set[Sequence] = set()
        self._drawn_at = 0.0
        self._named: tuple[str, ...] = ()

    def run(self) -> NoReturn:
        """Serve whoever the pipe brings."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while True:
            self.turn()

    def turn(self) -> None:
        """Take what came, let each model do a step, tell what came of it."""
        self._take()
        self._admit_all()
        self._report()
        busy = [each.batcher for each in self._residents.busy()]
        for batcher in sorted(busy, key=_first):
            gently = any(each.drawing for each in busy if each is not batcher)
            self._tell(batcher, self._stepped(batcher, gently=gently))
        self._pulse()

    def _listen(self) -> None:
        for arrival in itertools.count():
            message = receive(self._pipe)
            if isinstance(message, Close):
                leave()
            if isinstance(message, Stop):
                self._stopping.add(message.number)
                self._inbox.put(message)
            elif isinstance(message, Request):
                self._inbox.put(Asked(message, arrival, time.monotonic()))

    def _take(self) -> None:
        """Take everything that came; sleep when there is nothing to do."""
        timeout = 0.0 if self._residents.busy() else self._rest()
        try:
            while True:
                self._handle(self._inbox.get(timeout=timeout) if timeout != 0 else self._next())
                timeout = 0.0
        except queue.Empty:
            return

    def _rest(self) -> float | None:
        """Return how long to sleep when no model has work; None until something comes."""
        if self._unplaced or self._pool.began is not None:
            return PULSE_S
        return self._pool.rest(time.monotonic())

    def _next(self) -> Inbound:
        return self._inbox.get_nowait()

    def _handle(self, message: Inbound) -> None:
        match message:
            case Asked():
                self._unplaced.append(message)
            case Stop(number=number):
                self._stop(number)
            case Job():
                self._loaded(message)
            case Prepared():
                self._prepared(message)

    def _stop(self, number: int) -> None:
        """Let a request go; one that has been answered already is nobody's."""
        self._stopping.discard(number)
        self._preparer.stop(number)
        waiting = [each for each in self._unplaced if each.request.number == number]
        if waiting:
            self._unplaced.remove(waiting[0])
        elif found := self._residents.find(number):
            for resident, sequence in found:
                resident.batcher.drop(sequence)
                self._untold.discard(sequence)
        else:
            return
        self._send(Stopped(number))

    def _admit_all(self) -> None:
        """Admit those who came; whoever is more urgent than all at work does not wait a whole step
        for a prompt that is made in a moment."""
        fresh = [each for each in self._unplaced if not self._preparer.knows(each.request.number)]
        self._admit()
        until = time.monotonic() + MOMENT_S
        while self._urgent(fresh) and (left := until - time.monotonic()) > 0:
            try:
                self._handle(self._inbox.get(timeout=left))
            except queue.Empty:
                return
            self._admit()

    def _urgent(self, fresh: list[Asked]) -> bool:
        """Tell whether the prompt of one that is more urgent than all at work is being made."""
        made = [each.priority for each in fresh if self._preparer.makes(each.request.number)]
        busy = self._residents.busy()
        working = [each.priority for one in busy for each in one.batcher.sequences()]
        return bool(made and working) and max(made) > max(working)

    def _admit(self) -> None:
        """Hand requests to their models; ask for those that are not loaded."""
        waiting = sorted(self._unplaced, key=urgency)
        self._let_stay(waiting)
        for asked in waiting:
            number, key = asked.request.number, key_of(asked.body, self._options)
            begun = self._preparer.knows(number)
            resident = self._residents.open(key, asked.priority, begun=begun)
            if resident is not None and self._preparer.ready(number, asked.body, resident):
                self._unplaced.remove(asked)
                self._begin(asked, resident)
                self._pulse()  # reading long answers again that were begun elsewhere takes a while
        self._pool.unload_idle(time.monotonic())
        for asked in [each for each in waiting if each in self._unplaced]:
            if not self._ask_for(asked):
                break

    def _let_stay(self, waiting: list[Asked]) -> None:
        """Call back models that were to leave, once those that they made room for have gone."""
        if all(key_of(asked.body, self._options) in self._residents for asked in waiting):
            self._residents.stay()

    def _begin(self, asked: Asked, resident: Resident) -> None:
        """Begin a request whose prompt is ready; what nobody foresaw fails it alone."""
        try:
            answers = self._answers(asked, resident)
        except SwitchyardError as error:
            self._send(Refused.of(asked.request.number, error))
            return
        except Exception as error:
            sys.excepthook(*sys.exc_info())
            why = ModelError(f"The answer could not be begun: {error!r}.")
            self._send(Refused.of(asked.request.number, why))
            return
        for sequence in answers.sequences:
            if sequence.reason is None:
                resident.batcher.add(sequence)
            else:
                sequence.sampler.close()
        self._finish(answers.sequences[0])  # an earlier attempt may have drawn all of it

    def _answers(self, asked: Asked, resident: Resident) -> Answers:
        """Return what a request asks for, ready to be drawn.

        Raises:
            SwitchyardError: It is refused.
        """
        body = asked.body
        prompt = self._preparer.take(asked.request.number)
        answers = Answers(
            number=asked.request.number,
            body=body,
            arrival=asked.arrival,
            arrived=asked.at,
            prompt=len(prompt.tokens),
            left_out=prompt.left_out,
            load_ms=max(0.0, resident.loaded_at - asked.at) * 1000,
        )
        try:
            for choice in range(body.n):
                sequence = begin(answers, choice, prompt, resident.batcher.native)
                sequence.fault = fault_of(body, self._options.faults)
        except BaseException:
            for sequence in answers.sequences:
                sequence.sampler.close()
            raise
        return answers

    def _ask_for(self, asked: Asked) -> bool:
        """Have a request's model loaded; return whether others may be loaded before it."""
        key = key_of(asked.body, self._options)
        try:
            return self._pool.ask(key, asked.body, time.monotonic() - asked.at)
        except SwitchyardError as error:
            self._refuse_all(key, error)
            return True

    def _aborts(self, sequence: Sequence) -> bool:
        """Tell whether a prompt is read for nobody any more; called while native code runs."""
        self._pulse()
        return sequence.number in self._stopping

    def _prepared(self, prepared: Prepared) -> None:
        self._preparer.take_in(prepared)
        for asked in [each for each in self._unplaced if each.request.number == prepared.number]:
            if prepared.error is not None:
                self._unplaced.remove(asked)
                self._send(Refused.of(prepared.number, prepared.error))

    def _loaded(self, job: Job) -> None:
        self._pool.finish(job)
        if job.error is not None:
            self._refuse_all(job.key, job.error)

    def _refuse_all(self, key: str, error: SwitchyardError) -> None:
        """Refuse those who wait for a model that cannot be loaded."""
        for asked in list(self._unplaced):
            if key_of(asked.body, self._options) == key:
                self._unplaced.remove(asked)
                self._preparer.stop(asked.request.number)
                self._send(Refused.of(asked.request.number, error))

    def _report(self) -> None:
        """Tell which models are loaded and what they take, when that changed: what one takes is
        settled when it is loaded."""
        if (names := self._residents.names()) != self._named:
            self._named = names
            self._send(self._pool.holding())

    def _stepped(self, batcher: Batcher, *, gently: bool) -> Step:
        """Do a step; what nobody foresaw fails those of this model, not the process."""
        try:
            return batcher.step(gently=gently)
        except Exception as error:
            sys.excepthook(*sys.exc_info())
            step = Step()
            for sequence in batcher.sequences():
                batcher.drop(sequence)
                step.failed.append((sequence, ModelError(f"The engine failed: {error!r}.")))
            return step

    def _tell(self, batcher: Batcher, step: Step) -> None:
        self._moved |= {
            each.number for each in step.moved if not each.answers.body.stream or each.reading
        }
        for sequence, error in step.failed:
            self._refuse(batcher, sequence, error)
        self._send_deltas(step)
        for sequence in step.finished:
            self._finish(sequence)
        if self._moved and time.monotonic() - self._told > TOLD_S:
            self._send(Moved(tuple(self._moved)))
            self._moved.clear()
            self._told = time.monotonic()

    def _refuse(self, batcher: Batcher, sequence: Sequence, error: SwitchyardError) -> None:
        """Refuse a request because of one of its answers; the others go with it."""
        for each in sequence.answers.sequences:
            batcher.drop(each)
            self._untold.discard(each)
        self._send(Refused.of(sequence.number, error))

    def _send_deltas(self, step: Step) -> None:
        """Tell what was drawn: first tokens and last ones at once, others now and then."""
        self._untold |= {each for each in step.moved if each.answers.body.stream}
        now = time.monotonic()
        due = now - self._drawn_at > TOLD_S
        ready = [each for each in self._untold if due or each.silent or each.reason is not None]
        if ready:
            self._untold.difference_update(ready)
            deltas = [(each.number, each.delta()) for each in ready if each.untold]
            self._send(Drawn(tuple(deltas)))
        if due:
            self._drawn_at = now

    def _finish(self, sequence: Sequence) -> None:
        """Answer a request once all its answers are complete."""
        if (generation := sequence.answers.generation(sequence)) is not None:
            self._send(Done(sequence.number, generation))

    def _pulse(self) -> None:
        """Tell everybody now and then that the engine is alive."""
        now = time.monotonic()
        if now - self._pulsed < PULSE_S:
            return
        self._pulsed = now
        began = self._pool.began
        if self._preparer.hangs() or (began is not None and now - began > LOAD_LIMIT_S):
            return
        waiting = [asked.request.number for asked in self._unplaced]
        everybody = (*waiting, *self._residents.numbers())
        if everybody:
            self._send(Moved(everybody))

    def _send(self, message: FromChild) -> None:
        """Send; a parent that is gone ends this process."""
        if isinstance(message, Done | Refused):
            self._stopping.discard(message.number)
        try:
            self._pipe.send(message)
        except OSError:
            leave()


def _first(batcher: Batcher) -> tuple[int, int]:
    """Order models by who is the most urgent of those at work with each."""
    return min(map(urgency, batcher.sequences()))
