"""Back up while work is under way, lose everything, restore, go on."""

import io
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import AuditEntry
from orchestration.management import clients, manifest
from orchestration.management.commands.backup import snapshot
from orchestration.management.commands.restore import check_fit
from tasks import sql
from tasks.models import Task
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

_CLOCKS = Clocks(lease_s=4.0, heartbeat_s=1.0, claim_s=2.0, leader_s=2.0)
_ROLES = (dispatcher("dispatcher-0"), worker("io-0", 2))


@dataclass(frozen=True)
class Work:
    """Tasks as they stood at the time of the backup."""

    finished: list[UUID]
    running: list[UUID]
    queued: list[UUID]

    @property
    def unfinished(self) -> list[UUID]:
        return [*self.running, *self.queued]


@dataclass(frozen=True)
class Backed:
    """A cluster with a backup of it in the middle of work; all its processes are stopped since."""

    cluster: Cluster
    file: Path
    work: Work

    def stop(self) -> None:
        """End all processes."""
        for member in self.cluster.members.values():
            member.stop()

    def lose_everything(self) -> None:
        """Drop all tables, and what Redis held."""
        self.stop()
        connection.close()
        with self.cluster.operator() as operator:
            operator.execute("DROP SCHEMA public CASCADE")
            operator.execute("CREATE SCHEMA public")
        self.cluster.redis.restart()

    def go_on(self) -> None:
        """Start the processes and wait until every task has ended."""
        for member in self.cluster.members.values():
            member.start()
        for task in self.work.unfinished:
            self.cluster.until(self.cluster.is_in(task, "succeeded"), f"{task} goes on")


@pytest.fixture(scope="module")
def backed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Backed]:
    with tempfile.TemporaryDirectory(prefix="switchyard-backup-") as name:
        Path(name).chmod(0o755)
        with django_db_blocker.unblock(), Cluster(Path(name), _ROLES, _CLOCKS) as cluster:
            cluster.until_ready()
            yield _back_up(cluster, Path(name) / "night.dump")


def _back_up(cluster: Cluster, file: Path) -> Backed:
    finished = [cluster.submit("ledger", {"rows": [{"n": n}]}) for n in range(3)]
    for task in finished:
        cluster.until(cluster.is_in(task, "succeeded"), "it ends")
    running = [cluster.submit("sleep", {"seconds": 3.0}) for _ in range(2)]
    for task in running:
        cluster.until(cluster.is_in(task, "running"), "it runs")
    queued = [cluster.submit("sleep", {"seconds": 0.01}) for _ in range(4)]
    back_up(file)
    backed = Backed(cluster, file, Work(finished, running, queued))
    backed.lose_everything()
    return backed


def back_up(file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("backup", str(file), *options, stdout=out)
    return out.getvalue()


def restore(file: Path, *options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("restore", str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_restored_backup_has_what_was_finished_and_runs_the_rest_to_its_end(
    backed: Backed,
) -> None:
    backed.lose_everything()
    said, warned = restore(backed.file, "--yes")
    assert "2 tasks that were in flight will run again" in said
    assert warned == ""
    states = dict(Task.objects.values_list("id", "state"))
    assert {states[task] for task in backed.work.finished} == {"succeeded"}
    assert {states[task] for task in backed.work.unfinished} <= {"queued", "scheduled"}
    backed.go_on()
    for at, task in enumerate(backed.work.finished):
        assert backed.cluster.entries(task) == [{"n": at}]
    for task in backed.work.running:
        assert backed.cluster.outcomes(task) == ["lost", "succeeded"]
        assert backed.cluster.facts(task)["attempts"] == 0
    entry = AuditEntry.objects.get(action="restore")
    assert (entry.actor, entry.detail["file"]) == ("system:restore", "night.dump")


def test_what_pg_restore_brings_back_by_hand_goes_on_when_the_old_leases_have_ended(
    backed: Backed,
) -> None:
    backed.lose_everything()
    programs = clients.find_clients(clients.server_major())
    command = [programs.program("pg_restore"), "--exit-on-error", "--dbname", "switchyard"]
    subprocess.run([*command, backed.file], env=clients.environment(), check=True)
    assert {backed.cluster.state(task) for task in backed.work.running} == {"running"}
    backed.go_on()
    for task in backed.work.running:
        assert backed.cluster.outcomes(task) == ["lost", "succeeded"]


def test_restore_refuses_while_workers_or_a_dispatcher_are_at_work(backed: Backed) -> None:
    backed.lose_everything()
    restore(backed.file, "--yes")
    backed.go_on()
    backed.cluster.until_ready()
    with pytest.raises(CommandError, match=r"the worker io-0 on .*the dispatcher dispatcher-0"):
        restore(backed.file, "--yes")
    restore(backed.file, "--yes", "--force")
    for task in backed.work.unfinished:
        backed.cluster.until(backed.cluster.is_in(task, "succeeded"), f"{task} goes on")


@pytest.fixture
def dump(backed: Backed, tmp_path: Path) -> Path:
    """A copy of the backup with its manifest, for spoiling."""
    copy = tmp_path / "copy.dump"
    for source, target in (
        (backed.file, copy),
        (manifest.path_of(backed.file), manifest.path_of(copy)),
    ):
        target.write_bytes(source.read_bytes())
    return copy


def _change(dump: Path, **fields: object) -> None:
    path = manifest.path_of(dump)
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.fixture
def restored(backed: Backed) -> Backed:
    """The backup, restored, with nobody at work."""
    backed.stop()
    restore(backed.file, "--yes", "--force")
    return backed


@pytest.fixture
def resting(backed: Backed) -> Backed:
    """A database with tables, whatever is in them, and nobody at work."""
    backed.stop()
    if not connection.introspection.table_names():
        restore(backed.file, "--yes")
    sql.execute("UPDATE tasks_worker SET seen_at = '-infinity'")
    sql.execute("UPDATE tasks_leader SET expires_at = now()")
    return backed


def tasks() -> set[tuple[UUID, str, int]]:
    return set(Task.objects.values_list("id", "state", "epoch"))


def _cut(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes()[:-1])


def _take_manifest_away(dump: Path) -> None:
    manifest.path_of(dump).unlink()


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (_cut, "is damaged: its checksum differs"),
        (_take_manifest_away, "--unverified"),
        (lambda dump: _change(dump, server=99), "is of Postgres 99"),
        (lambda dump: _change(dump, migrations=["tasks.9999_later"]), "tasks.9999_later"),
        (lambda dump: manifest.path_of(dump).write_text("{"), "is damaged"),
    ],
    ids=["cut off", "without a manifest", "newer server", "newer code", "broken manifest"],
)
def test_a_backup_that_does_not_fit_is_refused_before_anything_is_touched(
    resting: Backed, dump: Path, spoil: Callable[[Path], None], complaint: str
) -> None:
    before = tasks()
    spoil(dump)
    with pytest.raises(CommandError, match=complaint):
        restore(dump, "--yes")
    assert tasks() == before


def test_a_restore_that_fails_half_way_leaves_the_database_as_it_was(
    resting: Backed, dump: Path
) -> None:
    content = dump.read_bytes()
    dump.write_bytes(content[: len(content) - 1000])
    manifest.path_of(dump).unlink()
    before = tasks()
    with pytest.raises(CommandError, match="the database is as it was"):
        restore(dump, "--yes", "--unverified")
    assert tasks() == before


def test_another_pepper_is_warned_of_because_api_keys_will_not_work(
    resting: Backed, dump: Path
) -> None:
    _change(dump, pepper="0" * 16)
    _, warned = restore(dump, "--yes")
    assert "no API key in it will work" in warned


def test_nobody_restores_by_accident(resting: Backed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="use --yes"):
        restore(resting.file)


def test_a_folder_written_by_several_jobs_is_restored_as_well(
    restored: Backed, tmp_path: Path
) -> None:
    before = tasks()
    back_up(tmp_path / "folder", "--format", "directory", "--jobs", "2")
    sql.execute("DELETE FROM tasks_ledgerentry")
    restore(tmp_path / "folder", "--yes")
    assert tasks() == before
    assert restored.cluster.entries(restored.work.finished[0]) == [{"n": 0}]


def test_what_later_versions_added_is_gone_after_the_restore(resting: Backed) -> None:
    sql.execute("CREATE TABLE tasks_later (id int PRIMARY KEY)")
    sql.execute("CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    restore(resting.file, "--yes")
    assert "tasks_later" not in connection.introspection.table_names()
    assert sql.fetch("SELECT 1 FROM pg_proc WHERE proname = 'later'") == []


def test_a_backup_never_overwrites_and_leaves_nothing_when_it_fails(
    resting: Backed, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.dump"
    taken.write_text("precious")
    with pytest.raises(CommandError, match="never overwritten"):
        back_up(taken)
    with pytest.raises(CommandError, match="There is no folder"):
        back_up(tmp_path / "nowhere" / "x.dump")
    with pytest.raises(CommandError, match="needs --format directory"):
        back_up(tmp_path / "x.dump", "--jobs", "2")
    assert taken.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["taken.dump"]


def test_a_backup_is_private_and_says_what_it_is(resting: Backed) -> None:
    file = resting.file
    assert file.stat().st_mode & 0o077 == 0
    assert manifest.path_of(file).stat().st_mode & 0o077 == 0
    known = manifest.read(file)
    assert known is not None
    assert (known.size, known.sha256) == manifest.measure(file)
    assert "tasks.0001_initial" in known.migrations
    check_fit(known)


def test_client_programs_older_than_the_server_are_refused_with_what_to_install() -> None:
    with pytest.raises(CommandError, match="postgresql-client-99"):
        clients.find_clients(99)


def test_no_password_shows_on_a_command_line(resting: Backed) -> None:
    password = clients.address()["password"]
    with snapshot() as moment:
        assert password not in moment.name
    assert clients.environment()["PGPASSWORD"] == password
