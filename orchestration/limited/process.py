"""The caller's side of a limited process: a line of JSON goes there, and one comes back.

The process is kept for the next request, which then costs less than a millisecond. When one
exceeds the limits or crashes it, that one is refused and the next gets a new process.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.errors import EngineLost, EngineUnavailable

ANSWER_S = 15.0
START_S = 60.0
LOOK_S = 0.5
"""So often who waits for an answer may look around."""
TRIES = 2
_ROOT = Path(__file__).resolve().parents[2]
# How a process ends of what it was given; anything else is nobody's fault.
_BLAMED = frozenset(
    -each
    for each in (
        signal.SIGXCPU,
        signal.SIGSEGV,
        signal.SIGABRT,
        signal.SIGTRAP,
        signal.SIGBUS,
        signal.SIGILL,
        signal.SIGFPE,
    )
)


class _Ended(Exception):  # noqa: N818 - an event, not an error
    """The process is gone; `code` is its exit status."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Run:
    """One run of the process."""

    def __init__(
        self,
        program: Sequence[str],
        answer_s: float,
        environment: Mapping[str, str] | None,
        look: Callable[[], object],
    ) -> None:
        self._answer_s = answer_s
        self._look = look
        self._ours, theirs = socket.socketpair()
        with theirs:
            self.child = subprocess.Popen(
                (sys.executable, "-m", *program),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=environment,
            )

    def wait_until_ready(self) -> str:
        """Return why it cannot serve; empty when it can."""
        return str(self._reply(time.monotonic() + START_S).get("failed", ""))

    def ask(self, line: bytes) -> dict[str, Any]:
        """Return the reply to one request.

        Raises:
            TimeoutError: There is none in time.
            _Ended: The process ended instead.
        """
        deadline = time.monotonic() + self._answer_s
        try:
            self._ours.settimeout(self._answer_s)
            self._ours.sendall(line + b"\n")
        except ConnectionError:
            raise _Ended(self.end()) from None
        return self._reply(deadline)

    def _reply(self, deadline: float) -> dict[str, Any]:
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            parts.append(self._part(deadline))
            if not parts[-1]:
                raise _Ended(self.end())
        reply: dict[str, Any] = json.loads(b"".join(parts))
        return reply

    def _part(self, deadline: float) -> bytes:
        """Return what comes next; nothing when nothing will."""
        while (left := deadline - time.monotonic()) > 0:
            self._ours.settimeout(min(left, LOOK_S))
            try:
                return self._ours.recv(2**16)
            except TimeoutError:
                self._look()
            except ConnectionError:
                return b""
        raise TimeoutError

    def end(self) -> int:
        """Return the exit status; a process that still runs is killed."""
        self._ours.close()
        try:
            return self.child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """Return the exit status of a process that is not waited for."""
        self._ours.close()
        self.child.kill()
        return self.child.wait()


class LimitedProcess:
    """A program of ours that `limited.serving` serves; for one thread at a time.

    Args:
        module: The program, as `python -m` takes it.
        what: What it works on, for messages.
        arguments: What it is started with.
        environment: Its environment; None for the caller's.
        answer_s: How long one answer may take, in seconds.
        look: Called while an answer is waited for; what it raises ends the process at once.
    """

    def __init__(
        self,
        module: str,
        what: str,
        arguments: Sequence[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        answer_s: float = ANSWER_S,
        look: Callable[[], object] = lambda: None,
    ) -> None:
        """Start nothing yet."""
        self._look = look
        self._environment = environment
        self._module = module
        self._arguments = tuple(arguments)
        self._answer_s = answer_s
        self._what = what
        self._run: _Run | None = None

    @property
    def pid(self) -> int | None:
        """Return the process's id; None while there is none."""
        return None if self._run is None else self._run.child.pid

    def ask(self, request: bytes) -> dict[str, Any]:
        """Return the reply to a line of JSON.

        The key `exceeded` says that it took too much of something; with `busy`, the machine may be
        to blame, and `signal` is what ended the process, if it ended.

        Raises:
            EngineUnavailable: The process cannot be started.
            EngineLost: It was killed twice.
        """
        for _ in range(TRIES):
            try:
                return self._running().ask(request)
            except TimeoutError:
                self.close()
                return {"exceeded": "time", "busy": True}
            except _Ended as ended:
                self._run = None
                if ended.code in _BLAMED:
                    return {"exceeded": "time or memory", "signal": -ended.code}
            except BaseException:  # who waits has other plans
                self._kill()
                raise
        raise EngineLost(f"The process for {self._what} was killed twice.", mend="Try again.")

    def close(self) -> None:
        """End the process, if there is one."""
        if self._run is not None:
            self._run.end()
            self._run = None

    def _kill(self) -> None:
        if self._run is not None:
            self._run.kill()
            self._run = None

    def _running(self) -> _Run:
        if self._run is None:
            program = (self._module, *self._arguments)
            self._run = _Run(program, self._answer_s, self._environment, self._look)
            self._await_ready(self._run)
        return self._run

    def _await_ready(self, run: _Run) -> None:
        try:
            failed = run.wait_until_ready()
        except (TimeoutError, _Ended) as error:
            raise EngineUnavailable(
                f"The process for {self._what} does not start.",
                mend=f"Run `python -m {self._module}` to see why.",
            ) from error
        if failed:
            raise EngineUnavailable(
                f"The process for {self._what} cannot work: {failed}.",
                mend="Install the worker's requirements, or mend its libraries.",
            )
