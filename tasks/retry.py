"""Whether another attempt follows a failure, and when; pure."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential backoff with jitter; seconds.

    The n-th pause is `base_s * factor ** (n - 1)`, at most `max_s`; jitter takes away a random part
    of at most that fraction, so that tasks that failed together do not come back together.
    """

    base_s: float
    factor: float
    max_s: float
    jitter: float

    def delay_s(self, failures: int, draw: float) -> float:
        """Return the pause after `failures` failed attempts for a random `draw` in [0, 1)."""
        exponent = min(failures - 1, 64)
        full = min(self.max_s, self.base_s * self.factor**exponent)
        return full * (1 - self.jitter * draw)


def next_delay_s(
    failures: int,
    max_attempts: int,
    backoff: Backoff,
    *,
    retryable: bool,
    draw: float | None = None,
) -> float | None:
    """Return the pause before the next attempt, or None when there is none.

    Args:
        failures: attempts that have failed, the last one included.
        max_attempts: how many attempts the task has.
        backoff: the pauses.
        retryable: whether the same attempt may succeed later.
        draw: a number in [0, 1) for the jitter; random by default.
    """
    if not retryable or failures >= max_attempts:
        return None
    return backoff.delay_s(failures, random.random() if draw is None else draw)
