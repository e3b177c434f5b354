"""Hypothesis drives lifecycle and services in orders that nobody would think of.

A dispatcher and two workers are played step by step: dispatches from stale pictures, messages that
come twice, late or to the wrong worker, workers that die, freeze and go on, leases that end, users
who cancel and retry. After each step the whole database is compared with the step before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from uuid import UUID

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from orchestration.errors import UserError
from orchestration.execution import Failed, RetryLater, RunOutcome, Stopped, execute
from orchestration.ids import uuid7
from orchestration.sections.tasks import Leases
from tasks import sql, transitions
from tasks.dispatcher import sweeper
from tasks.lifecycle import TERMINAL, Actor, Priority
from tasks.services import control, workers
from tasks.services.finishing import finish
from tasks.services.submission import SubmitRequest, Submitter, submit
from tasks.transitions import Assignment, Claim
from tasks.worker import inputs
from tasks.worker.settle import Settler
from tests.factories import ERROR, make_leader, make_tenant, make_worker
from tests.integration import snapshot
from tests.integration.plays import CALM, child, parent

Item = TypeVar("Item")

_FAR: Final = "1 day"
_LEASE_S: Final = 3600.0
_EXAMPLES: Final = 200
_STEPS: Final = 40
_ROUNDS: Final = 50
"""How many rounds of work all tasks may take to end once nothing goes wrong any more."""

_DUTIES: Final = (
    sweeper.take_back_unclaimed,
    sweeper.take_back_lost,
    sweeper.expire,
    sweeper.time_out,
    sweeper.drop_hung,
    sweeper.bury_workers,
    sweeper.promote_due,
)
_QUEUED: Final = "SELECT id, epoch FROM tasks_task WHERE state = 'queued' ORDER BY id"
_OTHER_ENDS: Final[list[RunOutcome]] = [
    Failed(ERROR, retryable=True),
    Failed(ERROR, retryable=False),
    Failed(ERROR, retryable=True, crashed=True),
    RetryLater(0.5, "busy"),
    Stopped("cancelled"),
    Stopped("shutdown"),
    Stopped("timeout"),
    Stopped("lease_lost"),
]
_CLOCKS: Final = {
    "scheduled_for": "state = 'scheduled'",
    "lease_until": "lease_until IS NOT NULL",
    "attempt_deadline": "attempt_deadline IS NOT NULL",
    "deadline": "finished_at IS NULL",
    "cancel_requested_at": "cancel_requested_at IS NOT NULL",
}


LEAVES = st.sampled_from([
    child("ledger", {"rows": [{"n": 1}]}),
    child("echo", {"text": "hello"}),
    child("fail", {"times": 1}),
    child("fail", {"retryable": False}),
])  # fmt: skip
BODIES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        parent, st.lists(inner, min_size=1, max_size=3), st.sampled_from(["resume", "fail"])
    ),
    max_leaves=5,
)
SOME: Final = st.integers(min_value=0, max_value=11)
"""Which of several: counted round and round."""
ONE: Final = st.sampled_from([0, 0, 0, 1, 2, 3])
"""The same, but often the first: a worker that meets its own past is where it gets interesting."""


@dataclass(eq=False)
class Hand:
    """A worker as the machine plays it: one incarnation and what it believes to hold."""

    id: UUID
    name: str
    claims: list[Claim] = field(default_factory=list)

    @property
    def settler(self) -> Settler:
        """What turns its outcomes into finishes."""
        return Settler(self.id, f"worker:{self.name}")


class Machine(RuleBasedStateMachine):
    """The system and everybody who acts on it."""

    @initialize(bodies=st.lists(BODIES, max_size=3))
    def begin(self, bodies: list[dict[str, Any]]) -> None:
        """An empty database with a leader, a tenant, two workers and some first tasks."""
        sql.execute("TRUNCATE tasks_task, tasks_worker, tasks_idempotencykey CASCADE")
        self.term = make_leader().term
        self.by = Submitter(tenant_id=make_tenant().pk, actor="key:test", diagnostics=True)
        self.hands = [self._hire(), self._hire()]
        self.gone: list[Hand] = []
        self.messages: list[tuple[UUID, int]] = []
        self.pictures: list[tuple[UUID, int]] = []
        self.keys: dict[str, tuple[dict[str, Any], UUID]] = {}
        self.last: snapshot.Snapshot = {}
        for body in bodies:
            self._submit(body)

    def _hire(self) -> Hand:
        worker = make_worker()
        _touch(worker.pk, silent=False)
        return Hand(worker.pk, worker.name)

    # --- Users -------------------------------------------------------------------------------

    @rule(
        body=BODIES,
        attempts=st.integers(1, 3),
        level=st.sampled_from(Priority),
        later=st.booleans(),
        hasty=st.booleans(),
    )
    def submit(
        self, body: dict[str, Any], attempts: int, level: Priority, later: bool, hasty: bool
    ) -> None:
        """Somebody submits a task, perhaps for later, perhaps with a deadline."""
        task = self._submit(body, max_attempts=attempts, priority=level)
        if later:
            query = """UPDATE tasks_task SET state = 'scheduled', scheduled_for = now() + %s
                        WHERE id = %s"""
            sql.execute(query.replace("%s", "%s::interval", 1), [_FAR, task])
        if hasty:
            query = "UPDATE tasks_task SET deadline = now() + %s::interval WHERE id = %s"
            sql.execute(query, [_FAR, task])

    def _submit(self, body: dict[str, Any], **fields: Any) -> UUID:
        request = SubmitRequest(kind=body["kind"], input=body["input"], **fields)
        return submit(request, self.by).task_id

    @precondition(lambda self: self.last)
    @rule(which=SOME)
    def cancel(self, which: int) -> None:
        """Somebody cancels a task in whatever state it is."""
        row = self._pick_task(which)
        try:
            after = control.cancel(row.id, tenant_id=self.by.tenant_id, by="key:test")
        except UserError:
            assert row.state in TERMINAL, row
        else:
            assert after in ("cancelled", "running"), after

    @precondition(lambda self: self.last)
    @rule(
        deed=st.sampled_from(["submit under a key", "retry", "reprioritise", "renew", "usurp"]),
        which=SOME,
        body=LEAVES,
    )
    def act_aside(self, deed: str, which: int, body: dict[str, Any]) -> None:
        """Somebody does what should change nothing, or make a new task."""
        if deed == "submit under a key":
            self._submit_under_a_key("ab"[which % 2], body)
        elif deed == "retry":
            self._retry(self._pick_task(which))
        elif deed == "reprioritise":
            self._reprioritise(self._pick_task(which), _pick([*Priority], which))
        elif deed == "renew":
            self._renew(_pick(self.everybody, which))
        else:
            self._usurp()

    def _submit_under_a_key(self, key: str, body: dict[str, Any]) -> None:
        """The same key gives the same task, or a conflict when it asks for something else."""
        before = self.keys.get(key)
        if before is not None and before[0] != body:
            with pytest.raises(UserError):
                self._submit(body, idempotency_key=key)
            return
        task = self._submit(body, idempotency_key=key)
        assert before is None or before[1] == task
        self.keys[key] = (body, task)

    def _retry(self, row: snapshot.Row) -> None:
        """A new task; the old one stays as it is."""
        try:
            control.retry(row.id, tenant_id=self.by.tenant_id, by=self.by)
        except UserError:
            assert row.state not in TERMINAL - {"succeeded"}, row

    def _reprioritise(self, row: snapshot.Row, level: Priority) -> None:
        try:
            control.reprioritise(row.id, level, tenant_id=self.by.tenant_id, by=self.by)
        except UserError:
            assert row.state not in ("queued", "scheduled", "waiting"), row

    def _renew(self, hand: Hand) -> None:
        """A worker renews whatever it believes to hold; it keeps only what runs."""
        ids = [claim.task_id for claim in hand.claims]
        kept = transitions.renew(ids, worker_id=hand.id, lease_s=_LEASE_S)
        assert kept <= {row.id for row in self.last.values() if row.state == "running"}

    def _usurp(self) -> None:
        """Whoever lost the lead dispatches nothing."""
        chosen = [Assignment(*head, self.hands[0].id) for head in _queued()]
        assert transitions.dispatch(chosen, term=self.term - 1, claim_s=_LEASE_S) == []

    # --- The dispatcher ----------------------------------------------------------------------

    @rule(which=SOME, hand=ONE)
    def dispatch_from_a_picture(self, which: int, hand: int) -> None:
        """One task goes to a worker; the picture of the line may be an old one."""
        self.pictures += _queued()
        if self.pictures:
            task, epoch = _pick(self.pictures[::-1], which)
            self._dispatch([(task, epoch)], _pick(self.hands, hand))

    @rule(hand=ONE)
    def dispatch_everything(self, hand: int) -> None:
        """Whatever is queued goes to one worker, and arrives."""
        self._dispatch_and_deliver(_pick(self.hands, hand))

    def _dispatch_and_deliver(self, hand: Hand) -> None:
        given = self._dispatch(_queued(), hand)
        self.all_is_well()
        self._claim(hand, given)

    def _dispatch(self, heads: Sequence[tuple[UUID, int]], hand: Hand) -> list[tuple[UUID, int]]:
        chosen = [Assignment(task, epoch, hand.id) for task, epoch in heads]
        given = transitions.dispatch(chosen, term=self.term, claim_s=_LEASE_S)
        self.messages += given
        return given

    @rule()
    def go_on(self) -> None:
        """For a moment nothing goes wrong: what is queued runs."""
        self._dispatch_and_deliver(self.hands[0])
        self.all_is_well()
        self._finish(self.hands[0], range(len(self.hands[0].claims)))

    @rule()
    def lose_everything(self) -> None:
        """All leases and all pauses end."""
        self._let_all_pass()

    def _let_all_pass(self) -> None:
        for row in self.last.values():
            if row.state not in TERMINAL:
                for clock in ("scheduled_for", "lease_until"):
                    _run_out(clock, row.id)
        for duty in _DUTIES:
            duty()
            self.all_is_well()

    @rule(duty=st.sampled_from(_DUTIES))
    def sweep(self, duty: Any) -> None:
        """The leader cleans up."""
        duty()

    @precondition(lambda self: self.last)
    @rule(which=SOME, clock=st.sampled_from(sorted(_CLOCKS)))
    def let_time_pass(self, which: int, clock: str) -> None:
        """One of a task's clocks runs out."""
        _run_out(clock, self._pick_task(which).id)

    # --- Workers -----------------------------------------------------------------------------

    @precondition(lambda self: self.messages)
    @rule(which=SOME, hand=ONE, everything=st.booleans())
    def deliver(self, which: int, hand: int, everything: bool) -> None:
        """A message reaches a worker: the right one or not, for the first time or again; or all
        messages there ever were do, in one group."""
        some = self.messages if everything else [_pick(self.messages[::-1], which)]
        self._claim(_pick(self.hands, hand), some)

    def _claim(self, hand: Hand, messages: Sequence[tuple[UUID, int]]) -> None:
        wanted = [(task, epoch, uuid7()) for task, epoch in set(messages)]
        hand.claims += transitions.claim(
            wanted, worker_id=hand.id, by=f"worker:{hand.name}", lease_s=_LEASE_S
        )

    @precondition(lambda self: self.busy)
    @rule(which=SOME, hand=ONE)
    def work(self, which: int, hand: int) -> None:
        """A worker runs a task that it once claimed and commits, perhaps for the second time."""
        self._finish(_pick(self.busy, hand), [which])

    @precondition(lambda self: self.busy)
    @rule(hand=ONE)
    def work_on_everything(self, hand: int) -> None:
        """A worker commits in one group whatever it ever claimed."""
        one = _pick(self.busy, hand)
        self._finish(one, range(len(one.claims)))

    @precondition(lambda self: self.busy)
    @rule(which=SOME, hand=ONE, outcome=st.sampled_from(_OTHER_ENDS))
    def end_otherwise(self, which: int, hand: int, outcome: RunOutcome) -> None:
        """An attempt ends in another way."""
        self._finish(_pick(self.busy, hand), [which], outcome)

    def _finish(self, hand: Hand, which: Sequence[int], outcome: RunOutcome | None = None) -> None:
        claims = [_pick(hand.claims, each) for each in which]
        found = [
            hand.settler.settle(claim, outcome or execute(inputs.run_input(claim), CALM))
            for claim in claims
        ]
        finish([each for each in found if each is not None])

    @rule(hand=ONE, how=st.sampled_from(["dead", "stopped", "silent"]))
    def replace(self, hand: int, how: str) -> None:
        """A worker is over: found dead by its successor, by its own word, or not heard of any
        more. Its threads may go on."""
        worker = _pick(self.hands, hand)
        self.hands[self.hands.index(worker)] = self._hire()
        self.gone.append(worker)
        if how == "silent":
            _touch(worker.id, silent=True)
            return
        lost = how == "dead"
        workers.end([worker.id], state=how)
        workers.give_back(
            [worker.id], actor=Actor.SWEEPER if lost else Actor.WORKER, by="worker:next", lost=lost
        )

    @property
    def everybody(self) -> list[Hand]:
        """All workers that ever were."""
        return [*self.hands, *self.gone]

    @property
    def busy(self) -> list[Hand]:
        """Those who believe to hold something."""
        return [hand for hand in self.everybody if hand.claims]

    # --- What must hold ----------------------------------------------------------------------

    @invariant()
    def all_is_well(self) -> None:
        """Nothing moved as it must not, and all counts agree."""
        rows = snapshot.read()
        snapshot.compare(self.last, rows)
        snapshot.check(rows)
        self.last = rows

    def _pick_task(self, which: int) -> snapshot.Row:
        return _pick([self.last[i] for i in sorted(self.last)], which)

    def teardown(self) -> None:
        """Once nothing goes wrong any more, every task ends."""
        for _ in range(_ROUNDS):
            if all(row.state in TERMINAL for row in self.last.values()):
                return
            self._calm_round()
            self.all_is_well()
        raise AssertionError(f"not ended: {[r for r in self.last.values() if r.ends == 0]}")

    def _calm_round(self) -> None:
        hand = self.hands[0]
        self._let_all_pass()
        hand.claims = []
        self._dispatch_and_deliver(hand)
        self.all_is_well()
        self._finish(hand, range(len(hand.claims)))


def _queued() -> list[tuple[UUID, int]]:
    return [(row[0], row[1]) for row in sql.fetch(_QUEUED)]


def _pick(items: Sequence[Item], which: int) -> Item:
    return items[which % len(items)]


def _touch(worker_id: UUID, *, silent: bool) -> None:
    """Let a worker have been seen just now and for a day to come, or not for a day."""
    sign = "-" if silent else "+"
    query = f"UPDATE tasks_worker SET seen_at = now() {sign} %s::interval WHERE id = %s"
    sql.execute(query, [_FAR, worker_id])


def _run_out(clock: str, task_id: UUID) -> None:
    sql.execute(
        f"UPDATE tasks_task SET {clock} = now() - interval '1 minute'"
        f" WHERE id = %s AND {clock} IS NOT NULL AND {_CLOCKS[clock]}",
        [task_id],
    )


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_no_order_of_steps_breaks_a_task_or_its_family(settings: LazySettings) -> None:
    brief = Leases(lease_s=0.02, heartbeat_s=0.01)
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"leases": brief})
    run_state_machine_as_test(Machine, settings=_settings())


def _settings() -> settings:
    return settings(
        max_examples=_EXAMPLES,
        stateful_step_count=_STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
