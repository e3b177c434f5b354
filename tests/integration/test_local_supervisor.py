"""`make run` over stand-ins: order, restarts, endings. The servers below are the real ones."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from deploy.local import ports
from deploy.local.options import ROOT
from deploy.local.processes import is_alive, wait_until

SECONDS = 30.0


class Run:
    """One supervisor in the background, and everything that it has said."""

    def __init__(self, var: Path, port: int, mode: str = "", **environ: str) -> None:
        self.lines: list[str] = []
        self.port = port
        self.var = var
        own = {"SWITCHYARD_PORT": str(port), "SWITCHYARD_VAR_DIR": str(var)}
        outer = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SWITCHYARD_", "DATABASE_URL", "REDIS_URL"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.local_standins", mode],
            cwd=ROOT,
            env={**outer, **own, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(iter(lambda: self._line(stream), ""))

    def _line(self, stream: object) -> str:
        line: str = stream.readline()  # type: ignore[attr-defined]
        return line

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def says(self, pattern: str, times: int = 1) -> bool:
        return wait_until(lambda: self.count(pattern) >= times, SECONDS)

    def count(self, pattern: str) -> int:
        return len(re.findall(pattern, self.text))

    def pid_of(self, pattern: str) -> int:
        assert self.says(pattern), self.text
        return int(re.findall(pattern, self.text)[-1])

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.join()

    def join(self) -> int:
        code = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        return code

    def ask_web(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
            text: str = answer.read().decode()
        return text


@contextmanager
def new_var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="switchyard-run-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"


@pytest.fixture
def var() -> Iterator[Path]:
    with new_var() as path:
        yield path


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        if run.process.poll() is None:
            run.process.terminate()
        run.join()


@pytest.fixture(scope="module")
def ready() -> Iterator[Run]:
    """One run for all tests that leave it running."""
    with new_var() as var:
        run = Run(var, ports.free_port(following=2))
        assert run.says("Switchyard is ready"), run.text
        yield run
        run.stop()


def test_it_is_ready_after_servers_and_migrations_and_says_where_to_go(ready: Run) -> None:
    order = [ready.text.index(word) for word in ("postgres runs", "redis runs", "migrated")]
    assert order == sorted(order)
    assert ready.text.index("migrated") < ready.text.index("web listens")
    assert f"http://127.0.0.1:{ready.port}/admin/" in ready.text


def test_ctrl_c_ends_everything_and_the_next_run_finds_data_and_secrets(
    var: Path, runs: list[Run]
) -> None:
    run = Run(var, ports.free_port(following=2))
    runs.append(run)
    assert run.says("Switchyard is ready"), run.text
    url, secrets = run.ask_web(), (var / "dev.env").read_text()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert run.stop(signal.SIGINT) == 0
    assert not is_alive(run.pid_of(r"postgres runs \(pid (\d+)"))
    assert not is_alive(run.pid_of(r"redis runs \(pid (\d+)"))
    assert ports.is_free(run.port)
    assert float(re.findall(r"Stopped in ([\d.]+) s", run.text)[0]) < 5

    again = Run(var, run.port)
    runs.append(again)
    assert again.says("Switchyard is ready"), again.text
    with psycopg.connect(again.ask_web()) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert (var / "dev.env").read_text() == secrets


def test_dev_env_can_be_sourced_and_is_private(ready: Run) -> None:
    path = ready.var / "dev.env"
    shell = f". {path}; echo $SWITCHYARD_URL $SWITCHYARD_GATEWAY_URL $SWITCHYARD_FLOWER_URL"
    words = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True)
    assert words.stdout.split() == [f"http://127.0.0.1:{ready.port + more}" for more in (0, 1, 2)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "SWITCHYARD_API_KEY=sy_" in path.read_text()


def test_a_killed_process_is_named_with_its_signal_and_started_again(ready: Run) -> None:
    found = subprocess.run(
        ["pgrep", "-P", str(ready.process.pid), "-f", "worker works"],
        capture_output=True,
        text=True,
        check=True,
    )
    os.kill(int(found.stdout), signal.SIGKILL)
    assert ready.says(r"worker died: signal 9 \(SIGKILL\). It starts again in"), ready.text
    assert ready.says("worker works", times=2), ready.text


@pytest.mark.parametrize("server", ["postgres", "redis"])
def test_a_killed_server_is_started_again_on_its_port(ready: Run, server: str) -> None:
    first = ready.pid_of(rf"{server} runs \(pid (\d+)")
    starts = ready.count(rf"{server} runs")
    os.kill(first, signal.SIGKILL)
    assert ready.says(rf"{server} died: signal 9", times=starts), ready.text
    assert ready.says(rf"{server} runs", times=starts + 1), ready.text
    assert not is_alive(first)
    with psycopg.connect(ready.ask_web()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_could_not_start_is_tried_again(ready: Run) -> None:
    first = ready.pid_of(r"postgres runs \(pid (\d+)")
    starts = ready.count("postgres runs")
    folder = re.findall(r"postgres runs \(pid \d+, data in ([^,]+),", ready.text)[-1]
    control = Path(folder) / "global" / "pg_control"
    aside = control.with_suffix(".aside")
    ready.process.send_signal(signal.SIGSTOP)
    os.kill(first, signal.SIGKILL)
    control.rename(aside)
    ready.process.send_signal(signal.SIGCONT)
    assert ready.says("postgres cannot start"), ready.text
    aside.rename(control)
    assert ready.says("postgres runs", times=starts + 1), ready.text


def test_a_second_supervisor_is_refused_with_the_pid_of_the_first(
    ready: Run, runs: list[Run]
) -> None:
    second = Run(ready.var, ports.free_port(following=2))
    runs.append(second)
    assert second.join() == 1
    assert f"already in use by the process with pid {ready.process.pid}" in second.text
    assert ready.process.poll() is None


def test_a_port_in_use_is_named_with_what_to_set(var: Path, runs: list[Run]) -> None:
    port = ports.free_port(following=2)
    with socket.create_server(("127.0.0.1", port + 1)):
        run = Run(var, port)
        runs.append(run)
        assert run.join() == 1
    assert f"Port {port + 1}, which the gateway needs (SWITCHYARD_PORT + 1), is in use" in run.text
    assert f"SWITCHYARD_PORT={port + 100} make run" in run.text


def test_a_failed_migration_ends_the_start_and_stops_the_servers(
    var: Path, runs: list[Run]
) -> None:
    run = Run(var, ports.free_port(following=2), "broken")
    runs.append(run)
    assert run.join() == 1
    assert "the tables are in a mess" in run.text
    assert "`migrate` failed (exit code 1)" in run.text
    assert not is_alive(run.pid_of(r"postgres runs \(pid (\d+)"))


def test_when_the_supervisor_is_killed_nothing_stays_and_the_next_start_works(
    var: Path, runs: list[Run]
) -> None:
    run = Run(var, ports.free_port(following=2), "stubborn")
    runs.append(run)
    grandchild = run.pid_of(r"grandchild (\d+)")
    postgres = run.pid_of(r"postgres runs \(pid (\d+)")
    assert run.says("ready")
    run.stop(signal.SIGKILL)
    assert wait_until(lambda: not is_alive(grandchild) and not is_alive(postgres), SECONDS)
    again = Run(var, run.port)
    runs.append(again)
    assert again.says("Switchyard is ready"), again.text


def test_a_process_that_ignores_the_request_to_stop_is_killed_with_its_children(
    var: Path, runs: list[Run]
) -> None:
    run = Run(var, ports.free_port(following=2), "stubborn")
    runs.append(run)
    grandchild = run.pid_of(r"grandchild (\d+)")
    assert run.says("ready")
    assert run.stop(signal.SIGTERM) == 0
    assert "stubborn ended with signal 9 (SIGKILL)" in run.text
    assert not is_alive(grandchild)


def test_servers_of_the_users_own_take_the_place_of_the_embedded_ones(
    var: Path, ready: Run, runs: list[Run]
) -> None:
    url = ready.ask_web()
    other = Run(var, ports.free_port(following=2), DATABASE_URL=url, REDIS_URL="redis://x")
    runs.append(other)
    assert other.says("Switchyard is ready"), other.text
    assert other.ask_web() == url
    assert "postgres runs" not in other.text
    assert "redis runs" not in other.text
