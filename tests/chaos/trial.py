"""One trial: work is submitted while a storm breaks processes and servers; then all is counted."""

import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import connection

from deploy.local.processes import POLL_SECONDS
from tasks import sql
from tests.chaos.cluster import AWAY, Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.chaos.storm import Blow, Injury, plan
from tests.chaos.verdict import Verdict, judge

ROLES: Final = (
    dispatcher("dispatcher-0"),
    dispatcher("dispatcher-1"),
    worker("cpu-0", 4),
    worker("cpu-1", 4),
    worker("io-0", 8),
    worker("io-1", 8),
)
_SLEEP_EVERY: Final = 25
"""One task of so many sleeps for some seconds, so that kills hit attempts that run."""
_SLEEPS_S: Final = (1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a trial is.

    Attributes:
        tasks: `ledger` tasks; some that sleep come on top.
        kills: SIGKILLs for workers and dispatchers.
        duration_s: length of the storm, seconds.
        clocks: of the leases.
    """

    tasks: int
    kills: int
    duration_s: float
    clocks: Clocks


FULL: Final = Size(tasks=2000, kills=20, duration_s=60.0, clocks=Clocks())
SHORT: Final = Size(
    tasks=300,
    kills=6,
    duration_s=12.0,
    clocks=Clocks(lease_s=10.0, heartbeat_s=2.5, claim_s=3.0, leader_s=2.0),
)


@dataclass(slots=True)
class Outcome:
    """What a trial showed; times in seconds.

    `recovery_s` runs from the last blow (the end of it, for a restart) to the moment at which the
    last task was where it should be: a `ledger` task had ended, a sleeping one slept undisturbed.
    `last` tells that task's attempts, in seconds from the last blow.
    """

    seed: int
    verdict: Verdict
    blows: dict[str, int]
    killed: dict[str, int]
    lease_s: float
    recovery_s: float
    last: str
    refused: int
    """Submissions that failed because the database was away; each was sent again."""

    @property
    def is_prompt(self) -> bool:
        """Whether the system had recovered from the last blow within two leases."""
        return self.recovery_s <= 2 * self.lease_s


@dataclass(slots=True)
class _Work:
    """The tasks that are still to be submitted."""

    todo: deque[tuple[str, str, dict[str, Any]]]
    names: list[str]
    refused: int = 0

    @classmethod
    def make(cls, tasks: int) -> "_Work":
        """Return `ledger` tasks whose row names them, with sleeping ones among them."""
        todo: deque[tuple[str, str, dict[str, Any]]] = deque()
        for number in range(tasks):
            name = f"ledger-{number}"
            todo.append((name, "ledger", {"rows": [{"name": name}]}))
            if number % _SLEEP_EVERY == 0:
                nap = number // _SLEEP_EVERY
                todo.append((f"sleep-{nap}", "sleep", {"seconds": _SLEEPS_S[nap % 3]}))
        return cls(todo, [name for name, _, _ in todo])

    def submit(self, cluster: Cluster, up_to: int) -> None:
        """Submit until only `up_to` are left. A submission whose answer was lost is repeated under
        its idempotency key."""
        while len(self.todo) > up_to:
            name, kind, body = self.todo[0]
            try:
                cluster.submit(kind, body, idempotency_key=name, tags=(name,))
            except AWAY:
                connection.close()
                self.refused += 1
                return
            self.todo.popleft()


@dataclass(slots=True)
class _Storm:
    """The injuries that are still to come."""

    cluster: Cluster
    size: Size
    injuries: deque[Injury]
    killed: Counter[str] = field(default_factory=Counter)
    blows: Counter[str] = field(default_factory=Counter)
    last_blow: float = 0.0

    def strike(self, elapsed_s: float) -> None:
        """Do what is due. A process that does not run just now is hit as soon as it does."""
        while self.injuries and self.injuries[0].at_s <= elapsed_s:
            injury = self.injuries[0]
            if injury.blow == Blow.KILL and not self.cluster[injury.member].is_running:
                return
            self.injuries.popleft()
            self._hit(injury)
            self.blows[injury.blow] += 1
            self.last_blow = time.time()

    def _hit(self, injury: Injury) -> None:
        if injury.blow == Blow.KILL:
            self.cluster[injury.member].kill()
            self.killed[injury.member] += 1
        elif injury.blow == Blow.EMPTY_REDIS:
            self.cluster.redis.kill()
            self.cluster.redis.start()
        elif injury.blow == Blow.CRASH_POSTGRES:
            self.cluster.postgres.kill()
            self.cluster.postgres.start()
        else:
            self.cluster.postgres.restart()


def run(seed: int, size: Size) -> Outcome:
    """Run one trial on servers of its own and return what it showed.

    Raises:
        AssertionError: not all tasks ended in time; the text tells how it stood.
    """
    with _folder() as folder, Cluster(folder, ROLES, size.clocks, patience_s=240) as cluster:
        cluster.until_ready()
        work = _Work.make(size.tasks)
        injuries = plan(
            seed, [role.name for role in ROLES], kills=size.kills, duration_s=size.duration_s
        )
        storm = _Storm(cluster, size, deque(injuries))
        _rage(cluster, work, storm)
        cluster.until(_all_ended, f"the end of all tasks (seed {seed})")
        recovered_at, last = _last_recovery(storm.last_blow)
        return Outcome(
            seed=seed,
            verdict=judge(work.names),
            blows=dict(storm.blows),
            killed=dict(sorted(storm.killed.items())),
            lease_s=size.clocks.lease_s,
            recovery_s=round(max(0.0, recovered_at), 2),
            last=last,
            refused=work.refused,
        )


def _rage(cluster: Cluster, work: _Work, storm: _Storm) -> None:
    """Submit in as many bursts as there are blows, each burst shortly before its blow."""
    total, blows = len(work.todo), len(storm.injuries)
    started = time.monotonic()
    while work.todo or storm.injuries:
        elapsed = time.monotonic() - started
        ahead = sum(injury.at_s > elapsed + 0.1 for injury in storm.injuries)
        work.submit(cluster, up_to=total * ahead // blows if ahead < blows else total - 1)
        storm.strike(time.monotonic() - started)
        cluster.tend()
        time.sleep(POLL_SECONDS)


def _all_ended() -> bool:
    return not sql.fetch("SELECT 1 FROM tasks_task WHERE finished_at IS NULL LIMIT 1")


_LAST: Final = """
SELECT t.id, extract(epoch FROM CASE t.kind WHEN 'sleep' THEN a.started_at ELSE a.finished_at END)
             ::float AS recovered_at
  FROM tasks_task t JOIN tasks_attempt a ON a.task_id = t.id AND a.outcome = 'succeeded'
 ORDER BY recovered_at DESC LIMIT 1
"""
_ATTEMPTS: Final = """
SELECT outcome, extract(epoch FROM started_at)::float, extract(epoch FROM finished_at)::float
  FROM tasks_attempt WHERE task_id = %s ORDER BY epoch
"""


def _last_recovery(since: float) -> tuple[float, str]:
    """Return when the last task recovered, in seconds since a time, and its attempts in words."""
    ((task, recovered_at),) = sql.fetch(_LAST)
    attempts = [
        f"{outcome} {begun - since:+.1f} to {ended - since:+.1f}"
        for outcome, begun, ended in sql.fetch(_ATTEMPTS, [task])
    ]
    return recovered_at - since, ", ".join(attempts)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one trial, which stays when it failed."""
    folder = Path(tempfile.mkdtemp(prefix="switchyard-chaos-"))
    folder.chmod(0o755)
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()
