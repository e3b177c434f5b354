"""One attempt in flight at this worker: its claim, its lease, and whether it is to stop."""

import threading
import time

from orchestration.inference.ports import StopReason
from orchestration.usage.delays import Answered
from tasks.transitions import Claim


class Run:
    """What threads share about an attempt. It is the stop signal that execution asks.

    Args:
        claim: the claimed task.
        lease_s: length of its lease from now, seconds.

    Attributes:
        answered: how long a model of ours took, once it has answered.
    """

    def __init__(self, claim: Claim, lease_s: float) -> None:
        self.claim = claim
        self.answered: Answered | None = None
        self._begun = time.monotonic()
        self.lease_ends = self._begun + lease_s
        self._reason: StopReason | None = None
        self._stopped = threading.Event()
        self._moved = True

    def age_ms(self) -> float:
        """Return how long ago it was claimed, milliseconds."""
        return (time.monotonic() - self._begun) * 1000

    def progress(self) -> None:
        """Note that the engine moved, so that the lease may be renewed."""
        self._moved = True

    def take_progress(self) -> bool:
        """Return whether the engine moved since the last call."""
        moved, self._moved = self._moved, False
        return moved

    def renewed(self, lease_s: float) -> None:
        """Note a renewed lease."""
        self.lease_ends = time.monotonic() + lease_s

    def stop(self, reason: StopReason) -> None:
        """Ask execution to stop; the first reason stays."""
        if self._reason is None:
            self._reason = reason
        self._stopped.set()

    def requested(self) -> StopReason | None:
        """Return why it is to stop, or None."""
        return self._reason

    def wait(self, seconds: float) -> bool:
        """Wait for a stop; return whether it came."""
        return self._stopped.wait(seconds)
