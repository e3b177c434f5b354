"""The child's side: runs one engine, one request at a time.

Started as a fresh interpreter by `orchestration.inference.process`. It ends when
its parent does: Linux kills it when the thread that started it ends, and the
pipe's end makes it leave in any other case.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, NoReturn, Protocol

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.messages import (
    Answer,
    Body,
    Close,
    Done,
    EngineOptions,
    FromChild,
    Hello,
    Holding,
    Moved,
    Ready,
    Refused,
    Request,
    Stop,
    Stopped,
)

ENGINES = {
    "llama": "orchestration.inference.batching.loop",
    "sentence": "orchestration.inference.sentence_engine",
}
"""Modules whose `serve(pipe, options)` answers requests until the parent is gone."""
PR_SET_PDEATHSIG = 1
PULSE_S = 1.0
BUSY_LIMIT_S = 900.0


class StopAsked(Exception):  # noqa: N818 - no error: somebody asked for it
    """The parent has no more use for the request in flight."""


class Engine(Protocol):
    """What a child serves."""

    @property
    def resident(self) -> tuple[str, ...]:
        """Return the models that are loaded, the most recently used last."""

    def serve(self, body: Any, control: Control) -> Answer:
        """Answer one request.

        Raises:
            StopAsked: From `control.check`.
            SwitchyardError: The request is refused.
        """


class Control:
    """An engine's line to the parent while it serves one request."""

    def __init__(self, pipe: Connection[Any, Any], number: int) -> None:
        """Belong to the request of that number."""
        self._pipe = pipe
        self._number = number
        self._sending = threading.Lock()
        self._stopping = False

    def check(self) -> None:
        """Read what the parent says; never blocks.

        Raises:
            StopAsked: The request was stopped.
        """
        if self.stopping():
            raise StopAsked

    def stopping(self) -> bool:
        """Tell whether the parent asked to stop; never blocks."""
        while not self._stopping and self._pipe.poll(0):
            match receive(self._pipe):
                case Stop(number=number):
                    self._stopping = number == self._number
                case Close():
                    leave()
        return self._stopping

    def moved(self) -> None:
        """Tell the parent that the engine makes progress."""
        self.send(Moved((self._number,)))

    def send(self, message: FromChild) -> None:
        """Send; a parent that is gone ends this process."""
        with self._sending:
            try:
                self._pipe.send(message)
            except OSError:
                leave()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Report progress each second while the block runs native code that cannot.

        For loading only, and for fifteen minutes at most: nothing can look inside.
        """
        done = threading.Event()
        pulse = threading.Thread(target=self._pulse, args=(done,), daemon=True)
        pulse.start()
        try:
            yield
        finally:
            done.set()
            pulse.join()

    def _pulse(self, done: threading.Event) -> None:
        until = time.monotonic() + BUSY_LIMIT_S
        while not done.wait(PULSE_S) and time.monotonic() < until:
            self.moved()


def main(arguments: list[str]) -> None:
    """Serve until the parent closes the pipe.

    Args:
        arguments: The engine's name, the pipe's descriptor, the parent's process id.
    """
    name, descriptor, parent = arguments[0], int(arguments[1]), int(arguments[2])
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    faulthandler.enable()
    pipe: Connection[Any, Any] = Connection(descriptor)
    hello = receive(pipe)
    if not isinstance(hello, Hello):
        leave()
    prepare_environment(hello.options)
    pipe.send(Ready())
    importlib.import_module(ENGINES[name]).serve(pipe, hello.options)


def serve_in_turn(
    pipe: Connection[Any, Any], make: Callable[[EngineOptions], Engine], options: EngineOptions
) -> NoReturn:
    """Answer requests one after the other; the engine is made for the first one."""
    engine: Engine | None = None
    told: tuple[str, ...] = ()
    while True:
        message = receive(pipe)
        if isinstance(message, Close):
            leave()
        if isinstance(message, Request):
            control = Control(pipe, message.number)
            try:
                engine = engine or make(options)
                reply = answer(engine, message.number, message.body, control)
            except SwitchyardError as error:
                reply = Refused.of(message.number, error)
            if engine and engine.resident != told:
                told = engine.resident
                control.send(Holding(told))
            control.send(reply)


def answer(engine: Engine, number: int, body: Body, control: Control) -> FromChild:
    """Serve one request and turn whatever happens into a message."""
    try:
        return Done(number, engine.serve(body, control))
    except StopAsked:
        return Stopped(number)
    except SwitchyardError as error:
        return Refused.of(number, error)
    except MemoryError:
        return Refused.of(number, ModelError("The engine ran out of memory."))
    except Exception as error:  # one bad request must not end the engine
        sys.excepthook(*sys.exc_info())
        return Refused.of(number, ModelError(f"The engine failed: {error!r}."))


def receive(pipe: Connection[Any, Any]) -> Any:
    """Return the parent's next message; a parent that is gone ends this process."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        leave()


def leave() -> NoReturn:
    """End now, without running native code's destructors."""
    sys.stderr.flush()
    os._exit(0)


def die_with_parent(parent: int) -> None:
    """Ask Linux for a SIGKILL when the parent ends; leave when it already has."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        leave()


def thread_count(options: EngineOptions) -> int:
    """Return how many threads native code gets."""
    return options.threads or len(os.sched_getaffinity(0))


def prepare_environment(options: EngineOptions) -> None:
    """Set what native libraries read when they are loaded."""
    os.environ.update(
        OMP_NUM_THREADS=str(thread_count(options)),
        GGML_NO_BACKTRACE="1",  # its backtrace forks a debugger
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        TQDM_DISABLE="1",
        TOKENIZERS_PARALLELISM="false",
    )
