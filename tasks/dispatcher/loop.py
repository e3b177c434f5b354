"""The dispatcher's process: lead or stand by, and while leading read, plan, dispatch, sweep."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from orchestration.ids import uuid7
from tasks import transitions
from tasks.dispatcher import fleet as fleets
from tasks.dispatcher.affinity import Holds
from tasks.dispatcher.flights import Flight, Flights
from tasks.dispatcher.leadership import Leadership
from tasks.dispatcher.line import Line
from tasks.dispatcher.pace import Paces
from tasks.dispatcher.plan import Chosen, Load, Planner, Rules
from tasks.dispatcher.publisher import Parcel, Publisher, Sender
from tasks.dispatcher.shares import Shares
from tasks.dispatcher.sweeper import Duty, duties, scheduling
from tasks.lifecycle import Actor, State
from tasks.transitions import Assignment, Move
from tasks.wakeups import WAKE_CHANNEL

log = logging.getLogger(__name__)

_BUSY_POLL_S: Final = 0.05
_FLEET_S: Final = 0.2
_PACE_S: Final = 5.0
_DATABASE = (DatabaseError, InterfaceError)


class Leader:
    """The work of a dispatcher that leads, from taking over to losing the term.

    Args:
        term: the term it leads.
        sender: how messages reach workers.
    """

    def __init__(self, term: int, sender: Sender) -> None:
        self.term = term
        self._publisher = Publisher(sender, self._give_back)
        self._line = Line(settings.SWITCHYARD.dispatch.batch)
        self._flights = Flights()
        self._flights.load()
        self._paces = Paces()
        self._paces.load()
        self._shares = Shares()
        self._holds = Holds(settings.SWITCHYARD.dispatch.affinity_s)
        self._fleet = fleets.load(settings.SWITCHYARD.leases.lease_s)
        self._fleet_at = self._paces_at = time.monotonic()
        self._look_again_at = time.monotonic() + settings.SWITCHYARD.leases.leader_s

    def tick(self) -> bool:
        """Dispatch what can be; return whether there is reason to look again soon.

        Queries: one by primary key for what is in flight, one for the line, one to dispatch, and
        now and then three for the fleet.
        """
        self._land()
        if not self._publisher.is_up:
            return True
        self._refresh_fleet()
        lanes = self._line.read()
        planner = Planner(
            lanes=lanes,
            fleet=self._fleet,
            load=Load(
                self._flights.by_worker.copy(),
                self._flights.by_queue.copy(),
                self._flights.by_tenant.copy(),
                self._flights.by_model.copy(),
            ),
            shares=self._shares,
            expected_s=self._paces.expected_s,
            rules=_rules(),
            holds=self._holds,
        )
        chosen = planner.plan()
        self._dispatch(chosen)
        return bool(lanes) or len(self._flights) > 0 or not self._line.complete

    def _land(self) -> None:
        if time.monotonic() > self._look_again_at:
            self._flights.load()
            self._look_again_at = float("inf")
        for landed in self._flights.land():
            flight, run_s = landed.flight, landed.run_s
            if run_s is not None:
                self._paces.add(flight.demand, run_s)
            self._shares.settle(flight.tenant_id, flight.charge, run_s or 0.0, self._fleet.weights)
        if time.monotonic() - self._paces_at > _PACE_S:
            self._paces.store()
            self._paces_at = time.monotonic()

    def _refresh_fleet(self) -> None:
        if time.monotonic() - self._fleet_at > _FLEET_S or not self._fleet.workers:
            self._fleet = fleets.load(settings.SWITCHYARD.leases.lease_s)
            self._fleet_at = time.monotonic()

    def _dispatch(self, chosen: Sequence[Chosen]) -> None:
        if not chosen:
            return
        given = dict(
            transitions.dispatch(
                [Assignment(c.head.task_id, c.head.epoch, c.worker_id) for c in chosen],
                term=self.term,
                claim_s=settings.SWITCHYARD.leases.claim_s,
            )
        )
        parcels = []
        for each in chosen:
            self._line.passed(each.lane, each.head.rank_at)
            epoch = given.get(each.head.task_id)
            if epoch is None:
                self._shares.settle(each.lane.tenant_id, each.charge, 0.0, self._fleet.weights)
                continue
            before = self._flights.add(_flight(each, epoch))
            if before is not None:
                self._shares.settle(before.tenant_id, before.charge, 0.0, self._fleet.weights)
            parcels.append(Parcel(each.head.task_id, epoch, each.worker_id, each.level))
        self._publisher.publish(parcels)

    def _give_back(self, parcels: Sequence[Parcel]) -> None:
        """Queue what could not be sent; runs in the publisher's thread."""
        try:
            transitions.apply([
                Move(task_id=p.task_id, epoch=p.epoch, source=State.DISPATCHED,
                     target=State.QUEUED, actor=Actor.DISPATCHER, worker_id=p.worker_id, event="")
                for p in parcels
            ])  # fmt: skip
        except _DATABASE as error:
            log.warning("not given back; the sweeper will", extra={"error": str(error)})
        finally:
            connection.close()

    def close(self) -> None:
        """Send what is dispatched already and stop."""
        self._publisher.close()


def _rules() -> Rules:
    dispatch = settings.SWITCHYARD.dispatch
    return Rules(spare_slots=dispatch.spare_slots, window_s=dispatch.window_s, most=dispatch.batch)


def _flight(chosen: Chosen, epoch: int) -> Flight:
    lane = chosen.lane
    return Flight(
        task_id=chosen.head.task_id,
        epoch=epoch,
        worker_id=chosen.worker_id,
        tenant_id=lane.tenant_id,
        queue=lane.queue,
        demand=lane.demand,
        charge=chosen.charge,
    )


class Dispatcher:
    """A dispatcher's process: threads that dispatch, sweep, schedule and listen while it leads.

    Args:
        sender: how messages reach workers.
        name: shown as the leader's name.
        errands: what else a leader does, in a thread of its own.
    """

    def __init__(self, sender: Sender, name: str = "", errands: Sequence[Duty] = ()) -> None:
        self.leadership = Leadership(
            uuid7(), name or socket.gethostname(), settings.SWITCHYARD.leases.leader_s
        )
        self._sender = sender
        self._errands = errands
        self._stop = threading.Event()
        self._wake = threading.Event()

    def run(self) -> None:
        """Work until `stop` is called; a lost database is waited for."""
        helpers = [
            threading.Thread(target=self._guarded, args=[work], name=name, daemon=True)
            for name, work in (
                ("sweeper", partial(self._sweep, duties(self._sender.forget_all_but))),
                ("scheduler", partial(self._sweep, scheduling())),
                ("errands", partial(self._sweep, self._errands)),
                ("lead", self._keep_leading),
            )
        ]
        helpers.append(threading.Thread(target=self._listen, name="listener", daemon=True))
        for helper in helpers:
            helper.start()
        self._guarded(self._dispatch)
        for helper in helpers:
            helper.join(timeout=5)
        self._release()

    def stop(self) -> None:
        """End `run` soon; may be called from a signal handler."""
        self._stop.set()
        self._wake.set()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do `work` again after the database failed, until stopped."""
        while not self._stop.is_set():
            try:
                work()
            except _DATABASE as error:
                log.warning("database is away, trying again", extra={"error": str(error)})
                connection.close()
                self._stop.wait(0.5)
            except Exception:
                # This process must survive what nobody foresaw; the log tells what it was.
                log.exception("dispatcher thread failed, going on")
                self._stop.wait(0.5)
        connection.close()

    def _keep_leading(self) -> None:
        was: int | None = None
        try:
            while not self._stop.is_set():
                term = self.leadership.renew()
                if term != was:
                    log.info("leading" if term else "standing by", extra={"term": term})
                    was = term
                    self._wake.set()
                self._stop.wait(self.leadership.ttl_s / 3)
        finally:
            self.leadership.forget()

    def _dispatch(self) -> None:
        leader: Leader | None = None
        try:
            while not self._stop.is_set():
                term = self.leadership.term
                if leader is not None and leader.term != term:
                    leader.close()
                    leader = None
                if leader is None and term is not None:
                    leader = Leader(term, self._sender)
                self._wake.clear()
                busy = leader is not None and leader.tick()
                pause = _BUSY_POLL_S if busy else settings.SWITCHYARD.dispatch.poll_s
                self._wake.wait(pause)
        finally:
            if leader is not None:
                leader.close()

    def _sweep(self, todo: Sequence[Duty]) -> None:
        while not self._stop.wait(0.05):
            if self.leadership.term is None:
                continue
            now = time.monotonic()
            done = [self._performed(duty) for duty in todo if duty.due(now)]
            if any(done):
                self._wake.set()

    def _performed(self, duty: Duty) -> int:
        try:
            return duty.perform()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # The other duties must not wait for one that meets what nobody foresaw.
            log.exception("duty failed, going on", extra={"duty": duty.name})
            return 0

    def _listen(self) -> None:
        url = settings.SWITCHYARD.listen_url
        while not self._stop.is_set():
            try:
                with psycopg.connect(url, autocommit=True, connect_timeout=5) as listening:
                    listening.execute(f"LISTEN {WAKE_CHANNEL}")
                    while not self._stop.is_set():
                        for _ in listening.notifies(timeout=1.0, stop_after=1):
                            self._wake.set()
            except psycopg.Error as error:
                log.info("not listening; polling", extra={"error": str(error)})
                self._stop.wait(1.0)

    def _release(self) -> None:
        try:
            self.leadership.release()
        except _DATABASE as error:
            log.warning("lead not released; it expires", extra={"error": str(error)})
        finally:
            connection.close()
