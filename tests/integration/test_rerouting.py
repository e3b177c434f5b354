"""Tasks on their way outside whose tenant's policy changes: they go on at one of our own models, or
at another provider, and stay the same task."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import redis

from orchestration.access.records import Tenant
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.policies.reading import forget
from orchestration.policies.services import set_policy
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.asked import Policy
from orchestration.routing.decision import Decision
from tasks.dispatcher.sweeper import promote_due
from tasks.lifecycle import Actor, Priority, State
from tasks.models import Attempt, Task, TaskPayload, TaskRouting
from tasks.queues import OUTSIDE, demand_of
from tasks.selectors import pressure
from tasks.selectors.routing import get_routing
from tasks.services import control
from tasks.services.finishing import Finish, finish
from tasks.services.rerouting import Place
from tasks.transitions import Move
from tasks.worker.outside import OutsideDesk
from tests.factories import make_task, make_tenant, make_worker, submitter_of
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.integration.stage import Shop, configure, history, shop
from tests.outsiders import MODEL, SPECIALIST, catalogued

pytestmark = pytest.mark.django_db(transaction=True)

OURS = TINY_RANDOM.name
HELLO: Any = {"messages": [{"role": "user", "content": "Good morning"}], "max_tokens": 4}
LOCAL_ONLY, NOT_FIRST = Policy(local_only=True), Policy(denied_providers=frozenset({"first"}))
OUT_FIRST = "auto:external_first"
PLACE = Place(
    model=OURS, device="any", demand=demand_of("chat", OURS, "any"), queue="local",
    leaves={"external"}, decision=Decision("local_first", (), ()),
)  # fmt: skip


@pytest.fixture
def fakes(db: None, settings: Any) -> Iterator[list[FakeProvider]]:
    """Two providers, and a worker that holds a model of ours."""
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    forget()
    pressure.forget()
    with (
        redis.Redis.from_url(os.environ["REDIS_URL"]) as store,
        providers_aside(2) as made,
        catalogued(made, store),
    ):
        make_worker(held=(OURS,))
        yield made
    forget()
    pressure.forget()
    registry.forget()


@pytest.fixture
def worker(fakes: list[FakeProvider]) -> Iterator[Shop]:
    """A worker for calls of others."""
    outside = OutsideDesk(os.environ["REDIS_URL"])
    with shop(name="io", device=OUTSIDE, kinds=("chat", "embedding"), outside=outside) as made:
        yield made


def sent(tenant: Tenant, model: str = OUT_FIRST, **more: Any) -> Task:
    """Store a task that is on its way outside."""
    task = make_task(tenant, kind="chat", body=HELLO, model=model, **more)
    assert task.device == OUTSIDE
    return task


def bind(tenant: Tenant, policy: Policy) -> None:
    set_policy(tenant, policy, actor="user:ada")


def decided(task: Task) -> Decision:
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    return found.decision


def place_of(task: Task) -> tuple[str, str, str, str]:
    task.refresh_from_db()
    return task.model, task.device, task.demand, task.queue_id


@pytest.mark.native
def test_one_of_ours_goes_on_where_nobody_outside_may_be_asked(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    tenant = make_tenant()
    asked: Any = {"priority": Priority.HIGH, "idempotency_key": "once"}
    task = sent(tenant, **asked)
    bind(tenant, LOCAL_ONLY)

    assert worker.run(task.pk) == State.SCHEDULED
    moved = Task.objects.get(pk=task.pk)
    assert place_of(moved) == (OURS, "any", f"chat/any/{OURS}", "local")
    assert (moved.priority, moved.rank_at) == (task.priority, task.rank_at)
    assert (moved.attempts, moved.losses) == (0, 0)
    assert [each.id for each in decided(task).routes] == [f"local/{OURS}"]
    assert "allows local models only" in decided(task).left_out[0].reasons[0]

    assert promote_due() == 1
    with shop(generator=LlamaGenerator(EngineOptions(threads=1))) as ours:
        assert ours.run(task.pk) == State.SUCCEEDED
    assert history(task.pk) == ["submitted", "started", "rerouted", "started", "succeeded"]
    outcomes = Attempt.objects.filter(task=task).values_list("outcome", flat=True)
    assert list(outcomes) == ["returned", "succeeded"]
    assert not fakes[0].requests
    assert not fakes[1].requests
    again = make_task(tenant, kind="chat", body=HELLO, model=OUT_FIRST, **asked)
    assert again.pk == task.pk, "the key still names it"


def test_a_specialists_task_takes_its_prompt_along(worker: Shop) -> None:
    tenant = make_tenant()
    task = sent(tenant, f"specialist/{SPECIALIST}")
    before = TaskPayload.objects.get(task=task).input
    bind(tenant, LOCAL_ONLY)
    assert worker.run(task.pk) == State.SCHEDULED
    assert place_of(task)[0] == OURS
    assert TaskPayload.objects.get(task=task).input == before


def test_a_task_stays_in_a_lane_that_was_chosen_for_it(worker: Shop) -> None:
    tenant = make_tenant()
    task = sent(tenant, queue="ingest")
    bind(tenant, LOCAL_ONLY)
    assert worker.run(task.pk) == State.SCHEDULED
    assert place_of(task)[3] == "ingest"


def test_who_was_left_out_before_is_asked_in_place_of_who_is_forbidden_now(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    tenant = make_tenant()
    bind(tenant, Policy(most_routes=1))
    task = sent(tenant, MODEL)
    assert [each.provider for each in decided(task).routes] == ["first"]
    bind(tenant, NOT_FIRST)
    assert worker.run(task.pk) == State.SUCCEEDED
    assert (len(fakes[0].requests), len(fakes[1].requests)) == (0, 1)
    assert [each.provider for each in decided(task).routes] == ["second"]
    assert history(task.pk) == ["submitted", "started", "succeeded"]


def test_who_has_lost_its_lease_moves_nothing(fakes: list[FakeProvider]) -> None:
    task = make_task(kind="chat", body=HELLO, model=MODEL, state=State.RUNNING)
    before = place_of(task)
    kept = TaskRouting.objects.get(task=task).decision
    held = rerouted(task)
    stale = [replace(held.move, epoch=task.epoch - 1), replace(held.move, worker_id=task.pk)]
    assert finish([replace(held, move=each) for each in stale]) == [False, False]
    assert place_of(task) == before
    assert TaskRouting.objects.get(task=task).decision == kept


def test_a_task_that_was_to_stop_goes_nowhere(fakes: list[FakeProvider]) -> None:
    task = make_task(kind="chat", body=HELLO, model=MODEL, state=State.RUNNING)
    control.cancel(task.pk, tenant_id=task.tenant_id, by="key:test")
    assert finish([rerouted(task)]) == [True]
    assert Task.objects.get(pk=task.pk).state == State.CANCELLED


def rerouted(task: Task) -> Finish:
    """Return how the worker that runs a task lets it go on at one of ours."""
    move = Move(
        task_id=task.pk, epoch=task.epoch, source=State.RUNNING, target=State.SCHEDULED,
        actor=Actor.WORKER, worker_id=task.worker_id, attempt="returned", event="rerouted",
    )  # fmt: skip
    return Finish(move, task.tenant_id, place=PLACE)


def test_what_is_replayed_finds_its_way_anew(worker: Shop) -> None:
    tenant = make_tenant()
    task = sent(tenant)
    assert worker.run(task.pk) == State.SUCCEEDED
    by = submitter_of(tenant)
    again = control.replay(task.pk, tenant_id=tenant.pk, by=by)
    assert Task.objects.get(pk=again).device == OUTSIDE
    bind(tenant, LOCAL_ONLY)
    here = control.replay(task.pk, tenant_id=tenant.pk, by=by)
    assert place_of(Task.objects.get(pk=here)) == (OURS, "any", f"chat/any/{OURS}", "local")
