"""Models outside behind OpenAI's paths: the official client, a real gateway, fakes at the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import openai
import pytest
import redis
from openai import OpenAI
from pydantic import BaseModel

from api.gateway.openai.wishes import KEY, PRIORITY, ROUTE, STAY, TASK
from orchestration.cache.records import CachedAnswer
from orchestration.calls.caching import HEADER as CACHE
from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.policies.services import delete_policy, set_policy
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.asked import Policy
from orchestration.routing.decision import Decision
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from orchestration.usage.records import Delay, Entry
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload
from tasks.selectors.routing import get_routing
from tasks.selectors.task import get_task
from tests.factories import make_key, make_task, make_worker, run_task
from tests.fakes import manners
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider, well
from tests.gateways import GatewayProcess
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

MODEL_OF_OURS: Final = TINY_RANDOM.name
HELLO: Final[Any] = [{"role": "user", "content": "Good morning"}]
CHAT: Final[dict[str, Any]] = {"model": "house-large", "messages": HELLO}
MODEL: Final = {"name": "house-large", "provider_model": "large", "context_length": 8192}
CAN: Final = ["tools", "json_schema", "images", "logprobs", "seed"]
MOOD: Final = {
    "type": "object",
    "properties": {"mood": {"type": "integer"}},
    "required": ["mood"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(OUTGOING__ALLOW="127.0.0.1", ROUTING__FRESH_S=0) as process:
        yield process


@pytest.fixture(scope="module")
def servers() -> Iterator[list[FakeProvider]]:
    with providers_aside(2) as made:
        yield made


@pytest.fixture
def fakes(servers: list[FakeProvider], store: redis.Redis) -> list[FakeProvider]:
    """The providers, in good order, and nobody's breaker open."""
    store.flushdb()
    for fake in servers:
        fake.usual = well
        fake.requests.clear()
        fake.left.clear()
    return servers


@pytest.fixture(autouse=True)
def catalogue(db: None, fakes: list[FakeProvider]) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    names = ("first", "second")
    providers = [
        {"name": name, "row": "openai_compatible", "base_url": fake.url}
        for name, fake in zip(names, fakes, strict=True)
    ]
    # Equal prices would let the delays that were measured decide.
    models = [
        {**MODEL, "provider": name, "capabilities": CAN, "price": {"input": 1, "output": price},
         "weight": weight}
        for name, price, weight in (("first", 2, 2.0), ("second", 3, 1.0))
    ]  # fmt: skip
    models.append(
        {
            "name": "house-vectors",
            "provider": "second",
            "provider_model": "vectors",
            "context_length": 512,
            "modalities": ["embedding"],
            "price": {"input": 1, "output": 2},
        }
    )
    specialists = [
        {
            "name": "mood",
            "title": "Moods",
            "system_prompt": "You tell moods.",
            "model": "first/house-large",
            "fallbacks": [TINY_RANDOM.name],
            "output_schema": MOOD,
        }
    ]
    forget()
    apply(
        parse({"providers": providers, "models": models, "specialists": specialists}, {}),
        Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))),
    )
    yield
    forget()
    registry.forget()


@pytest.fixture
def client(gateway: GatewayProcess) -> Iterator[OpenAI]:
    base = f"{gateway.url}/v1"
    with OpenAI(base_url=base, api_key=make_key()[1], timeout=30, max_retries=0) as made:
        yield made


def the_task(*, state: State = State.SUCCEEDED) -> Task:
    """Return the one task that was written down."""
    until(Task.objects.exists, "for the journal")
    task = Task.objects.get()
    assert task.state == state
    return task


def test_a_model_outside_answers_and_the_answer_says_who_did(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    raw = client.chat.completions.with_raw_response.create(**CHAT)
    answer = raw.parse()
    assert answer.choices[0].message.content == "You said: Good morning"
    assert answer.model == "house-large"
    assert answer.usage is not None
    assert answer.usage.total_tokens > 0
    assert raw.headers[ROUTE] == "first/house-large"
    assert fakes[0].requests[0].body["model"] == "large"
    task = the_task()
    assert raw.headers[TASK] == str(task.id)
    assert answer.id == f"chatcmpl-{task.id.hex}"


def test_what_was_asked_and_said_is_written_down_as_a_task(client: OpenAI) -> None:
    client.chat.completions.create(**CHAT, max_tokens=9, extra_headers={"X-Switchyard-Tag": "a"})
    task = the_task()
    view = get_task(task.id, tenant_id=task.tenant_id)
    assert (view.kind, view.model, view.queue) == ("chat", "house-large", "external")
    assert view.timeout_s == 900, "as long as it might have taken, not as long as it took"
    assert view.result["message"]["content"] == "You said: Good morning"
    assert view.result["provider"] == "first"
    assert TaskPayload.objects.get().input == {"messages": HELLO, "max_tokens": 9}
    assert TaskPayload.objects.get().tags == ["a"]
    assert [each.type for each in task.events.all()] == ["submitted", "succeeded"]
    last = task.events.last()
    assert last is not None
    assert [each["outcome"] for each in last.data["tries"]] == ["ok"]
    paid = Entry.objects.filter(task_id=task.id).values_list("provider", "outcome")
    assert ("first", "ok") in paid


def test_a_stream_comes_in_pieces_with_its_usage(client: OpenAI) -> None:
    with client.chat.completions.create(
        **CHAT, stream=True, stream_options={"include_usage": True}
    ) as stream:
        chunks = list(stream)
        assert stream.response.headers[ROUTE] == "first/house-large"
    said = [each.choices[0].delta.content or "" for each in chunks if each.choices]
    assert "".join(said) == "You said: Good morning"
    assert len([each for each in said if each]) > 1
    assert chunks[-1].usage is not None
    task = the_task()
    assert task.id.hex in chunks[0].id
    assert [each["outcome"] for each in task.events.latest("id").data["tries"]] == ["ok"]


@pytest.mark.parametrize("stream", [False, True])
def test_when_the_first_fails_the_next_one_answers(
    client: OpenAI, fakes: list[FakeProvider], stream: bool
) -> None:
    fakes[0].usual = manners.refusing(500)
    if stream:
        chunks = list(client.chat.completions.create(**CHAT, stream=True))
        assert chunks[-1].choices[0].finish_reason == "stop"
    else:
        raw = client.chat.completions.with_raw_response.create(**CHAT)
        assert raw.headers[ROUTE] == "second/house-large"
    tries = the_task().events.latest("id").data["tries"]
    assert {each["provider"] for each in tries[:-1]} == {"first"}
    assert tries[-1]["provider"] == "second"


def test_one_provider_can_be_named(client: OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.create(
        **{**CHAT, "model": "second/house-large"}
    )
    assert raw.headers[ROUTE] == "second/house-large"


def decided(client: OpenAI, **more: Any) -> Decision:
    """Ask whom routing chooses, and return how it came to that."""
    body = {**CHAT, "model": "auto:external_first", **more}
    task_id = UUID(client.chat.completions.with_raw_response.create(**body).headers[TASK])
    until(lambda: get_routing(task_id, tenant_id=None), "for the journal")
    found = get_routing(task_id, tenant_id=None)
    assert found is not None
    return found.decision


def test_auto_chooses_by_a_strategy_and_the_reasons_are_stored(client: OpenAI) -> None:
    make_worker(held=(MODEL_OF_OURS,))
    decision = decided(client)
    assert decision.strategy == "external_first"
    assert [each.model for each in decision.routes] == [*["house-large"] * 2, MODEL_OF_OURS]
    assert any(note.startswith("Not classified: ") for note in decision.notes)


def test_auto_turns_outside_when_ours_are_too_busy_or_nobody_serves_them(client: OpenAI) -> None:
    for number in range(30):
        make_task(kind="chat", body={"messages": HELLO}, model=MODEL_OF_OURS, tags=[f"{number}"])
    nobody = decided(client, model="auto")
    assert nobody.routes[0].provider == "first"
    left_out = {each.id: each.reasons for each in nobody.left_out}
    assert left_out[f"local/{MODEL_OF_OURS}"] == ("No live worker holds it.",)
    make_worker(held=(MODEL_OF_OURS,), slots=2)
    busy = decided(client, model="auto")
    assert [each.provider for each in busy.routes] == ["first", "second", "local"]
    assert "30 tasks wait before it, about 75 s" in " ".join(busy.routes[-1].reasons)
    urgent = decided(client, extra_headers={PRIORITY: "HIGH"})
    assert urgent.routes[-1].reasons == ("It runs here.",)


def test_the_fastest_is_who_was_measured_to_be(client: OpenAI) -> None:
    make_worker(held=(MODEL_OF_OURS,))
    for provider, ms in (("first", 2_000.0), ("second", 70.0)):
        Delay.objects.create(provider=provider, model="large", first_token_ms=[ms] * 9, ms=[9e3])
    fastest = decided(client, model="auto:fastest")
    assert [each.provider for each in fastest.routes] == ["second", "first", "local"]
    assert fastest.routes[1].reasons[0] == "Its first token is expected after 2000 ms."
    Delay.objects.create(provider="local", model=MODEL_OF_OURS, first_token_ms=[900.0], ms=[9e3])
    ours = decided(client, model="auto:fastest")
    assert [each.provider for each in ours.routes] == ["second", "local", "first"]
    assert ours.routes[1].expected_ms == 900
    until(lambda: len(Delay.objects.get(provider="second").ms) > 1, "for what it took this time")


def test_a_tenants_policy_binds_whatever_it_names(
    gateway: GatewayProcess, fakes: list[FakeProvider]
) -> None:
    tenant, token = make_key()
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=30, max_retries=0) as client:
        record = set_policy(tenant, Policy(denied_providers=frozenset({"first"})), actor="user:ada")
        found = decided(client, model=CHAT["model"])
        assert [each.provider for each in found.routes] == ["second"]
        assert found.left_out[0].reasons == ("The tenant's policy forbids the provider first.",)
        set_policy(tenant, Policy(local_only=True), actor="user:ada")
        for model in ("house-large", "first/house-large"):
            with pytest.raises(openai.PermissionDeniedError, match="allows local models only"):
                client.chat.completions.create(**{**CHAT, "model": model})
        with pytest.raises(openai.PermissionDeniedError, match="allows local models only"):
            client.embeddings.create(model="house-vectors", input="a")
        # A specialist's fallback is a model of ours, which nobody serves.
        with pytest.raises(openai.APIStatusError, match="allows local models only") as nobody:
            client.chat.completions.create(**{**CHAT, "model": "specialist/mood"})
        assert "No live worker holds it" in str(nobody.value)
        assert (len(fakes[0].requests), len(fakes[1].requests)) == (0, 1)
        delete_policy(record, actor="user:ada")
        assert decided(client, model=CHAT["model"]).routes[0].provider == "first"


def test_a_specialist_answers_with_its_prompt_and_schema(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    raw = client.chat.completions.with_raw_response.create(**{**CHAT, "model": "specialist/mood"})
    answer = json.loads(raw.parse().choices[0].message.content or "")
    assert set(answer) == {"mood"}
    sent = fakes[0].requests[0].body
    assert sent["messages"][0] == {"role": "system", "content": "You tell moods."}
    assert sent["response_format"]["json_schema"]["schema"] == MOOD
    task = the_task()
    assert task.model == "specialist/mood"
    assert get_task(task.id, tenant_id=task.tenant_id).result["specialist"] == "mood"


def test_a_specialist_falls_back_to_a_model_of_ours(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    worker = make_worker(held=(MODEL_OF_OURS,))
    fakes[0].usual = manners.refusing(500)
    result = {
        "message": {"role": "assistant", "content": '{"mood": 1}'},
        "finish_reason": "stop",
        "model": TINY_RANDOM.name,
    }
    with ThreadPoolExecutor(1) as aside:
        body = {**CHAT, "model": "specialist/mood"}
        asked = aside.submit(lambda: client.chat.completions.with_raw_response.create(**body))
        ours = Task.objects.filter(model=MODEL_OF_OURS)
        until(ours.exists, "for the task")
        task = ours.get()
        run_task(task.id, to=State.SUCCEEDED, worker=worker, result=result)
        raw = asked.result(30)
    assert raw.parse().choices[0].message.content == '{"mood": 1}'
    assert raw.headers[TASK] == str(task.id)
    assert task.payload.input["messages"][0]["content"] == "You tell moods."


def test_tools_and_schemas_pass_through(client: OpenAI) -> None:
    class Mood(BaseModel):
        mood: int

    parsed = client.chat.completions.parse(**CHAT, response_format=Mood)
    assert parsed.choices[0].message.parsed is not None
    tool: Any = {"type": "function", "function": {"name": "look_up", "parameters": MOOD}}
    called = client.chat.completions.create(**CHAT, tools=[tool]).choices[0]
    assert called.finish_reason == "tool_calls"
    assert called.message.tool_calls
    assert called.message.tool_calls[0].type == "function"
    assert called.message.tool_calls[0].function.name == "look_up"


def test_the_same_question_again_is_answered_by_the_cache(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    first = client.chat.completions.with_raw_response.create(**CHAT, temperature=0)
    until(CachedAnswer.objects.exists, "for the answer to be kept")
    again = client.chat.completions.with_raw_response.create(**CHAT, temperature=0)
    assert (first.headers[CACHE], again.headers[CACHE]) == ("miss", "hit")
    assert len(fakes[0].requests) == 1
    fresh = client.chat.completions.with_raw_response.create(
        **CHAT, temperature=0, extra_headers={"Cache-Control": "no-cache"}
    )
    assert fresh.headers[CACHE] == "bypass"
    assert len(fakes[0].requests) == 2
    until(lambda: Task.objects.count() == 3, "for the journal")


def test_errors_are_the_clients_own(client: OpenAI, fakes: list[FakeProvider]) -> None:
    with pytest.raises(openai.NotFoundError, match="no enabled model 'nobody'"):
        client.chat.completions.create(**{**CHAT, "model": "nobody"})
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(**{**CHAT, "model": "specialist/nobody"})
    assert (unknown.value.param, unknown.value.code) == ("model", "model_not_found")
    with pytest.raises(openai.BadRequestError, match="no routing strategy 'bad'") as bad:
        client.chat.completions.create(**{**CHAT, "model": "auto:bad"})
    assert bad.value.param == "model"
    with pytest.raises(openai.NotFoundError) as lost:
        client.batches.create(
            input_file_id="file-nope", endpoint="/v1/chat/completions", completion_window="24h"
        )
    assert lost.value.param == "input_file_id"
    with pytest.raises(openai.BadRequestError, match="repeat_penalty"):
        client.chat.completions.create(**CHAT, extra_body={"repeat_penalty": 1.1})
    patient = client.with_options(api_key=make_key(max_priority=1)[1])
    with pytest.raises(openai.PermissionDeniedError, match="highest level"):
        patient.chat.completions.create(**CHAT, extra_headers={PRIORITY: "HIGH"})
    assert not Task.objects.exists()
    for fake in fakes:
        fake.usual = manners.refusing(400, "max_tokens is too large")
    with pytest.raises(openai.BadRequestError, match="too large"):
        client.chat.completions.create(**CHAT)
    the_task(state=State.FAILED)
    with pytest.raises(openai.BadRequestError, match="too large"):
        client.chat.completions.create(**CHAT, stream=True)


@pytest.mark.parametrize("name", ["", "specialist/"])
@pytest.mark.parametrize("key", ["", "once"])
def test_who_names_nobody_is_refused_and_nobody_is_paid(
    client: OpenAI, fakes: list[FakeProvider], name: str, key: str
) -> None:
    headers = {KEY: key} if key else {}
    with pytest.raises(openai.BadRequestError, match="names nobody") as refused:
        client.chat.completions.create(**{**CHAT, "model": name}, extra_headers=headers)
    assert refused.value.param == "model"
    with pytest.raises(openai.BadRequestError, match="names nobody"):
        client.responses.create(model=name, input="Good morning", extra_headers=headers)
    assert not Task.objects.exists()
    assert not any(fake.requests for fake in fakes)


def test_who_leaves_cancels_the_call(client: OpenAI, fakes: list[FakeProvider]) -> None:
    fakes[0].usual = manners.silent
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=5).chat.completions.create(**CHAT)
    until(fakes[0].left.is_set, "for the provider to be left")
    task = the_task(state=State.CANCELLED)
    until(lambda: Entry.objects.filter(task_id=task.id).exists(), "for the ledger")


def test_with_an_idempotency_key_it_is_a_task_from_the_beginning(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    worker = make_worker(kinds=("chat",), device="io")
    body: dict[str, Any] = {**CHAT, "extra_headers": {KEY: "once"}}
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(lambda: client.chat.completions.create(**body))
        task = the_task(state=State.QUEUED)
        assert (task.device, task.queue_id, task.demand) == ("io", "external", "chat/io/")
        said = {"role": "assistant", "content": "Good morning"}
        result = {"message": said, "finish_reason": "stop", "model": "house-large"}
        run_task(task.id, to=State.SUCCEEDED, worker=worker, result=result)
        assert asked.result(30).choices[0].message.content == "Good morning"
    again = client.chat.completions.with_raw_response.create(**body)
    assert again.parse().choices[0].message.content == "Good morning"
    assert again.headers[CACHE] == "task"
    assert not fakes[0].requests


@pytest.mark.parametrize("name", ["auto:cheapest", "first/house-large", "specialist/mood"])
def test_a_task_that_is_answered_outside_says_who_did(client: OpenAI, name: str) -> None:
    worker = make_worker(kinds=("chat",), device="io")
    asks = client.chat.completions.with_raw_response.create
    said = {"role": "assistant", "content": "Good morning"}
    result = {"message": said, "finish_reason": "stop", "model": "house-large", "provider": "first"}
    headers = {STAY: "true", KEY: "once"}
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(lambda: asks(model=name, messages=HELLO, extra_headers=headers))
        run_task(the_task(state=State.QUEUED).id, to=State.SUCCEEDED, worker=worker, result=result)
        first = asked.result(30)
    again = asks(model=name, messages=HELLO, extra_headers=headers)
    for answer in (first, again):
        assert answer.headers[ROUTE] == "first/house-large"
        assert answer.parse().model == "house-large"
    with asks(model=name, messages=HELLO, stream=True, extra_headers=headers).parse() as stream:
        assert {chunk.model for chunk in stream} == {"house-large"}


def test_a_task_that_came_back_to_one_of_ours_says_so(client: OpenAI) -> None:
    asks = client.chat.completions.with_raw_response.create
    said = {"role": "assistant", "content": "Good morning"}
    result = {"message": said, "finish_reason": "stop", "model": MODEL_OF_OURS}
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(lambda: asks(**CHAT, extra_headers={STAY: "true"}))
        task = the_task(state=State.QUEUED)
        Task.objects.filter(pk=task.pk).update(device="any", model=MODEL_OF_OURS, queue_id="local")
        worker = make_worker(held=(MODEL_OF_OURS,))
        run_task(task.id, to=State.SUCCEEDED, worker=worker, result=result)
        answer = asked.result(30)
    assert answer.headers[ROUTE] == f"local/{MODEL_OF_OURS}"
    assert answer.parse().model == MODEL_OF_OURS


def test_a_response_names_the_model_that_gave_it(client: OpenAI) -> None:
    made = client.responses.create(model="auto:cheapest", input="Good morning")
    assert made.model == "house-large"
    until(Task.objects.exists, "for the journal")
    assert client.responses.retrieve(made.id).model == "house-large"


def test_a_key_does_not_change_what_is_known_of_a_request(client: OpenAI) -> None:
    plain = decided(client, model="auto:cheapest")
    Task.objects.all().delete()
    worker = make_worker(kinds=("chat",), device="io")
    said = {"role": "assistant", "content": "Good morning"}
    result = {"message": said, "finish_reason": "stop", "model": "house-large", "provider": "first"}
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(
            lambda: client.chat.completions.create(
                model="auto:cheapest", messages=HELLO, extra_headers={KEY: "once"}
            )
        )
        task = the_task(state=State.QUEUED)
        run_task(task.id, to=State.SUCCEEDED, worker=worker, result=result)
        asked.result(30)
    keyed = get_routing(task.id, tenant_id=task.tenant_id)
    assert keyed is not None
    notes = keyed.decision.notes
    assert notes == plain.notes
    assert any(note.startswith("Not classified: ") for note in notes), "no embedder is there"
    assert not any("stored at once" in note for note in notes)


def test_responses_of_models_outside_are_kept_and_gone_on_with(client: OpenAI) -> None:
    first = client.responses.create(model="house-large", input="Good morning")
    assert first.output_text == "You said: Good morning"
    assert client.responses.retrieve(first.id).output_text == first.output_text
    second = client.responses.create(
        model="house-large", input="Good night", previous_response_id=first.id
    )
    assert second.output_text == "You said: Good night"
    with client.responses.stream(model="house-large", input="Hello") as stream:
        assert stream.get_final_response().output_text == "You said: Hello"
    client.responses.delete(first.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(first.id)


def test_what_shall_not_be_stored_is_gone_with_its_answer(client: OpenAI) -> None:
    said = client.responses.create(model="house-large", input="Good morning", store=False)
    assert said.output_text == "You said: Good morning"
    assert not Task.objects.exists()
    assert Entry.objects.exists()


@pytest.mark.parametrize(
    "cache", [True, {"semantic": False, "ttl_s": 600, "tags": ["faq"]}], ids=["on", "finely"]
)
def test_a_body_asks_for_the_cache_at_every_path(
    client: OpenAI, fakes: list[FakeProvider], cache: Any
) -> None:
    more: dict[str, Any] = {"temperature": 1.0, "extra_body": {"cache": cache}}
    with_heads = client.chat.completions.with_raw_response
    assert with_heads.create(**CHAT, **more).headers[CACHE] == "miss"
    until(lambda: CachedAnswer.objects.count() == 1, "for the chat to be kept")
    assert with_heads.create(**CHAT, **more).headers[CACHE] == "hit"
    refused: dict[str, Any] = {**more, "extra_body": {"cache": False}}
    assert with_heads.create(**CHAT, **refused).headers[CACHE] == "bypass"
    asked: Any = {"model": "house-large", "input": "Good evening", **more}
    said = client.responses.with_raw_response
    assert [said.create(**asked).headers[CACHE] for _ in range(2)] == ["miss", "hit"]
    vectors: Any = {"model": "house-vectors", "input": "a", "extra_body": {"cache": cache}}
    assert client.embeddings.with_raw_response.create(**vectors).headers[CACHE] == "miss"
    with pytest.raises(openai.BadRequestError, match="ttl_s") as wrong:
        client.chat.completions.create(**CHAT, extra_body={"cache": {"ttl_s": -1}})
    assert wrong.value.param == "cache.ttl_s"


def test_each_text_alone_must_fit_the_context_of_a_model_of_vectors(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    fits = "a" * 4 * 500
    many = client.embeddings.create(model="house-vectors", input=[fits] * 20)
    assert len(many.data) == 20
    with pytest.raises(openai.BadRequestError) as wrong:
        client.embeddings.create(model="house-vectors", input=["a", "a" * 4 * 513])
    assert wrong.value.code == "context_length_exceeded"
    assert len(fakes[1].requests) == 1


def test_vectors_outside_are_a_task_where_only_a_task_will_do(
    client: OpenAI, fakes: list[FakeProvider]
) -> None:
    headers = {KEY: "one", STAY: "true"}
    asked: dict[str, Any] = {"model": "house-vectors", "input": "a", "extra_headers": headers}
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=2).embeddings.create(**asked)
    assert Task.objects.get().kind == "embedding"
    with pytest.raises(openai.ConflictError):
        client.embeddings.create(**asked | {"input": "b"})
    assert not fakes[1].requests


def test_vectors_outside_are_no_more_urgent_than_their_key_allows(
    gateway: GatewayProcess, fakes: list[FakeProvider]
) -> None:
    key = make_key(max_priority=1)[1]
    asked: Any = {"model": "house-vectors", "input": "a", "extra_headers": {PRIORITY: "HIGH"}}
    with (
        OpenAI(base_url=f"{gateway.url}/v1", api_key=key, max_retries=0) as client,
        pytest.raises(openai.PermissionDeniedError),
    ):
        client.embeddings.create(**asked)
    assert not fakes[1].requests


def test_what_a_call_may_cost_counts_all_its_answers_at_their_longest(
    gateway: GatewayProcess, fakes: list[FakeProvider]
) -> None:
    tenant, token = make_key()
    # 4,096 tokens at 2 for a million are 0.0082: one fits, two do not.
    set_policy(tenant, Policy(cost_ceiling=Decimal("0.01")), actor="user:ada")
    asked: dict[str, Any] = {**CHAT, "model": "first/house-large"}
    longer: list[dict[str, Any]] = [{"n": 2}, {"max_tokens": 6000}]
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, max_retries=0) as client:
        client.chat.completions.create(**asked)
        for more in longer:
            with pytest.raises(openai.APIStatusError, match="the tenant's ceiling"):
                client.chat.completions.create(**asked, **more)
    assert len(fakes[0].requests) == 1


def test_vectors_of_models_outside(client: OpenAI, fakes: list[FakeProvider]) -> None:
    raw = client.embeddings.with_raw_response.create(model="house-vectors", input=["a", "bcd"])
    made = raw.parse()
    assert [each.embedding[:2] for each in made.data] == [[1.0, 0.0], [3.0, 1.0]]
    assert made.model == "house-vectors"
    assert raw.headers[ROUTE] == "second/house-vectors"
    until(CachedAnswer.objects.exists, "for the answer to be kept")
    again = client.embeddings.with_raw_response.create(model="house-vectors", input=["a", "bcd"])
    assert again.headers[CACHE] == "hit"
    assert len(fakes[1].requests) == 1
    with pytest.raises(openai.BadRequestError, match="truncate"):
        client.embeddings.create(model="house-vectors", input="a", extra_body={"truncate": "right"})
