"""Noticing that the program which started us wants us to stop.

`make run` stands between the terminal and us. On Ctrl-C the terminal tells both. A script
that sends SIGINT to `make` alone reaches only `make`, which then waits for us without a
word; but by then it has put the signal's handling back to the default, and that can be
seen. When `make` is killed outright, the kernel tells us.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

from deploy.local.processes import PR_SET_PDEATHSIG

PARENT = os.getppid()


def end_with_make() -> None:
    """Ask the kernel for SIGTERM when the `make` that started us dies."""
    if sys.platform == "linux" and is_make(PARENT):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def is_make(pid: int) -> bool:
    """Whether this process is `make`."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() in ("make", "gmake")
    except OSError:
        return False


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process handles this signal itself (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    masks = [line.split()[1] for line in lines if line.startswith("SigCgt:")]
    return bool(masks) and bool(int(masks[0], 16) >> (number - 1) & 1)


_WAS_CATCHING = is_make(PARENT) and catches(PARENT, signal.SIGINT)


def has_given_up() -> bool:
    """Whether `make` got a SIGINT of its own and now waits for us."""
    return _WAS_CATCHING and not catches(PARENT, signal.SIGINT)
