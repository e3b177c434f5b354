"""The environment of every process we start, and `var/dev.env` for the people who use them."""

import contextlib
import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from deploy.local import pgprograms
from deploy.local.credentials import Credentials
from deploy.local.errors import ServerFailedError
from deploy.local.options import Options
from deploy.local.records import read_record, write_private, write_record

_SERVERS = ("DATABASE_URL", "REDIS_URL")


def child_environment(
    options: Options, credentials: Credentials, environ: Mapping[str, str]
) -> dict[str, str]:
    """What each of Switchyard's processes gets to see, except the servers' addresses.

    Everything of the caller's environment passes through; what he set wins over our choice.
    """
    ours = {
        "SWITCHYARD_URL": options.url(options.port),
        "SWITCHYARD_GATEWAY_URL": options.url(options.gateway_port),
        "SWITCHYARD_FLOWER_URL": options.url(options.flower_port),
        "SWITCHYARD_LOG_FORMAT": "console",
    }
    fixed = {
        "DJANGO_SETTINGS_MODULE": "orchestration.settings",
        "PATH": _path(environ),
        "PYTHONUNBUFFERED": "1",
        "SWITCHYARD_PORT": str(options.port),
        "SWITCHYARD_VAR_DIR": str(options.var),
        "SWITCHYARD_SECRET_KEY": credentials.secret_key,
        "SWITCHYARD_KEY_PEPPER": credentials.key_pepper,
        "SWITCHYARD_ENCRYPTION_KEYS": credentials.encryption_keys,
    }
    return {**ours, **environ, **fixed}


def record_settings(options: Options, environ: Mapping[str, str]) -> None:
    """Keep what the system is started with, for commands beside it (mode 0600); what it makes
    itself lies elsewhere."""
    made = {
        "SWITCHYARD_VAR_DIR",
        *(f"SWITCHYARD_{each.name.upper()}" for each in fields(Credentials)),
    }
    chosen = {
        name: value
        for name, value in environ.items()
        if (name.startswith("SWITCHYARD_") and name not in made) or name in _SERVERS
    }
    write_record(_settings(options), chosen)


def recorded_settings(options: Options) -> dict[str, str]:
    """What the running (or last) system of this folder was started with."""
    return read_record(_settings(options))


def _settings(options: Options) -> Path:
    return options.var / "secrets" / "settings.json"


def with_servers(
    environment: Mapping[str, str], database_url: str, redis_url: str
) -> dict[str, str]:
    """The complete environment, once the servers' addresses are known."""
    return {**environment, "DATABASE_URL": database_url, "REDIS_URL": redis_url}


def _path(environ: Mapping[str, str]) -> str:
    """Our own programs first: Python's, and `pg_dump` of the server's very version."""
    folders = [str(Path(sys.executable).parent)]
    with contextlib.suppress(ServerFailedError):  # Servers of the user's: so are the programs.
        folders.append(str(pgprograms.installed_programs()))
    return os.pathsep.join([*folders, environ.get("PATH", os.defpath)])


def write_dev_env(options: Options, credentials: Credentials) -> Path:
    """Write what a newcomer's script needs, for `. var/dev.env` in a shell (mode 0600)."""
    values = {
        "SWITCHYARD_URL": options.url(options.port),
        "SWITCHYARD_GATEWAY_URL": options.url(options.gateway_port),
        "SWITCHYARD_FLOWER_URL": options.url(options.flower_port),
        "SWITCHYARD_API_KEY": credentials.api_key,
        "SWITCHYARD_ADMIN_USER": credentials.admin_user,
        "SWITCHYARD_ADMIN_PASSWORD": credentials.admin_password,
    }
    path = options.var / "dev.env"
    lines = (f"{name}={shlex.quote(value)}\n" for name, value in values.items())
    write_private(path, "".join(lines))
    return path
