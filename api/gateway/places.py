"""How many may wait at once: a limit for the process and one for each key."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from api.gateway.errors import Crowded, TooManyWaits


class Places:
    """The places for long polls and event streams."""

    def __init__(self, most: int, most_per_key: int) -> None:
        """Allow `most` at once, `most_per_key` of them to one key."""
        self._most = most
        self._most_per_key = most_per_key
        self._taken: Counter[UUID] = Counter()
        self._total = 0

    @property
    def taken(self) -> int:
        """How many wait now."""
        return self._total

    @contextmanager
    def take(self, key_id: UUID) -> Iterator[None]:
        """Hold a place.

        Raises:
            Crowded: all places are taken.
            TooManyWaits: the key has its share.
        """
        self._check(key_id)
        self._total += 1
        self._taken[key_id] += 1
        try:
            yield
        finally:
            self._total -= 1
            self._taken[key_id] -= 1
            if not self._taken[key_id]:
                del self._taken[key_id]

    def _check(self, key_id: UUID) -> None:
        if self._total >= self._most:
            raise Crowded(
                f"{self._most} requests wait here already.",
                mend="Come back as Retry-After says, or ask without `wait`.",
            )
        if self._taken[key_id] >= self._most_per_key:
            raise TooManyWaits(
                f"The key holds {self._most_per_key} waits open.",
                mend="Close some; a batch can be followed as one.",
            )
