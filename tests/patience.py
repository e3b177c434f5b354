"""Waiting for what other threads and processes bring about."""

from collections.abc import Callable
from typing import Final

from deploy.local.processes import wait_until

PATIENCE_S: Final = 60.0
"""How long tests wait for what should come at once: long enough for a busy machine."""


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait until a condition holds, for a minute at most.

    Args:
        condition: is asked again and again.
        what: is said when it does not come about.
    """
    assert wait_until(lambda: bool(condition()), PATIENCE_S), f"waited in vain {what}"
