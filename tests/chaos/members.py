"""The processes of a cluster under test: started, killed, frozen, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local import processes
from deploy.local.options import ROOT
from deploy.local.ports import LOOPBACK

_PAUSE_S: Final = 0.5
"""How long a supervisor waits before it starts a dead process again."""
_STOP_S: Final = 8.0


@dataclass(frozen=True, slots=True)
class Role:
    """What a process does: its name, and a program of Python's with its arguments."""

    name: str
    arguments: tuple[str, ...]
    program: tuple[str, ...] = ("manage.py",)

    @property
    def is_worker(self) -> bool:
        """Whether it runs tasks; the others dispatch them."""
        return self.arguments[0] == "worker"


def dispatcher(name: str) -> Role:
    """Return the role of a dispatcher."""
    return Role(name, ("dispatcher", "--name", name))


def worker(name: str, slots: int) -> Role:
    """Return the role of a worker; its device is the part of its name before the hyphen."""
    device = name.partition("-")[0]
    arguments = ("worker", "--device", device, "--name", name, "--slots", str(slots))
    return Role(name, arguments)


def web(port: int) -> Role:
    """Return the role of the web process, which answers REST at a port of this machine."""
    place = ("--host", LOOPBACK, "--port", str(port), "--interface", "wsgi")
    how = ("--blocking-threads", "8", "--no-ws", "--log-level", "error")
    ending = ("--workers-kill-timeout", "1")
    arguments = (*place, *how, *ending, "orchestration.wsgi:application")
    return Role("web", arguments, ("-m", "granian"))


class Member:
    """One role and the process that has it now.

    Args:
        role: what it does.
        env: the environment of its processes.
        log: the file that takes the output of all of them.
    """

    def __init__(self, role: Role, env: Mapping[str, str], log: Path) -> None:
        self.role = role
        self.log = log
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None
        self._next_start = 0.0

    @property
    def name(self) -> str:
        """The role's name."""
        return self.role.name

    @property
    def pid(self) -> int:
        """The process id.

        Raises:
            RuntimeError: it does not run.
        """
        if self._process is None:
            raise RuntimeError(f"{self.name} does not run")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start a process for the role, in a group of its own."""
        with self.log.open("ab") as output:
            self._process = processes.spawn(
                [sys.executable, *self.role.program, *self.role.arguments],
                env=self._env,
                cwd=ROOT,
                output=output,
                death_signal=signal.SIGKILL,
            )

    def tend(self) -> None:
        """Do what a supervisor does: notice the end, clean up the group, start a new process."""
        if self._process is not None and self._process.poll() is not None:
            self._end_group()
            self._process = None
            self._next_start = time.monotonic() + _PAUSE_S
        if self._process is None and time.monotonic() >= self._next_start:
            self.start()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process alone, as an operator or the kernel would."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the process and wait until it is gone, its place in the process table included."""
        self.send(signal.SIGKILL)
        assert self._process is not None, "it was just sent a signal"
        self._process.wait()

    def kill_all(self) -> None:
        """Kill the process and all that it started, as `kill` does: granian serves in a child."""
        self._end_group()
        assert self._process is not None, "it has a group"
        self._process.wait()

    def stop(self) -> None:
        """End the process for good, as a supervisor that shuts down."""
        if self._process is None:
            return
        if self.is_running:
            self.send(signal.SIGCONT)
        processes.end_process(self._process, signal.SIGTERM, _STOP_S)
        self._end_group()
        self._process = None

    def said(self, words: str) -> bool:
        """Return whether its log holds some words."""
        return self.log.exists() and words.encode() in self.log.read_bytes()

    def count_said(self, words: str) -> int:
        """Return how often its log holds some words."""
        return self.log.read_bytes().count(words.encode()) if self.log.exists() else 0

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _end_group(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # nothing of it is left
