"""A whole Switchyard of its own, made to be broken: servers, dispatchers, workers, supervisor.

    with Cluster(folder, members, leases) as cluster:
        task = cluster.submit("sleep", {"seconds": 2})
        cluster.until(lambda: cluster.state(task) == "running", "it runs")
        cluster["cpu-0"].kill()
        cluster.until(lambda: cluster.state(task) == "succeeded", "another attempt ends it")

The process that uses it talks to the cluster's database through Django, so that tests call the
same services as the web process does.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection
from pydantic import RedisDsn

from deploy.local.postgres import EmbeddedPostgres
from deploy.local.processes import POLL_SECONDS
from deploy.local.redis import EmbeddedRedis
from orchestration.access.records import Tenant
from tasks import sql, wakeups
from tasks.services.submission import EVERY_SCOPE, SubmitRequest, Submitter, submit
from tests.chaos.members import Member, Role

_REPLICA: Final = {"synchronous_standby_names": "nobody", "synchronous_commit": "local"}
"""A replica that confirms nothing, and that nobody waits for unless a test makes them."""

AWAY: Final = (DatabaseError, InterfaceError)
"""What Django raises while the database is away."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of leases, in seconds; short ones make short tests."""

    lease_s: float = 30.0
    heartbeat_s: float = 10.0
    claim_s: float = 10.0
    leader_s: float = 5.0

    def environment(self) -> dict[str, str]:
        """Return them as the processes read them."""
        names = ("lease_s", "heartbeat_s", "claim_s", "leader_s")
        return {f"SWITCHYARD_LEASES__{name.upper()}": str(getattr(self, name)) for name in names}


class Cluster:
    """Servers and processes on free ports, all in one folder.

    Args:
        folder: for data and logs.
        roles: the processes to keep alive.
        clocks: of its leases.
        patience_s: how long `until` waits.
    """

    def __init__(
        self, folder: Path, roles: Sequence[Role], clocks: Clocks, *, patience_s: float = 60.0
    ) -> None:
        self.folder = folder
        self.clocks = clocks
        self.postgres = EmbeddedPostgres(folder / "postgres", settings=_REPLICA)
        self.redis = EmbeddedRedis(folder / "redis")
        self.members: dict[str, Member] = {}
        self._roles = roles
        self._patience_s = patience_s
        self._stack = ExitStack()
        self._by: Submitter | None = None

    def __getitem__(self, name: str) -> Member:
        return self.members[name]

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self.postgres)
            stack.enter_context(self.redis)
            stack.enter_context(django_at(self.postgres.url, self.redis.url))
            call_command("migrate", verbosity=0, interactive=False)
            tenant = Tenant.objects.create(name="chaos")
            self._by = Submitter(
                tenant_id=tenant.pk, actor="key:chaos", diagnostics=True, scopes=EVERY_SCOPE
            )
            stack.callback(self._stop_members)
            self._start_members()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start_members(self) -> None:
        env = self._environment()
        for role in self._roles:
            member = Member(role, env, self.folder / f"{role.name}.log")
            self.members[role.name] = member
            member.start()

    def _stop_members(self) -> None:
        for member in self.members.values():
            member.stop()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.clocks.environment(),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "SWITCHYARD_LOG_FORMAT": "console",
            "SWITCHYARD_VAR_DIR": str(self.folder / "var"),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def workers(self) -> list[Member]:
        """The members that run tasks."""
        return [member for member in self.members.values() if member.role.is_worker]

    @property
    def submitter(self) -> Submitter:
        """The tenant that all tasks belong to."""
        assert self._by is not None, "the cluster has not been started"
        return self._by

    def tend(self) -> None:
        """Start what has died again, as the supervisor would."""
        for member in self.members.values():
            member.tend()

    def until(self, condition: Callable[[], bool], what: str, *, tending: bool = True) -> None:
        """Wait for a condition; processes that die meanwhile are started again.

        Args:
            condition: may ask the database, whose absence counts as "not yet".
            what: said when it does not come about.
            tending: False leaves the dead dead.

        Raises:
            AssertionError: it did not come about; the text has the end of each log.
        """
        deadline = time.monotonic() + self._patience_s
        while not _holds(condition):
            if time.monotonic() > deadline:
                raise AssertionError(f"in vain: {what}\n{self.report()}")
            if tending:
                self.tend()
            time.sleep(POLL_SECONDS)

    def heal(self) -> None:
        """Undo what a test did: thaw and start everything, and wait until it works."""
        for server in (self.postgres, self.redis):
            if server.process is None:
                server.start()
            os.kill(server.pid, SIGCONT)
        for member in self.members.values():
            if member.is_running:
                member.send(SIGCONT)
        self.until_ready()

    def until_ready(self) -> None:
        """Wait until one dispatcher leads and every worker is known as live under its name."""
        self.until(self._is_ready, "a leader and all workers")

    def _is_ready(self) -> bool:
        rows = sql.fetch("SELECT name, pid FROM tasks_worker WHERE state = 'live'")
        live = {row[0]: row[1] for row in rows}
        leaders = sql.fetch("SELECT 1 FROM tasks_leader WHERE expires_at > now()")
        here = all(each.is_running and live.get(each.name) == each.pid for each in self.workers)
        return bool(leaders) and here

    def submit(self, kind: str, body: Mapping[str, Any], **fields: Any) -> UUID:
        """Submit a task by the service that the REST API calls."""
        return submit(SubmitRequest(kind=kind, input=dict(body), **fields), self.submitter).task_id

    def state(self, task_id: UUID) -> str:
        """Return a task's state."""
        return str(sql.fetch("SELECT state FROM tasks_task WHERE id = %s", [task_id])[0][0])

    def is_in(self, task_id: UUID, *states: str) -> Callable[[], bool]:
        """Return a condition: the task is in one of these states."""
        return lambda: self.state(task_id) in states

    def facts(self, task_id: UUID) -> dict[str, Any]:
        """Return a task's row."""
        rows = sql.fetch("SELECT row_to_json(t)::text FROM tasks_task t WHERE id = %s", [task_id])
        found: dict[str, Any] = sql.loads(rows[0][0])
        return found

    def outcomes(self, task_id: UUID) -> list[str]:
        """Return how a task's attempts ended, in order."""
        query = "SELECT outcome FROM tasks_attempt WHERE task_id = %s ORDER BY epoch"
        return [row[0] for row in sql.fetch(query, [task_id])]

    def events(self, task_id: UUID) -> list[tuple[str, str]]:
        """Return type and actor of a task's events, in order."""
        query = "SELECT type, actor FROM tasks_event WHERE task_id = %s ORDER BY id"
        return [(row[0], row[1]) for row in sql.fetch(query, [task_id])]

    def entries(self, task_id: UUID) -> list[Any]:
        """Return the ledger entries of a task."""
        query = "SELECT entry FROM tasks_ledgerentry WHERE task_id = %s"
        return [sql.loads(row[0]) for row in sql.fetch(query, [task_id])]

    def worker_of(self, task_id: UUID) -> Member:
        """Return the member whose incarnation holds or last held a task."""
        query = "SELECT w.name FROM tasks_attempt a JOIN tasks_worker w ON w.id = a.worker_id"
        rows = sql.fetch(f"{query} WHERE a.task_id = %s ORDER BY a.epoch DESC LIMIT 1", [task_id])
        return self[rows[0][0]]

    def leader(self) -> Member:
        """Return the dispatcher that leads."""
        return self[sql.fetch("SELECT holder_name FROM tasks_leader")[0][0]]

    def operator(self) -> "psycopg.Connection[Any]":
        """Return a connection of an operator's own, outside of Django."""
        return psycopg.connect(self.postgres.url, autocommit=True)

    def report(self) -> str:
        """Return what a person needs to find out what went wrong."""
        parts = [f"folder: {self.folder}"]
        try:
            parts += [f"{state}: {count}" for state, count in sql.fetch(_STATES)]
            parts += [f"unfinished: {row}" for row in sql.fetch(_UNFINISHED)]
            parts += [f"worker: {row}" for row in sql.fetch(_WORKERS)]
        except AWAY as error:
            connection.close()
            parts.append(f"the database is away: {error}")
        parts += [f"--- {m.name}\n{m.last_words()}" for m in self.members.values()]
        return "\n".join(parts)


_STATES: Final = "SELECT state, count(*) FROM tasks_task GROUP BY state"
_UNFINISHED: Final = """
SELECT t.id, t.kind, t.state, t.epoch, t.losses, t.lease_until - now(), t.scheduled_for - now(),
       w.name, w.state
  FROM tasks_task t LEFT JOIN tasks_worker w ON w.id = t.worker_id
 WHERE t.finished_at IS NULL ORDER BY t.id LIMIT 20
"""
_WORKERS: Final = """
SELECT name, pid, state, now() - seen_at FROM tasks_worker WHERE state <> 'dead' ORDER BY id
"""


def _holds(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except AWAY:
        connection.close()
        return False


@contextmanager
def django_at(database_url: str, redis_url: str) -> Iterator[None]:
    """Let this process's Django use other servers for a while."""
    place = urlsplit(database_url)
    address = {
        "HOST": place.hostname,
        "PORT": str(place.port),
        "USER": place.username,
        "PASSWORD": place.password,
        "NAME": place.path.lstrip("/"),
    }
    before = {name: connection.settings_dict[name] for name in address}
    config = settings.SWITCHYARD
    try:
        _use(address, config.model_copy(update={"redis_url": RedisDsn(redis_url)}))
        yield
    finally:
        _use(before, config)


def _use(address: Mapping[str, Any], config: Any) -> None:
    connection.close()
    connection.settings_dict.update(address)
    settings.SWITCHYARD = config
    wakeups._waker = wakeups._hints = None
