"""Loads and unloads models within a budget of memory, in a thread of its own, one job at a time.

A job sizes a model up from its file, or closes those that make room and loads another, or closes
those that nobody used for a while. The thread that decodes starts jobs and hears of their ends;
between the two it goes on with the models that are there. Jobs run at a low priority, so that
answers keep the processor.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.batching.making import footprint_of, make
from orchestration.inference.batching.residents import Resident, Residents
from orchestration.inference.batching.sequence import Sequence as Answer
from orchestration.inference.memory.allocator import give_back
from orchestration.inference.memory.budget import Budget
from orchestration.inference.memory.footprint import Footprint
from orchestration.inference.memory.ledger import Ledger
from orchestration.inference.memory.meters import meter_for
from orchestration.inference.messages import EngineOptions, GenerateBody, Held, Holding

PATIENCE_S = 0.5
"""Models at work are left alone for so long; then those that must make room take no more, except
what is more urgent than who waits."""
NICENESS = 10


@dataclass(slots=True)
class Job:
    """What the thread is to do, and what came of it.

    Attributes:
        key: The model that is sized up or loaded; empty when others only go.
        body: A request for it.
        going: Models that are closed first, with their keys.
        load: Whether it is loaded, not only sized up.
        alone: Whether nothing else grew meanwhile that would be measured with it.
        footprint: What its file says it will take.
        resident: It, loaded.
        measured: What it took, in bytes; 0 when that cannot be known.
        freed: What came back from each that went.
        error: Why it could not be loaded.
    """

    key: str = ""
    body: GenerateBody | None = None
    going: Sequence[tuple[str, Resident]] = ()
    load: bool = False
    alone: bool = True
    footprint: Footprint | None = None
    resident: Resident | None = None
    measured: int = 0
    freed: dict[str, int] = field(default_factory=dict)
    error: SwitchyardError | None = None


class Pool:
    """The models of a process; its methods are for the thread that decodes.

    Args:
        options: How the process was set up.
        done: Called by the other thread with a job that ended; pass it to `finish`.
        aborts: See `Batcher`.

    Attributes:
        residents: The loaded models.
        began: When the job that runs was begun, on the monotonic clock; None when none does.
    """

    def __init__(
        self,
        options: EngineOptions,
        done: Callable[[Job], None],
        aborts: Callable[[Answer], bool],
    ) -> None:
        self.residents = Residents()
        self.began: float | None = None
        self._options = options
        self._done = done
        self._aborts = aborts
        self._budget: Budget | None = None
        self._ledger: Ledger[str] | None = None
        self._footprints: dict[str, Footprint] = {}

    def ask(self, key: str, body: GenerateBody, waited: float) -> bool:
        """See to it that a model is loaded, now or later.

        Args:
            key: The model's.
            body: A request for it.
            waited: For how many seconds it has been wanted.

        Returns:
            Whether others may be loaded before it. Who has waited long enough goes first.

        Raises:
            OverBudget: It does not fit, even alone.
        """
        if self.began is not None or key in self.residents:
            return True
        if self._ledger is None or not self._ledger.knows(key):
            self._start(Job(key, body))
            return True
        self._ledger.check(key, body.model.name)
        going = self._ledger.choose(key, self.residents.idle())
        if going is None:
            return self._wait(key, body.priority, waited)
        self.residents.stay()
        job = Job(key, body, self._take_out(going), load=True)
        job.alone = not len(self.residents)
        self._ledger.reserve(key)
        self._start(job)
        return True

    def _wait(self, key: str, priority: int, waited: float) -> bool:
        """Let models at work leave once somebody has waited for a while."""
        if waited < PATIENCE_S or self._ledger is None:
            return True
        self.residents.leave(self._ledger.choose(key, list(self.residents)) or (), priority)
        return False

    def _take_out(self, keys: Sequence[str]) -> list[tuple[str, Resident]]:
        for key in keys:
            if self._ledger is not None:
                self._ledger.release(key)
        return [(key, self.residents.pop(key)) for key in keys]

    def unload_idle(self, now: float) -> None:
        """Unload those that nobody used for as long as the options say."""
        self.residents.note_use(now)
        if self.began is None and self._options.idle_unload_s:
            unused = self.residents.unused(now - self._options.idle_unload_s)
            if unused:
                self._start(Job(going=self._take_out(unused)))

    def rest(self, now: float) -> float | None:
        """Return how many seconds an idle process may sleep; None for as long as it likes."""
        if not self._options.idle_unload_s or not len(self.residents):
            return None
        used = min(self.residents[key].used_at for key in self.residents)
        return max(0.01, used + self._options.idle_unload_s - now)

    def finish(self, job: Job) -> None:
        """Take in what came of a job."""
        self.began = None
        if job.footprint is not None and self._budget is not None:
            self._ledger = self._ledger or Ledger(self._budget, self._options.resident_models)
            self._ledger.expect(job.key, job.footprint)
            self._footprints[job.key] = job.footprint
        if self._ledger is None or self._budget is None:
            return
        for key, freed in job.freed.items():
            self._ledger.came_back(key, freed)
        if job.resident is not None:
            self._settle(job)
            job.resident.used_at = time.monotonic()
            self.residents.add(job.key, job.resident)
        elif job.load:
            self._ledger.release(job.key)
        self._budget.room(fresh=True)

    def _settle(self, job: Job) -> None:
        """Keep what was measured; a CPU's memory will still be asked for what comes with work.

        Beside others an engine's size grows by what they come to take, too: then the model takes
        at most what was set aside.
        """
        if not job.measured or self._ledger is None or self._budget is None:
            return
        later = self._footprints[job.key].later if self._budget.meter.grows else 0
        measured = job.measured + later
        reserved = self._ledger.held[job.key]
        self._ledger.settle(job.key, measured if job.alone else min(measured, reserved))

    def holding(self) -> Holding:
        """Return what is loaded, and what it takes."""
        if self._ledger is None or self._budget is None:
            return Holding()
        taken = self._ledger.held
        loaded = [(taken[key], self.residents[key]) for key in self.residents]
        held = tuple(
            Held(each.name, size, each.context, each.batcher.native.shape.slots)
            for size, each in loaded
        )
        total = self._budget.room().total
        return Holding(self.residents.names(), held, total, self._ledger.taken)

    def _start(self, job: Job) -> None:
        self.began = time.monotonic()
        threading.Thread(target=self._run, args=(job,), name="loader", daemon=True).start()

    def _run(self, job: Job) -> None:
        """Do a job; this is the other thread's."""
        try:
            _step_back()
            self._do(job)
        except SwitchyardError as refused:
            job.error = refused
        except Exception as unexpected:  # a thread that dies quietly would leave requests waiting
            sys.excepthook(*sys.exc_info())
            name = job.body.model.name if job.body else "a model"
            job.error = ModelError(f"Loading {name} failed: {unexpected!r}.")
        self._done(job)

    def _do(self, job: Job) -> None:
        if self._budget is not None:
            for key, resident in job.going:
                job.freed[key] = self._close(resident, self._budget)
        if job.body is None:
            return
        if job.load and self._budget is not None:
            before = self._budget.own()
            job.resident = make(job.body, self._options, self._aborts)
            job.measured = max(0, self._budget.own() - before)
        else:
            job.footprint = footprint_of(job.body, self._options)
            self._budget = self._budget or self._read_device()

    def _read_device(self) -> Budget:
        wanted = self._options.memory_budget
        return Budget(meter_for(self._options.device, wanted), wanted)

    def _close(self, resident: Resident, budget: Budget) -> int:
        """Close a model and return how much memory came back."""
        before = budget.own()
        resident.batcher.close()
        give_back()
        return max(0, before - budget.own())


def _step_back() -> None:
    """Leave the processor to answers; where the whole process does so already, that is enough, and
    only a privileged one could take it back."""
    thread = threading.get_native_id()
    if os.getpriority(os.PRIO_PROCESS, thread) < NICENESS:
        os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
