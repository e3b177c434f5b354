"""Switchyard's own processes: what they are called, how they start and how they end."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from deploy.local.credentials import Credentials
from deploy.local.options import Options

GATEWAY: Final = (
    "--backlog=4096",
    "--backpressure=12000",
    "--no-ws",
    "--http=1",
    "--runtime-mode=st",
)
"""How a gateway is served. Long polls and streams are many, hence the large backpressure; with one
thread for all connections, and HTTP/1.1 alone, requests take a tenth less of the processor."""

PYTHON = sys.executable
QUIET = {"SWITCHYARD_LOG_LEVEL": "WARNING"}
"""For programs of others, which tell more than anybody wants to know."""


@dataclass(frozen=True)
class Service:
    """One process to keep alive.

    Attributes:
        stage: Ending order; services of one stage are stopped together, lowest first.
        stop_seconds: How long it may take to stop before it is killed.
        answers: Port and path at which it answers 200 once it serves; None where it serves nobody.
    """

    name: str
    argv: tuple[str, ...]
    stage: int
    stop_seconds: float
    extra_env: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[int, str] | None = None


@dataclass(frozen=True)
class Plan:
    """What a supervisor does once the servers run.

    Attributes:
        steps: Run one after the other; each must succeed.
        services: Kept alive from then on, started in this order.
    """

    steps: tuple[Service, ...]
    services: tuple[Service, ...] = ()


def plan_migration(options: Options, credentials: Credentials) -> Plan:
    """Only what must have succeeded before anything serves."""
    return Plan((migrate(), seed(options, credentials)))


def plan_all(options: Options, credentials: Credentials) -> Plan:
    """All of Switchyard."""
    return Plan(plan_migration(options, credentials).steps, services(options, credentials))


def services(options: Options, credentials: Credentials) -> tuple[Service, ...]:
    """All processes in start order."""
    return (
        _web(options),
        _gateway(options),
        Service("dispatcher", _manage("dispatcher"), stage=3, stop_seconds=5),
        *_workers(options),
        _beat(),
        _flower(options, credentials),
    )


def migrate() -> Service:
    """Bring the database's tables up to date."""
    return Service("migrate", _manage("migrate", "--no-input", "-v", "0"), 0, stop_seconds=10)


def seed(options: Options, credentials: Credentials) -> Service:
    """Put the rows there that a first use needs; secrets travel by file, not by argument."""
    folder = options.var / "secrets"
    arguments = ["--admin-user", credentials.admin_user]
    arguments += ["--admin-password-file", str(folder / "admin_password")]
    arguments += ["--api-key-file", str(folder / "api_key")]
    return Service("seed", _manage("seed", *arguments), 0, stop_seconds=10)


def _manage(*arguments: str) -> tuple[str, ...]:
    return (PYTHON, "manage.py", *arguments)


def _web(options: Options) -> Service:
    """Granian in WSGI mode: requests that are answered within milliseconds.

    Threads are started on demand. There are more of them than long polls are let in
    (`limits.waiters`, 32), so that those who wait never keep out those who do not.
    """
    arguments = ["--workers", str(options.web_workers), "--blocking-threads", "48", "--no-ws"]
    argv = _granian(options, "wsgi", options.port, *arguments)
    command = (*argv, "orchestration.wsgi:application")
    return Service("web", command, stage=2, stop_seconds=5, answers=(options.port, "/ready"))


def _gateway(options: Options) -> Service:
    """Granian in ASGI mode."""
    argv = _granian(options, "asgi", options.gateway_port, "--workers", "1", *GATEWAY)
    command, place = (*argv, "orchestration.asgi:application"), (options.gateway_port, "/health")
    return Service("gateway", command, stage=1, stop_seconds=5, answers=place)


def _granian(options: Options, interface: str, port: int, *arguments: str) -> tuple[str, ...]:
    address = ("--host", options.host, "--port", str(port), "--interface", interface)
    ending = ("--workers-kill-timeout", "3", "--respawn-failed-workers")
    return (PYTHON, "-m", "granian", *address, *ending, "--log-level", "error", *arguments)


def _workers(options: Options) -> list[Service]:
    """One worker per device; several of one kind are numbered."""
    counts: dict[str, int] = {}
    found = []
    for device in options.devices:
        number = counts[device] = counts.get(device, -1) + 1
        name = f"{device.replace(':', '-').replace('+', '-')}-{number}"
        argv = _manage("worker", "--device", device, "--name", name)
        found.append(Service(name, argv, stage=4, stop_seconds=8))
    return found


def _beat() -> Service:
    scheduler = "django_celery_beat.schedulers:DatabaseScheduler"
    argv = (*_celery("beat"), "--scheduler", scheduler, "--loglevel", "warning")
    return Service("beat", argv, stage=5, stop_seconds=3, extra_env=QUIET)


def _flower(options: Options, credentials: Credentials) -> Service:
    """Flower; its password goes through the environment, which other users cannot read."""
    address = (f"--address={options.host}", f"--port={options.flower_port}")
    password = f"{credentials.admin_user}:{credentials.admin_password}"
    argv = (*_celery("flower"), *address, "--loglevel=warning")
    env = {**QUIET, "FLOWER_BASIC_AUTH": password}
    return Service("flower", argv, stage=5, stop_seconds=3, extra_env=env)


def _celery(command: str) -> tuple[str, ...]:
    return (PYTHON, "-m", "celery", "--quiet", "-A", "orchestration", command)
