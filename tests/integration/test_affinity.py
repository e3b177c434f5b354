"""Two workers and two models: where tasks go, how long they wait for it, and what they are told."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.celery import app
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from tasks.dispatcher.publisher import CelerySender
from tasks.lifecycle import State
from tasks.models import Attempt, Task, Worker
from tasks.selectors.why import why
from tests.factories import ensure_queues, make_leader, make_tenant, make_worker
from tests.integration.stage import (
    Floor,
    configure,
    dispatching,
    floor,
    state_of,
    submit_many,
    worker_process,
)
from tests.patience import until

pytestmark = pytest.mark.django_db

ALPHA, BETA = "alpha", "beta"


@pytest.fixture(autouse=True)
def _two_models(db: None) -> Iterator[None]:
    for name in (ALPHA, BETA):
        registry.register(replace(TINY_RANDOM, name=name))
    yield
    registry.forget()


@pytest.fixture
def workers() -> dict[str, Worker]:
    """One worker for each model; each holds both and has its own loaded."""
    make_leader()
    return {
        name: make_worker(f"gpu-{name}", held=(ALPHA, BETA), slots=1, resident=[name])
        for name in (ALPHA, BETA)
    }


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def ask(
    model: str, count: int = 1, *, tenant: Tenant | None = None, priority: str = "NORMAL"
) -> list[UUID]:
    body = {"prompt": "Hello", "max_tokens": 1}
    tenant = tenant or make_tenant()
    return submit_many(tenant, count, kind="completion", model=model, input=body, priority=priority)


def place(task_id: UUID) -> UUID | None:
    return Task.objects.values_list("worker_id", flat=True).get(pk=task_id)


def told(task_id: UUID) -> dict[str, str]:
    return {block.code: block.detail for block in why(task_id, tenant_id=None).blocked_by}


def sent_in_time(stage: Floor, task_id: UUID) -> None:
    until(lambda: stage.tick() == [task_id], "for the task to be sent")


def test_each_task_goes_where_its_model_is_loaded(workers: dict[str, Worker]) -> None:
    (beta,), (alpha,) = ask(BETA), ask(ALPHA)
    with floor() as stage:
        stage.tick()
        assert (place(alpha), place(beta)) == (workers[ALPHA].pk, workers[BETA].pk)


def test_a_task_waits_for_its_worker_is_told_so_and_goes_elsewhere_in_time(
    workers: dict[str, Worker], settings: LazySettings
) -> None:
    configure(settings, dispatch={"affinity_s": 0.5})
    first, second = ask(ALPHA, 2)
    with floor() as stage:
        assert stage.tick() == [first]
        assert stage.tick() == []
        assert state_of(second) == State.QUEUED
        assert "gpu-alpha" in told(second)["held_for_model"]
        assert "0.5 s at most" in told(second)["held_for_model"]
        sent_in_time(stage, second)
        assert place(second) == workers[BETA].pk


def test_a_slot_that_comes_free_at_its_worker_is_taken_instead(workers: dict[str, Worker]) -> None:
    first, second = ask(ALPHA, 2)
    with floor() as stage:
        assert stage.tick() == [first]
        assert stage.tick() == []
        stage.run_next()
        assert stage.tick() == [second]
        assert place(second) == workers[ALPHA].pk


def test_a_held_task_is_passed_by_one_whose_model_is_loaded_elsewhere(
    workers: dict[str, Worker],
) -> None:
    alphas, (beta,) = ask(ALPHA, 2), ask(BETA)
    with floor() as stage:
        assert set(stage.tick()) == {alphas[0], beta}
        assert (state_of(alphas[1]), place(beta)) == (State.QUEUED, workers[BETA].pk)


def test_a_stream_for_one_model_does_not_keep_out_the_other(
    workers: dict[str, Worker], tenant: Tenant
) -> None:
    """Only one worker is left, and it has the stream's model loaded."""
    Worker.objects.filter(pk=workers[BETA].pk).update(state="draining")
    ahead = ask(ALPHA, 2, tenant=tenant)
    (other,) = ask(BETA, tenant=tenant)
    behind = ask(ALPHA, 20, tenant=tenant)
    with floor() as stage:
        sent: list[UUID] = []
        while other not in sent:
            sent += stage.tick()
            stage.run_next()
        assert not set(behind) & set(sent)
        assert set(ahead) <= set(sent)


def test_critical_and_tasks_of_installations_that_want_none_are_not_held(
    workers: dict[str, Worker], settings: LazySettings
) -> None:
    configure(settings, dispatch={"spare_slots": 0})
    first, second = ask(ALPHA, 2, priority="CRITICAL")
    with floor() as stage:
        assert stage.tick() == [first, second]
    Task.objects.all().delete()
    configure(settings, dispatch={"affinity_s": 0.0})
    third, fourth = ask(ALPHA, 2)
    with floor() as stage:
        assert stage.tick() == [third, fourth]
        assert "held_for_model" not in told(fourth)


@pytest.mark.native
@pytest.mark.django_db(transaction=True)
def test_real_workers_tell_at_once_what_they_have_loaded_and_get_more_of_it(tmp_path: Path) -> None:
    """Their heartbeats are far apart, so that it is not these that tell."""
    ensure_queues()
    for name in (ALPHA, BETA):
        path = Path(shutil.copy(SHIPPED_MODELS / TINY_RANDOM.location, tmp_path / f"{name}.gguf"))
        registry.register(replace(TINY_RANDOM, name=name, location=str(path)))
    with ExitStack() as stack:
        stack.enter_context(dispatching(CelerySender(app)))
        for name in ("cpu-0", "cpu-1"):
            stack.enter_context(worker_process(tmp_path, name, slots=2, heartbeat_s=15.0))
        for model in (ALPHA, BETA):
            at = where_it_ran(ask(model)[0])
            until(partial(is_loaded, model, at), "for the news")
            assert {where_it_ran(ask(model)[0]) for _ in range(4)} == {at}


def where_it_ran(task_id: UUID) -> UUID:
    until(lambda: state_of(task_id) == State.SUCCEEDED, "for a completion")
    return Attempt.objects.get(task_id=task_id).worker_id


def is_loaded(model: str, worker_id: UUID) -> bool:
    return model in Worker.objects.get(pk=worker_id).resident
