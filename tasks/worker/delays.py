"""How long our own models take, told to `orchestration.usage.delays` by the worker that asked them.

What is known of a single answer costs nothing to find out: the engine tells when its first token
came. What answers took is gathered in memory, and written at most once a second behind results that
are committed; where no more of these come, the thread that tells of models writes the rest.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Final

from django.db import DatabaseError, InterfaceError, connection

from orchestration.execution import RunInput, RunOutcome, Succeeded
from orchestration.kinds.catalogue import get_kind
from orchestration.usage.delays import Answered, keep_ours
from orchestration.usage.records import Delay

log = logging.getLogger(__name__)

BUSY_S: Final = 1.0
"""How often it is written by who commits results."""
IDLE_S: Final = 2.0
"""After this time it is written by who would else not."""


def answered(run: RunInput | None, outcome: RunOutcome, ms: float) -> Answered | None:
    """Return how long one of our own models took; None of what says nothing about that: of other
    ends, and of kinds that any model serves, as counting tokens is.

    Args:
        run: what was asked.
        outcome: what came of it.
        ms: since it was claimed.
    """
    if run is None or run.model is None or not isinstance(outcome, Succeeded):
        return None
    if get_kind(run.kind).model_task != run.model.task:
        return None
    return Answered(run.model.name, ms, outcome.first_token_ms)


class DelayKeeper:
    """What answers of this worker's models took and was not written yet. Thread-safe; nobody waits
    for the thread that writes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._new: dict[str, deque[Answered]] = {}
        self._written_at = float("-inf")

    def add(self, answers: Iterable[Answered | None]) -> None:
        """Take in what answers took, oldest first."""
        with self._lock:
            for each in answers:
                if each is not None:
                    last = self._new.setdefault(each.model, deque(maxlen=Delay.KEPT))
                    last.appendleft(each)

    def write(self, *, after_s: float = 0.0) -> bool:
        """Write what is new, unless that was done within the last `after_s`; return whether the
        database was asked. What it refuses or is away for is lost: the next answers tell anew.

        Queries: at most one.
        """
        with self._lock:
            if not self._new or time.monotonic() < self._written_at + after_s:
                return False
            new, self._new, self._written_at = self._new, {}, time.monotonic()
        try:
            keep_ours([each for answers in new.values() for each in answers])
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            log.warning("delays were not kept", extra={"error": str(error)})
        return True
