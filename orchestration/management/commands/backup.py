"""Write the whole database into a file, with a manifest and the blobs beside it."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.services import audit
from orchestration.blobs.copies import Copied
from orchestration.management import blob_backup, clients, manifest

_PRIVATE: Final = 0o077
_SNAPSHOT: Final = """
SELECT pg_export_snapshot(), now(), current_database(),
       ARRAY(SELECT app || '.' || name FROM django_migrations ORDER BY id)
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of the database that several sessions can look at."""

    name: str
    taken_at: datetime
    database: str
    migrations: list[str]


class Command(BaseCommand):
    """`manage.py backup`: pg_dump of one moment, while everything goes on."""

    help = "Back up the database into a new file, which `manage.py restore` reads."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("file", type=Path, help="the new file, or folder, to write")
        parser.add_argument(
            "--format", choices=("custom", "directory"), default="custom",
            help="pg_dump's format: one file, or a folder that several jobs write",
        )  # fmt: skip
        parser.add_argument("--jobs", type=int, default=1, help="of the directory format")
        parser.add_argument(
            "--without-blobs", action="store_true", help="they are backed up otherwise"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Dump, measure, describe, and say where it is.

        Raises:
            CommandError: something is there already, programs are missing, or pg_dump failed.
        """
        target, layout, jobs = options["file"], options["format"], options["jobs"]
        _check(target, layout, jobs)
        started = time.monotonic()
        programs = clients.find_clients(clients.server_major())
        draft = target.with_name(f"{target.name}.part")
        blobs = draft.with_name(f"{draft.name}.blobs")
        copied: Copied | None = None
        try:
            with ExitStack() as stack:
                if not options["without_blobs"]:
                    stack.enter_context(blob_backup.nothing_removed())
                moment = stack.enter_context(snapshot())
                self._dump(programs, moment, draft, layout, jobs)
                if not options["without_blobs"]:
                    copied = self._copy_blobs(blobs, moment)
            described = _describe(draft, moment, programs, layout, copied)
            if blobs.exists():
                blobs.rename(blob_backup.folder_of(target))
            draft.rename(target)
        finally:
            _remove(draft)
            _remove(blobs)
        described.write(target)
        audit(
            actor="system:backup", action="backup", subject_type="database",
            subject_id=moment.database, file=target.name, sha256=described.sha256,
        )  # fmt: skip
        self.stdout.write(
            f"{target}: {described.size / 1e6:.1f} MB in {time.monotonic() - started:.1f} s, "
            f"as of {described.created_at}. The secrets are not in it: keep them, too."
        )

    def _dump(
        self, programs: clients.Clients, moment: Snapshot, draft: Path, layout: str, jobs: int
    ) -> None:
        parallel = ["--jobs", str(jobs)] if jobs > 1 else []
        command = [programs.program("pg_dump"), "--verbose", "--no-password", *parallel]
        command += ["--format", layout, "--snapshot", moment.name, "--file", str(draft)]
        with subprocess.Popen(
            command, env=clients.environment(), stderr=subprocess.PIPE, umask=_PRIVATE
        ) as dump:
            said = clients.follow(dump, self._tell)
        if dump.returncode:
            raise CommandError(f"pg_dump failed; nothing was kept.\n{said}")

    def _copy_blobs(self, folder: Path, moment: Snapshot) -> Copied:
        copied = blob_backup.write(folder, moment.taken_at)
        if copied.missing:
            self.stderr.write(
                f"Warning: the bytes of {len(copied.missing)} blobs are lost and not in the "
                f"backup, such as {copied.missing[0]}. See `manage.py blobs check --deep`."
            )
        return copied

    def _tell(self, line: str) -> None:
        """Show how far it is: a line for each table."""
        if line.startswith("dumping contents of table"):
            self.stdout.write(line)


def _check(target: Path, layout: str, jobs: int) -> None:
    for path in (target, manifest.path_of(target), blob_backup.folder_of(target)):
        if path.exists():
            raise CommandError(f"{path} exists, and a backup is never overwritten. Name another.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}. Make it, or name another.")
    if jobs < 1 or (jobs > 1 and layout != "directory"):
        raise CommandError(f"--jobs {jobs}: more than one needs --format directory.")


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the database, so that dump and manifest speak of the same."""
    with psycopg.connect(**clients.address()) as connection:  # type: ignore[arg-type]
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        row = connection.execute(_SNAPSHOT).fetchone()
        assert row is not None, "a SELECT without FROM returns one row"  # noqa: S101
        yield Snapshot(*row)


def _describe(
    draft: Path, moment: Snapshot, programs: clients.Clients, layout: str, copied: Copied | None
) -> manifest.Manifest:
    size, sha256 = manifest.measure(draft)
    return manifest.Manifest(
        switchyard=manifest.switchyard_version(),
        created_at=moment.taken_at.isoformat(timespec="seconds"),
        database=moment.database,
        server=clients.server_major(),
        client=programs.major,
        layout=layout,
        size=size,
        sha256=sha256,
        migrations=moment.migrations,
        pepper=manifest.pepper_mark(),
        blobs=copied.count if copied else None,
        blob_bytes=copied.size if copied else 0,
    )


def _remove(draft: Path) -> None:
    """Remove what a failed dump left; nothing after a good one."""
    if draft.is_dir():
        shutil.rmtree(draft)
    else:
        draft.unlink(missing_ok=True)
