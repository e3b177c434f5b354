"""The child's side: what every engine's process does before and around serving.

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
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from orchestration.inference.messages import (
    EngineOptions,
    Hello,
    Ready,
)

ENGINES = {
    "llama": "orchestration.inference.batching.loop",
    "vectors": "orchestration.inference.vectors.loop",
}
"""Modules whose `serve(pipe, options)` answers requests until the parent is gone."""
PR_SET_PDEATHSIG = 1


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
    engine = importlib.import_module(ENGINES[name])
    pipe.send(Ready())
    engine.serve(pipe, hello.options)


def receive(pipe: Connection[Any, Any]) -> Any:
    """Return the parent's next message; a parent that is gone ends this process.

    So does a message that cannot be read: what comes after it would not be understood.
    """
    try:
        return pipe.recv()
    except (EOFError, OSError):
        leave()
    except Exception:
        sys.excepthook(*sys.exc_info())
        leave(1)


def leave(status: int = 0) -> NoReturn:
    """End now, without running native code's destructors."""
    sys.stderr.flush()
    os._exit(status)


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
