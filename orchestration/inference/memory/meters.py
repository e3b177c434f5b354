"""Reads how much memory a device has, what is free, and what this process takes of it.

A CPU's is that of the machine or of the control group, whichever allows less; pages of files do
not count as taken, because the kernel gives them up. A GPU's comes from NVIDIA's management
library, which sees the same devices as CUDA does.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from orchestration.errors import EngineUnavailable
from orchestration.inference.memory.cgroups import Limit, groups

log = logging.getLogger(__name__)

KIB = 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """A device's memory at a moment, in bytes.

    Attributes:
        capacity: All that may be used here.
        others: What is taken by others than this process.
        own: What this process takes; with pages of files that it has mapped.
    """

    capacity: int
    others: int
    own: int


class Meter(Protocol):
    """Something that reads a device's memory.

    Attributes:
        grows: Whether buffers are taken when they are first used, not when a model is loaded.
        share: The part of the device that models get when nobody says otherwise.
    """

    grows: bool
    share: float

    def read(self) -> Reading:
        """Return how it is now."""


class HostMeter:
    """Main memory.

    Args:
        root: Where ``/proc`` and ``/sys`` are; trials have their own.
    """

    grows = True
    share = 0.8

    def __init__(self, root: Path = Path("/")) -> None:
        self._proc = root / "proc"
        self._groups = groups(root)

    def read(self) -> Reading:
        """See `Meter`."""
        machine = _kilobytes(self._proc / "meminfo")
        own = _kilobytes(self._proc / "self" / "status")
        everything = [Limit(machine["MemTotal"], machine["MemAvailable"])]
        everything += [limit for each in self._groups if (limit := each.read())]
        capacity = min(each.most for each in everything)
        available = max(0, min(each.available for each in everything))
        anonymous = own.get("RssAnon", 0) + own.get("RssShmem", 0)
        return Reading(capacity, max(0, capacity - available - anonymous), own["VmRSS"])


class GpuMeter:
    """The memory of the GPUs that this process sees.

    Args:
        library: NVIDIA's management library, as `pynvml` has it.
        visible: The value of ``CUDA_VISIBLE_DEVICES``: numbers in the order of the bus, or ids.

    Raises:
        EngineUnavailable: The library or the device is missing.
    """

    grows = False
    share = 0.9

    def __init__(self, library: Any, visible: str) -> None:
        self._library = library
        self._first: list[int] = []
        try:
            library.nvmlInit()
            names = [each.strip() for each in visible.split(",") if each.strip()] or ["0"]
            self._handles = [self._handle(name) for name in names]
            self._first = [int(self._memory(handle).used) for handle in self._handles]
        except library.NVMLError as error:
            raise _unreadable(f"NVML says: {error}") from error

    def read(self) -> Reading:
        """See `Meter`.

        Raises:
            EngineUnavailable: The driver does not answer now.
        """
        pairs = zip(self._handles, self._first, strict=True)
        try:
            readings = [self._of(handle, first) for handle, first in pairs]
        except self._library.NVMLError as error:
            raise _unreadable(f"NVML says: {error}") from error
        return Reading(
            sum(each.capacity for each in readings),
            sum(each.others for each in readings),
            sum(each.own for each in readings),
        )

    def _handle(self, name: str) -> Any:
        if name.isdigit():
            return self._library.nvmlDeviceGetHandleByIndex(int(name))
        return self._library.nvmlDeviceGetHandleByUUID(name)

    def _memory(self, handle: Any) -> Any:
        return self._library.nvmlDeviceGetMemoryInfo(handle)

    def _of(self, handle: Any, first: int) -> Reading:
        memory = self._memory(handle)
        own = self._own(handle)
        if own is None:
            own = max(0, int(memory.used) - first)
        return Reading(int(memory.total), max(0, int(memory.used) - own), own)

    def _own(self, handle: Any) -> int | None:
        """Return this process's part; None where a container hides who takes what, or where an
        old driver, a virtual GPU or missing rights do not let anybody ask."""
        try:
            processes = self._library.nvmlDeviceGetComputeRunningProcesses(handle)
        except self._library.NVMLError:
            return None
        for process in processes:
            if process.pid == os.getpid() and process.usedGpuMemory is not None:
                return int(process.usedGpuMemory)
        return None


class NoMeter:
    """Reads nothing: the budget is what somebody set, and models take what is estimated."""

    grows = False
    share = 1.0

    def __init__(self, budget: int) -> None:
        self._budget = budget

    def read(self) -> Reading:
        """See `Meter`."""
        return Reading(self._budget, 0, 0)


def meter_for(device: str, budget: int = 0) -> Meter:
    """Return the meter of an engine's device, ``cpu`` or ``gpu``.

    Args:
        device: Which one.
        budget: Bytes that somebody set; with it a GPU that cannot be read can be used.

    Raises:
        EngineUnavailable: The GPU's memory cannot be read, and nobody has set a budget.
    """
    if device != "gpu":
        return HostMeter()
    try:
        return _gpu_meter()
    except EngineUnavailable as error:
        if not budget:
            raise
        log.warning("%s Models are taken to need what is estimated.", error.detail)
        return NoMeter(budget)


def _gpu_meter() -> GpuMeter:
    try:
        import pynvml  # only where there is a GPU
    except ImportError as error:
        raise _unreadable("the package nvidia-ml-py is missing") from error
    return GpuMeter(pynvml, os.environ.get("CUDA_VISIBLE_DEVICES", ""))


def _unreadable(why: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"The memory of the GPU cannot be read: {why}.",
        field="memory_budget",
        value=0,
        mend="Install NVIDIA's driver and the package nvidia-ml-py, or say how many bytes models "
        "may take: SWITCHYARD_INFERENCE__MEMORY_BUDGET.",
    )


def _kilobytes(path: Path) -> dict[str, int]:
    """Return the lines `name: number kB` of a file, in bytes."""
    pairs = (line.split() for line in path.read_text().splitlines() if line.endswith(" kB"))
    return {parts[0].rstrip(":"): int(parts[1]) * KIB for parts in pairs}
