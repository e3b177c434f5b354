"""One download of a file at a time on this machine, whichever process makes it."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LOOK_S = 0.2


@contextmanager
def exclusive(target: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the right to write a file while the block runs.

    The system gives it back when a process dies, however it does.

    Args:
        target: The file.
        waiting: Called again and again while another process has it; may raise to give up.
    """
    lock = target.with_name(f".{target.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    while (held := _taken(lock)) is None:
        waiting()
        threading.Event().wait(LOOK_S)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)  # while it is held: who waits for it sees that it went
        held.close()


def _taken(lock: Path) -> TextIO | None:
    """Return the lock's file when it is ours, None while it is another's."""
    stream = lock.open("w")
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(stream.fileno()).st_ino == lock.stat().st_ino:
            return stream
    except (BlockingIOError, FileNotFoundError):
        pass  # another has it, or has just taken its file away
    stream.close()
    return None
