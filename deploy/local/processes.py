"""Starting, finding and ending operating-system processes.

A child is started so that it ends with us, even when we are killed by a signal that
cannot be caught: the kernel sends it a signal of its choice at our death (Linux only;
elsewhere the next start finds the leftovers by the pids they recorded).
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.02

Output = int | IO[bytes] | None


@dataclass(frozen=True)
class Account:
    """An operating-system user that a child runs as."""

    name: str
    uid: int
    gid: int


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: Account | None = None,
    output: Output = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, out of reach of the terminal's Ctrl-C.

    Args:
        argv: Program and arguments; no shell is involved.
        env: The complete environment, or None for ours.
        cwd: Working directory.
        account: The user to run as; needs root.
        output: Where its standard output and error go.
        death_signal: What the kernel sends it when this process dies.
    """
    return subprocess.Popen(
        [str(part) for part in argv],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        process_group=0,
        preexec_fn=_end_with_parent(death_signal),  # noqa: PLW1509 - one system call, no locks
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def _end_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """Code for the child, run after fork and after it changed its user.

    The kernel ties the signal to the *thread* that forked, so a child started from a
    short-lived thread must not have it.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # It died before the call above.
            os._exit(1)

    return prepare


def is_alive(pid: int) -> bool:
    """Whether a process with this pid exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "?"


def command_of(pid: int) -> str:
    """The command line of a process, or an empty string when there is none to read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except FileNotFoundError:
        return "" if Path("/proc/self").exists() else _command_by_ps(pid)


def _command_by_ps(pid: int) -> str:
    listing = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return listing.stdout.strip()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll `condition` until it holds or `seconds` have passed; say whether it held."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def end_process(process: subprocess.Popen[bytes], stop: signal.Signals, seconds: float) -> int:
    """Ask a child of ours to stop, kill it after `seconds`; returns its exit code."""
    if process.poll() is None:
        process.send_signal(stop)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def end_stranger(pid: int, stop: signal.Signals, seconds: float) -> bool:
    """End a process that is not our child, by its own pid; says whether it is gone."""
    for step in (stop, signal.SIGKILL):
        try:
            os.kill(pid, step)
        except ProcessLookupError:
            return True
        if wait_until(lambda: not is_alive(pid), seconds):
            return True
    return False
