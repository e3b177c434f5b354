"""What waits before our own models, as it is read, and what tasks make of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.fleet import LOCAL, Candidate, Load, QueueState
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget as forget_catalogue
from tasks.lifecycle import Priority, State
from tasks.models import Pace, Queue, Task
from tasks.queues import OUTSIDE
from tasks.selectors.pressure import forget, read_pressure, recent_pressure
from tasks.selectors.routing import get_routing
from tests.factories import make_task, make_worker, run_task
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db

OURS = TINY_RANDOM.name
CHAT = f"chat/any/{OURS}"
HELLO: Any = {"messages": [{"role": "user", "content": "Good morning"}]}
LOCAL_URL = "http://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def catalogue(settings: Any) -> Iterator[None]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    registry.register(TINY_RANDOM, default=True)
    forget_catalogue()
    providers = [{"name": "first", "row": "openai_compatible", "base_url": LOCAL_URL}]
    models = [
        {"name": "large", "provider": "first", "provider_model": "large", "context_length": 4096}
    ]
    rules = Rules((parse_allowed("127.0.0.1"),))
    apply(parse({"providers": providers, "models": models}, {}), Order("user:ada", rules))
    forget()
    yield
    forget()
    forget_catalogue()
    registry.forget()


def load() -> Load:
    return read_pressure().loads([Candidate(OURS)])[f"{LOCAL}/{OURS}"]


def chat(**more: Any) -> Task:
    return make_task(kind="chat", body=HELLO, **{"model": OURS, **more})


def test_a_worker_that_holds_the_model_and_lives_serves_it() -> None:
    assert load() == Load(servers=0)
    make_worker(held=("other",))
    make_worker(held=(OURS,), state="draining")
    make_worker(held=(OURS,), seen_at=Now() - timedelta(minutes=5))
    assert load() == Load(servers=0)
    make_worker(held=(OURS,))
    assert load() == Load(servers=1)


def test_what_waits_and_runs_is_counted_with_what_was_measured_of_it() -> None:
    worker = make_worker(held=(OURS,), slots=1)
    Pace.objects.create(demand=CHAT, run_p10_s=1, run_p50_s=4, run_p90_s=9, samples=3)
    run_task(chat().pk, to=State.RUNNING, worker=worker)
    chat(priority=Priority.LOW)
    chat(priority=Priority.HIGH)
    found = load()
    assert found.ahead == (2, 1, 1, 0, 0)
    assert found.waits_ms == (10_000, 6_000, 6_000, 2_000, 2_000)


def test_what_waits_in_a_paused_queue_is_in_nobodys_way() -> None:
    make_worker(held=(OURS,))
    chat()
    Queue.objects.filter(name=LOCAL).update(paused_at=Now())
    assert load().ahead == (0, 0, 0, 0, 0)
    assert read_pressure().queues[LOCAL] == QueueState(paused=True)


def test_a_queue_is_full_when_as_many_wait_as_may() -> None:
    chat()
    Queue.objects.filter(name=LOCAL).update(max_waiting=2)
    assert not read_pressure().queues[LOCAL].full
    chat()
    assert read_pressure().queues[LOCAL].full


def test_who_asks_again_at_once_is_told_the_same_without_a_query() -> None:
    first = recent_pressure()
    assert recent_pressure() is first
    forget()
    assert recent_pressure() is not first


def auto(**more: Any) -> Task:
    """Return a task whose model is left to routing."""
    forget()
    return chat(model="auto", **more)


def test_a_task_goes_outside_when_ours_are_too_busy_and_its_decision_says_so() -> None:
    make_worker(held=(OURS,), slots=1)
    assert auto().model == OURS
    for _ in range(3):
        chat()
    task = auto()
    assert task.device == OUTSIDE
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    assert [each.provider for each in found.decision.routes] == ["first", LOCAL]
    told = " ".join(found.decision.routes[1].reasons)
    assert "4 tasks wait before it, about 20 s" in told
    assert auto(priority=Priority.HIGH).model == OURS


def test_a_task_goes_outside_when_no_worker_lives_and_waits_for_one_where_nobody_else_is() -> None:
    task = auto()
    assert task.device == OUTSIDE
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    assert [each.reasons for each in found.decision.left_out] == [("No live worker holds it.",)]
    waiting = chat(model="local/auto")
    assert (waiting.model, waiting.state) == (OURS, State.QUEUED)
