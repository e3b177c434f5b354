"""A process that reads strangers' files and does nothing else: no network, no programs, no writing.

Python's audit events carry it: they cover this code and the libraries' Python, not their native
parts. Those are held by the limits of the process alone.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any, Final

_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "shutil.",
    "ftplib.",
    "urllib.",
    "smtplib.",
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_OPEN_FILES: Final = 64


def seal(written: Path, most_bytes: int) -> None:
    """Let this process write one file and nothing else, from here to its end.

    Args:
        written: The file that may be written.
        most_bytes: How long it may get; longer ones end in an `OSError`.
    """
    sys.dont_write_bytecode = True
    _lower(resource.RLIMIT_FSIZE, most_bytes)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    allowed = os.fspath(written)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"A document's reader may not do this: {event}.")
        if event == "open" and arguments[2] & _WRITING and arguments[0] != allowed:
            raise PermissionError("A document's reader may write its answer only.")

    sys.addaudithook(watch)


def _lower(what: int, amount: int) -> None:
    _, hard = resource.getrlimit(what)
    least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(what, (least, least))
