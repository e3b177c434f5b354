"""What the embedded servers share: an address and a password that last, one process, one folder."""

import subprocess
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar, Self

from deploy.local import processes, records
from deploy.local.errors import ServerFailedError
from deploy.local.locks import FileLock


class EmbeddedServer(ABC):
    """A server of our own.

    Args:
        data_dir: Its folder.
        record: The private file with the port and the password that were chosen.
        lock: Held by the one process that may run this server.
        log: Where the server's log goes unless `output` says otherwise.
        port: A fixed port, or None for the recorded one, else a free one.
        output: Where the server's log goes.
    """

    name: ClassVar[str]

    def __init__(
        self,
        data_dir: Path,
        *,
        record: Path,
        lock: Path,
        log: Path,
        port: int | None,
        output: processes.Output,
    ) -> None:
        self.data_dir = data_dir
        self.log_path = log
        self.process: subprocess.Popen[bytes] | None = None
        self._record_path = record
        self._lock = FileLock(lock)
        self._fixed_port = port
        self._output = output
        self._port = port or 0
        self._password = ""

    @property
    @abstractmethod
    def url(self) -> str:
        """Address and password, for any client."""

    @property
    def port(self) -> int:
        """The TCP port on the loopback interface."""
        return self._port

    @property
    def pid(self) -> int:
        """The server's process id.

        Raises:
            ServerFailedError: it does not run.
        """
        if self.process is None:
            raise ServerFailedError(f"{self.name} has not been started")
        return self.process.pid

    def has_ended(self) -> int | None:
        """The exit code of a server that has ended by itself; None while it runs."""
        return self.process.poll() if self.process is not None else None

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended; False, too, where its last start failed."""
        return self.process is not None and self.process.poll() is None

    def recorded_url(self) -> str | None:
        """The address a server of this folder has, or had; None before its first start."""
        record: dict[str, Any] = records.read_record(self._record_path)
        self._password, self._port = record.get("password", ""), record.get("port", 0)
        return self.url if record else None

    @abstractmethod
    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            AlreadyRunningError: another living process uses this folder.
            ServerFailedError: it cannot start; the message carries the end of its log.
        """

    @abstractmethod
    def stop(self) -> None:
        """Stop it."""

    def kill(self) -> None:
        """Kill it without warning; what it started itself notices and leaves."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self._lock.release()

    def restart(self) -> None:
        """Stop and start it on the same port."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _has_ended(self) -> bool:
        return self.process is None or self.has_ended() is not None
