"""Compiling constraints in a process of its own, limited in memory and time.

The process is kept for the next constraint, which then costs milliseconds. When a
constraint exceeds the limits or crashes it, that constraint is refused and the next
one gets a new process. The caller's process never sees native code.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from orchestration.errors import EngineLost, EngineUnavailable, InvalidGrammar, UnsupportedSchema
from orchestration.inference.constraints.constraint import Constraint

LONGEST_CONSTRAINT = 512 * 1024
CACHED = 256
COMPILE_S = 15.0
START_S = 60.0
_ROOT = Path(__file__).resolve().parents[3]
_COMMAND = (sys.executable, "-m", "orchestration.inference.constraints.compiler")
# How a process ends of what it was given; anything else is nobody's fault.
_BLAMED = frozenset(
    -each
    for each in (
        signal.SIGXCPU,
        signal.SIGSEGV,
        signal.SIGABRT,
        signal.SIGBUS,
        signal.SIGILL,
        signal.SIGFPE,
    )
)
_SMALLER = "Use a smaller or a less deeply nested one."


class _Ended(Exception):  # noqa: N818 - an event, not an error
    """The process is gone; `code` is its exit status."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Process:
    """One run of the compiler."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                _COMMAND,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
            )

    def wait_until_ready(self) -> None:
        reply = self._reply(time.monotonic() + START_S)
        if "failed" in reply:
            raise EngineUnavailable(
                f"Constraints cannot be compiled: {reply['failed']}.",
                mend="Install the worker's requirements, or mend its libraries.",
            )

    def ask(self, line: bytes) -> dict[str, Any]:
        """Return the reply to one request.

        Raises:
            TimeoutError: There is none within `COMPILE_S`.
            _Ended: The process ended instead.
        """
        deadline = time.monotonic() + COMPILE_S
        try:
            self._ours.settimeout(COMPILE_S)
            self._ours.sendall(line + b"\n")
        except ConnectionError:
            raise _Ended(self.end()) from None
        return self._reply(deadline)

    def _reply(self, deadline: float) -> dict[str, Any]:
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._ours.settimeout(left)
            try:
                parts.append(self._ours.recv(2**16))
            except ConnectionError:
                parts.append(b"")
            if not parts[-1]:
                raise _Ended(self.end())
        reply: dict[str, Any] = json.loads(b"".join(parts))
        return reply

    def end(self) -> int:
        """Return the exit status; a process that still runs is killed."""
        self._ours.close()
        try:
            return self._child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._child.kill()
            return self._child.wait()


class LimitedCompiler:
    """Compiles one constraint at a time and remembers the last ones. Thread-safe."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._known: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def compile(self, constraint: Constraint) -> str:
        """Return the checked GBNF text of a constraint, within seconds.

        Raises:
            InvalidGrammar: The grammar is malformed or would cost too much.
            UnsupportedSchema: The schema cannot be enforced.
            EngineUnavailable: The compiler cannot be started.
            EngineLost: It was killed twice, or is too busy.
        """
        line = _request(constraint)
        key = hashlib.sha256(line).digest()
        if not self._lock.acquire(timeout=START_S):
            raise EngineLost("The compiler of constraints is busy.", mend="Try again.")
        try:
            reply = self._known.get(key) or self._asked(line)
            if "busy" not in reply:
                self._remember(key, reply)
        finally:
            self._lock.release()
        return _grammar(constraint, reply)

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._process is not None:
                self._process.end()
                self._process = None

    def _asked(self, line: bytes) -> dict[str, Any]:
        for _ in range(2):
            try:
                return self._running().ask(line)
            except TimeoutError:
                self._drop()
                return {"exceeded": "time", "busy": True}
            except _Ended as ended:
                self._process = None
                if ended.code in _BLAMED:
                    return {"exceeded": "time or memory"}
        raise EngineLost("The compiler of constraints was killed twice.", mend="Try again.")

    def _running(self) -> _Process:
        if self._process is None:
            process = _Process()
            try:
                process.wait_until_ready()
            except (TimeoutError, _Ended, EngineUnavailable) as error:
                process.end()
                if isinstance(error, EngineUnavailable):
                    raise
                raise EngineUnavailable(
                    "The compiler of constraints does not start.",
                    mend="Run `python -m orchestration.inference.constraints.compiler` to see why.",
                ) from error
            self._process = process
        return self._process

    def _drop(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None

    def _remember(self, key: bytes, reply: dict[str, Any]) -> None:
        self._known[key] = reply
        self._known.move_to_end(key)
        while len(self._known) > CACHED:
            self._known.popitem(last=False)


def _request(constraint: Constraint) -> bytes:
    if constraint.grammar is not None:
        line = json.dumps({"grammar": constraint.grammar})
    elif constraint.schema is not None:
        line = json.dumps({"schema": _plain(constraint.schema)})
    else:
        line = json.dumps({"json": True})
    if len(line) > LONGEST_CONSTRAINT:
        raise _refusal(constraint, f"It is longer than {LONGEST_CONSTRAINT} characters.", _SMALLER)
    return line.encode()


def _plain(schema: Any) -> Any:
    """Return the schema, known to be JSON: other things would fail in the middle."""
    try:
        return json.loads(json.dumps(schema, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        why = "The schema is not JSON, or is nested too deeply."
        raise UnsupportedSchema("#", why, "Send a JSON schema.") from error


def _grammar(constraint: Constraint, reply: dict[str, Any]) -> str:
    if "error" in reply:
        parts = reply["error"]
        raise InvalidGrammar(*parts) if len(parts) == 2 else UnsupportedSchema(*parts)  # noqa: PLR2004
    if "exceeded" in reply:
        detail = f"Compiling it took too much {reply['exceeded']}."
        raise _refusal(constraint, detail, _SMALLER)
    return str(reply["grammar"])


def _refusal(constraint: Constraint, detail: str, mend: str) -> InvalidGrammar | UnsupportedSchema:
    if constraint.grammar is not None:
        return InvalidGrammar(detail, mend)
    return UnsupportedSchema("#", detail, mend)


_shared = LimitedCompiler()
atexit.register(_shared.close)


def compile_constraint(constraint: Constraint) -> str:
    """Return the checked GBNF text of a constraint; see `LimitedCompiler.compile`."""
    return _shared.compile(constraint)
