"""A throw-away Switchyard for benchmarks: durable embedded servers, processes, a tenant with a key.

    with Stack() as stack:
        stack.start("dispatcher")
        ...

Everything listens on free loopback ports, lives in a temporary folder and is ended by its own
process id. Django is set up in the calling process, so that a benchmark can use services directly.
"""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy.local.postgres import EmbeddedPostgres  # noqa: E402 - after the path is set
from deploy.local.redis import EmbeddedRedis  # noqa: E402


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], *, seconds: float = 60, what: str = "it") -> None:
    """Wait for a condition.

    Raises:
        TimeoutError: it did not come true in time.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(0.02)


def report(title: str, rows: Sequence[Sequence[object]], facts: dict[str, Any]) -> None:
    """Print one table for people and one JSON line for programs."""
    print(f"\n{title}  ({machine()})\n")
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in texts) for at in range(len(texts[0]))]
    for row in texts:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    print("\n" + json.dumps({"benchmark": title, "machine": machine(), **facts}), flush=True)


def machine() -> str:
    """Return processor count, architecture and versions in a few words."""
    python, load = platform.python_version(), os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, load {load:.1f}"


class Stack:
    """Servers, environment and processes of one benchmark.

    Args:
        settings: additional `SWITCHYARD_…` variables.
    """

    def __init__(self, **settings: str) -> None:
        self._exits = ExitStack()
        self._settings = settings
        self._log: IO[bytes] | None = None
        self.processes: list[subprocess.Popen[Any]] = []

    def __enter__(self) -> Self:
        """Start servers, migrate, seed."""
        folder = Path(self._exits.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)
        self.folder = folder
        self.postgres = self._exits.enter_context(EmbeddedPostgres(folder / "postgres"))
        self.redis = self._exits.enter_context(EmbeddedRedis(folder / "redis"))
        self._exits.callback(self.stop_all)
        self._log = self._exits.enter_context((folder / "log").open("wb"))
        os.environ.update(
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.redis.url,
            SWITCHYARD_SECRET_KEY="benchmarks-only-secret-key-of-fifty-characters-or-so",
            SWITCHYARD_KEY_PEPPER="benchmarks-only-pepper",
            SWITCHYARD_VAR_DIR=str(folder / "var"),
            SWITCHYARD_LOG_LEVEL="WARNING",
            DJANGO_SETTINGS_MODULE="orchestration.settings",
            PYTHONPATH=str(ROOT),
            **self._settings,
        )
        self._prepare()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything; show the processes' log after a failure."""
        if error is not None:
            sys.stderr.write((self.folder / "log").read_text(errors="replace")[-4000:])
        self._exits.close()

    def _prepare(self) -> None:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from orchestration.access.records import Tenant
        from orchestration.access.scopes import SCOPES
        from orchestration.access.services import create_key
        from tasks.services.submission import Submitter

        tenant = Tenant.objects.create(name="bench")
        _, self.token = create_key(tenant, "bench", scopes=SCOPES, max_priority=4)
        self.by = Submitter(tenant_id=tenant.pk, actor="bench", diagnostics=True)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a management command, e.g. `start("worker", "--device", "io")`."""
        return self.popen([sys.executable, "manage.py", *arguments])

    def popen(self, command: Sequence[str], **more: str) -> subprocess.Popen[bytes]:
        """Start a program in the stack's environment."""
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **more}, stdout=self._log, stderr=self._log
        )
        self.processes.append(process)
        return process

    def stop_all(self) -> None:
        """End the started processes, the last one first."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()

    def sql(self, query: str, *params: object) -> list[tuple[Any, ...]]:
        """Run a query on the calling process's connection."""
        from tasks import sql

        return sql.fetch(query, params)

    def submit(self, bodies: Sequence[dict[str, Any]]) -> None:
        """Submit bodies in batches of 5,000."""
        from tasks.services.batches import submit_batch

        for at in range(0, len(bodies), 5000):
            submit_batch(bodies[at : at + 5000], self.by)

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many workers are live and somebody leads."""
        ready = (
            "SELECT (SELECT count(*) FROM tasks_worker WHERE state = 'live'),"
            " EXISTS (SELECT 1 FROM tasks_leader WHERE expires_at > now())"
        )
        wait_until(lambda: self.sql(ready)[0] >= (count, True), what=f"{count} workers")
