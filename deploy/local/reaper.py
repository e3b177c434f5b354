"""The last resort: ends what a supervisor leaves behind when it is killed outright.

A small program on the standard library. It reads a pipe whose other end only the
supervisor holds. Each line is `watch PID SIGNAL` or `forget PID`; `bye` means that there is
nothing to do. When the pipe ends without `bye`, the supervisor died: every watched process
and its group gets its signal, and a few seconds later SIGKILL.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0
POLL_SECONDS = 0.1


class Reaper:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-E", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    def watch(self, pid: int, ending: signal.Signals = signal.SIGTERM) -> None:
        """End `pid` and its group if we die."""
        self._tell(f"watch {pid} {int(ending)}")

    def forget(self, pid: int) -> None:
        """It has ended; its number may soon be somebody else's."""
        self._tell(f"forget {pid}")

    def dismiss(self) -> None:
        """Everything has been ended in order."""
        self._tell("bye")
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is None or self._process.stdin.closed:
            return
        try:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:  # It was killed; we go on without this safety.
            self._process.stdin = None


def follow(lines: Iterable[str]) -> dict[int, int]:
    """What is to be ended once the pipe has ended: pid to signal."""
    watched: dict[int, int] = {}
    for line in lines:
        match line.split():
            case ["watch", pid, number]:
                watched[int(pid)] = int(number)
            case ["forget", pid]:
                watched.pop(int(pid), None)
            case ["bye"]:
                return {}
    return watched


def send(pid: int, number: int) -> bool:
    """Signal a process group; says whether any of it is left."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end(watched: dict[int, int]) -> None:
    """Ask everyone to end, wait a little, then end them."""
    for pid, number in watched.items():
        send(pid, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(send(pid, 0) for pid in watched):
        time.sleep(POLL_SECONDS)
    for pid in watched:
        send(pid, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(follow(sys.stdin))
