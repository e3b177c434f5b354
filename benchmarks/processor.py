"""What processes have taken of the machine: processor time and memory, from /proc."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGESIZE")


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started and that are alive."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(path).split():
            yield from family(int(child))


def seconds_of(pid: int) -> float:
    """Return the processor seconds of a process and of all that it has started, the ended ones
    that it has waited for included."""
    ticks = 0
    for each in family(pid):
        # After the name in brackets, which may hold blanks: state, and then numbers.
        _, _, fields = _text(Path(f"/proc/{each}/stat")).rpartition(") ")
        ticks += sum(map(int, fields.split()[11:15]))
    return ticks / _TICK


def rss_mib(pid: int) -> float:
    """Return the resident MiB of the largest process of a family."""
    pages = (_text(Path(f"/proc/{each}/statm")).split() for each in family(pid))
    return max(int(found[1]) for found in pages if found) * _PAGE / 2**20


def _text(path: Path) -> str:
    """Return what a file says; nothing when its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
