"""How long our own models take: told by a worker as it commits what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists.selectors import forget as forget_catalogue
from orchestration.usage import delays
from orchestration.usage.delays import Answered, read_delays
from orchestration.usage.records import Delay
from tasks.lifecycle import State
from tasks.models import Task
from tasks.selectors import pressure
from tasks.selectors.routing import get_routing
from tasks.worker.delays import DelayKeeper
from tests.factories import make_task
from tests.integration.stage import Shop, shop
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

HELLO: Any = {"messages": [{"role": "user", "content": "Good morning"}], "max_tokens": 4}


@pytest.fixture(autouse=True)
def model(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    forget_catalogue()
    delays.forget()
    pressure.forget()
    yield
    registry.forget()
    forget_catalogue()
    delays.forget()
    pressure.forget()


@pytest.fixture
def worker() -> Iterator[Shop]:
    """A worker with an engine."""
    with shop(generator=LlamaGenerator(EngineOptions(threads=1))) as made:
        yield made


def chat(model: str = TINY_RANDOM.name) -> Task:
    return make_task(kind="chat", body=HELLO, model=model)


@pytest.mark.native
def test_what_a_worker_answers_is_measured_and_heeded_by_who_routes(worker: Shop) -> None:
    assert worker.run(chat().pk) == State.SUCCEEDED
    kept = Delay.objects.get()
    assert (kept.provider, kept.model) == ("local", TINY_RANDOM.name)
    assert 0 < kept.first_token_ms[0] <= kept.ms[0]

    routed = chat("auto:fastest")
    found = get_routing(routed.pk, tenant_id=routed.tenant_id)
    assert found is not None
    assert found.decision.routes[0].expected_ms == kept.first_token_ms[0]

    for _ in range(2):
        worker.run(chat().pk)
    until(lambda: len(Delay.objects.get().ms) == 3, "for what came within a second of the last")


def test_what_takes_no_model_of_ours_is_not_measured(worker: Shop) -> None:
    assert worker.run(make_task(kind="echo").pk) == State.SUCCEEDED
    assert not Delay.objects.exists()


def test_a_worker_writes_once_in_a_while_and_then_all_that_is_new() -> None:
    keeper = DelayKeeper()
    keeper.add([Answered("a", 10), None])
    assert keeper.write(after_s=60)
    keeper.add([Answered("a", 20), Answered("b", 30)])
    assert not keeper.write(after_s=60)
    assert keeper.write()
    assert not keeper.write(), "there is nothing new"
    assert {model: found.p50_ms for (_, model), found in read_delays().items()} == {
        "a": 15,
        "b": 30,
    }


def test_a_database_that_refuses_delays_stops_nobody() -> None:
    keeper = DelayKeeper()
    keeper.add([Answered("a\x00b", 10)])
    assert keeper.write()
    keeper.add([Answered("a", 20)])
    assert keeper.write()
    assert read_delays().keys() == {("local", "a")}
