"""As many open files as waits need: each connection is one."""

import logging
import resource
from typing import Final

log = logging.getLogger(__name__)

_OTHERS: Final = 512
"""Libraries, database connections, requests that do not wait."""


def allow_connections(most: int) -> None:
    """Raise this process's limit of open files for `most` connections, as far as it may."""
    wanted = most + _OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        log.warning(
            "fewer open files are allowed than waits need; raise the hard limit (ulimit -Hn)",
            extra={"allowed": allowed, "wanted": wanted},
        )
