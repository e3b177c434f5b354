"""TCP ports on the loopback interface."""

import random
import socket
from pathlib import Path

from deploy.local.errors import LocalError

LOOPBACK = "127.0.0.1"
LOWEST = 15_000
DEFAULT_FIRST_EPHEMERAL = 32_768


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(following: int = 0) -> int:
    """A port that nobody listens on at this moment, below the kernel's ephemeral ports.

    Args:
        following: How many ports right after it are free, too.

    An ephemeral port would not do for a server that may be down for a while: a client that
    keeps trying to reach it can be given that very port as its own, and then it connects to
    itself and keeps the server from coming back.
    """
    for _ in range(1000):
        port = random.randrange(LOWEST, _first_ephemeral())
        if all(is_free(port + more) for more in range(following + 1)):
            return port
    raise LocalError("there is no free TCP port on the loopback interface; end something first")


def _first_ephemeral() -> int:
    try:
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return DEFAULT_FIRST_EPHEMERAL
    return first if first > LOWEST else DEFAULT_FIRST_EPHEMERAL


def keep_or_choose(recorded: object) -> int:
    """The port used last time while it is free, another one otherwise."""
    if isinstance(recorded, int) and is_free(recorded):
        return recorded
    return free_port()
