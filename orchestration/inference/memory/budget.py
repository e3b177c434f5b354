"""How much of a device's memory models may take, and how much they take now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from orchestration.inference.memory.meters import Meter

LOOK_S = 0.1
"""Looking costs a fraction of a millisecond; a look serves for this long."""


@dataclass(frozen=True, slots=True)
class Room:
    """What there is for models, in bytes.

    Attributes:
        total: They may take this much together.
        taken: They have taken this much, as far as that can be measured.
    """

    total: int
    taken: int


class Budget:
    """A share of the device, or a number of bytes that somebody set; never what others have taken.

    What the process took before its first model does not count.

    Args:
        meter: Reads the device.
        wanted: Bytes; 0 for the meter's share of what there is.
        clock: Seconds, rising.

    Raises:
        EngineUnavailable: The device cannot be read.
    """

    def __init__(
        self, meter: Meter, wanted: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.meter = meter
        self._wanted = wanted
        self._clock = clock
        self._before = meter.read().own
        self._seen = self._look()
        self._seen_at = clock()

    def room(self, *, fresh: bool = False) -> Room:
        """Return what there is; `fresh` looks again in any case."""
        if fresh or self._clock() - self._seen_at > LOOK_S:
            self._seen, self._seen_at = self._look(), self._clock()
        return self._seen

    def _look(self) -> Room:
        reading = self.meter.read()
        wanted = self._wanted or int(reading.capacity * self.meter.share)
        left = reading.capacity - reading.others - self._before
        return Room(max(0, min(wanted, left)), max(0, reading.own - self._before))
