"""Tasks that models outside serve: stored with their plan, run by an I/O worker, paid for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis

from orchestration.access.services import create_key
from orchestration.calls.gate import Gate
from orchestration.calls.ports import Claim
from orchestration.errors import InvalidInput, UnknownModel
from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.outside.errors import BeyondModels
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.classified import Classified
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.errors import UnknownSpecialist
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from orchestration.usage.records import Entry as Paid
from tasks.lifecycle import State
from tasks.models import Schedule, Task, TaskPayload
from tasks.selectors.routing import get_routing
from tasks.selectors.task import get_task
from tasks.services import schedules
from tasks.services.bodies import parse as task_of
from tasks.services.submission import Submitter, prepare, submit
from tasks.tokens import Entry, add_up, stream_key
from tasks.worker.outside import OutsideDesk
from tests.factories import make_task, make_tenant
from tests.fakes import manners
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.integration.stage import Shop, configure, shop, state_of
from tests.ledgers import make_budget
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

HELLO: Any = {"messages": [{"role": "user", "content": "Good morning"}]}
FIRST, SECOND = "first", "second"


@pytest.fixture
def fakes() -> Iterator[list[FakeProvider]]:
    with providers_aside(2) as made:
        yield made


@pytest.fixture(autouse=True)
def catalogue(db: None, settings: Any, fakes: list[FakeProvider]) -> Iterator[None]:
    configure(settings, outgoing={"allow": ("127.0.0.1",)})
    registry.register(TINY_RANDOM, default=True)
    providers = [
        {"name": name, "row": "openai_compatible", "base_url": fake.url}
        for name, fake in zip((FIRST, SECOND), fakes, strict=True)
    ]
    models: list[dict[str, Any]] = [
        # Equal prices would let the delays that were measured decide.
        *(
            {
                "name": "house-large",
                "provider": name,
                "provider_model": "large",
                "price": {"input": 1, "output": price},
            }
            for name, price in ((FIRST, 2), (SECOND, 3))
        ),
        {
            "name": "house-vectors",
            "provider": SECOND,
            "provider_model": "vectors",
            "modalities": ["embedding"],
        },
    ]
    models = [{**each, "context_length": 4096} for each in models]
    specialists = [
        {
            "name": name,
            "title": name.title(),
            "system_prompt": f"You speak of {name}.",
            "model": model,
        }
        for name, model in (("forex", f"{FIRST}/house-large"), ("home", TINY_RANDOM.name))
    ]
    forget()
    told = {"providers": providers, "models": models, "specialists": specialists}
    apply(parse(told, {}), Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))))
    yield
    forget()
    registry.forget()


@pytest.fixture
def worker() -> Iterator[Shop]:
    """A worker for calls of others."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as store:
        store.flushdb()
    outside = OutsideDesk(os.environ["REDIS_URL"])
    with shop(name="io", device="io", kinds=("chat", "embedding"), outside=outside) as made:
        yield made


def asked(model: str = "house-large", kind: str = "chat", **more: Any) -> Task:
    body = {"texts": ["a", "bcd"]} if kind == "embedding" else HELLO
    return make_task(kind=kind, body={**body, **more}, model=model)


def result_of(task: Task) -> Any:
    return get_task(task.pk, tenant_id=task.tenant_id).result


def test_a_task_for_a_model_outside_waits_for_an_io_worker_with_its_plan() -> None:
    task = asked()
    assert (task.queue_id, task.device, task.demand) == ("external", "io", "chat/io/")
    assert task.model == "house-large"
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    assert [each.provider for each in found.decision.routes] == [FIRST, SECOND]


def test_the_worker_asks_and_stores_what_was_said_and_what_it_cost(worker: Shop) -> None:
    task = asked(max_tokens=9)
    assert worker.run(task.pk) == State.SUCCEEDED
    result = result_of(task)
    assert result["message"]["content"] == "You said: Good morning"
    assert (result["model"], result["provider"]) == ("house-large", FIRST)
    until(lambda: Paid.objects.filter(task_id=task.pk, outcome="ok").exists(), "for the ledger")


def test_a_task_over_its_budget_fails_at_once_and_names_whose_budget(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    tenant = make_tenant("acme")
    make_budget(tenant, "1", "tokens")
    task = make_task(tenant, kind="chat", body=HELLO, model="house-large", max_attempts=3)
    assert worker.run(task.pk) == State.FAILED
    assert fakes[0].requests == fakes[1].requests == []
    error = get_task(task.pk, tenant_id=tenant.pk).error
    assert error["type"].endswith(":budget-exhausted")
    assert "tokens budget per day of the tenant acme is 1 tokens" in error["detail"]
    assert "max_tokens" not in error["mend"]


def test_the_key_that_stored_a_schedule_pays_for_its_tasks(worker: Shop) -> None:
    tenant = make_tenant()
    key, _ = create_key(tenant, "nightly")
    by = Submitter(tenant_id=tenant.pk, actor=f"key:{key.pk}")
    body = {"kind": "chat", "model": "house-large", "input": HELLO}
    schedule = schedules.create(tenant.pk, name="n", cron="0 * * * *", body=body, by=by)
    Schedule.objects.filter(pk=schedule.pk).update(next_at=datetime.now(UTC) - timedelta(seconds=1))
    assert schedules.fire_due(grace=timedelta(hours=1)) == 1
    task = Task.objects.get(schedule_id=schedule.pk)
    assert worker.run(task.pk) == State.SUCCEEDED
    assert Paid.objects.get(task_id=task.pk, phase="reserved").key_id == key.pk


def test_readers_see_the_answer_as_it_comes(worker: Shop, fakes: list[FakeProvider]) -> None:
    fakes[0].usual = manners.stalling_after_words
    task = asked()
    running = worker.begin(task.pk)

    def text() -> str:
        with redis.Redis.from_url(os.environ["REDIS_URL"]) as store:
            found: Any = store.xrange(stream_key(task.pk))
        said = add_up([Entry.read(place, fields) for place, fields in found]).get(0)
        return "" if said is None else "".join(said.texts)

    until(lambda: text().startswith("You "), "for the stream")
    assert state_of(task.pk) == State.RUNNING
    worker.runtime._running()[task.pk].stop("cancelled")
    running.join(10)


def test_the_next_provider_answers_where_the_first_fails(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    fakes[0].usual = manners.refusing(500)
    task = asked()
    assert worker.run(task.pk) == State.SUCCEEDED
    assert result_of(task)["provider"] == SECOND


def test_who_is_busy_is_asked_later_and_nobody_is_to_blame(
    worker: Shop, fakes: list[FakeProvider]
) -> None:
    for fake in fakes:
        fake.usual = manners.refusing(429, "slow down", **{"retry-after": "3600"})
    task = asked()
    assert worker.run(task.pk) == State.SCHEDULED
    task.refresh_from_db()
    assert (task.attempts, task.losses) == (0, 1)


def test_a_task_waits_for_room_as_the_settings_say(
    worker: Shop, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(settings, calls={"when_full": "refuse", "wait_s": 3.0})
    claims: list[Claim] = []
    acquire = Gate.acquire

    async def noted(gate: Gate, claim: Claim) -> Any:
        claims.append(claim)
        return await acquire(gate, claim)

    monkeypatch.setattr(Gate, "acquire", noted)
    assert worker.run(asked().pk) == State.SUCCEEDED
    assert [(claim.policy, claim.wait_s) for claim in claims] == [("refuse", 3.0)]


def test_a_cancelled_task_leaves_the_provider(worker: Shop, fakes: list[FakeProvider]) -> None:
    fakes[0].usual = manners.silent
    task = asked()
    running = worker.begin(task.pk)
    until(lambda: fakes[0].requests, "for the provider to be asked")
    worker.runtime._running()[task.pk].stop("cancelled")
    running.join(10)
    assert state_of(task.pk) == State.CANCELLED
    until(fakes[0].left.is_set, "for the provider to be left")


def test_vectors_come_from_outside_too(worker: Shop) -> None:
    task = asked("house-vectors", "embedding")
    assert worker.run(task.pk) == State.SUCCEEDED
    assert [each[0] for each in result_of(task)["embeddings"]] == [1.0, 3.0]


def test_a_specialists_prompt_is_stored_with_the_task_and_put_in_once(worker: Shop) -> None:
    task = asked("specialist/forex")
    payload = TaskPayload.objects.get(task=task)
    assert payload.input["messages"][0] == {"role": "system", "content": "You speak of forex."}
    again = make_task(kind="chat", body=payload.input, model="specialist/forex")
    assert TaskPayload.objects.get(task=again).input == payload.input
    assert worker.run(task.pk) == State.SUCCEEDED
    assert result_of(task)["message"]["content"].endswith("(You speak of forex.)")


def test_what_auto_did_not_know_of_a_task_is_told_with_the_reason() -> None:
    assert any("stored at once" in note for note in notes_of(asked("auto:cheapest")))
    assert not any("stored at once" in note for note in notes_of(asked()))


def test_what_its_asker_has_found_out_of_a_task_counts() -> None:
    said = task_of({"kind": "chat", "model": "auto:external_first", "input": HELLO})
    about = Classified(intent="code", content_type="code", complexity="high")
    by = Submitter(tenant_id=make_tenant().pk, actor="key:test")
    done = submit(said, by, classified=about)
    assert notes_of(Task.objects.get(pk=done.task_id)) == ()


def notes_of(task: Task) -> tuple[str, ...]:
    routing = get_routing(task.pk, tenant_id=task.tenant_id)
    assert routing is not None
    return routing.decision.notes


def test_a_specialist_of_ours_is_a_task_for_our_own_model() -> None:
    task = asked("specialist/home")
    assert (task.queue_id, task.device, task.model) == ("local", "any", TINY_RANDOM.name)
    assert get_routing(task.pk, tenant_id=task.tenant_id) is not None


def test_what_nobody_can_serve_is_refused_when_it_is_submitted() -> None:
    with pytest.raises(UnknownModel, match="house-small"):
        asked("house-small")
    with pytest.raises(UnknownSpecialist, match="stars") as unknown:
        asked("specialist/stars")
    assert (unknown.value.field, unknown.value.value) == ("model", "specialist/stars")
    said = {"kind": "chat", "specialty": "stars", "input": HELLO}
    with pytest.raises(UnknownSpecialist) as unknown:
        prepare(task_of(said), Submitter(tenant_id=make_tenant().pk, actor="key:test"))
    assert (unknown.value.field, unknown.value.value) == ("specialty", "stars")
    for nobody in ("", "specialist/"):
        with pytest.raises(InvalidInput, match="names nobody"):
            asked(nobody)
    with pytest.raises(BeyondModels, match="does not serve embedding"):
        asked("house-large", "embedding")
    with pytest.raises(BeyondModels, match="does not serve chat"):
        asked("house-vectors")
    assert not Task.objects.exists()
