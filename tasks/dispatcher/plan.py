"""Which tasks go to which workers next; pure.

Order: the tenants within their share come first. Among their heads CRITICAL goes first, then the
smallest rank, which holds the age and the level's head start. Of several tenants with heads at a
level, the one that has used least stands for the level.

A worker's broker queue serves the higher level first, too. A task that goes before waiting ones of
a higher level, because it is old or its tenant has used less, is therefore sent at their level;
otherwise they would overtake it there, again and again.

Where a task goes: to a worker that has its model loaded, or will have because a task of that model
is on its way there; else to the one with most room. While those that have it are full, the task may
be held back for them (see `affinity`), and others pass it, at other workers only. Which task goes
next is never decided by what is loaded.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace
from typing import NamedTuple
from uuid import UUID

from tasks.dispatcher.affinity import Holds
from tasks.dispatcher.fleet import Fleet, WorkerFacts
from tasks.dispatcher.line import Head, Lane
from tasks.dispatcher.shares import Shares
from tasks.lifecycle import Priority
from tasks.queues import model_of

_WINDOW_SLOTS = 4
"""A worker's broker queue holds at most this many times its slots."""
_SHORTEST_S = 1e-6
_ROUNDING_S = 1e-9
"""Sums of floating-point seconds may fall this short of a whole round."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task and the worker it goes to."""

    lane: Lane
    head: Head
    worker_id: UUID
    level: int
    """The level at which it is sent: its own, or that of waiting tasks that it goes before."""
    charge: float
    """What its tenant's clock was charged for it."""


@dataclass(slots=True)
class Load:
    """How many tasks are in flight, by worker, queue and tenant; `plan` counts on."""

    by_worker: Counter[UUID]
    by_queue: Counter[str]
    by_tenant: Counter[UUID]
    by_model: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    """By worker and model: where a task of a model is, the model is loaded or will be."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of the plan."""

    spare_slots: int
    window_s: float
    most: int


class _Place(NamedTuple):
    """A lane's head in the line of its level; ordered by the tenant's clock, then by rank."""

    clock: float
    head: Head
    lane: Lane


def _order(place: _Place) -> tuple[bool, Head]:
    """Order the leaders of the levels: CRITICAL first, then by rank."""
    return place.lane.priority != Priority.CRITICAL, place.head


class Planner:
    """One round of planning over a picture of lanes, fleet and load."""

    def __init__(
        self,
        *,
        lanes: Mapping[Lane, Sequence[Head]],
        fleet: Fleet,
        load: Load,
        shares: Shares,
        expected_s: Callable[[str], float],
        rules: Rules,
        holds: Holds | None = None,
    ) -> None:
        self._heads = {
            lane: iter(heads) for lane, heads in lanes.items() if lane.queue not in fleet.paused
        }
        self._fleet = fleet
        self._load = load
        self._shares = shares
        self._expected_s = expected_s
        self._rules = rules
        self._holds = Holds(0.0) if holds is None else holds
        self._holds.keep(lanes)
        self._able = {
            demand: [w for w in fleet.workers if w.can_run(demand)]
            for demand in {lane.demand for lane in lanes}
        }
        self._able_ids = {demand: {w.id for w in able} for demand, able in self._able.items()}
        self._closed: set[UUID] = set()
        self._full: set[str] = set()
        """Demands for which all able workers are closed."""
        self._held: set[str] = set()
        """Demands of which a task is held back: those that have their model loaded are full."""
        self._places: dict[tuple[str, bool], list[tuple[WorkerFacts, int]]] = {}
        self._levels: dict[int, list[_Place]] = {level: [] for level in sorted(Priority)[::-1]}
        self._demands: Counter[tuple[int, str]] = Counter()

    def plan(self) -> list[Chosen]:
        """Return what to dispatch, in order; charges the tenants for it.

        Costs a logarithm of the number of lanes for each task.
        """
        self._shares.enter({lane.tenant_id for lane in self._heads if self._able[lane.demand]})
        for lane in self._heads:
            if self._able[lane.demand]:
                self._demands[lane.priority, lane.demand] += 1
                self._stand(lane, next(self._heads[lane]))
        chosen: list[Chosen] = []
        while len(chosen) < self._rules.most and (place := self._first()) is not None:
            if place.lane.demand in self._held and self._may_wait(place):
                self._leave(place.lane)
                continue
            worker = self._worker_for(place.lane)
            if worker is None:
                self._close(place.lane)
            elif self._waits_for_another(place, worker):
                self._hold(place.lane)
            else:
                chosen.append(self._take(place, worker, self._level(worker)))
        return chosen

    def _stand(self, lane: Lane, head: Head) -> None:
        """Put a lane's head into its level's line, which is ordered by what tenants have used."""
        heappush(
            self._levels[lane.priority], _Place(self._shares.clock(lane.tenant_id), head, lane)
        )

    def _leave(self, lane: Lane) -> None:
        """Take a lane, which stands first, out of its level's line."""
        heappop(self._levels[lane.priority])
        self._demands[lane.priority, lane.demand] -= 1

    def _close(self, lane: Lane) -> None:
        """Leave a lane that finds no room, and the workers that it waits for to nobody behind it:
        what may use a spare slot, or is short and may queue at a worker, would fill it for ever."""
        self._leave(lane)
        if lane.demand not in self._full:
            self._full.add(lane.demand)
            self._closed |= self._able_ids[lane.demand]

    def _may_wait(self, place: _Place) -> bool:
        """Return whether a head may be held back for affinity; CRITICAL never is."""
        lane, head = place.lane, place.head
        return lane.priority != Priority.CRITICAL and self._holds.may_wait(lane, head.task_id)

    def _waits_for_another(self, place: _Place, worker: WorkerFacts) -> bool:
        """Return whether a head waits for a worker that has its model rather than go to one that
        would have to load it."""
        demand = place.lane.demand
        return (
            not self._is_warm(worker, demand)
            and any(self._is_warm(each, demand) for each in self._able[demand])
            and self._may_wait(place)
        )

    def _hold(self, lane: Lane) -> None:
        """Let a lane wait for the workers that have its model, and leave those to nobody behind
        it; the others are free for whoever comes next."""
        self._leave(lane)
        self._held.add(lane.demand)
        self._closed |= {w.id for w in self._able[lane.demand] if self._is_warm(w, lane.demand)}

    def _is_warm(self, worker: WorkerFacts, demand: str) -> bool:
        on_its_way = self._load.by_model[worker.id, model_of(demand)]
        return on_its_way > 0 or worker.has_loaded(demand)

    def _level(self, worker: WorkerFacts) -> int:
        """Return the highest level at which something waits that a worker serves."""
        return max(
            level
            for (level, demand), lanes in self._demands.items()
            if lanes and worker.id in self._able_ids[demand]
        )

    def _first(self) -> _Place | None:
        """Return the head that goes next, of the level's leaders within their share if any is."""
        leaders = [place for level in self._levels if (place := self._leader(level)) is not None]
        if not leaders:
            return None
        last = min(place.clock for place in leaders)
        within = [
            place
            for place in leaders
            if place.clock - last + _ROUNDING_S < self._round_s(place.lane.demand)
        ]
        return min(within or leaders, key=_order)

    def _leader(self, level: int) -> _Place | None:
        """Return the level's open head whose tenant has used least.

        Clocks only run forward while planning, so that a place with an old clock comes up too
        early, never too late, and is put where it belongs when it does.
        """
        line = self._levels[level]
        while line:
            place = line[0]
            clock = self._shares.clock(place.lane.tenant_id)
            if clock > place.clock:
                heapreplace(line, _Place(clock, place.head, place.lane))
            elif not self._is_open(place.lane):
                self._leave(place.lane)
            else:
                return place
        return None

    def _round_s(self, demand: str) -> float:
        """Return the seconds that a tenant may be ahead: each slot it can use, used once."""
        slots = sum(worker.slots for worker in self._able[demand])
        return slots * max(self._expected_s(demand), _SHORTEST_S)

    def _is_open(self, lane: Lane) -> bool:
        queue_limit = self._fleet.queue_limits.get(lane.queue)
        tenant_limit = self._fleet.tenant_limits.get(lane.tenant_id)
        return (queue_limit is None or self._load.by_queue[lane.queue] < queue_limit) and (
            tenant_limit is None or self._load.by_tenant[lane.tenant_id] < tenant_limit
        )

    def _worker_for(self, lane: Lane) -> WorkerFacts | None:
        if lane.demand in self._full:
            return None
        load, closed = self._load.by_worker, self._closed
        free = [
            (room, worker)
            for worker, places in self._places_for(lane)
            if (room := places - load[worker.id]) > 0 and worker.id not in closed
        ]
        if not free:
            return None
        return max(
            free, key=lambda pair: (self._is_warm(pair[1], lane.demand), pair[0], pair[1].id)
        )[1]

    def _places_for(self, lane: Lane) -> list[tuple[WorkerFacts, int]]:
        """Return how many tasks each able worker may hold, counted once for all that ask alike."""
        asks = lane.demand, lane.priority == Priority.CRITICAL
        if asks not in self._places:
            expected_s = self._expected_s(lane.demand)
            self._places[asks] = [
                (worker, self._most_at(worker, expected_s, critical=asks[1]))
                for worker in self._able[lane.demand]
            ]
        return self._places[asks]

    def _most_at(self, worker: WorkerFacts, expected_s: float, *, critical: bool) -> int:
        places = worker.slots
        if expected_s <= self._rules.window_s:
            waiting = int(self._rules.window_s / max(expected_s, _SHORTEST_S) * worker.slots)
            places += min(waiting, _WINDOW_SLOTS * worker.slots)
        return places + (self._rules.spare_slots if critical else 0)

    def _take(self, place: _Place, worker: WorkerFacts, level: int) -> Chosen:
        lane, head = place.lane, place.head
        following = next(self._heads[lane], None)
        expected_s = self._expected_s(lane.demand)
        charge = self._shares.charge(lane.tenant_id, expected_s, self._fleet.weights)
        if following is None:
            self._leave(lane)
        else:
            clock = self._shares.clock(lane.tenant_id)
            heapreplace(self._levels[lane.priority], _Place(clock, following, lane))
        self._load.by_worker[worker.id] += 1
        self._load.by_queue[lane.queue] += 1
        self._load.by_tenant[lane.tenant_id] += 1
        self._load.by_model[worker.id, model_of(lane.demand)] += 1
        self._held.discard(lane.demand)
        return Chosen(lane, head, worker.id, level, charge)
