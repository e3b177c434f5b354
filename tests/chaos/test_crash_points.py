"""A process dies, freezes or is cut off at an exact point; each test is one such point."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM
from uuid import UUID

import pytest
from celery import Celery
from redis import Redis

from orchestration.celery import app
from tasks import sql, transitions
from tasks.dispatcher.publisher import CelerySender, Parcel
from tasks.services import control
from tasks.transitions import Assignment
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.held import await_blocked, await_idle, commits_held, ledger_locked
from tests.chaos.members import dispatcher, worker

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180)]

_CLOCKS = Clocks(lease_s=6.0, heartbeat_s=1.5, claim_s=2.0, leader_s=4.0)
_ROLES = (
    dispatcher("dispatcher-0"),
    dispatcher("dispatcher-1"),
    worker("cpu-0", 4),
    worker("io-0", 4),
)
_FINISH = "UPDATE tasks_task t SET"
_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'switchyard'
"""
_ROW = {"rows": [{"name": "once"}]}


@pytest.fixture(scope="module")
def _cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="switchyard-chaos-") as name:
        Path(name).chmod(0o755)
        with Cluster(Path(name), _ROLES, _CLOCKS) as cluster:
            yield cluster


@pytest.fixture
def cluster(_cluster: Cluster) -> Cluster:
    """The cluster, in good health."""
    _cluster.heal()
    return _cluster


def send(cluster: Cluster, task_id: UUID, epoch: int) -> None:
    """Put a message for a task into the queue of the worker that had it last."""
    name = cluster.worker_of(task_id).name
    rows = sql.fetch("SELECT id FROM tasks_worker WHERE name = %s AND state = 'live'", [name])
    broker = Celery("chaos", broker=cluster.redis.url)
    broker.conf.broker_transport_options = app.conf.broker_transport_options
    assert CelerySender(broker).send([Parcel(task_id, epoch, rows[0][0], 1)])


def settle_messages(cluster: Cluster, task_id: UUID) -> None:
    """Wait until that worker has worked off what was sent to it: a later task of its own ends."""
    device = cluster.worker_of(task_id).name.partition("-")[0]
    marker = cluster.submit("echo", {}, device=device)
    cluster.until(cluster.is_in(marker, "succeeded"), "a later task ends")


def test_a_worker_killed_before_it_commits_leaves_no_trace_and_another_attempt_does_it(
    cluster: Cluster,
) -> None:
    with ledger_locked(cluster):
        task = cluster.submit("ledger", _ROW)
        cluster.until(cluster.is_in(task, "running"), "it runs")
        cluster.worker_of(task).kill()
    cluster.until(cluster.is_in(task, "succeeded"), "another attempt")
    assert cluster.outcomes(task) == ["lost", "succeeded"]
    assert cluster.entries(task) == [{"name": "once"}]
    assert (cluster.facts(task)["attempts"], cluster.facts(task)["losses"]) == (0, 1)


def test_a_worker_killed_after_its_commit_but_before_its_acknowledgement_does_not_repeat_it(
    cluster: Cluster,
) -> None:
    with commits_held(cluster, "tasks_ledgerentry") as await_held:
        task = cluster.submit("ledger", _ROW)
        await_held()
        cluster.worker_of(task).kill()
    cluster.until(cluster.is_in(task, "succeeded"), "the commit stands")
    cluster.until_ready()
    send(cluster, task, epoch=cluster.facts(task)["epoch"])
    settle_messages(cluster, task)
    assert cluster.outcomes(task) == ["succeeded"]
    assert cluster.entries(task) == [{"name": "once"}]


def test_a_dispatcher_killed_before_it_sends_costs_the_time_to_claim_and_no_attempt(
    cluster: Cluster,
) -> None:
    os.kill(cluster.redis.pid, SIGSTOP)
    task = cluster.submit("ledger", _ROW)
    cluster.until(cluster.is_in(task, "dispatched"), "it is dispatched", tending=False)
    for name in ("dispatcher-0", "dispatcher-1"):  # whichever of them leads by now
        cluster[name].kill()
    cluster.redis.kill()  # what it was sent, but had not read, is gone with it
    cluster.redis.start()
    cluster.until(cluster.is_in(task, "succeeded"), "a new leader sends it")
    assert cluster.outcomes(task) == ["succeeded"]
    assert cluster.facts(task)["epoch"] >= 3, "dispatched, taken back, dispatched"
    assert (cluster.facts(task)["attempts"], cluster.facts(task)["losses"]) == (0, 0)


def test_a_message_that_comes_twice_runs_once(cluster: Cluster) -> None:
    with ledger_locked(cluster):
        task = cluster.submit("ledger", _ROW)
        cluster.until(cluster.is_in(task, "running"), "it runs")
        epoch = cluster.facts(task)["epoch"]
        send(cluster, task, epoch)
    cluster.until(cluster.is_in(task, "succeeded"), "it ends")
    send(cluster, task, epoch)
    settle_messages(cluster, task)
    assert cluster.outcomes(task) == ["succeeded"]
    assert cluster.entries(task) == [{"name": "once"}]


def test_a_message_of_an_older_epoch_is_ignored(cluster: Cluster) -> None:
    task = cluster.submit("fail", {"times": 1}, max_attempts=3)
    cluster.until(cluster.is_in(task, "scheduled"), "it failed once")
    send(cluster, task, epoch=1)
    settle_messages(cluster, task)
    cluster.until(cluster.is_in(task, "succeeded"), "its second attempt")
    assert cluster.outcomes(task) == ["failed", "succeeded"]


def test_a_worker_frozen_beyond_its_lease_cannot_commit_when_it_wakes(cluster: Cluster) -> None:
    with ledger_locked(cluster) as unlock, cluster.operator() as operator:
        task = cluster.submit("ledger", _ROW)
        cluster.until(cluster.is_in(task, "running"), "it runs")
        frozen = cluster.worker_of(task)
        await_blocked(operator, _FINISH)
        frozen.send(SIGSTOP)
        unlock()
        await_idle(operator, _FINISH)
    other = cluster.submit("fail", {"times": 1})
    cluster.until(cluster.is_in(other, "succeeded"), "nobody waits for what the frozen one holds")
    assert cluster.state(task) == "running"
    cluster.until(cluster.is_in(task, "succeeded"), "another worker does it")
    assert cluster.outcomes(task) == ["lost", "succeeded"]
    assert cluster.worker_of(task) is not frozen
    refused = frozen.count_said("too late")
    frozen.send(SIGCONT)
    cluster.until(lambda: frozen.count_said("too late") > refused, "its commit is refused")
    assert cluster.outcomes(task) == ["lost", "succeeded"]
    assert cluster.entries(task) == [{"name": "once"}]


def test_a_worker_started_again_gives_back_at_once_what_its_dead_predecessor_held(
    cluster: Cluster,
) -> None:
    task = cluster.submit("sleep", {"seconds": 1}, device="cpu")
    cluster.until(cluster.is_in(task, "running"), "it runs")
    cluster["cpu-0"].kill()
    cluster.until(cluster.is_in(task, "succeeded"), "it runs again")
    assert cluster.outcomes(task) == ["lost", "succeeded"]
    assert ("lost", "worker:cpu-0") in cluster.events(task), "the successor, not the sweeper"


def test_a_worker_that_is_told_to_end_hands_its_tasks_back_itself(cluster: Cluster) -> None:
    task = cluster.submit("sleep", {"seconds": 2}, device="cpu")
    cluster.until(cluster.is_in(task, "running"), "it runs")
    cluster["cpu-0"].send(SIGTERM)
    cluster.until(cluster.is_in(task, "succeeded"), "it runs again")
    assert cluster.outcomes(task) == ["returned", "succeeded"]
    assert ("returned", "worker:cpu-0") in cluster.events(task)
    assert cluster.facts(task)["losses"] == 0


def test_a_finish_waits_for_a_database_that_crashed_under_it(cluster: Cluster) -> None:
    task = cluster.submit("sleep", {"seconds": 1}, device="cpu")
    cluster.until(cluster.is_in(task, "running"), "it runs")
    tries = cluster["cpu-0"].count_said("not finished yet, trying again")
    cluster.postgres.kill()
    cluster.until(
        lambda: cluster["cpu-0"].count_said("not finished yet, trying again") > tries,
        "the worker wants to finish",
    )
    cluster.postgres.start()
    cluster.until(cluster.is_in(task, "succeeded"), "the same attempt ends it")
    assert cluster.outcomes(task) == ["succeeded"]


def test_without_redis_work_is_taken_in_and_done_as_soon_as_it_is_back(cluster: Cluster) -> None:
    warnings = cluster.leader().count_said("broker is away")
    cluster.redis.kill()
    tasks = [cluster.submit("ledger", _ROW) for _ in range(20)]
    cluster.until(
        lambda: cluster.leader().count_said("broker is away") > warnings + 3, "several failed tries"
    )
    cluster.redis.start()
    for task in tasks:
        cluster.until(cluster.is_in(task, "succeeded"), "it is done")
        assert cluster.entries(task) == [{"name": "once"}]
        assert cluster.outcomes(task) == ["succeeded"]


def test_without_redis_the_clocks_go_on(cluster: Cluster) -> None:
    cluster.redis.kill()
    late = cluster.submit("echo", {}, deadline=datetime.now(UTC) + timedelta(seconds=2))
    cluster.until(cluster.is_in(late, "expired"), "its deadline passes")
    cluster.redis.start()
    task = cluster.submit("echo", {})
    cluster.until(cluster.is_in(task, "succeeded"), "work goes on")


def test_work_goes_on_after_redis_hung(cluster: Cluster) -> None:
    warnings = cluster.leader().count_said("broker is away")
    os.kill(cluster.redis.pid, SIGSTOP)
    tasks = [cluster.submit("ledger", _ROW) for _ in range(20)]
    cluster.until(
        lambda: cluster.leader().count_said("broker is away") > warnings, "the leader gives up"
    )
    os.kill(cluster.redis.pid, SIGCONT)
    for task in tasks:
        cluster.until(cluster.is_in(task, "succeeded"), "it is done")
        assert cluster.entries(task) == [{"name": "once"}]


def test_attempts_go_on_while_redis_is_emptied_under_them(cluster: Cluster) -> None:
    with ledger_locked(cluster) as unlock:
        held = [cluster.submit("ledger", _ROW, device="cpu") for _ in range(3)]
        for task in held:
            cluster.until(cluster.is_in(task, "running"), "it runs")
        pid = cluster["cpu-0"].pid
        cluster.redis.kill()
        cluster.redis.start()
        unlock()
    later = cluster.submit("ledger", _ROW, device="cpu")
    for task in [*held, later]:
        cluster.until(cluster.is_in(task, "succeeded"), "it is done")
        assert cluster.outcomes(task) == ["succeeded"]
    assert cluster["cpu-0"].pid == pid, "the worker lives on"


def test_connections_that_are_cut_are_made_anew(cluster: Cluster) -> None:
    task = cluster.submit("sleep", {"seconds": 1}, device="cpu")
    cluster.until(cluster.is_in(task, "running"), "it runs")
    with Redis.from_url(cluster.redis.url) as client, cluster.operator() as operator:
        for kind in ("normal", "pubsub"):
            client.client_kill_filter(_type=kind, skipme=True)
        operator.execute(_CUT)
    cluster.until(cluster.is_in(task, "succeeded"), "the same attempt ends it")
    later = cluster.submit("ledger", _ROW, device="cpu")
    cluster.until(cluster.is_in(later, "succeeded"), "the same worker takes more")
    assert cluster.outcomes(task) == ["succeeded"]
    assert cluster.entries(later) == [{"name": "once"}]


def test_a_leader_that_was_replaced_while_frozen_changes_nothing(cluster: Cluster) -> None:
    frozen = cluster.leader()
    term = sql.fetch("SELECT term FROM tasks_leader")[0][0]
    frozen.send(SIGSTOP)
    cluster.until(lambda: cluster.leader() is not frozen, "another one leads")
    with cluster.operator() as operator:
        operator.execute("UPDATE tasks_queue SET paused_at = now()")
        task = cluster.submit("echo", {})
        holder = sql.fetch("SELECT id FROM tasks_worker WHERE state = 'live' LIMIT 1")[0][0]
        assert transitions.dispatch([Assignment(task, 0, holder)], term=term, claim_s=5) == []
        assert cluster.facts(task)["state"] == "queued"
        operator.execute("UPDATE tasks_queue SET paused_at = NULL")
    standing_by = frozen.count_said("standing by")
    frozen.send(SIGCONT)
    cluster.until(lambda: frozen.count_said("standing by") > standing_by, "it notices")
    cluster.until(cluster.is_in(task, "succeeded"), "the new leader dispatches")
    assert cluster.leader() is not frozen
    assert cluster.outcomes(task) == ["succeeded"]


def test_a_running_task_is_cancelled_by_its_worker_not_dropped_by_the_sweeper(
    cluster: Cluster,
) -> None:
    task = cluster.submit("sleep", {"seconds": 60}, device="io")
    cluster.until(cluster.is_in(task, "running"), "it runs")
    control.cancel(task, tenant_id=cluster.submitter.tenant_id, by="key:chaos")
    cluster.until(cluster.is_in(task, "cancelled"), "its worker stops")
    assert cluster.outcomes(task) == ["cancelled"]
    assert cluster.events(task)[-1] == ("cancelled", "worker:io-0")


def test_a_cancelled_task_whose_worker_died_is_not_run_again(cluster: Cluster) -> None:
    with ledger_locked(cluster):
        task = cluster.submit("ledger", _ROW, device="io")
        cluster.until(cluster.is_in(task, "running"), "it runs")
        control.cancel(task, tenant_id=cluster.submitter.tenant_id, by="key:chaos")
        cluster["io-0"].kill()
    cluster.until(cluster.is_in(task, "cancelled", "succeeded"), "it ends")
    assert cluster.state(task) == "cancelled"
    assert len(cluster.outcomes(task)) == 1
    assert cluster.entries(task) == []


def test_a_worker_that_starts_while_the_database_is_away_joins_when_it_is_back(
    cluster: Cluster,
) -> None:
    cluster["io-0"].kill()
    cluster.postgres.stop()
    tries = cluster["io-0"].count_said("database is away")
    cluster.until(
        lambda: cluster["io-0"].count_said("database is away") > tries + 1, "it waits for it"
    )
    cluster.postgres.start()
    cluster.until_ready()
    task = cluster.submit("echo", {}, device="io")
    cluster.until(cluster.is_in(task, "succeeded"), "it works")


def test_an_attempt_is_not_blamed_for_time_that_its_dead_worker_cost(cluster: Cluster) -> None:
    task = cluster.submit("sleep", {"seconds": 1.5}, device="io", timeout_s=3.0)
    cluster.until(cluster.is_in(task, "running"), "it runs")
    cluster["io-0"].kill()
    cluster.until(
        lambda: cluster.state(task) != "running", "it is taken from the dead", tending=False
    )
    cluster.until(cluster.is_in(task, "succeeded"), "it runs again")
    assert cluster.outcomes(task) == ["lost", "succeeded"]
    assert cluster.facts(task)["attempts"] == 0
