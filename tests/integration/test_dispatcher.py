"""The dispatcher: who leads, what it reads, what becomes of what cannot be sent."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from orchestration.ids import uuid7
from orchestration.registry.services import seed_bundled
from tasks import sql, wakeups
from tasks.dispatcher.leadership import Leadership
from tasks.dispatcher.line import Lane, Line
from tasks.dispatcher.loop import Dispatcher, Leader
from tasks.dispatcher.publisher import Parcel, Publisher
from tasks.dispatcher.sweeper import Duty, take_back_unclaimed
from tasks.lifecycle import State
from tasks.models import Leader as LeaderRow
from tasks.models import Pace, Task
from tasks.queues import PROTOCOL
from tasks.services.submission import SubmitRequest, submit
from tests.factories import ensure_queues, make_leader, make_task, make_tenant, make_worker
from tests.factories import submitter_of as by
from tests.integration.stage import (
    Outbox,
    configure,
    dispatching,
    floor,
    past,
    state_of,
    submit_many,
    together,
)
from tests.patience import until

pytestmark = pytest.mark.django_db


# --- Leading -------------------------------------------------------------------------------


def candidate() -> Leadership:
    ensure_queues()
    return Leadership(uuid7(), "test", ttl_s=5)


def let_the_lead_expire() -> None:
    sql.execute("UPDATE tasks_leader SET expires_at = now() - interval '1 ms'")


def test_the_first_leads_and_the_others_stand_by() -> None:
    first, second = candidate(), candidate()
    term = first.renew()
    assert term is not None
    assert second.renew() is None
    assert (first.renew(), first.term, second.term) == (term, term, None)
    assert LeaderRow.objects.get().holder == first.me


def test_who_does_not_renew_in_time_is_followed_by_another_in_a_higher_term() -> None:
    first, second = candidate(), candidate()
    term = first.renew() or 0
    let_the_lead_expire()
    assert second.renew() == term + 1
    assert first.renew() is None
    assert first.term is None


def test_a_leader_that_comes_back_late_leads_in_a_new_term() -> None:
    """Between its terms another may have led; what it knew is void."""
    leader = candidate()
    term = leader.renew() or 0
    let_the_lead_expire()
    assert leader.renew() == term + 1


def test_a_leader_that_leaves_is_followed_at_once() -> None:
    first, second = candidate(), candidate()
    first.renew()
    second.release()
    assert second.renew() is None, "only the leader can give the lead away"
    first.release()
    assert second.renew() is not None


@pytest.mark.django_db(transaction=True)
def test_of_many_who_start_at_once_one_leads() -> None:
    terms = together(*[each.renew for each in [candidate() for _ in range(6)]])
    assert sum(term is not None for term in terms) == 1


def test_a_leader_whose_term_is_over_dispatches_nothing_more() -> None:
    make_worker()
    (task,) = submit_many(make_tenant(), 1)
    with floor() as stage:
        make_leader(term=stage.leader.term + 1)
        assert stage.tick() == []
    assert state_of(task) == State.QUEUED


# --- Whom it sends to ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"protocol": PROTOCOL + 1},
        {"protocol": PROTOCOL - 1},
        {"state": "draining"},
        {"state": "stopped"},
        {"state": "dead"},
        {"kinds": ["chat"]},
        {"device": "gpu:0"},
    ],
    ids=lambda facts: "-".join(f"{key}-{value}" for key, value in facts.items()),
)
def test_nothing_is_sent_to_a_worker_that_does_not_take_it(facts: dict[str, Any]) -> None:
    make_worker(**facts)
    submit_many(make_tenant(), 1, device="cpu")
    with floor() as stage:
        assert stage.tick() == []
        make_worker()
        assert len(stage.tick()) == 1


def test_a_task_goes_where_its_model_lies_and_rather_where_it_is_loaded() -> None:
    seed_bundled()
    chat = SubmitRequest(kind="chat", input={"messages": [{"role": "user", "content": "Hi"}]})
    tenant = make_tenant()
    model = Task.objects.get(pk=submit(chat, by(tenant)).task_id).model
    make_worker(slots=9)
    make_worker(slots=9, held=(model,))
    warm = make_worker(slots=1, held=(model,), resident=[model])
    with floor() as stage:
        stage.tick()
        assert stage.waiting[0].worker_id == warm.pk


def test_a_task_nobody_can_serve_keeps_nobody_waiting() -> None:
    make_worker(slots=9)
    tenant = make_tenant()
    stuck = submit_many(tenant, 300, device="gpu", priority="CRITICAL")
    served = submit_many(tenant, 3, priority="LOW")
    with floor() as stage:
        assert stage.tick() == served
    assert {state_of(task) for task in stuck[:3]} == {State.QUEUED}


def test_a_slot_is_free_again_when_a_task_was_taken_back() -> None:
    worker = make_worker(slots=1)
    first, _ = submit_many(make_tenant(), 2)
    with floor() as stage:
        assert stage.tick() == [first]
        assert stage.leader._flights.by_worker[worker.pk] == 1
        past(1, "lease_until", of=first)
        take_back_unclaimed()
        assert stage.tick() == [first]
        assert [parcel.epoch for parcel in stage.waiting] == [1, 3]


def test_what_is_taken_back_and_dispatched_in_one_round_is_counted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker, tenant = make_worker(slots=2), make_tenant()
    (task,) = submit_many(tenant, 1)
    with floor() as stage:
        assert stage.tick() == [task]
        leader = stage.leader
        read = leader._line.read

        def read_late() -> Any:
            past(1, "lease_until", of=task)
            take_back_unclaimed()
            return read()

        monkeypatch.setattr(leader._line, "read", read_late)
        assert stage.tick() == [task]
        assert leader._flights.by_worker[worker.pk] == len(leader._flights) == 1
        assert leader._flights.by_tenant[tenant.pk] == 1


def test_how_long_tasks_run_is_known_to_the_next_leader() -> None:
    make_worker(slots=1)
    submit_many(make_tenant(), 4)
    with floor() as stage:
        for _ in range(3):
            stage.tick()
            stage.run_next(7.0)
        stage.tick()
        stage.leader._paces.store()
    assert Pace.objects.get().run_p50_s == pytest.approx(7.0)
    with floor() as following:
        assert following.leader._paces.expected_s("echo/any/") == pytest.approx(7.0)


# --- Reading the line ----------------------------------------------------------------------


def read(line: Line, *, scan: bool) -> dict[Lane, list[UUID]]:
    line._scan_again = float("-inf") if scan else float("inf")
    return {lane: [head.task_id for head in heads] for lane, heads in line.read().items()}


def test_the_line_holds_the_heads_of_every_lane_in_order() -> None:
    tenants = [make_tenant(), make_tenant()]
    expected: dict[Lane, list[UUID]] = {}
    for tenant in tenants:
        for level, number in (("LOW", 0), ("CRITICAL", 4)):
            for queue in ("local", "external"):
                lane = Lane(queue, "echo/any/", number, tenant.pk)
                expected[lane] = submit_many(tenant, 20, priority=level, queue=queue)[:16]
    make_task(state=State.SCHEDULED)
    make_task(state=State.RUNNING)
    assert read(Line(depth=16), scan=True) == expected


def test_between_full_scans_lanes_are_read_on_from_where_they_were() -> None:
    tenant = make_tenant()
    known = submit_many(tenant, 3)
    line = Line(depth=16)
    read(line, scan=True)
    new_lane = submit_many(tenant, 1, priority="CRITICAL")
    same_lane = submit_many(tenant, 1)
    (following,) = read(line, scan=False).values()
    assert following == known + same_lane
    assert not line.complete
    assert [*new_lane] in read(line, scan=True).values()


def test_a_lane_that_moved_on_still_sees_what_was_committed_a_little_late() -> None:
    tenant = make_tenant()
    late, last = submit_many(tenant, 2)
    past(60.5, "rank_at", of=late)
    line = Line(depth=16)
    ((lane, _),) = read(line, scan=True).items()
    line.passed(lane, Task.objects.get(pk=last).rank_at)
    assert list(read(line, scan=False).values()) == [[late, last]]


# --- Sending -------------------------------------------------------------------------------


class Moody(Outbox):
    """A sender that raises what nobody foresaw, once."""

    def send(self, parcels: Sequence[Parcel]) -> bool:
        if self.working:
            self.working = False
            raise ArithmeticError("nobody foresaw this")
        self.parcels.extend(parcels)
        return True

    def forget_all_but(self, live: Collection[UUID]) -> int:
        raise NotImplementedError


def test_the_publisher_survives_what_a_sender_raises() -> None:
    sender = Moody()
    publisher = Publisher(sender, lambda _: None)
    parcel = Parcel(uuid7(), 1, uuid7(), 0)
    publisher.publish([parcel])
    publisher.publish([parcel])
    until(lambda: sender.parcels, "for the second sending")
    assert not publisher.is_up, "it rests a little after a failure"
    publisher.close()


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_sent_waits_in_its_place_until_the_broker_is_back() -> None:
    make_worker(slots=2)
    tasks = submit_many(make_tenant(), 3)
    with floor() as stage:
        stage.outbox.working = False
        stage.tick()
        until(lambda: {state_of(task) for task in tasks} == {State.QUEUED}, "for their return")
        assert stage.tick() == [], "the leader does not try again at once"
        stage.outbox.working = True
        stage.leader._publisher._resting_until = 0.0
        assert stage.tick() == tasks[:2]
    assert Task.objects.get(pk=tasks[0]).attempts == 0


# --- The process ---------------------------------------------------------------------------


def listen_to_the_test_database(settings: LazySettings) -> None:
    known = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    address = psycopg.conninfo.make_conninfo(**{key: known[key] for key in keys})
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"database_direct_url": address})


def test_one_failing_duty_keeps_no_other_from_its_work() -> None:
    def fail() -> int:
        raise ArithmeticError

    dispatcher = Dispatcher(Outbox())
    duties = [Duty("bad", 60, fail), Duty("good", 60, lambda: 3)]
    assert [dispatcher._performed(duty) for duty in duties] == [0, 3]


@pytest.mark.django_db(transaction=True)
def test_a_submission_wakes_the_dispatcher(settings: LazySettings) -> None:
    listen_to_the_test_database(settings)
    configure(settings, dispatch={"poll_s": 3600.0})
    make_worker()
    outbox = Outbox()
    with dispatching(outbox) as dispatcher:
        until(lambda: dispatcher.leadership.term is not None, "for the lead")
        (task,) = submit_many(make_tenant(), 1)
        until(lambda: outbox.parcels, "for the message")
    assert outbox.parcels[0].task_id == task


@pytest.mark.django_db(transaction=True)
def test_without_any_wake_up_it_finds_its_work_by_itself(settings: LazySettings) -> None:
    configure(settings, dispatch={"poll_s": 0.02})
    make_worker()
    outbox = Outbox()
    with dispatching(outbox):
        task = make_task(state=State.SCHEDULED)
        past(0, "scheduled_for", of=task.pk)
        until(lambda: outbox.parcels, "for the message")
    assert outbox.parcels[0].task_id == task.pk


@pytest.mark.django_db(transaction=True)
def test_a_standby_takes_over_as_soon_as_the_leader_leaves(settings: LazySettings) -> None:
    configure(settings, leases={"leader_s": 0.3}, dispatch={"poll_s": 0.05})
    make_worker(slots=9)
    first, second = Outbox(), Outbox()
    with dispatching(second) as standby:
        until(lambda: standby.leadership.term is not None, "for the lead")
        with dispatching(first) as idle:
            (early,) = submit_many(make_tenant(), 1)
            until(lambda: second.parcels, "for the message")
            assert idle.leadership.term is None
            standby.stop()
            until(lambda: idle.leadership.term is not None, "for the change")
            (late,) = submit_many(make_tenant(), 1)
            until(lambda: first.parcels, "for the other message")
    assert [parcel.task_id for parcel in second.parcels] == [early]
    assert [parcel.task_id for parcel in first.parcels] == [late]


@pytest.mark.django_db(transaction=True)
def test_two_leaders_of_different_terms_never_send_the_same_task_twice() -> None:
    """A leader that froze and woke up works beside its successor for a moment."""
    make_worker(slots=500)
    submit_many(make_tenant(), 200)
    old, new = Outbox(), Outbox()
    frozen = Leader(make_leader(term=1).term, old)
    leading = Leader(make_leader(term=2).term, new)
    ticks: list[Callable[[], bool]] = [frozen.tick, leading.tick]
    together(*ticks)
    for leader in (frozen, leading):
        leader.close()
    assert old.parcels == []
    assert len(new.sent) == len(new.parcels) == 200


def test_waking_connects_as_everything_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "sslmode", "verify-full")
    address = psycopg.conninfo.conninfo_to_dict(wakeups._database_url())
    assert address["sslmode"] == "verify-full"
    assert address["dbname"] == connection.settings_dict["NAME"]
