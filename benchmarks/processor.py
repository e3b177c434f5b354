"""What processes have taken of the machine: processor time and memory, from /proc."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

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


def shared_out_mib(pid: int) -> float:
    """Return the MiB of a family of processes, what several of them map counted once."""
    lines = (_text(Path(f"/proc/{each}/smaps_rollup")).splitlines() for each in family(pid))
    sizes = (line.split()[1] for found in lines for line in found if line.startswith("Pss:"))
    return sum(map(int, sizes)) / 1024


class Peak:
    """The most MiB that a family of processes had at any of the moments it was looked at.

    Attributes:
        before: What it had at first.
        most: What it had at most.
    """

    def __init__(self, pid: int, every_s: float = 0.2) -> None:
        self._pid = pid
        self._every_s = every_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.before = self.most = shared_out_mib(pid)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(self._every_s):
            self.most = max(self.most, shared_out_mib(self._pid))


def _text(path: Path) -> str:
    """Return what a file says; nothing when its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""
