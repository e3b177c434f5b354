"""Which tasks go where next, decided from a picture of lanes, workers and loads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from orchestration.ids import uuid7
from tasks.dispatcher.fleet import Fleet, WorkerFacts
from tasks.dispatcher.line import Head, Lane
from tasks.dispatcher.plan import Chosen, Load, Planner, Rules
from tasks.dispatcher.shares import Shares
from tasks.lifecycle import Priority

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ECHO = "echo/any/"
CHAT = "chat/gpu/big"
RULES = Rules(spare_slots=1, window_s=0.25, most=256)
TENANT, RIVAL, THIRD = uuid7(), uuid7(), uuid7()
LONG_S = 10.0


def lane(level: Priority = Priority.NORMAL, tenant: UUID = TENANT, demand: str = ECHO) -> Lane:
    return Lane("local", demand, int(level), tenant)


def heads(count: int = 1, *, rank_s: float = 0) -> list[Head]:
    """Return heads that became ready `rank_s` after noon, one each second."""
    return [Head(NOON + timedelta(seconds=rank_s + at), uuid7(), 0) for at in range(count)]


def worker(slots: int = 4, **facts: Any) -> WorkerFacts:
    plain = WorkerFacts(
        uuid7(), frozenset({"echo"}), "cpu", slots, held=frozenset(), resident=frozenset()
    )
    return replace(plain, **facts)


def gpu(number: int = 0, **facts: Any) -> WorkerFacts:
    kinds, models = frozenset({"echo", "chat"}), frozenset({"big"})
    return worker(**{"device": f"gpu:{number}", "kinds": kinds, "held": models, **facts})


def fleet(*workers: WorkerFacts, **limits: Any) -> Fleet:
    empty = Fleet(workers, frozenset(), queue_limits={}, tenant_limits={}, weights={})
    return replace(empty, **limits)


def plan(
    lanes: Mapping[Lane, Sequence[Head]],
    place: Fleet,
    *,
    load: Load | None = None,
    shares: Shares | None = None,
    expected_s: float = LONG_S,
    rules: Rules = RULES,
) -> list[Chosen]:
    return Planner(
        lanes=lanes,
        fleet=place,
        load=load or Load(Counter(), Counter(), Counter()),
        shares=shares or Shares(),
        expected_s=lambda _: expected_s,
        rules=rules,
    ).plan()


def levels(chosen: Sequence[Chosen]) -> list[str]:
    return [Priority(each.lane.priority).name for each in chosen]


def owners(chosen: Sequence[Chosen]) -> list[UUID]:
    return [each.lane.tenant_id for each in chosen]


def test_critical_goes_before_everything_that_waited_longer() -> None:
    waiting = {
        lane(Priority.LOW): heads(200, rank_s=-86_400),
        lane(Priority.CRITICAL): heads(rank_s=3600),
    }
    assert levels(plan(waiting, fleet(worker(2)))) == ["CRITICAL", "LOW"]


def test_below_critical_the_smallest_rank_goes_first_whatever_its_level() -> None:
    waiting = {
        lane(Priority.URGENT): heads(rank_s=3),
        lane(Priority.LOW): heads(rank_s=1),
        lane(Priority.HIGH): heads(rank_s=2),
    }
    assert levels(plan(waiting, fleet(worker()))) == ["LOW", "HIGH", "URGENT"]


def test_equal_ranks_keep_the_order_of_their_ids() -> None:
    first, second = heads(2)
    tie = [first, second._replace(rank_at=first.rank_at)]
    chosen = plan({lane(): tie}, fleet(worker()))
    assert [each.head for each in chosen] == sorted(tie)


@pytest.mark.parametrize(
    ("demand", "able"),
    [
        ("echo/any/", True),
        ("echo/gpu/", True),
        ("echo/gpu:1/", True),
        ("echo/gpu:0/", False),
        ("echo/gpu:10/", False),
        ("echo/cpu/", False),
        ("chat/any/big", True),
        ("chat/gpu/other", False),
        ("chat/any/org/big", False),
        ("sleep/any/", False),
    ],
)
def test_a_worker_is_able_when_kind_device_and_model_fit(demand: str, able: bool) -> None:
    assert gpu(1).can_run(demand) is able


def test_a_model_may_have_slashes_in_its_name() -> None:
    assert gpu(held=frozenset({"org/big"})).can_run("chat/gpu/org/big")


def test_the_worker_that_has_the_model_loaded_is_preferred_to_an_emptier_one() -> None:
    loaded, empty = gpu(0, slots=2, resident=frozenset({"big"})), gpu(1, slots=8)
    chosen = plan({lane(demand=CHAT): heads(3)}, fleet(empty, loaded))
    assert [each.worker_id for each in chosen] == [loaded.id, loaded.id, empty.id]


def test_otherwise_the_worker_with_most_room_is_taken() -> None:
    busy, free = worker(4), worker(3)
    load = Load(Counter({busy.id: 3}), Counter(), Counter())
    chosen = plan({lane(): heads(2)}, fleet(busy, free), load=load)
    assert [each.worker_id for each in chosen] == [free.id, free.id]


def test_a_lane_that_nobody_can_serve_blocks_nobody() -> None:
    shares = Shares()
    shares.enter([TENANT, RIVAL])
    shares.charge(RIVAL, 1000, {})
    waiting = {
        lane(Priority.CRITICAL, TENANT, "chat/gpu/missing"): heads(5, rank_s=-1000),
        lane(Priority.LOW, RIVAL): heads(5),
    }
    chosen = plan(waiting, fleet(worker(4)), shares=shares)
    assert owners(chosen) == [RIVAL] * 4
    assert {each.level for each in chosen} == {Priority.LOW}


def test_a_lane_whose_workers_are_full_lets_the_others_pass() -> None:
    cpu, card = worker(2), gpu(slots=1)
    load = Load(Counter({card.id: 1}), Counter(), Counter())
    waiting = {lane(demand=CHAT): heads(9, rank_s=-99), lane(demand="echo/cpu/"): heads(9)}
    assert [c.worker_id for c in plan(waiting, fleet(cpu, card), load=load)] == [cpu.id] * 2


def test_nothing_of_a_paused_queue_starts_not_even_critical() -> None:
    paused = fleet(worker(), paused=frozenset({"local"}))
    assert plan({lane(Priority.CRITICAL): heads(3)}, paused) == []


def test_a_queue_keeps_to_its_limit_with_what_runs_already() -> None:
    load = Load(Counter(), Counter({"local": 1}), Counter())
    limited = fleet(worker(9), queue_limits={"local": 3})
    waiting = {lane(): heads(9), lane()._replace(queue="external"): heads(2, rank_s=99)}
    queues = Counter(each.lane.queue for each in plan(waiting, limited, load=load))
    assert queues == {"local": 2, "external": 2}


def test_a_tenant_keeps_to_its_limit_and_the_others_go_on() -> None:
    limited = fleet(worker(9), tenant_limits={TENANT: 2})
    waiting = {
        lane(Priority.CRITICAL): heads(9),
        lane(Priority.LOW, RIVAL): heads(4, rank_s=99),
    }
    assert Counter(owners(plan(waiting, limited))) == {TENANT: 2, RIVAL: 4}


def test_a_limit_of_nothing_lets_nothing_start() -> None:
    assert plan({lane(): heads(3)}, fleet(worker(), queue_limits={"local": 0})) == []


def test_the_spare_slot_is_for_critical_only() -> None:
    waiting = {lane(Priority.URGENT): heads(9), lane(Priority.CRITICAL): heads(1)}
    assert levels(plan(waiting, fleet(worker(2)))) == ["CRITICAL", "URGENT"]
    full = worker(2)
    load = Load(Counter({full.id: 2}), Counter(), Counter())
    assert levels(plan(waiting, fleet(full), load=load)) == ["CRITICAL"]


@pytest.mark.parametrize(
    ("expected_s", "in_flight"),
    [
        (10.0, 2),  # long tasks never wait at a worker
        (0.26, 2),
        (0.25, 4),  # a quarter of a second of work may
        (0.125, 6),
        (0.001, 10),  # but at most four times the slots
        (0.0, 10),
    ],
)
def test_short_tasks_may_wait_at_a_worker_for_a_moment(expected_s: float, in_flight: int) -> None:
    chosen = plan({lane(): heads(99)}, fleet(worker(2)), expected_s=expected_s)
    assert len(chosen) == in_flight


def test_no_more_is_chosen_than_one_statement_takes() -> None:
    rules = replace(RULES, most=3)
    assert len(plan({lane(): heads(9)}, fleet(worker(9)), rules=rules)) == 3


def test_a_flood_at_the_highest_level_is_one_round_ahead_at_most() -> None:
    waiting = {
        lane(Priority.CRITICAL, TENANT): heads(1000, rank_s=-1000),
        lane(Priority.NORMAL, RIVAL): heads(1),
    }
    chosen = plan(waiting, fleet(worker(4), worker(4), worker(4)), expected_s=0.05)
    assert owners(chosen).index(RIVAL) <= 12


def test_a_round_is_of_the_workers_that_can_serve_the_task_only() -> None:
    strangers = [worker(32, kinds=frozenset({"call"})) for _ in range(4)]
    waiting = {
        lane(Priority.CRITICAL, TENANT): heads(1000, rank_s=-1000),
        lane(Priority.NORMAL, RIVAL): heads(1),
    }
    chosen = plan(waiting, fleet(worker(2), *strangers), expected_s=0.01)
    assert owners(chosen).index(RIVAL) <= 2


def test_tenants_share_by_their_weights() -> None:
    shares = Shares()
    weights = {TENANT: 3.0, RIVAL: 1.0}
    chosen: list[UUID] = []
    for _ in range(200):
        waiting = {
            lane(Priority.NORMAL, TENANT): heads(5),
            lane(Priority.CRITICAL, RIVAL): heads(5),
        }
        rules = replace(RULES, most=1)
        chosen += owners(
            plan(waiting, fleet(worker(1), weights=weights), shares=shares, rules=rules)
        )
    assert 145 <= Counter(chosen)[TENANT] <= 155


def test_at_one_level_the_tenant_that_used_least_stands_first_though_it_came_last() -> None:
    shares = Shares()
    shares.enter([TENANT, RIVAL, THIRD])
    for tenant, used in ((TENANT, 3.0), (RIVAL, 2.0), (THIRD, 1.0)):
        shares.settle(tenant, 0.0, used, {})
    waiting = {
        lane(Priority.HIGH, tenant): heads(1, rank_s=rank)
        for tenant, rank in ((TENANT, 1), (RIVAL, 2), (THIRD, 3))
    }
    assert owners(plan(waiting, fleet(worker(9)), shares=shares)) == [THIRD, RIVAL, TENANT]


def test_a_task_is_sent_at_its_own_level_when_nothing_above_it_waits() -> None:
    waiting = {lane(Priority.HIGH): heads(1), lane(Priority.LOW): heads(1, rank_s=5)}
    assert [each.level for each in plan(waiting, fleet(worker()))] == [Priority.HIGH, Priority.LOW]


def test_an_aged_task_is_sent_at_the_level_that_it_goes_before() -> None:
    """Otherwise what it was preferred to would overtake it again in the broker's queue."""
    waiting = {lane(Priority.LOW): heads(1, rank_s=-1), lane(Priority.HIGH): heads(3)}
    first, *others = plan(waiting, fleet(worker()))
    assert (first.lane.priority, first.level) == (Priority.LOW, Priority.HIGH)
    assert {each.level for each in others} == {Priority.HIGH}


def test_a_tenant_whose_turn_it_is_is_not_overtaken_at_the_worker_either() -> None:
    shares = Shares()
    shares.enter([TENANT, RIVAL])
    shares.settle(TENANT, 0.0, 1000.0, {})
    waiting = {lane(Priority.CRITICAL, TENANT): heads(9), lane(Priority.LOW, RIVAL): heads(1)}
    first = plan(waiting, fleet(worker()), shares=shares)[0]
    assert (first.lane.tenant_id, first.level) == (RIVAL, Priority.CRITICAL)


def test_nobody_behind_a_task_that_waits_for_a_worker_fills_that_worker_first() -> None:
    """Short tasks may queue at a worker; a stream of them must not keep a long one out."""
    cpu, other = worker(4), worker(4, device="gpu:0")
    short, long = lane(Priority.LOW), lane(Priority.HIGH, demand="echo/cpu/")
    load = Load(Counter({cpu.id: 4, other.id: 4}), Counter(), Counter())
    expected = {short.demand: 0.001, long.demand: LONG_S}
    chosen = Planner(
        lanes={long: heads(1, rank_s=-10), short: heads(99)},
        fleet=fleet(cpu, other),
        load=load,
        shares=Shares(),
        expected_s=lambda demand: expected[demand],
        rules=RULES,
    ).plan()
    assert {each.worker_id for each in chosen} == {other.id}


def test_the_spare_slot_is_not_for_a_tenant_that_is_ahead_of_one_that_waits() -> None:
    shares = Shares()
    shares.enter([TENANT, RIVAL])
    shares.settle(TENANT, 0.0, 1000.0, {})
    full = worker(2)
    load = Load(Counter({full.id: 2}), Counter(), Counter())
    waiting = {lane(Priority.CRITICAL, TENANT): heads(9), lane(Priority.LOW, RIVAL): heads(1)}
    assert plan(waiting, fleet(full), load=load, shares=shares) == []


class Counted(Counter[UUID]):
    """Loads that count how often they are looked up."""

    looks = 0

    def __getitem__(self, key: UUID) -> int:
        self.looks += 1
        return super().__getitem__(key)


def test_full_workers_are_asked_once_however_many_lanes_wait_for_them() -> None:
    crew = [worker() for _ in range(20)]
    load = Counted({each.id: 4 for each in crew})
    lanes = {lane(tenant=uuid7()): heads() for _ in range(500)}
    assert plan(lanes, fleet(*crew), load=Load(load, Counter(), Counter())) == []
    assert load.looks == len(crew)
