"""The embedded servers: durable, private, and unharmed by a predecessor's sudden death."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from deploy.local.accounts import REACHABLE_ROOT
from deploy.local.errors import AlreadyRunningError, ServerFailedError
from deploy.local.options import ROOT
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.processes import is_alive, wait_until
from deploy.local.redis import EmbeddedRedis

ABANDON = """
import os, signal, sys
from pathlib import Path
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.redis import EmbeddedRedis
from deploy.local import processes
processes._end_with_parent = lambda signal: None  # as on systems without a parent-death signal
postgres, redis = EmbeddedPostgres(Path(sys.argv[1]) / "pg"), EmbeddedRedis(Path(sys.argv[1]) / "r")
postgres.start()
redis.start()
print(postgres.pid, redis.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="switchyard-servers-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def postgres(folder: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(folder / "pg") as server:
        yield server


def test_it_has_vectors_and_is_durable(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE EXTENSION vector")
        distance = connection.execute("SELECT '[1,2]'::vector <-> '[1,5]'::vector").fetchone()
        assert distance == (3.0,)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_a_committed_row_survives_a_killed_server_on_the_same_port(
    postgres: EmbeddedPostgres,
) -> None:
    url = postgres.url
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    postgres.kill()
    postgres.start()
    assert postgres.url == url
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_restart_keeps_port_and_data_and_changes_the_process(postgres: EmbeddedPostgres) -> None:
    port, pid = postgres.port, postgres.pid
    postgres.restart()
    assert postgres.port == port
    assert postgres.pid != pid
    assert not is_alive(pid)


def test_nobody_gets_in_without_the_password(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://switchyard@127.0.0.1:{postgres.port}/switchyard")


def test_a_folder_in_use_is_refused_and_its_server_left_alone(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(AlreadyRunningError, match=f"pid {os.getpid()}"):
        EmbeddedPostgres(postgres.data_dir).start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_pid_file_that_names_a_stranger_does_not_hurt_him(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg")
    with server:
        server.kill()
        stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        pid_file = server.data_dir / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        server.start()
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_servers_that_outlived_their_owner_are_ended_by_the_next_one(folder: Path) -> None:
    owner = subprocess.run(
        [sys.executable, "-c", ABANDON, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert owner.returncode == -signal.SIGKILL, owner.stderr
    old = [int(word) for word in owner.stdout.split()]
    assert all(is_alive(pid) for pid in old)
    with EmbeddedPostgres(folder / "pg") as database, EmbeddedRedis(folder / "r") as broker:
        assert not any(is_alive(pid) for pid in old)
        psycopg.connect(database.url).close()
        with redis.Redis.from_url(broker.url) as client:
            assert client.ping()


def test_data_of_another_major_version_is_refused_with_advice(folder: Path) -> None:
    data = folder / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerFailedError, match=r"belongs to Postgres 15.*DATABASE_URL"):
        EmbeddedPostgres(data).start()


def test_data_whose_password_is_lost_is_refused_with_advice(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg"):
        pass
    (folder / "pg.json").unlink()
    with pytest.raises(ServerFailedError, match=r"pg\.json with the password.*is missing"):
        EmbeddedPostgres(folder / "pg").start()


def test_a_wrong_setting_is_shown_with_the_servers_own_words(folder: Path) -> None:
    with pytest.raises(ServerFailedError, match="no_such_setting"):
        EmbeddedPostgres(folder / "pg", settings={"no_such_setting": "1"}).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that others cannot enter")
def test_below_a_folder_that_only_root_may_enter_the_data_goes_elsewhere(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "pg") as server:
        psycopg.connect(server.url).close()
        place = server.data_dir
    assert place.is_relative_to(REACHABLE_ROOT)
    assert closed.stat().st_mode & 0o777 == 0o700
    with EmbeddedPostgres(closed / "pg") as server:
        assert server.data_dir == place
    subprocess.run(["rm", "-rf", str(place)], check=True)


def test_redis_loses_everything_when_killed_and_comes_back_on_its_port(folder: Path) -> None:
    with EmbeddedRedis(folder / "r") as server:
        url = server.url
        with redis.Redis.from_url(url) as client:
            client.set("key", "value")
        server.kill()
        server.start()
        assert server.url == url
        with redis.Redis.from_url(url) as client:
            assert client.get("key") is None


def test_the_servers_end_with_the_process_that_started_them(folder: Path) -> None:
    code = ABANDON.replace("processes._end_with_parent = ", "ignored = ")
    owner = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    pids = [int(word) for word in owner.stdout.split()]
    assert len(pids) == 2, owner.stderr
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), 20)
