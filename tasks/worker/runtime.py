"""A worker at work: claims, runs, finishes, renews its leases, sees cancellations, stops.

Celery's threads call `Runtime.run` with ids. Claims and finishes of all threads are committed in
groups by two threads; a third renews leases, a fourth looks for tasks that are to stop, a fifth
tells what models came or went, a sixth writes what readers see of answers that are being drawn.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from orchestration.documents.ports import Ingestor, NoDocuments
from orchestration.errors import SwitchyardError
from orchestration.execution import (
    Failed,
    NoOutside,
    OutsideModels,
    Ports,
    RetryLater,
    RunInput,
    RunOutcome,
    execute,
)
from orchestration.ids import uuid7
from orchestration.inference.ports import Encoder, StopReason, TextGenerator
from orchestration.retrieval.ports import Grounder, NoSources
from tasks import results, sql, transitions
from tasks.lifecycle import TERMINAL, Actor, State
from tasks.services import workers
from tasks.services.finishing import Finish, finish
from tasks.services.workers import Incarnation
from tasks.transitions import Claim
from tasks.wakeups import announce_states
from tasks.worker import identity, inputs
from tasks.worker.delays import BUSY_S, IDLE_S, DelayKeeper, answered
from tasks.worker.group import Group, GroupClosed
from tasks.worker.images import StoredImages
from tasks.worker.memory import DeviceMemory
from tasks.worker.run import Run
from tasks.worker.settle import Settler
from tasks.worker.tokens import AttemptTokens, TokenWriter

log = logging.getLogger(__name__)

_DATABASE = (DatabaseError, InterfaceError)
_RETRY_S: Final = 0.2


class Holdings(Protocol):
    """What models this worker has; asked at each heartbeat, and as soon as there is news."""

    def moved(self) -> bool:
        """Return whether there is news since the last report; costs next to nothing."""

    def report(self, worker_id: UUID) -> tuple[Sequence[str], Sequence[str]]:
        """Return the names of models whose files are here and of those that are loaded."""

    @property
    def memory(self) -> DeviceMemory:
        """What looks at the memory of the worker's device."""

    def budget(self) -> int | None:
        """Return the bytes that models may take together, once somebody knows."""

    def close(self) -> None:
        """End what works in the background."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The ports that native code stands behind."""

    generator: TextGenerator
    embedder: Encoder
    holdings: Holdings
    outside: OutsideModels = field(default_factory=NoOutside)
    documents: Ingestor = field(default_factory=NoDocuments)
    sources: Grounder = field(default_factory=NoSources)


class Runtime:
    """One incarnation of a worker.

    Args:
        incarnation: as it is registered.
        engines: what runs models.
        on_end: called once when the worker is to leave (drained, or declared dead).
    """

    def __init__(
        self, incarnation: Incarnation, engines: Engines, on_end: Callable[[], None]
    ) -> None:
        self.incarnation = incarnation
        self._engines = engines
        self._on_end = on_end
        self._by = f"worker:{incarnation.name}"
        self._settler = Settler(incarnation.id, self._by)
        self._lease_s: float = settings.SWITCHYARD.leases.lease_s
        self._runs: dict[UUID, Run] = {}
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._ending = threading.Event()
        self._delays = DelayKeeper()
        self._tokens = TokenWriter(str(settings.SWITCHYARD.redis_url), settings.SWITCHYARD.streams)
        self._holdings: tuple[Sequence[str], Sequence[str]] = ((), ())
        self._look_at = 0.0
        self._claims: Group[tuple[UUID, int], _Claimed | None] = Group("claims", self._claim)
        self._finishes: Group[tuple[Run, Finish], bool] = Group("finishes", self._finish)
        self._threads = [
            threading.Thread(target=self._every, args=(pause, work), name=name, daemon=True)
            for name, pause, work in (
                ("heartbeat", settings.SWITCHYARD.leases.heartbeat_s, self._beat),
                ("watch", settings.SWITCHYARD.leases.cancel_poll_s, self._watch),
                ("news", settings.SWITCHYARD.leases.cancel_poll_s, self._news),
            )
        ]
        self._threads.append(
            threading.Thread(target=self._last_call, name="last-call", daemon=True)
        )

    def start(self) -> None:
        """Give back what dead predecessors held, register, and begin to beat. A database that is
        away is waited for, until the worker is told to stop.

        Queries: a few, once.
        """
        while not self._tried(self._enter):
            if self._ending.wait(_RETRY_S):
                return
        for thread in self._threads:
            thread.start()

    def _enter(self) -> None:
        bury_predecessors(self.incarnation)
        held, _ = self._report()
        workers.register(replace(self.incarnation, held=tuple(held)))

    def run(self, task_id: UUID, epoch: int) -> None:
        """Claim a task, run it and commit what came of it; returns quietly when it moved on, or
        when this worker is leaving and gives it back."""
        try:
            claimed = self._claims.ask((task_id, epoch))
            if claimed is not None:
                self._run(claimed)
        except GroupClosed:
            log.info("left before the end", extra={"task": str(task_id), "epoch": epoch})

    def _run(self, claimed: "_Claimed") -> None:
        run = claimed.run
        tokens = self._tokens.open(
            run.claim.task_id,
            run.claim.epoch,
            after=claimed.goes_on_after,
            source=inputs.source_of(claimed.input),
        )
        try:
            outcome = claimed.outcome or self._execute(claimed, tokens)
            run.answered = answered(claimed.input, outcome, run.age_ms())
            settled = self._settle(run, outcome)
            if settled is not None and not self._finishes.ask((run, settled)):
                log.info("too late", extra={"task": str(run.claim.task_id)})
            elif settled is not None and settled.move.target in TERMINAL:
                tokens.close(settled.move.target)
        finally:
            tokens.close()
            self._forget(run)

    def _settle(self, run: Run, outcome: RunOutcome) -> Finish | None:
        """Return what is to be committed; a large result is stored as a blob by now."""
        settled = self._settler.settle(run.claim, outcome)
        if settled is None or settled.move.result is None:
            return settled
        run.progress()  # writing it may take a while, under the lease
        move, size = settled.move, settled.result_bytes
        blob = results.keep(move.result, size, tenant_id=settled.tenant_id)
        if blob is None:
            return settled
        return replace(settled, move=replace(move, result=None, result_blob=blob))

    def _forget(self, run: Run) -> None:
        """Drop a run that ended, but not the next one of the same task, which may have begun."""
        with self._lock:
            if self._runs.get(run.claim.task_id) is run:
                del self._runs[run.claim.task_id]

    def _execute(self, claimed: "_Claimed", tokens: AttemptTokens) -> RunOutcome:
        run = claimed.run
        assert claimed.input is not None, "a claim has an input or an outcome"  # noqa: S101
        ports = Ports(
            self._engines.generator,
            self._engines.embedder,
            run,
            run.progress,
            stream=tokens,
            outside=self._engines.outside,
            images=StoredImages(),
            documents=self._engines.documents,
            sources=self._engines.sources,
        )
        return execute(claimed.input, ports)

    def _claim(self, wanted: Sequence[tuple[UUID, int]]) -> "list[_Claimed | None]":
        """Claim tasks; while the database is away, try until they will have been taken back."""
        until = time.monotonic() + settings.SWITCHYARD.leases.claim_s
        while not self._ending.is_set():
            try:
                return self._claim_now(wanted)
            except _DATABASE as error:
                connection.close()
                log.warning("not claimed yet, trying again", extra={"error": str(error)})
                if time.monotonic() > until or self._ending.wait(_RETRY_S):
                    break
        return [None] * len(wanted)

    def _claim_now(self, wanted: Sequence[tuple[UUID, int]]) -> "list[_Claimed | None]":
        claims = transitions.claim(
            [(task_id, epoch, uuid7()) for task_id, epoch in set(wanted)],
            worker_id=self.incarnation.id,
            by=self._by,
            lease_s=self._lease_s,
        )
        announce_states((claim.task_id, State.RUNNING) for claim in claims)
        claimed = {claim.task_id: self._prepare(claim) for claim in claims}
        with self._lock:
            before = [self._runs[task_id] for task_id in claimed if task_id in self._runs]
            self._runs |= {task_id: each.run for task_id, each in claimed.items()}
        for run in before:
            run.stop("lease_lost")
        if self._ending.is_set():  # it came while the claim was under way
            for each in claimed.values():
                each.run.stop("shutdown")
        return [claimed.pop(task_id, None) for task_id, _ in wanted]

    def _prepare(self, claim: Claim) -> "_Claimed":
        run = Run(claim, self._lease_s)
        try:
            return _Claimed(run, inputs.run_input(claim), None, inputs.goes_on_after(claim))
        except SwitchyardError as error:
            return _Claimed(run, None, Failed(error.problem(), retryable=error.retryable))
        except _DATABASE as error:
            connection.close()
            return _Claimed(run, None, RetryLater(0.0, f"its input was not read: {error}"))

    def _finish(self, settled: Sequence[tuple[Run, Finish]]) -> list[bool]:
        """Commit finishes; while the database is away, try until the leases have ended. Behind
        them, now and then, what answers took is written."""
        while True:
            try:
                done = finish([each for _, each in settled])
            except _DATABASE as error:
                connection.close()
                if time.monotonic() > max(run.lease_ends for run, _ in settled):
                    log.warning("leases ended before the database came back")
                    return [False] * len(settled)
                log.warning("not finished yet, trying again", extra={"error": str(error)})
                time.sleep(_RETRY_S)
            else:
                self._delays.add(
                    run.answered for (run, _), won in zip(settled, done, strict=True) if won
                )
                self._delays.write(after_s=BUSY_S)
                return done

    def _every(self, pause_s: float, work: Callable[[], None]) -> None:
        while not self._ending.wait(pause_s):
            try:
                while not self._tried(work) and not self._ending.wait(_RETRY_S):
                    pass
            except Exception:
                # Leases of everything here depend on these threads.
                log.exception("worker thread failed, going on")
        connection.close()

    def _tried(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except _DATABASE as error:
            log.warning("database is away, trying again", extra={"error": str(error)})
            connection.close()
            return False
        return True

    def _beat(self) -> None:
        """Renew leases first: nothing else that a heartbeat does may cost one. Looks at no disk:
        one that hangs must not make this worker look dead."""
        self._renew()
        self._tell()

    def _tell(self) -> None:
        """Say what is here; threads that both have news take turns."""
        with self._telling:
            held, resident = self._holdings
            memory = self._engines.holdings.memory()
            state = workers.beat(
                self.incarnation.id,
                memory_bytes=memory.used,
                memory_total_bytes=memory.total,
                budget_bytes=self._engines.holdings.budget(),
                held=held,
                resident=resident,
            )
        if state is None:
            log.error("declared dead; leaving, to be started anew")
            self._leave("lease_lost")

    def _report(self) -> tuple[Sequence[str], Sequence[str]]:
        """Look what models are here; a folder that cannot be read holds what it last held."""
        try:
            self._holdings = self._engines.holdings.report(self.incarnation.id)
        except OSError as error:
            log.warning("models cannot be looked up", extra={"error": str(error)})
        return self._holdings

    def _renew(self) -> None:
        moved = {i: run for i, run in self._running().items() if run.take_progress()}
        try:
            kept = transitions.renew(
                list(moved), worker_id=self.incarnation.id, lease_s=self._lease_s
            )
        except Exception:
            for run in moved.values():
                run.progress()  # it moved all the same, and the next beat renews for it
            raise
        for task_id, run in moved.items():
            if task_id in kept:
                run.renewed(self._lease_s)
            else:
                run.stop("lease_lost")

    def _watch(self) -> None:
        """Stop what was cancelled or taken away; leave when drained."""
        running = self._running()
        rows = sql.fetch(_WATCH, {"ids": list(running), "worker": self.incarnation.id})
        for task_id, ours, cancelled in rows:
            if not ours:
                running[task_id].stop("lease_lost")
            elif cancelled:
                running[task_id].stop("cancelled")
        if not running and sql.fetch(_DRAINED, {"worker": self.incarnation.id}):
            log.info("drained")
            self._leave("shutdown")

    def _news(self) -> None:
        """Tell at once what models came or went: the dispatcher chooses by it. Looks at disks, now
        and when there is news, so that nothing urgent may share its thread; what answers took may
        wait."""
        looks = self._engines.holdings.moved() or time.monotonic() >= self._look_at
        if looks:
            self._look()
        if self._delays.write(after_s=IDLE_S) or looks:
            connection.close()

    def _look(self) -> None:
        self._look_at = time.monotonic() + settings.SWITCHYARD.leases.heartbeat_s
        self._report()
        self._tell()

    def held(self) -> Sequence[str]:
        """Return the names of the models that this worker last saw on its disk."""
        return self._holdings[0]

    def _running(self) -> dict[UUID, Run]:
        with self._lock:
            return dict(self._runs)

    def _last_call(self) -> None:
        """When the worker is about to leave, say so: what it gives back must not be sent here."""
        self._ending.wait()
        self._tried(lambda: workers.take_no_more(self.incarnation.id))
        connection.close()

    def _leave(self, reason: StopReason) -> None:
        self.stop(reason)
        self._on_end()

    def stop(self, reason: StopReason = "shutdown") -> None:
        """Claim nothing more and ask what runs to stop; returns at once."""
        self._ending.set()
        self._engines.holdings.close()
        for run in self._running().values():
            run.stop(reason)

    def close(self) -> None:
        """Commit what ended, give back the rest at once, end the engines."""
        self._finishes.close()
        self._delays.write()
        self._claims.close()
        self._tokens.close()
        try:
            workers.end([self.incarnation.id], state="stopped")
            workers.give_back([self.incarnation.id], actor=Actor.WORKER, by=self._by, lost=False)
        except _DATABASE as error:
            log.warning("not given back; the leases end", extra={"error": str(error)})
        finally:
            connection.close()
        self._engines.generator.close()
        self._engines.embedder.close()
        self._engines.outside.close()


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A claimed run: with its input, or with the outcome that preparing it had; and the epoch after
    which attempts that died have begun what it goes on with."""

    run: Run
    input: RunInput | None
    outcome: RunOutcome | None
    goes_on_after: int | None = None


_WATCH: Final = """
SELECT id, state = 'running' AND worker_id = %(worker)s, cancel_requested_at IS NOT NULL
  FROM tasks_task WHERE id = ANY(%(ids)s)
"""
_DRAINED: Final = """
SELECT 1 FROM tasks_worker w WHERE w.id = %(worker)s AND w.state = 'draining'
   AND NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.worker_id = w.id
                      AND t.state IN ('dispatched', 'running'))
"""


def bury_predecessors(incarnation: Incarnation) -> None:
    """Give back at once what earlier incarnations on this host held whose process is over."""
    earlier = workers.same_process_elsewhere(incarnation.name, incarnation.host)
    dead = workers.end([i for i, process in earlier if identity.is_over(process)], state="dead")
    by = f"worker:{incarnation.name}"
    given = workers.give_back(dead, actor=Actor.SWEEPER, by=by, lost=True)
    if given:
        log.info("gave back what a dead predecessor held", extra={"tasks": given})
