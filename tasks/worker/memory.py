"""How much memory a worker uses on its device, for its record."""

import logging
from typing import NamedTuple, Protocol

from orchestration.errors import EngineUnavailable
from orchestration.inference.memory.meters import HostMeter, Meter, meter_for
from tasks.worker import identity

log = logging.getLogger(__name__)


class Memory(NamedTuple):
    """Bytes; None where nobody knows.

    Attributes:
        used: In use: on a GPU by everybody, in main memory by the worker and its children.
        total: What there is, or what the container may use.
    """

    used: int | None = None
    total: int | None = None


class DeviceMemory(Protocol):
    """Looks at a device."""

    def __call__(self) -> Memory:
        """Return how it is now."""


class HostMemory:
    """Main memory."""

    def __init__(self) -> None:
        self._meter = HostMeter()

    def __call__(self) -> Memory:
        """See `DeviceMemory`."""
        return Memory(identity.resident_bytes(), self._meter.read().capacity)


class GpuMemory:
    """The memory of the GPUs that this process sees. What cannot be read is left out: a worker
    without its figures works all the same."""

    def __init__(self) -> None:
        self._meter: Meter | None = None
        try:
            self._meter = meter_for("gpu")
        except EngineUnavailable as error:
            log.warning("the record will show no memory", extra={"error": str(error)})

    def __call__(self) -> Memory:
        """See `DeviceMemory`."""
        if self._meter is None:
            return Memory()
        try:
            reading = self._meter.read()
        except Exception:
            # A driver that hiccups must not cost a heartbeat.
            log.exception("the GPU's memory was not read")
            return Memory()
        return Memory(reading.own + reading.others, reading.capacity)


def memory_of(family: str) -> DeviceMemory:
    """Return what looks at a device, ``cpu`` or ``gpu``."""
    return GpuMemory() if family == "gpu" else HostMemory()
