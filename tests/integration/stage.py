"""A stage for dispatcher and workers: what is sent stays here, and a test decides what runs."""

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.conf import LazySettings
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.documents.ports import Ingestor, NoDocuments
from orchestration.execution import NoOutside, OutsideModels
from orchestration.ids import uuid7
from orchestration.inference.ports import TextGenerator
from orchestration.retrieval.ports import Grounder, NoSources
from tasks import sql, transitions
from tasks.dispatcher.loop import Dispatcher, Leader
from tasks.dispatcher.publisher import Parcel, Sender
from tasks.lifecycle import Actor, State
from tasks.models import Event, Task, Worker
from tasks.queues import CELERY_PRIORITY
from tasks.services.batches import submit_batch
from tasks.services.workers import Incarnation
from tasks.transitions import Assignment, Move
from tasks.worker.identity import host_name, process_identity
from tasks.worker.memory import Memory
from tasks.worker.runtime import Engines, Runtime
from tests.chaos.members import Member, worker
from tests.factories import KINDS, ensure_queues, make_leader, submitter_of
from tests.gateways import database_url
from tests.patience import PATIENCE_S, until

T = TypeVar("T")


def together(*calls: Callable[[], T]) -> list[T | Exception]:
    """Run calls at the same moment, each in a thread with a connection of its own; return what
    they returned or raised."""
    start = threading.Barrier(len(calls))
    answers: list[T | Exception] = [RuntimeError("never ran")] * len(calls)

    def run(at: int) -> None:
        try:
            start.wait(PATIENCE_S)
            answers[at] = calls[at]()
        except Exception as error:
            answers[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return answers


def configure(settings: LazySettings, **sections: dict[str, Any]) -> None:
    """Change values of the configuration for one test."""
    config = settings.SWITCHYARD
    changed = {
        name: getattr(config, name).model_copy(update=values) for name, values in sections.items()
    }
    settings.SWITCHYARD = config.model_copy(update=changed)


def submit_many(tenant: Tenant, count: int, **fields: Any) -> list[UUID]:
    """Submit `count` tasks that are alike; return their ids in order."""
    body = {"kind": "echo", "input": {}, **fields}
    return submit_batch([body] * count, submitter_of(tenant)).task_ids


def history(task_id: UUID) -> list[str]:
    """Return the types of a task's events, oldest first."""
    return list(Event.objects.filter(task_id=task_id).order_by("id").values_list("type", flat=True))


def state_of(task_id: UUID) -> State:
    return State(Task.objects.values_list("state", flat=True).get(pk=task_id))


def past(seconds: float, *columns: str, of: UUID) -> None:
    """Let columns of a task have a time so many seconds ago on the database's clock."""
    chosen = ", ".join(f"{column} = now() - %(ago)s" for column in columns)
    ago = timedelta(seconds=seconds)
    assert sql.execute(f"UPDATE tasks_task SET {chosen} WHERE id = %(id)s", {"ago": ago, "id": of})


class Outbox:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.working = True

    def send(self, parcels: Sequence[Parcel]) -> bool:
        if self.working:
            self.parcels.extend(parcels)
        return self.working

    def forget_all_but(self, live: Collection[UUID]) -> int:
        gone = [parcel for parcel in self.parcels if parcel.worker_id not in live]
        self.parcels = [parcel for parcel in self.parcels if parcel not in gone]
        return len(gone)

    @property
    def sent(self) -> set[tuple[UUID, int]]:
        return {(parcel.task_id, parcel.epoch) for parcel in self.parcels}


class Floor:
    """A leading dispatcher and workers whose broker queue is a list.

    `tick` dispatches, `run_next` lets a worker take the first message as Celery would and run it
    for a time that is written, not waited for.
    """

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.leader = Leader(make_leader().term, self.outbox)
        self.waiting: list[Parcel] = []
        self.started: list[UUID] = []
        self._loaded = self._flying()

    def _flying(self) -> set[tuple[UUID, int]]:
        return {(f.task_id, f.epoch) for f in self.leader._flights._flights.values()}

    def tick(self) -> list[UUID]:
        """Dispatch what can be; return the tasks in the order in which they were sent."""
        self.leader._fleet_at = self.leader._line._scan_again = float("-inf")
        before = len(self.outbox.parcels)
        self.leader.tick()
        sent = self._flying() - self._loaded
        if self.outbox.working:
            until(lambda: sent <= self.outbox.sent, "for parcels")
        parcels = self.outbox.parcels[before:]
        self.waiting += parcels
        return [parcel.task_id for parcel in parcels]

    def run_next(self, seconds: float = 1.0) -> UUID:
        """Let the worker start and end the message that Celery would give it first."""
        first = min(self.waiting, key=lambda parcel: CELERY_PRIORITY[parcel.priority])
        self.waiting.remove(first)
        self.started.append(first.task_id)
        run(first, seconds)
        return first.task_id

    def close(self) -> None:
        self.leader.close()


@contextmanager
def floor() -> Iterator[Floor]:
    """Lead while the block runs."""
    leading = Floor()
    try:
        yield leading
    finally:
        leading.close()


@contextmanager
def dispatching(sender: Sender) -> Iterator[Dispatcher]:
    """Run a dispatcher's process as threads."""
    ensure_queues()
    dispatcher = Dispatcher(sender, "test")
    thread = threading.Thread(target=dispatcher.run)
    thread.start()
    try:
        yield dispatcher
    finally:
        dispatcher.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def claim(parcel: Parcel, *, lease_s: float = 30) -> bool:
    """Let a worker claim what it was sent; return whether it could."""
    wanted = [(parcel.task_id, parcel.epoch, uuid7())]
    return bool(
        transitions.claim(wanted, worker_id=parcel.worker_id, by="worker:stage", lease_s=lease_s)
    )


def run(parcel: Parcel, seconds: float) -> None:
    """Claim a task and let it succeed after so many seconds."""
    assert claim(parcel)
    sql.execute(
        "UPDATE tasks_attempt SET started_at = now() - %s WHERE task_id = %s AND epoch = %s",
        [timedelta(seconds=seconds), parcel.task_id, parcel.epoch],
    )
    move = Move(
        task_id=parcel.task_id,
        epoch=parcel.epoch,
        source=State.RUNNING,
        target=State.SUCCEEDED,
        actor=Actor.WORKER,
        worker_id=parcel.worker_id,
        attempt="succeeded",
        result={"ok": True},
    )
    assert transitions.apply([move])


class NoEngine:
    """Stands for engines that no task of a test needs."""

    closed = False

    def generate(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("no test here generates text")

    embed = rerank = tokenize = generate

    def close(self) -> None:
        self.closed = True

    def report(self, worker_id: UUID) -> tuple[list[str], list[str]]:
        return [], []

    def moved(self) -> bool:
        return False

    def memory(self) -> Memory:
        return Memory()

    def budget(self) -> int | None:
        return None


class Shop:
    """A worker's runtime in this process; the test hands it its messages."""

    def __init__(
        self,
        outside: OutsideModels | None = None,
        generator: TextGenerator | None = None,
        documents: Ingestor | None = None,
        sources: Grounder | None = None,
        **fields: Any,
    ) -> None:
        self.engine = NoEngine()
        self.left = threading.Event()
        plain: dict[str, Any] = {
            "name": "shop", "host": host_name(), "process": process_identity() or "",
            "pid": os.getpid(), "device": "cpu", "kinds": KINDS, "slots": 8,
        }  # fmt: skip
        self.incarnation = Incarnation(id=uuid7(), **{**plain, **fields})
        engines = Engines(
            generator or self.engine,
            self.engine,
            self.engine,
            outside or NoOutside(),
            documents or NoDocuments(),
            sources=sources or NoSources(),
        )
        self.runtime = Runtime(self.incarnation, engines, self.left.set)
        self._threads: list[threading.Thread] = []

    @property
    def row(self) -> Worker:
        return Worker.objects.get(pk=self.incarnation.id)

    def send(self, task_id: UUID) -> int:
        """Dispatch a queued task to this worker as a leader would; return its epoch."""
        epoch = Task.objects.values_list("epoch", flat=True).get(pk=task_id)
        assignment = Assignment(task_id, epoch, self.incarnation.id)
        term = make_leader().term
        ((_, dispatched),) = transitions.dispatch([assignment], term=term, claim_s=30)
        return dispatched

    def run(self, task_id: UUID) -> State:
        """Dispatch a queued task, run it to the end of its attempt, return its state."""
        self.runtime.run(task_id, self.send(task_id))
        return state_of(task_id)

    def begin(self, task_id: UUID) -> threading.Thread:
        """Run a task in a thread; return when it is running."""
        epoch = self.send(task_id)
        thread = threading.Thread(target=self._run, args=[task_id, epoch])
        self._threads.append(thread)
        thread.start()
        until(lambda: state_of(task_id) == State.RUNNING, "for the start")
        return thread

    def close(self) -> None:
        """Stop as a worker does that is told to."""
        self.runtime.stop()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self.runtime.close()
        for thread in self.runtime._threads:
            thread.join(PATIENCE_S)

    def _run(self, task_id: UUID, epoch: int) -> None:
        try:
            self.runtime.run(task_id, epoch)
        finally:
            connection.close()


@contextmanager
def shop(**fields: Any) -> Iterator[Shop]:
    """Have a worker while the block runs. Needs a test with transactions."""
    worker = Shop(**fields)
    worker.runtime.start()
    try:
        yield worker
    finally:
        worker.close()


def run_everything(worker: Shop) -> None:
    """Run what is queued until nothing is."""
    while ready := list(Task.objects.filter(state=State.QUEUED).order_by("id")[:100]):
        for task in ready:
            worker.run(task.pk)


@contextmanager
def worker_process(
    folder: Path, name: str = "cpu-0", *, slots: int, **leases: float
) -> Iterator[Member]:
    """Run `manage.py worker` on the test's database and broker while the block runs."""
    clocks = {f"SWITCHYARD_LEASES__{key.upper()}": str(value) for key, value in leases.items()}
    address = {"DATABASE_URL": database_url(name=name)}
    member = Member(worker(name, slots), os.environ | address | clocks, folder / f"{name}.log")
    member.start()
    try:
        until(lambda: _is_live(name) or not member.is_running, f"for {name}")
        assert member.is_running, member.last_words()
        yield member
    finally:
        member.stop()


def _is_live(name: str) -> bool:
    return Worker.objects.filter(name=name, state="live").exists()


def exit_code(member: Member) -> int | None:
    """Return how a process ended, None while it runs."""
    assert member._process is not None
    return member._process.poll()
