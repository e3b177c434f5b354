"""Which worker a task goes to, and how long it is held for one that has its model loaded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from orchestration.ids import uuid7
from tasks.dispatcher.affinity import Holds
from tasks.dispatcher.fleet import WorkerFacts
from tasks.dispatcher.line import Head, Lane
from tasks.dispatcher.plan import Chosen, Load, Planner
from tasks.dispatcher.shares import Shares
from tasks.lifecycle import Priority
from tests.unit.test_plan import LONG_S, RULES, TENANT, fleet, gpu, heads, lane

ALPHA, BETA = "chat/gpu/alpha", "chat/gpu/beta"
BOTH = frozenset({"alpha", "beta"})
BOUND_S = 2.0


class Clock:
    """Seconds that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def holds(clock: Clock) -> Holds:
    return Holds(BOUND_S, clock)


def card(*resident: str, slots: int = 1) -> WorkerFacts:
    """Return a worker that holds both models and has some of them loaded."""
    return gpu(held=BOTH, resident=frozenset(resident), slots=slots)


def busy(*workers: WorkerFacts, by_model: Mapping[tuple[UUID, str], int] | None = None) -> Load:
    load = Counter({worker.id: worker.slots for worker in workers})
    return Load(load, Counter(), Counter(), Counter(by_model or {}))


def plan(
    lanes: Mapping[Lane, Sequence[Head]],
    workers: Sequence[WorkerFacts],
    load: Load,
    holds: Holds,
) -> list[Chosen]:
    return Planner(
        lanes=lanes,
        fleet=fleet(*workers),
        load=load,
        shares=Shares(),
        expected_s=lambda _: LONG_S,
        rules=RULES,
        holds=holds,
    ).plan()


def places(chosen: Sequence[Chosen]) -> list[tuple[str, UUID]]:
    return [(each.lane.demand, each.worker_id) for each in chosen]


def test_a_task_waits_for_the_worker_that_has_its_model_for_the_bound_and_no_longer(
    clock: Clock, holds: Holds
) -> None:
    loaded, cold = card("alpha"), card()
    waiting = {lane(demand=ALPHA): heads(1)}
    assert plan(waiting, [loaded, cold], busy(loaded), holds) == []
    clock.now += BOUND_S - 0.01
    assert plan(waiting, [loaded, cold], busy(loaded), holds) == []
    clock.now += 0.01
    assert places(plan(waiting, [loaded, cold], busy(loaded), holds)) == [(ALPHA, cold.id)]


def test_a_slot_that_comes_free_in_time_is_taken(clock: Clock, holds: Holds) -> None:
    loaded, cold = card("alpha"), card()
    waiting = {lane(demand=ALPHA): heads(1)}
    assert plan(waiting, [loaded, cold], busy(loaded), holds) == []
    clock.now += 1
    assert places(plan(waiting, [loaded, cold], busy(), holds)) == [(ALPHA, loaded.id)]


def test_a_model_that_is_loaded_nowhere_is_waited_for_by_nobody(holds: Holds) -> None:
    cold = card()
    chosen = plan({lane(demand=ALPHA): heads(1)}, [cold, card("beta")], busy(), holds)
    assert len(chosen) == 1


def test_a_task_that_needs_no_model_is_never_held(holds: Holds) -> None:
    full, free = card("alpha"), card()
    assert len(plan({lane(): heads(1)}, [full, free], busy(full), holds)) == 1


def test_critical_is_never_held(holds: Holds) -> None:
    loaded, cold = card("alpha"), card()
    load = busy(loaded)
    load.by_worker[loaded.id] += RULES.spare_slots
    waiting = {lane(Priority.CRITICAL, demand=ALPHA): heads(1)}
    assert places(plan(waiting, [loaded, cold], load, holds)) == [(ALPHA, cold.id)]


def test_others_pass_a_held_task_at_the_workers_that_it_does_not_wait_for(holds: Holds) -> None:
    loaded, other = card("alpha"), card("beta")
    waiting = {
        lane(Priority.HIGH, demand=ALPHA): heads(2, rank_s=-10),
        lane(Priority.LOW, demand=BETA): heads(1),
    }
    assert places(plan(waiting, [loaded, other], busy(loaded), holds)) == [(BETA, other.id)]


def test_after_its_time_a_task_is_first_everywhere_whatever_streams_behind_it(
    clock: Clock, holds: Holds
) -> None:
    """Tasks of the loaded model come without end; the older one of another model is not passed."""
    loaded, other = card("alpha"), card("beta")
    held = lane(demand=ALPHA)
    waiting = {held: heads(1, rank_s=-10), lane(tenant=uuid7(), demand=BETA): heads(50)}
    assert [each.lane.demand for each in plan(waiting, [loaded, other], busy(loaded), holds)] == [
        BETA
    ]
    clock.now += BOUND_S
    assert plan(waiting, [loaded, other], busy(loaded, other), holds) == []
    first = plan(waiting, [loaded, other], busy(loaded), holds)[0]
    assert (first.lane, first.worker_id) == (held, other.id)


@pytest.mark.parametrize("level", [Priority.NORMAL, Priority.URGENT])
def test_a_stream_for_the_loaded_model_does_not_starve_another_model(
    level: Priority, holds: Holds
) -> None:
    """One worker, one slot: what goes next is decided by rank, not by what is loaded."""
    only = card("alpha")
    waiting = {
        lane(demand=ALPHA): heads(50, rank_s=1),
        lane(level, demand=BETA): heads(1, rank_s=0),
    }
    assert places(plan(waiting, [only], busy(), holds)) == [(BETA, only.id)]


def test_nobody_behind_a_held_task_takes_the_slot_that_it_waits_for(holds: Holds) -> None:
    """Short tasks may queue at a full worker; a stream of them must not keep the held one out."""
    loaded, cold = card("alpha"), card()
    short = lane(tenant=uuid7(), demand="echo/any/")
    expected = {ALPHA: LONG_S, short.demand: 0.001}
    chosen = Planner(
        lanes={lane(demand=ALPHA): heads(1, rank_s=-10), short: heads(9)},
        fleet=fleet(loaded, cold),
        load=busy(loaded),
        shares=Shares(),
        expected_s=lambda demand: expected[demand],
        rules=RULES,
        holds=holds,
    ).plan()
    assert {each.worker_id for each in chosen} == {cold.id}


def test_where_a_task_of_the_model_is_on_its_way_the_next_one_follows_at_once(
    clock: Clock, holds: Holds
) -> None:
    """What a worker loads just now is known before its next heartbeat says so."""
    loaded, loading = card("alpha"), card(slots=4)
    load = busy(loaded, by_model={(loading.id, "alpha"): 1})
    chosen = plan({lane(demand=ALPHA): heads(2)}, [loaded, loading], load, holds)
    assert places(chosen) == [(ALPHA, loading.id)] * 2


def test_once_the_first_has_gone_elsewhere_the_others_need_not_wait_for_their_own_time(
    clock: Clock, holds: Holds
) -> None:
    loaded, cold = card("alpha"), card(slots=4)
    waiting = {lane(demand=ALPHA): heads(3), lane(tenant=uuid7(), demand=ALPHA): heads(1)}
    assert plan(waiting, [loaded, cold], busy(loaded), holds) == []
    clock.now += BOUND_S
    assert places(plan(waiting, [loaded, cold], busy(loaded), holds)) == [(ALPHA, cold.id)] * 4


def test_a_bound_of_zero_holds_nothing_back() -> None:
    loaded, cold = card("alpha"), card()
    chosen = plan({lane(demand=ALPHA): heads(1)}, [loaded, cold], busy(loaded), Holds(0.0))
    assert places(chosen) == [(ALPHA, cold.id)]


def test_what_no_longer_waits_is_forgotten(clock: Clock, holds: Holds) -> None:
    loaded, cold = card("alpha"), card()
    plan({lane(demand=ALPHA): heads(1)}, [loaded, cold], busy(loaded), holds)
    assert len(holds) == 1
    plan({lane(demand=ALPHA): heads(1)}, [loaded, cold], busy(), holds)
    plan({}, [loaded, cold], busy(), holds)
    assert len(holds) == 0


def test_workers_are_looked_at_once_however_many_lanes_are_held(holds: Holds) -> None:
    crew = [card("alpha") for _ in range(20)]
    cold = card()
    lanes = {lane(tenant=uuid7(), demand=ALPHA): heads() for _ in range(500)}
    load = busy(*crew)
    looks = _Looks()
    load.by_model = looks
    assert plan(lanes, [*crew, cold], load, holds) == []
    assert looks.count < 5 * len(crew)


class _Looks(Counter[tuple[UUID, str]]):
    """Counts how often it is asked."""

    count = 0

    def __getitem__(self, where: tuple[UUID, str]) -> int:
        self.count += 1
        return super().__getitem__(where)


def test_the_tenant_of_a_held_task_is_not_charged(holds: Holds) -> None:
    loaded, cold = card("alpha"), card()
    shares = Shares()
    Planner(
        lanes={lane(demand=ALPHA): heads(1)},
        fleet=fleet(loaded, cold),
        load=busy(loaded),
        shares=shares,
        expected_s=lambda _: LONG_S,
        rules=RULES,
        holds=holds,
    ).plan()
    assert shares.clock(TENANT) == 0
