"""One run of a child process that holds native code, and the thread that owns it.

The thread starts the child and stays until the child has ended: Linux sends the
"parent died" signal when the *thread* that started a child ends, so that no pool
thread may do it. The child is spawned (a fresh interpreter), never forked.

How a child ended decides who is to blame: a signal of native code's own making
(SIGSEGV and the like), an exception that ended it, or that it had to be ended because it
hung, counts against the requests in flight; anything else (a SIGKILL, the out-of-memory
killer, a close) is nobody's fault. One that ended before it listened served nobody yet.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from orchestration.errors import EngineCrashed, EngineLost, EngineUnavailable, SwitchyardError
from orchestration.inference.messages import (
    Body,
    Close,
    Drawn,
    EngineOptions,
    Event,
    FromChild,
    Hello,
    Holding,
    Lost,
    Moved,
    Ready,
    Request,
    Stop,
)

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
CRASH_SIGNALS = frozenset(
    {
        signal.SIGSEGV,
        signal.SIGABRT,
        signal.SIGBUS,
        signal.SIGILL,
        signal.SIGFPE,
        signal.SIGTRAP,
        signal.SIGSYS,
    }
)
EXIT_GRACE_S = 1.0
SEND_TIMEOUT_S = 5
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from orchestration.inference.child import main; main(sys.argv[2:])"
)


class NotTaken(Exception):  # noqa: N818 - nobody's fault: it is asked again
    """The child ended, or was ended, before it had the request."""


class Ticket:
    """One request in flight: what the child says about it arrives here."""

    def __init__(self, number: int) -> None:
        """Start without news."""
        self.number = number
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def put(self, event: Event) -> None:
        """Deliver news."""
        self._events.put(event)

    def next(self, timeout_s: float) -> Event | None:
        """Return the next news, or None when there is none in time."""
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None


class ChildRun:
    """A child process from start to end.

    `ready` is set when it listens, `ended` when it is gone; afterwards `failure`
    says why. `moves` counts the signs of progress that it gave; `holding` tells which models it
    has loaded.
    """

    def __init__(
        self, engine: str, options: EngineOptions, on_crash: Callable[[], None] = lambda: None
    ) -> None:
        """Start the owning thread, which starts the child.

        Args:
            engine: Which one.
            options: How it is set up.
            on_crash: Called by the owning thread after a crash, before anybody is told.
        """
        self.engine = engine
        self.ready = threading.Event()
        self.ended = threading.Event()
        self.moves = 0
        self.holding = Holding()
        self.failure: SwitchyardError | None = None
        self._options = options
        self._on_crash = on_crash
        self._hung = False
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._lock = threading.Lock()
        self._tickets: dict[int, Ticket] = {}
        self._thread = threading.Thread(target=self._own, name=f"{engine}-owner", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Return the child's process id, once it is started."""
        return self._process.pid if self._process else None

    def ask(self, number: int, body: Body) -> Ticket:
        """Send a request; call it once `ready` is set.

        Raises:
            NotTaken: The child is gone, or does not read.
        """
        ticket = Ticket(number)
        with self._lock:
            if self.failure:
                raise NotTaken
            self._tickets[number] = ticket
        try:
            self._send(Request(number, body))
        except OSError as error:
            self.kill()
            self.ended.wait(2 * EXIT_GRACE_S)
            raise NotTaken from error
        except BaseException:
            self.forget(ticket)
            raise
        return ticket

    def stop(self, ticket: Ticket) -> None:
        """Ask the child to stop working on a request."""
        try:
            self._send(Stop(ticket.number))
        except OSError:  # it is gone or stuck: the owner or the killer delivers the news
            log.debug("the %s process does not take a stop", self.engine)

    def forget(self, ticket: Ticket) -> None:
        """Deliver no more news of a request."""
        with self._lock:
            self._tickets.pop(ticket.number, None)

    def kill(self, *, hung: bool = False) -> None:
        """End the child at once.

        Args:
            hung: Whether those in flight are to blame.
        """
        self._hung = self._hung or hung
        if self._process and self._process.poll() is None:
            self._process.kill()

    def close(self, timeout_s: float) -> None:
        """Ask the child to end, kill it after `timeout_s`, and wait for the owner."""
        if self.ready.is_set():
            try:
                self._send(Close())
            except OSError:
                self.kill()
        else:
            self.kill()
        if not self.ended.wait(timeout_s):
            self.kill()
        self._thread.join(EXIT_GRACE_S)

    def _send(self, message: Request | Stop | Close) -> None:
        with self._lock:
            if self._pipe is None:
                raise BrokenPipeError("the pipe is closed")
            self._pipe.send(message)

    def _own(self) -> None:
        """Run the child's whole life: this is the body of the owning thread."""
        try:
            self._listen(self._start())
            failure = self._autopsy()
        except Exception as error:
            log.exception("the %s process could not be started or understood", self.engine)
            self.kill()
            self._autopsy()
            failure = EngineLost(f"The {self.engine} process could not be used: {error!r}.")
        self._bury(failure)

    def _start(self) -> Connection[Any, Any]:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_TIMEOUT_S, 0))
        with ours, theirs:
            command = [sys.executable, "-c", BOOT, str(ROOT), self.engine]
            command += [str(theirs.fileno()), str(os.getpid())]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
            pipe: Connection[Any, Any] = Connection(ours.detach())
        pipe.send(Hello(self._options))
        self._pipe = pipe
        return pipe

    def _listen(self, pipe: Connection[Any, Any]) -> None:
        while True:
            try:
                message: FromChild | Ready = pipe.recv()
            except (EOFError, ConnectionResetError):
                return
            if isinstance(message, Ready):
                self.ready.set()
            else:
                self._deliver(message)

    def _deliver(self, message: FromChild) -> None:
        self.moves += 1
        if isinstance(message, Holding):
            self.holding = message
            return
        if isinstance(message, Moved):
            with self._lock:
                moved = [self._tickets[n] for n in message.numbers if n in self._tickets]
            for ticket in moved:
                ticket.put(message)
            return
        if isinstance(message, Drawn):
            with self._lock:
                drawn = [(self._tickets.get(number), delta) for number, delta in message.deltas]
            for receiver, delta in drawn:
                if receiver:
                    receiver.put(delta)
            return
        with self._lock:
            asked = self._tickets.pop(message.number, None)
        if asked:
            asked.put(message)

    def _autopsy(self) -> SwitchyardError:
        """Wait for the process and say how it ended."""
        process = self._process
        if process is None:
            return EngineLost(f"The {self.engine} process was never started.")
        try:
            code = process.wait(EXIT_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if not self.ready.is_set() and code not in (0, -signal.SIGKILL):
            return _unable(self.engine, code)
        if self._hung and code == -signal.SIGKILL:
            return EngineCrashed(f"The {self.engine} process hung while serving this request.")
        return _failure(self.engine, code)

    def _bury(self, failure: SwitchyardError) -> None:
        if failure.crashed:
            self._on_crash()
        with self._lock:
            self.failure = failure
            tickets, self._tickets = list(self._tickets.values()), {}
            if self._pipe:
                self._pipe.close()
                self._pipe = None
        if tickets:
            log.warning("%s with %d requests in flight", failure, len(tickets))
        self.ended.set()  # before anybody is told, who would ask this run again
        for ticket in tickets:
            ticket.put(Lost(failure))


def _failure(engine: str, code: int) -> SwitchyardError:
    if code > 0:
        return EngineCrashed(f"The {engine} process failed (status {code}) serving this request.")
    if code == 0:
        return EngineLost(f"The {engine} process ended.")
    name = _name(code)
    if -code in CRASH_SIGNALS:
        return EngineCrashed(f"The {engine} process crashed ({name}) while serving this request.")
    return EngineLost(f"The {engine} process was ended from outside ({name}).")


def _unable(engine: str, code: int) -> EngineUnavailable:
    """Return why a child that ended before it listened cannot serve anybody."""
    how = f"status {code}" if code > 0 else _name(code)
    return EngineUnavailable(
        f"The {engine} process does not start ({how}).",
        mend="See the worker's log for why: a library may be missing, or built for another "
        "processor.",
    )


def _name(code: int) -> str:
    """Return the name of the signal that ended a process."""
    return signal.Signals(-code).name if -code in signal.valid_signals() else str(-code)
