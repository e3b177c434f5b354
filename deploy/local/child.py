"""One supervised process: its output line by line, its end in words, when to start it again."""

import os
import selectors
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from signal import SIGKILL, Signals

from deploy.local import processes
from deploy.local.console import Console
from deploy.local.services import Service

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 30.0
LONGEST_LINE = 64 * 1024


class Child:
    """A `Service` that runs, or will run again."""

    def __init__(self, service: Service, console: Console, selector: selectors.BaseSelector):
        self.service = service
        self.process: subprocess.Popen[bytes] | None = None
        self.next_start = 0.0
        self._console = console
        self._selector = selector
        self._pending = b""
        self._started = 0.0
        self._pause = FIRST_PAUSE

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    @property
    def pid(self) -> int | None:
        """The process id, which is also its group's; None while it does not run."""
        return self.process.pid if self.process else None

    def start(self, env: Mapping[str, str], cwd: Path) -> None:
        """Start it; must be called from the main thread, which the process will not outlive."""
        self.process = processes.spawn(
            self.service.argv,
            env={**env, **self.service.extra_env},
            cwd=cwd,
            output=subprocess.PIPE,
        )
        self._started = time.monotonic()
        self._pending = b""
        if self.process.stdout is not None:
            os.set_blocking(self.process.stdout.fileno(), False)
            self._selector.register(self.process.stdout, selectors.EVENT_READ, self)

    def relay(self) -> None:
        """Print the complete lines that have arrived."""
        if self.process is None or self.process.stdout is None or self.process.stdout.closed:
            return
        while chunk := self._read():
            *lines, self._pending = (self._pending + chunk).split(b"\n")
            for line in lines:
                self._print(line)
            if len(self._pending) > LONGEST_LINE:
                self._flush()

    def _read(self) -> bytes:
        """Read what is there; forget the pipe at its end."""
        stream = self.process.stdout if self.process else None
        if stream is None or stream.closed:
            return b""
        try:
            chunk = os.read(stream.fileno(), LONGEST_LINE)
        except BlockingIOError:
            return b""
        if not chunk:
            self._close()
        return chunk

    def _print(self, line: bytes) -> None:
        self._console.relay(self.name, line.decode("utf-8", "replace").rstrip("\r"))

    def _flush(self) -> None:
        if self._pending:
            self._print(self._pending)
            self._pending = b""

    def _close(self) -> None:
        stream = self.process.stdout if self.process else None
        if stream is not None and not stream.closed:
            self._selector.unregister(stream)
            stream.close()

    def reap(self) -> str | None:
        """Tell how it ended when it just has; what it left of its group is ended too."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.relay()
        self.signal_group(SIGKILL)
        self._flush()
        self._close()
        self.process = None
        self._schedule()
        return describe(code)

    def _schedule(self) -> None:
        """Start it again soon; later and later while it keeps dying young."""
        now = time.monotonic()
        if now - self._started > STEADY_SECONDS:
            self._pause = FIRST_PAUSE
        self.next_start = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def signal(self, number: Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def signal_group(self, number: Signals) -> None:
        """Send a signal to it and to everything it started in its group."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return  # Nothing of it is left.


def describe(code: int) -> str:
    """An exit code in words: `exit code 3`, or `signal 9 (SIGKILL)`."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code} ({Signals(-code).name})"
    except ValueError:
        return f"signal {-code}"
