"""Everybody acts at the same moment, on real connections; at every look all counts agree."""

import random
import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.conf import LazySettings
from django.db import connection

from orchestration.errors import UserError
from orchestration.execution import execute
from orchestration.ids import uuid7
from orchestration.sections.tasks import Leases
from tasks import sql, transitions
from tasks.dispatcher import sweeper
from tasks.models import Worker
from tasks.services import control
from tasks.services.finishing import finish
from tasks.services.submission import SubmitRequest, submit
from tasks.transitions import Assignment
from tasks.worker import inputs
from tasks.worker.settle import Settler
from tests.factories import make_leader, make_tenant, make_worker, submitter_of
from tests.integration import snapshot
from tests.integration.plays import CALM, child, parent

_LEAF: Final = child("ledger", {"rows": [{"n": 1}]})
_TREE: Final = parent(
    [
        parent([_LEAF, child("fail", {"times": 1})], "resume"),
        parent([_LEAF, _LEAF, child("fail", {"retryable": False})], "fail"),
        _LEAF,
    ],
    "resume",
)
_TREES: Final = 20
_CANCELLED: Final = 0.1
"""How often a task that the canceller looks at is cancelled."""

_QUEUED: Final = """
SELECT id, epoch FROM tasks_task WHERE state = 'queued' ORDER BY random() LIMIT 20
"""
_UNFINISHED: Final = """
SELECT id FROM tasks_task WHERE finished_at IS NULL ORDER BY random() LIMIT 3
"""
_RUN_OUT: Final = """
UPDATE tasks_task SET {clock} = now() - interval '1 second' WHERE id IN (
    SELECT id FROM tasks_task WHERE {which} ORDER BY random() LIMIT 3 FOR UPDATE SKIP LOCKED)
"""

Act = Callable[[random.Random], None]


@dataclass
class Stage:
    """Threads that repeat their acts until the end."""

    over: threading.Event = field(default_factory=threading.Event)
    errors: list[str] = field(default_factory=list)

    def enter(self, stack: ExitStack, act: Act, seed: int) -> None:
        """Let somebody act until the stack is left."""
        thread = threading.Thread(target=self._repeat, args=[act, random.Random(seed)])
        thread.start()
        stack.callback(thread.join)

    def _repeat(self, act: Act, dice: random.Random) -> None:
        try:
            while not self.over.is_set():
                act(dice)
        except Exception:
            self.errors.append(traceback.format_exc())
        finally:
            connection.close()


def working(hand: Worker, term: int) -> Act:
    """A worker that serves itself, and now and then commits what it committed before."""
    settler = Settler(hand.pk, f"worker:{hand.name}")

    def act(dice: random.Random) -> None:
        chosen = [Assignment(task, epoch, hand.pk) for task, epoch in sql.fetch(_QUEUED)]
        given = transitions.dispatch(chosen, term=term, claim_s=3600)
        wanted = [(task, epoch, uuid7()) for task, epoch in given]
        claims = transitions.claim(wanted, worker_id=hand.pk, by=settler.by, lease_s=3600)
        found = [settler.settle(each, execute(inputs.run_input(each), CALM)) for each in claims]
        finishes = [each for each in found if each is not None]
        finish(finishes)
        if dice.random() < 0.5:
            finish(finishes)

    return act


def cancelling(dice: random.Random) -> None:
    """Somebody who cancels now and then."""
    for (task,) in sql.fetch(_UNFINISHED):
        if dice.random() < _CANCELLED:
            try:
                control.cancel(task, tenant_id=None, by="user:test")
            except UserError:
                continue  # it has just ended


def sweeping(dice: random.Random) -> None:
    """A sweeper for whom leases end at random and pauses at once."""
    del dice
    sql.execute(_RUN_OUT.format(clock="lease_until", which="lease_until IS NOT NULL"))
    sql.execute(_RUN_OUT.format(clock="scheduled_for", which="state = 'scheduled'"))
    for duty in (
        sweeper.take_back_lost,
        sweeper.take_back_unclaimed,
        sweeper.drop_hung,
        sweeper.promote_due,
    ):
        duty()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_users_and_sweepers_at_once_lose_nothing_and_commit_nothing_twice(
    settings: LazySettings,
) -> None:
    brief = Leases(lease_s=0.02, heartbeat_s=0.01)
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"leases": brief})
    term, tenant, stage = make_leader().term, make_tenant(), Stage()
    request = SubmitRequest(kind=_TREE["kind"], input=_TREE["input"])
    for _ in range(_TREES):
        submit(request, submitter_of(tenant))
    acts: list[Any] = [working(make_worker(), term) for _ in range(4)]
    with ExitStack() as stack:
        for seed, act in enumerate([*acts, cancelling, sweeping, sweeping]):
            stage.enter(stack, act, seed)
        stack.callback(stage.over.set)
        while sql.fetch(_UNFINISHED) and not stage.errors:
            snapshot.check(snapshot.read())
    assert stage.errors == []
    snapshot.check(snapshot.read())
