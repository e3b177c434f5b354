"""An embedded Postgres with pgvector: one data folder, one server, durable as any other.

    with EmbeddedPostgres(Path("var/postgres")) as postgres:
        psycopg.connect(postgres.url)

It listens on the loopback interface with a password, both chosen once and kept in a
private record beside the data folder. It survives the sudden death of its predecessor:
a stale pid file is harmless and a server that still runs is ended by its own pid.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local import accounts, pgprograms, ports, processes, records
from deploy.local.embedded import EmbeddedServer
from deploy.local.errors import ServerFailedError

NAME = "switchyard"
START_SECONDS = 600.0
"""One that was killed first replays up to `max_wal_size`; one that fails ends by itself."""
STOP_SECONDS = 20.0

SETTINGS: Mapping[str, str] = {
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "maintenance_work_mem": "256MB",  # an HNSW index is built in memory or very slowly
    "work_mem": "16MB",
    "random_page_cost": "1.1",  # nobody runs this on a spinning disk
    "jit": "off",  # compiling costs more than our short queries
    "autovacuum_naptime": "5s",  # hot rows are updated several times within seconds
    "autovacuum_vacuum_cost_delay": "0",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
}


class EmbeddedPostgres(EmbeddedServer):
    """A Postgres server of our own in `data_dir`; killed, its other processes notice and leave.

    Args:
        data_dir: The cluster's folder; made on the first start. When the server's user
            cannot reach it (root in `/root`), the cluster is kept in a folder that it can
            reach and `data_dir` says where after the start.
        port: A fixed port, or None for the recorded one, else a free one.
        settings: Additional or changed server settings.
        output: Where the server's log goes; a file beside the data folder by default.
    """

    name = "Postgres"

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        *,
        settings: Mapping[str, str] | None = None,
        output: processes.Output = None,
    ) -> None:
        folder = data_dir.absolute()
        super().__init__(
            folder,
            record=folder.with_name(f"{folder.name}.json"),
            lock=folder.with_name(f"{folder.name}.lock"),
            log=folder.with_name(f"{folder.name}.log"),
            port=port,
            output=output,
        )
        self._settings = {**SETTINGS, **(settings or {})}
        self._programs = Path()
        self._account: processes.Account | None = None

    @property
    def url(self) -> str:
        """Address, user and password of our database, for any libpq client."""
        return self._url_of(NAME)

    @property
    def programs(self) -> Path:
        """The folder with `psql`, `pg_dump` and `pg_restore` of the same version."""
        return self._programs

    def start(self) -> None:
        """Make the cluster if there is none, start it, wait until it takes connections.

        Raises:
            AlreadyRunningError: another living process uses this folder.
            ServerFailedError: it cannot start; the message carries the end of its log.
        """
        self._lock.acquire(f"The database in {self.data_dir}")
        try:
            self._prepare()
            self._end_predecessor()
            self._launch()
            self._ensure_database()
        except BaseException:
            self._abandon()
            raise

    def stop(self, *, fast: bool = True, seconds: float = STOP_SECONDS) -> None:
        """Stop it cleanly; `fast` ends the clients' connections instead of waiting for them.

        A server that does not stop in time is made to quit at once, which loses nothing:
        it recovers from its log at the next start.
        """
        process = self.process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT if fast else signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            processes.end_process(process, signal.SIGQUIT, seconds=5)
        self.process = None
        self._lock.release()

    def _url_of(self, database: str) -> str:
        return f"postgresql://{NAME}:{self._password}@{ports.LOOPBACK}:{self._port}/{database}"

    def _prepare(self) -> None:
        """Everything that must stand before the server can start."""
        self._account = accounts.unprivileged_account()
        self._programs = pgprograms.programs_for(self._account)
        record = records.read_record(self._record_path)
        self.data_dir = self._place(record.get("data_dir"))
        self._check_version()
        self._password = record.get("password") or self._new_password()
        self._port = self._fixed_port or record.get("port") or ports.free_port()
        self._remember()
        if not (self.data_dir / "PG_VERSION").exists():
            self._create_cluster()

    def _new_password(self) -> str:
        if (self.data_dir / "PG_VERSION").exists():
            raise ServerFailedError(
                f"{self._record_path} with the password of {self.data_dir} is missing. Put it "
                "back, or move the data away and start anew."
            )
        return secrets.token_urlsafe(24)

    def _remember(self) -> None:
        record = {
            "data_dir": str(self.data_dir),
            "password": self._password,
            "port": self._port,
        }
        records.write_record(self._record_path, record)

    def _place(self, recorded: object) -> Path:
        """The cluster's folder: where it was, else as asked, else where its user can go."""
        if isinstance(recorded, str) and (Path(recorded) / "PG_VERSION").exists():
            return Path(recorded)
        if accounts.can_reach(self.data_dir.parent, self._account):
            return self.data_dir
        # Never a folder that an earlier project at the same path may have left.
        name = f"{str(self.data_dir).strip('/').replace('/', '-')}-{secrets.token_hex(4)}"
        return accounts.reachable_folder("data") / name

    def _check_version(self) -> None:
        marker = self.data_dir / "PG_VERSION"
        if marker.exists() and (found := marker.read_text().strip()) != str(pgprograms.MAJOR):
            raise ServerFailedError(
                f"{self.data_dir} belongs to Postgres {found}, the embedded one is "
                f"{pgprograms.MAJOR}. Move it away, or serve it yourself and set DATABASE_URL."
            )

    def _create_cluster(self) -> None:
        """Run initdb beside the final place and rename, so that half a cluster never counts."""
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = draft.with_name(f"{draft.name}.password")
        records.write_private(password_file, self._password)
        self._own(draft, password_file)
        try:
            self._run_initdb(draft, password_file)
        finally:
            password_file.unlink()
        draft.rename(self.data_dir)

    def _run_initdb(self, folder: Path, password_file: Path) -> None:
        command: list[str | Path] = [self._programs / "initdb", "-D", folder]
        command += ["-U", NAME, "-E", "UTF8"]
        command += ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password_file}"]
        process = processes.spawn(
            command,
            cwd=Path("/"),
            account=self._account,
            output=subprocess.PIPE,
            env=self._environment(),
            death_signal=signal.SIGKILL,
        )
        output = process.communicate()[0].decode(errors="replace")
        if process.returncode:
            raise ServerFailedError(f"initdb could not create the database in {folder}:\n{output}")

    def _own(self, *paths: Path) -> None:
        if self._account is not None:
            for path in paths:
                os.chown(path, self._account.uid, self._account.gid)

    def _environment(self) -> dict[str, str]:
        """A small environment: no PGPORT or PGDATA of the caller's may interfere."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def _end_predecessor(self) -> None:
        """End a server that outlived its owner; forget a pid that is somebody else's now."""
        pid_file = self.data_dir / "postmaster.pid"
        pid = self._recorded_pid(pid_file)
        if pid is None:
            return
        if str(self.data_dir) not in processes.command_of(pid):
            pid_file.unlink(missing_ok=True)
        elif not processes.end_stranger(pid, signal.SIGINT, STOP_SECONDS):
            raise ServerFailedError(f"an old Postgres with pid {pid} does not end. End it by hand.")

    def _recorded_pid(self, pid_file: Path) -> int | None:
        try:
            return int(pid_file.read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _launch(self) -> None:
        """Start the postmaster; while leftovers of a killed one still leave, try again."""
        if self._fixed_port is None:
            self._port = ports.keep_or_choose(self._port)
            self._remember()
        deadline = time.monotonic() + START_SECONDS
        while not self._started(deadline):
            if "pre-existing shared memory" not in self._log_end():
                raise ServerFailedError(f"Postgres did not start:\n{self._log_end()}")
            time.sleep(0.2)

    def _started(self, deadline: float) -> bool:
        self.process = self._spawn()
        ready = processes.wait_until(
            lambda: self._is_ready() or self._has_ended(), deadline - time.monotonic()
        )
        if not ready:
            raise ServerFailedError(
                f"Postgres was not ready after {START_SECONDS:.0f} s:\n{self._log_end()}"
            )
        return not self._has_ended()

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {**self._settings, "listen_addresses": ports.LOOPBACK, "port": str(self._port)}
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with contextlib.ExitStack() as stack:
            output = self._output
            if output is None:
                output = stack.enter_context(self.log_path.open("ab"))
            return processes.spawn(
                [self._programs / "postgres", "-D", self.data_dir, *arguments],
                cwd=Path("/"),
                account=self._account,
                output=output,
                env=self._environment(),
                death_signal=signal.SIGINT,
            )

    def _is_ready(self) -> bool:
        """Read what `pg_ctl` reads: the postmaster writes its state into its pid file."""
        try:
            lines = (self.data_dir / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        ready = len(lines) > 7 and lines[7].strip() == "ready"  # noqa: PLR2004 - line 8: state
        return ready and lines[0] == str(self.pid)

    def _log_end(self) -> str:
        if self._output is not None or not self.log_path.exists():
            return "(see its output above)"
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-15:])

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [NAME]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    def _abandon(self) -> None:
        if self.process is not None:
            processes.end_process(self.process, signal.SIGQUIT, seconds=5)
            self.process = None
        self._lock.release()
