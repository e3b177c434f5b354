"""This process's calls of models while a request waits for them."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.conf import settings

from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.errors import TooManyCalls
from orchestration.ephemeral.talk import Bounds

SPARE: Final = 4
"""One place in so many, at least one, is left to others than the tenant that has most."""


class Callers:
    """The calls of this process, bounded: most of its threads stay free for what is short.

    No tenant has all places: one that waits for slow models keeps no other from a quick one.
    """

    def __init__(self, calls: Calls, most: int) -> None:
        self.calls = calls
        self._most = most
        self._each = max(1, most - max(1, most // SPARE))
        self._lock = threading.Lock()
        self._waiting: Counter[UUID] = Counter()

    @contextmanager
    def one(self, tenant: UUID) -> Iterator[None]:
        """Be one of them.

        Raises:
            TooManyCalls: there are as many as may be, or as many of this tenant.
        """
        self._enter(tenant)
        try:
            yield
        finally:
            with self._lock:
                self._waiting[tenant] -= 1
                self._waiting += Counter()  # forgets those at zero

    def _enter(self, tenant: UUID) -> None:
        with self._lock:
            own, everybody = self._waiting[tenant], self._waiting.total()
            if everybody < self._most and own < self._each:
                self._waiting[tenant] += 1
                return
        raise TooManyCalls(
            f"This process waits for {everybody} answers already, {own} of them yours; at most "
            f"{self._most} and {self._each} may be waited for.",
            mend="Try again, or submit a task.",
        )


_made: Callers | None = None


def callers() -> Callers:
    """Return this process's callers."""
    global _made  # noqa: PLW0603 - one pool of connections per process
    if _made is None:
        config = settings.SWITCHYARD
        calls = Calls(str(config.redis_url), Bounds.of(config.ephemeral))
        _made = Callers(calls, config.ephemeral.callers)
    return _made
