"""Replace the database by a backup, in one transaction, and go on from there."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from orchestration.access.services import audit
from orchestration.management import blob_backup, clients, manifest
from orchestration.management.manifest import Manifest
from tasks import sql
from tasks.lifecycle import Actor
from tasks.selectors.leader import get_leader
from tasks.selectors.workers import present_workers
from tasks.services import workers

_BY: Final = "system:restore"

# Extensions stay, with what belongs to them: installing them may take rights that we do not have.
# What belongs to a table, as its sequences do, goes with it.
# A lock that somebody holds is not waited for without end.
_EMPTY: Final = b"""
BEGIN;
SET LOCAL lock_timeout = '60s';
SET LOCAL client_min_messages = 'warning';
DO $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE relkind
                   WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                   WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
                   'public', relname)
          FROM pg_class c
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
           AND NOT EXISTS (SELECT 1 FROM pg_depend d
                            WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
          FROM pg_proc p
         WHERE pronamespace = 'public'::regnamespace
           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE command;
    END LOOP;
END $$;
"""


_BEFORE: Final = """
SELECT id FROM tasks_worker WHERE state IN ('live', 'draining')
 UNION SELECT worker_id FROM tasks_task WHERE state IN ('dispatched', 'running')
"""


class Command(BaseCommand):
    """`manage.py restore`: all of a backup, or nothing."""

    help = "Replace the configured database by a backup that `manage.py backup` wrote."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--force", action="store_true", help="even while dispatcher or workers are at work"
        )
        parser.add_argument(
            "--unverified", action="store_true", help="without a manifest to check it against"
        )
        parser.add_argument(
            "--without-blobs", action="store_true", help="they are restored otherwise"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, ask, restore, and make runnable what was in flight.

        Raises:
            CommandError: the backup does not fit or is damaged, somebody is at work, nobody
                agreed, or Postgres refused; the database is then as it was.
        """
        dump: Path = options["file"]
        known = self._verified(dump, unverified=options["unverified"])
        programs = clients.find_clients(max(clients.server_major(), known.client if known else 0))
        if not options["force"]:
            refuse_while_at_work()
        if not options["yes"]:
            self._ask(known)
        if not options["without_blobs"]:
            self._bring_blobs_back(dump, known)
        self._replace(programs, dump)
        self._bring_up_to_date()
        sql.execute("ANALYZE")
        again = give_back_in_flight()
        audit(
            actor=_BY, action="restore", subject_type="database", subject_id=_database(),
            file=dump.name, created_at=known.created_at if known else None, given_back=again,
        )  # fmt: skip
        self.stdout.write(f"Restored {dump}. {again} tasks that were in flight will run again.")

    def _verified(self, dump: Path, *, unverified: bool) -> Manifest | None:
        if not dump.exists():
            raise CommandError(f"There is no backup {dump}.")
        known = manifest.read(dump)
        if known is None:
            if unverified:
                return None
            raise CommandError(
                f"{manifest.path_of(dump)} is missing, so nothing says whether {dump} is whole and "
                "fits. Put it beside the backup, or use --unverified."
            )
        self.stdout.write(f"Checking {dump} …")
        if manifest.measure(dump) != (known.size, known.sha256):
            raise CommandError(f"{dump} is damaged: its checksum differs. Take another copy.")
        check_fit(known)
        if known.pepper != manifest.pepper_mark():
            self.stderr.write(
                "Warning: SWITCHYARD_KEY_PEPPER differs from the one at the time of the backup; "
                "no API key in it will work."
            )
        return known

    def _ask(self, known: Manifest | None) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nobody is here to agree: use --yes.")
        when = f"of {known.created_at}" if known else "without a manifest"
        self.stdout.write(f"Everything in {_place()} is replaced by the backup {when}.")
        if input(f"Type the database's name ({_database()}) to go on: ") != _database():
            raise CommandError("Not restored; nothing was changed.")

    def _bring_blobs_back(self, dump: Path, known: Manifest | None) -> None:
        """Copy the blobs first: bytes without rows harm nobody, should the rest fail."""
        folder = blob_backup.folder_of(dump)
        if folder.exists():
            done = blob_backup.bring_back(folder)
            self.stdout.write(f"{done.count} blobs with {done.size / 1e6:.1f} MB are there.")
        elif known is not None and known.blobs:
            raise CommandError(
                f"{folder} is missing, which has {known.blobs} blobs. Put it beside the backup, or "
                "use --without-blobs."
            )

    def _replace(self, programs: clients.Clients, dump: Path) -> None:
        connection.close()
        command = [programs.program("psql"), "-X", "--quiet", "--no-password"]
        command += ["--set", "ON_ERROR_STOP=1", "--file", "-"]
        with tempfile.TemporaryFile() as errors:
            with subprocess.Popen(
                command, env=clients.environment(), stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=errors,
            ) as psql:  # fmt: skip
                assert psql.stdin is not None, "asked for above"  # noqa: S101
                said = self._feed(programs, dump, psql.stdin)
            errors.seek(0)
            refused = errors.read().decode(errors="replace").strip()
        if psql.returncode or said:
            raise CommandError(f"Not restored; the database is as it was.\n{refused or said}")

    def _feed(self, programs: clients.Clients, dump: Path, psql: IO[bytes]) -> str:
        """Send the dump as SQL; commit only when all of it was sent. Returns what went wrong."""
        command = [programs.program("pg_restore"), "--verbose", "--no-owner", "--no-privileges"]
        command += ["--file", "-", str(dump)]
        try:
            psql.write(_EMPTY)
            psql.flush()
            with subprocess.Popen(command, stdout=psql, stderr=subprocess.PIPE) as reader:
                said = clients.follow(reader, self._tell)
            if reader.returncode:
                return said or "pg_restore failed"
            psql.write(b"COMMIT;\n")
            psql.flush()
        except BrokenPipeError:
            return "psql ended early"
        return ""

    def _bring_up_to_date(self) -> None:
        """Apply what this version has beyond the backup's."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating to this version …")
            call_command("migrate", verbosity=0, interactive=False)

    def _tell(self, line: str) -> None:
        """Show how far it is: a line for each table."""
        if line.startswith("processing data for table"):
            self.stdout.write(line)


def check_fit(known: Manifest) -> None:
    """Check that this server and this code can read a backup.

    Raises:
        CommandError: it is of a newer server or of newer code.
    """
    if known.server > clients.server_major():
        raise CommandError(
            f"The backup is of Postgres {known.server}, this server is {clients.server_major()}. "
            "Restore into the same version or a later one."
        )
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if unknown := sorted(set(known.migrations) - ours):
        raise CommandError(
            f"The backup was made by Switchyard {known.switchyard}, which has migrations that this "
            f"one does not know: {', '.join(unknown)}. Install that version or a later one."
        )


def refuse_while_at_work() -> None:
    """Make sure that nobody dispatches or runs tasks of this database.

    Raises:
        CommandError: somebody does; it names them.
    """
    if "tasks_worker" not in connection.introspection.table_names():
        return
    leader = get_leader()
    busy = [f"the worker {worker.name} on {worker.host}" for worker in present_workers()]
    if leader is not None and leader.live:
        busy.append(f"the dispatcher {leader.name}")
    if busy:
        raise CommandError(
            f"At work on {_place()}: {', '.join(busy)}. Stop them first, or use --force: what "
            "they run then is lost."
        )


def give_back_in_flight() -> int:
    """Let what was in flight at the backup run again; return how many tasks.

    The incarnations in the backup belong to the time before: whatever still runs of them is
    declared dead, and the raised epochs void what it would commit.
    """
    before = [row[0] for row in sql.fetch(_BEFORE)]
    workers.end(before, state="dead")
    return workers.give_back(before, actor=Actor.SWEEPER, by=_BY, lost=True)


def _database() -> str:
    return clients.address()["dbname"]


def _place() -> str:
    known = clients.address()
    return f"{known['dbname']} on {known.get('host', 'this host')}"
