"""What can be chosen about a local start, read from the environment in this one place.

The names are those of `orchestration/config.py`; its YAML file (`SWITCHYARD_CONFIG`) counts
here too, after the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.local.errors import LocalError
from deploy.local.ports import LOOPBACK

ROOT = Path(__file__).resolve().parent.parent.parent
HIGHEST_PORT = 65_533  # The gateway and Flower take the next two.


@dataclass(frozen=True)
class Options:
    """The validated choices."""

    root: Path
    var: Path
    host: str
    port: int
    database_url: str | None
    """A server of the user's; None for the embedded one."""
    redis_url: str | None
    devices: tuple[str, ...]
    """One worker is started for each of them."""
    web_workers: int

    @property
    def gateway_port(self) -> int:
        """The port after web's."""
        return self.port + 1

    @property
    def flower_port(self) -> int:
        """The port after the gateway's."""
        return self.port + 2

    @property
    def near_host(self) -> str:
        """The address to use on this machine."""
        return LOOPBACK if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared

    @property
    def web_address(self) -> tuple[str, int]:
        """Where web is reached from here."""
        return self.near_host, self.port

    def url(self, port: int) -> str:
        """Where a browser on this machine finds `port`."""
        return f"http://{self.near_host}:{port}"


def read_options(environ: Mapping[str, str]) -> Options:
    """Read and check the choices.

    Raises:
        LocalError: a value is not usable; the text names variable, value and mend.
    """
    file = _read_file(environ.get("SWITCHYARD_CONFIG"))

    def choice(name: str, default: str, variable: str | None = None) -> str:
        text = environ.get(variable or f"SWITCHYARD_{name.upper()}") or file.get(name) or default
        return str(text)

    return Options(
        root=ROOT,
        var=Path(choice("var_dir", str(ROOT / "var"))).absolute(),
        host=choice("host", LOOPBACK),
        port=_number("SWITCHYARD_PORT", choice("port", "8000"), HIGHEST_PORT),
        database_url=choice("database_url", "", "DATABASE_URL") or None,
        redis_url=choice("redis_url", "", "REDIS_URL") or None,
        devices=_devices(choice("workers", "cpu,io,ingest")),
        web_workers=_number("SWITCHYARD_WEB_WORKERS", choice("web_workers", _web_workers()), 64),
    )


def _web_workers() -> str:
    """One process per core, but no more than a single machine's database is glad to see."""
    return str(min(4, os.cpu_count() or 1))


def _read_file(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LocalError(f"SWITCHYARD_CONFIG: cannot read {path!r}: {error}") from error
    if not isinstance(content, dict):
        raise LocalError(f"SWITCHYARD_CONFIG: {path!r} must hold a mapping of names to values")
    return content


def _number(variable: str, text: str, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise LocalError(f"{variable} is {text!r}; set it to a number from 1 to {highest}")
    return int(text)


def _devices(text: str) -> tuple[str, ...]:
    devices = tuple(part.strip() for part in text.split(",") if part.strip())
    for device in devices:
        kind, _, number = device.partition(":")
        plain = device in ("cpu", "io", "ingest")
        if not plain and not (kind == "gpu" and all(map(str.isdigit, number.split("+")))):
            raise LocalError(
                f"SWITCHYARD_WORKERS names {device!r}; use cpu, io, ingest, gpu:N, or gpu:N+M for "
                "models that are split over cards, separated by commas"
            )
    return devices
