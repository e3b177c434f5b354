"""A real gateway process for tests, and readers of its event streams."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

import httpx
from django.db import connection

from deploy.local import processes
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.services import GATEWAY
from tasks.lifecycle import Actor, State
from tasks.models import Task, Worker
from tasks.services.finishing import Finish, finish
from tasks.transitions import Move
from tests.factories import ERROR, make_key, make_task, run_task

_PATIENT = {
    "SWITCHYARD_CLASSIFYING__EMBED_S": "20",
    "SWITCHYARD_CACHE__EMBED_S": "20",
    "SWITCHYARD_CACHE__WAIT_S": "20",
}
"""What would be done without when it took a moment is waited for, however busy the machine is."""
START_S = 100.0
PATIENCE_S = 20.0
"""How long tests wait for what should come at once: long enough for a busy machine."""


def database_url(*, name: str, port: int | None = None) -> str:
    """Return the address of the test's database, for connections called `name`."""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    where = f"{given['HOST']}:{port or given['PORT']}"
    return f"postgresql://{who}@{where}/{given['NAME']}?application_name={name}"


class GatewayProcess:
    """Granian with the gateway's application on a free port.

    Args:
        settings: environment variables, without their prefix `SWITCHYARD_`.
        variables: others, whole, such as `REDIS_URL`.
    """

    def __init__(self, variables: dict[str, str] | None = None, **settings: object) -> None:
        self._port = free_port()
        self.url = f"http://{LOOPBACK}:{self._port}"
        self.name = f"gateway-{self._port}"
        own = {f"SWITCHYARD_{key}": str(value) for key, value in settings.items()}
        self._environment = {"DATABASE_URL": database_url(name=self.name), **(variables or {})}
        self._environment |= {**_PATIENT, "SWITCHYARD_GATEWAY__THREADS": "2", **own}
        self._process: subprocess.Popen[bytes] | None = None
        # One client: making one reads all certificates of the machine, which takes its time.
        self._http = httpx.Client(base_url=self.url, timeout=PATIENCE_S)

    def __enter__(self) -> Self:
        argv = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "error"]
        argv += ["--host", LOOPBACK, "--port", str(self._port), "--workers-kill-timeout", "5"]
        argv += [*GATEWAY, "orchestration.asgi:application"]
        self._process = processes.spawn(argv, env=os.environ | self._environment)
        if not processes.wait_until(self._is_healthy, START_S):
            self.end()
            raise AssertionError(f"the gateway has not started within {START_S:g} s")
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _is_healthy(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "the gateway has ended"
        try:
            return self._http.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        assert self._process is not None
        self._process.terminate()

    def kill(self) -> None:
        """End it by SIGKILL, so that it can write nothing any more."""
        assert self._process is not None
        pids = [*self._serving(), self._process.pid]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        assert processes.wait_until(lambda: not any(map(processes.is_alive, pids)), PATIENCE_S)

    def end(self) -> None:
        """End it and wait for that."""
        self._http.close()
        if self._process is not None:
            processes.end_process(self._process, signal.SIGTERM, PATIENCE_S)
            self._process = None

    def client(self, token: str, **headers: str) -> httpx.Client:
        """Return a client that sends a key."""
        headers["Authorization"] = f"Bearer {token}"
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_S)

    def metric(self, name: str) -> float:
        """Return one of the gateway's numbers."""
        text = self._http.get("/metrics").text
        found = re.search(rf"^switchyard_gateway_{name} (\S+)$", text, re.MULTILINE)
        assert found is not None
        return float(found[1])

    def await_metric(self, name: str, value: float) -> None:
        """Return when a number is `value`."""
        assert processes.wait_until(lambda: self.metric(name) == value, PATIENCE_S), (
            f"{name} is {self.metric(name)}, not {value}"
        )

    def open_files(self) -> int:
        """Return how many files it may open."""
        limits = (resource.prlimit(pid, resource.RLIMIT_NOFILE) for pid in self._serving())
        return max(soft for soft, _ in limits)

    def peak_bytes(self) -> int:
        """Return how much memory its largest process has held at most."""
        told = (Path(f"/proc/{pid}/status").read_text() for pid in self._serving())
        found = (re.search(r"^VmHWM:\s+(\d+) kB$", each, re.MULTILINE) for each in told)
        return max(1024 * int(each[1]) for each in found if each)

    def _serving(self) -> list[int]:
        """Return the processes that serve requests."""
        assert self._process is not None
        pid = self._process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def connections(self) -> int:
        """Return how many database connections it has."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [self.name]
            )
            return int(cursor.fetchone()[0])


def running(worker: Worker) -> tuple[Task, str]:
    """Return a task that runs, and a key."""
    tenant, token = make_key()
    task = make_task(tenant)
    run_task(task.pk, to=State.RUNNING, worker=worker)
    return task, token


def end_task(
    task_id: UUID | str, *, worker: Worker, to: State = State.SUCCEEDED, result: Any = None
) -> None:
    """Let the worker that has a task finish it, as it would: committed and told to those who wait.

    A task that is still queued is dispatched and claimed first.
    """
    if Task.objects.get(pk=task_id).state == State.QUEUED:
        run_task(UUID(str(task_id)), to=State.RUNNING, worker=worker)
    task = Task.objects.get(pk=task_id)
    succeeded = to == State.SUCCEEDED
    move = Move(
        task_id=task.pk,
        epoch=task.epoch,
        source=State(task.state),
        target=to,
        actor=Actor.WORKER,
        worker_id=worker.pk,
        delay_s=3600,
        attempt="returned" if to == State.SCHEDULED else to.value,
        result=(result or {"ok": 1}) if succeeded else None,
        error=ERROR if to == State.FAILED else None,
    )
    assert finish([Finish(move, task.tenant_id)]) == [True]


@dataclass(frozen=True)
class Frame:
    """One server-sent event, or a comment (`type` is then empty)."""

    type: str
    id: Any = None
    data: Any = None


def frames_of(response: httpx.Response) -> Iterator[Frame]:
    """Yield the frames of an event stream as they come."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        elif fields.keys() != {"retry"}:
            yield _frame(fields)
            fields = {}
        else:
            fields = {}


def _frame(fields: dict[str, str]) -> Frame:
    name = fields.get("id")
    number = int(name) if name is not None and name.isdigit() else name
    data = json.loads(fields["data"]) if "data" in fields else None
    return Frame(fields.get("event", ""), number, data)


@contextmanager
def stream(client: httpx.Client, path: str, **more: Any) -> Iterator[Iterator[Frame]]:
    """Open an event stream and yield its frames."""
    with client.stream("GET", path, **more) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield frames_of(response)
