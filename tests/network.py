"""No test reaches the world: connections to other than loopback are refused.

An audit hook sees whatever Python connects, also in threads and below libraries; drivers written
in C (libpq) it does not see. Servers that a run was given by address are let through.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest

_GIVEN = ("TEST_DATABASE_URL", "TEST_REDIS_URL")


class RealTraffic(Exception):  # noqa: N818 - what happened
    """A test was about to reach beyond this machine; no `OSError`, lest code take it for one."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Watch from here to the end of the process: a hook cannot be taken away."""
    allowed = _given_addresses()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.sendto"}:
            _refuse(arguments[1], allowed)

    sys.addaudithook(watch)


def _given_addresses() -> frozenset[str]:
    hosts = [urlsplit(os.environ.get(name, "")).hostname for name in _GIVEN]
    found = [socket.getaddrinfo(host, None) for host in hosts if host]
    return frozenset(str(entry[4][0]) for each in found for entry in each)


def _refuse(address: Any, allowed: frozenset[str]) -> None:
    if not isinstance(address, tuple):  # a Unix socket's path
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    if host not in allowed and not _is_here(host):
        raise RealTraffic(f"A test was about to reach {host}.")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in {"localhost", ""}
