"""The process that embeds, ranks and tokenizes, from the first message to the last.

One thread reads the pipe, one computes, one loads a model when needed, one says that all this goes
on; so neither a long request nor a load keeps a stop from being seen.
"""

from __future__ import annotations

import itertools
import queue
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeAlias

from orchestration.errors import ModelError, OverBudget, SwitchyardError
from orchestration.inference.child import leave, receive
from orchestration.inference.messages import (
    Close,
    Done,
    EngineOptions,
    FromChild,
    GenerateBody,
    Holding,
    Moved,
    Refused,
    Request,
    Stop,
    Stopped,
    TokenizeBody,
)
from orchestration.inference.vectors.batches import Placed, Turns, beside, choose, urgency
from orchestration.inference.vectors.encoder import Encoder
from orchestration.inference.vectors.job import Job
from orchestration.inference.vectors.loading import VOCABULARY, key_of, load, role_of
from orchestration.inference.vectors.pulse import PULSE_S, Pulse
from orchestration.inference.vectors.room import Room
from orchestration.inference.vectors.shelf import Shelf

SWITCH_S = 0.0005
VOCABULARIES = 8
"""How many tokenizers stay loaded beside the models; they are small."""


@dataclass(frozen=True, slots=True)
class Made:
    """A load ended, one way or the other."""

    key: str
    job: Job
    encoder: Encoder | None
    error: SwitchyardError | None


Inbound: TypeAlias = Job | Stop | Made


def serve(pipe: Connection[Any, Any], options: EngineOptions) -> NoReturn:
    """Serve until the parent closes the pipe."""
    sys.setswitchinterval(SWITCH_S)
    Loop(pipe, options).run()


class Loop:
    """The thread that computes."""

    def __init__(self, pipe: Connection[Any, Any], options: EngineOptions) -> None:
        self._pipe = pipe
        self._options = options
        self._inbox: queue.SimpleQueue[Inbound] = queue.SimpleQueue()
        self._models = Shelf(options.resident_models, options.idle_unload_s)
        self._vocabularies = Shelf(VOCABULARIES, options.idle_unload_s)
        self._waiting: list[Job] = []
        self._placed: dict[Job, str] = {}
        self._turns = Turns()
        self._room = Room(options)
        self._loading: str | None = None
        self._speaking = threading.Lock()
        self._pulse = Pulse(self._send)
        self._held: tuple[str, ...] = ()

    def run(self) -> NoReturn:
        """Go round: take what came, do one pass for the most urgent, tell what came of it."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        self._pulse.start()
        while True:
            self._take()
            self._admit()
            for shelf in (self._models, self._vocabularies):
                shelf.unload_unused(self._busy)
            self._report()
            if self._placed:
                with self._pulse.during():
                    self._step(self._turns.next(list(self._placed)))

    def _listen(self) -> None:
        for arrival in itertools.count():
            message = receive(self._pipe)
            if isinstance(message, Close):
                leave()
            if isinstance(message, Stop):
                self._inbox.put(message)
            elif isinstance(message, Request):
                if isinstance(message.body, GenerateBody):
                    raise TypeError("this process generates no text")
                self._pulse.opened(message.number)
                self._inbox.put(Job(message.number, message.body, arrival))

    def _take(self) -> None:
        """Take everything that came; sleep when there is nothing to do."""
        timeout = 0.0 if self._placed else PULSE_S if self._waiting else self._until_unused()
        try:
            while True:
                self._handle(self._inbox.get(timeout=timeout, block=timeout != 0))
                timeout = 0.0
        except queue.Empty:
            return

    def _until_unused(self) -> float | None:
        looks = [shelf.next_look() for shelf in (self._models, self._vocabularies)]
        return min((look for look in looks if look is not None), default=None)

    def _handle(self, message: Inbound) -> None:
        match message:
            case Job():
                self._waiting.append(message)
            case Stop(number=number):
                self._stop(number)
            case Made():
                self._made(message)

    def _stop(self, number: int) -> None:
        """Let a request go; one that has been answered already is nobody's."""
        for job in [*self._waiting, *self._placed]:
            if job.number == number:
                self._forget(job)
                self._send(Stopped(number))

    def _forget(self, job: Job) -> None:
        self._placed.pop(job, None)
        if job in self._waiting:
            self._waiting.remove(job)

    def _admit(self) -> None:
        """Hand requests to their models; load those that are not there."""
        for job in sorted(self._waiting, key=urgency):
            key = key_of(job.body)
            if self._shelf(job).open(key) is not None:
                self._waiting.remove(job)
                self._placed[job] = key
            elif self._loading is None and self._shelf(job).make_room(self._busy):
                self._loading = key
                threading.Thread(target=self._load, args=(key, job), daemon=True).start()
        if not self._waiting:
            self._models.stay()
            self._vocabularies.stay()

    def _shelf(self, job: Job) -> Shelf:
        return self._vocabularies if role_of(job.body) == VOCABULARY else self._models

    def _busy(self, key: str) -> bool:
        return key in self._placed.values()

    def _load(self, key: str, job: Job) -> None:
        encoder, error = None, None
        try:
            with self._pulse.during():
                self._room.check(job.body)
                encoder = load(job.body, self._options)
        except SwitchyardError as refused:
            error = refused
        except Exception as unexpected:  # a thread that dies quietly would leave requests waiting
            sys.excepthook(*sys.exc_info())
            error = ModelError(f"Loading {job.body.model.name} failed: {unexpected!r}.")
        self._inbox.put(Made(key, job, encoder, error))

    def _made(self, made: Made) -> None:
        self._loading = None
        if made.encoder is not None:
            self._shelf(made.job).add(made.key, made.job.body.model.name, made.encoder)
        if made.error is not None and not self._roomier(made.error):
            for job in [each for each in self._waiting if key_of(each.body) == made.key]:
                self._refuse(job, made.error)

    def _roomier(self, error: SwitchyardError) -> bool:
        """Unload something for a model that would fit; tell whether it may be tried again."""
        fits = isinstance(error, OverBudget) and error.needed <= error.budget
        return fits and self._models.unload_one(self._busy)

    def _report(self) -> None:
        """Tell which models are loaded, when that changed."""
        if (held := self._models.names()) != self._held:
            self._held = held
            self._send(Holding(held))

    def _step(self, job: Job) -> None:
        """Do one pass: for this request and those that may ride along."""
        key = self._placed[job]
        encoder = self._shelf(job).get(key).encoder
        try:
            if isinstance(job.body, TokenizeBody):
                job.tokenize(encoder, special=job.body.special)
                moved = [job]
            else:
                jobs = beside(job, [each for each, at in self._placed.items() if at == key])
                batch = choose(jobs, encoder, self._failed)
                self._run(batch, encoder)
                moved = list({placed.job: None for placed in batch})
        except Exception as error:  # what nobody foresaw fails this request, not the process
            self._failed(job, error)
            return
        self._tell(moved)

    def _run(self, batch: list[Placed], encoder: Encoder) -> None:
        """Compute a batch; one that fails is halved until the culprit is alone."""
        batch = [placed for placed in batch if placed.job in self._placed]
        if not batch:
            return
        try:
            made = encoder.run([placed.row.prepared for placed in batch if placed.row.prepared])
        except Exception as error:
            if len(batch) == 1:
                self._failed(batch[0].job, error)
                return
        else:
            for placed, values in zip(batch, made, strict=True):
                self._keep(placed, values)
            return
        middle = len(batch) // 2
        self._run(batch[:middle], encoder)
        self._run(batch[middle:], encoder)

    def _keep(self, placed: Placed, values: list[float]) -> None:
        try:
            placed.job.done(placed.row, values)
        except SwitchyardError as error:
            self._refuse(placed.job, error)

    def _tell(self, moved: list[Job]) -> None:
        for job in moved:
            if job in self._placed and job.complete:
                self._forget(job)
                self._send(Done(job.number, job.answer()))
        if working := tuple(job.number for job in moved if job in self._placed):
            self._send(Moved(working))

    def _failed(self, job: Job, error: Exception) -> None:
        if isinstance(error, SwitchyardError):
            self._refuse(job, error)
            return
        sys.excepthook(type(error), error, error.__traceback__)
        self._refuse(job, ModelError(f"The model {job.body.model.name} failed: {error!r}."))

    def _refuse(self, job: Job, error: SwitchyardError) -> None:
        """Answer with an error; a request is refused once."""
        if job in self._placed or job in self._waiting:
            self._forget(job)
            self._send(Refused.of(job.number, error))

    def _send(self, message: FromChild) -> None:
        """Send; a parent that is gone ends this process."""
        if isinstance(message, Done | Refused | Stopped):
            self._pulse.closed(message.number)
        try:
            with self._speaking:
                self._pipe.send(message)
        except OSError:
            leave()
