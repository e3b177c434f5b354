"""Which limits hold for calls of models outside: those of the accounts at providers, and those that
are set for tenants, keys and models."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from orchestration.calls.kept_limits import AllLimits, KeptLimits
from orchestration.calls.ports import Limits
from orchestration.specialists.sources import read_provider_limits
from orchestration.usage.limiting import CallLimitReader

Read: TypeAlias = Callable[[], Limits]
Run: TypeAlias = Callable[[Read], Awaitable[Limits]]


def stored_limits(run: Run = asyncio.to_thread) -> KeptLimits:
    """Return all limits that are stored, to be kept by an event loop that calls models.

    Queries: two a second, and another one after a change.

    Args:
        run: Runs what asks the database away from the loop; a thread by default.
    """
    reader = CallLimitReader()

    def read() -> Limits:
        return AllLimits((read_provider_limits(), reader.read()))

    return KeptLimits(lambda: run(read))
