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
        self._left = threading.Condition()
        self._waiting: Counter[UUID] = Counter()

    @contextmanager
    def one(self, tenant: UUID, *, patience_s: float = 0.0) -> Iterator[None]:
        """Be one of them.

        Args:
            tenant: whose call it is.
            patience_s: so long it may wait for others to leave, in seconds.

        Raises:
            TooManyCalls: there are as many as may be, or as many of this tenant.
        """
        self._enter(tenant, patience_s)
        try:
            yield
        finally:
            with self._left:
                self._waiting[tenant] -= 1
                self._waiting += Counter()  # forgets those at zero
                self._left.notify_all()

    def _enter(self, tenant: UUID, patience_s: float) -> None:
        def room() -> bool:
            return self._waiting.total() < self._most and self._waiting[tenant] < self._each

        with self._left:
            if self._left.wait_for(room, patience_s):
                self._waiting[tenant] += 1
                return
            own, everybody = self._waiting[tenant], self._waiting.total()
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
