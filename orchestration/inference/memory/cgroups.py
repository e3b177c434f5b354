"""Reads the memory limits of the control groups that this process is in, of both versions.

See the kernel's documentation, admin-guide/cgroup-v2 and cgroup-v1/memory. A limit of a group
holds for those in it together, so each group up to the root counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

UNLIMITED = 1 << 60
"""Version 1 writes a huge number where there is no limit."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes may be taken, and how many are still to be had."""

    most: int
    available: int


@dataclass(frozen=True, slots=True)
class Group:
    """A folder of a control group, and what its files are called."""

    folder: Path
    limit: str
    used: str
    cache: str
    shared: str

    def read(self) -> Limit | None:
        """Return its limit, if it sets one now: it can be raised, lowered and taken away.

        Pages of files are given up when somebody needs memory.
        """
        most, used = _number(self.folder / self.limit), _number(self.folder / self.used)
        if most is None or used is None or most >= UNLIMITED:
            return None
        stat = dict(line.split() for line in _text(self.folder / "memory.stat").splitlines())
        files = int(stat.get(self.cache, 0)) - int(stat.get(self.shared, 0))
        return Limit(most, most - used + max(0, files))


def groups(root: Path = Path("/")) -> list[Group]:
    """Return the groups of this process that can set a limit."""
    return [group for group in _groups(root) if (group.folder / group.limit).exists()]


def _groups(root: Path) -> Iterator[Group]:
    mounted = root / "sys" / "fs" / "cgroup"
    for line in _text(root / "proc" / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers:
            names = ("memory.max", "memory.current", "file", "shmem")
            yield from (Group(folder, *names) for folder in _up(mounted, path))
        elif "memory" in controllers.split(","):
            files = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_cache", "total_shmem")
            yield from (Group(folder, *files) for folder in _up(mounted / "memory", path))


def _up(mounted: Path, path: str) -> Iterator[Path]:
    """Return the folders from a group to the root; a container sees its own as the root."""
    inner = PurePosixPath(path.lstrip("/"))
    yield from (mounted / each for each in [inner, *inner.parents])


def _number(path: Path) -> int | None:
    """Return a file's number; None where it says `max`, or is not there."""
    text = _text(path)
    return int(text) if text.isdigit() else None


def _text(path: Path) -> str:
    """Return a file's content; one that is not there says nothing."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""
