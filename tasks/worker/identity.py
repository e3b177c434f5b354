"""Which process this is, so that somebody on the same host can tell whether it still lives."""

import os
import socket
from pathlib import Path
from typing import Final

_ENDED: Final = ("Z", "X")
"""States of a process that has ended and that nobody has asked about yet."""


def host_name() -> str:
    """Return this machine's name, as workers report it."""
    return socket.gethostname()


def process_identity(pid: int | None = None) -> str | None:
    """Return boot, pid namespace, pid and start time of a process; None when it does not run.

    Process ids are used again after a restart and mean something else in another container; all
    four together name one process.
    """
    pid = os.getpid() if pid is None else pid
    try:
        # Fields after the name in parentheses: the state first, the start time in clock ticks 20th.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - no file, only a label
    except OSError:
        return None
    if fields[0] in _ENDED:
        return None
    return f"{boot}/{namespace}/{pid}/{fields[19]}"


def is_over(identity: str) -> bool:
    """Return whether a process of this host is provably over; when in doubt, it is not."""
    try:
        boot, namespace, pid, _ = identity.split("/")
    except ValueError:
        return False
    here = process_identity()
    if here is None:
        return False
    my_boot, my_namespace, _, _ = here.split("/")
    if boot != my_boot:
        return True
    return namespace == my_namespace and process_identity(int(pid)) != identity


def resident_bytes() -> int:
    """Return this process's resident memory and that of its children."""
    page = os.sysconf("SC_PAGE_SIZE")
    return page * sum(_resident_pages(pid) for pid in [os.getpid(), *_children()])


def _children() -> list[int]:
    pids: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            pids += [int(pid) for pid in (task / "children").read_text().split()]
        except OSError:
            continue  # the thread ended while we looked
    return pids


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
