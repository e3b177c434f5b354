"""How much of a device's memory models may take, and how much they take now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from orchestration.errors import EngineUnavailable
from orchestration.inference.memory.meters import Meter, Reading

log = logging.getLogger(__name__)

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

    What the process took before its first model does not count. A device that cannot be read for
    a while is taken to be as it was: models that are loaded go on.

    Args:
        meter: Reads the device.
        wanted: Bytes; 0 for the meter's share of what there is.
        clock: Seconds, rising.

    Raises:
        EngineUnavailable: The device cannot be read at the start.
    """

    def __init__(
        self, meter: Meter, wanted: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.meter = meter
        self._wanted = wanted
        self._clock = clock
        self._reading = meter.read()
        self._before = self._reading.own
        self._seen_at = clock()
        self._blind = False

    def room(self, *, fresh: bool = False) -> Room:
        """Return what there is; `fresh` looks again in any case."""
        fresh = fresh or self._clock() - self._seen_at > LOOK_S
        reading = self._look() if fresh else self._reading
        wanted = self._wanted or int(reading.capacity * self.meter.share)
        left = reading.capacity - reading.others - self._before
        return Room(max(0, min(wanted, left)), max(0, reading.own - self._before))

    def own(self) -> int:
        """Look, and return what this process takes, in bytes."""
        return self._look().own

    def _look(self) -> Reading:
        try:
            self._reading, self._blind = self.meter.read(), False
        except EngineUnavailable as error:
            if not self._blind:  # once is enough: it is looked at many times a second
                log.warning("%s It is taken to be as it was.", error.detail)
            self._blind = True
        self._seen_at = self._clock()
        return self._reading
