"""The official client, unmodified, against a whole Switchyard: gateway, dispatcher, worker,
Postgres, Redis, and models with random weights. One system serves all tests here."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal
from uuid import UUID

import httpx
import openai
import pytest
import redis
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from orchestration.config import ROOT
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM, MINILM_RANK, SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tasks.selectors.task import get_task
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.factories import make_key
from tests.gateways import GatewayProcess
from tests.systems import addresses, whole
from tests.unit.drawings import looking, picture
from tests.unit.encoders import MEAN, RANK, bert_spec
from tools.tiny_model.model import CHAT_TEMPLATE, build
from tools.tiny_vision.pairs import LLAVA

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

MODEL: Final = TINY_RANDOM.name
EMBEDDER, RANKER, CALLER = MINILM.name, MINILM_RANK.name, "qwen2.5-7b"
HELLO: Final[Any] = [{"role": "user", "content": "Once upon"}]
ENDLESS: Final = {"2": -100}
"""The token that would end an answer is never drawn."""
WEATHER: Final[Any] = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tells the weather",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "maxLength": 8},
                "unit": {"enum": ["celsius", "kelvin"]},
            },
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
    },
}
TOOLS: Final = (
    "{% if tools %}{{ tools | tojson }}{% endif %}"
    "{% for message in messages %}{% for call in message.tool_calls or [] %}"
    "{{ '<tool_call>' + (call.function | tojson) + '</tool_call>' }}{% endfor %}{% endfor %}"
)
_CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)


class Parcel(BaseModel):
    size: Literal["small", "large"]
    express: bool


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    roles = (dispatcher("dispatcher-0"), worker("cpu-0", 8), worker("ingest-0", 1))
    env = {"INFERENCE__THREADS": "1"}
    with django_db_blocker.unblock(), whole(roles, _CLOCKS, env) as cluster:
        models = cluster.folder / "models"
        models.mkdir()
        registry.register(TINY_RANDOM, default=True)
        registry.register(SWITCHYARD_MINI)
        for spec in _made_in(models):
            registry.register(spec)
        cluster.until_ready()
        yield cluster


def _made_in(folder: Path) -> list[ModelSpec]:
    """Write models that stand for those that the documents name, and one that sees."""
    return [
        replace(bert_spec(folder / "embedder.gguf", MEAN), name=EMBEDDER),
        replace(bert_spec(folder / "ranker.gguf", RANK), name=RANKER),
        replace(looking(LLAVA, folder), name="seer"),
        _calling(folder / "caller.gguf"),
    ]


def _calling(path: Path) -> ModelSpec:
    """Write a model whose template shows tools, and how to call them."""
    path.write_bytes(build(CHAT_TEMPLATE + TOOLS))
    content = path.read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    location, size = str(path), len(content)
    return replace(TINY_RANDOM, name=CALLER, location=location, checksum=checksum, size_bytes=size)


@pytest.fixture(scope="module")
def gateway(system: Cluster) -> Iterator[GatewayProcess]:
    shared = addresses(system)
    with GatewayProcess(shared, EPHEMERAL__TIMEOUT_S=60) as process:
        yield process


@pytest.fixture(scope="module")
def token(system: Cluster) -> str:
    return make_key(Tenant.objects.get(pk=system.submitter.tenant_id))[1]


@pytest.fixture
def client(gateway: GatewayProcess, token: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=120) as made:
        yield made


@pytest.fixture
async def aclient(gateway: GatewayProcess, token: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=120) as made:
        yield made


def test_a_conversation_is_answered(client: OpenAI, system: Cluster) -> None:
    raw = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=HELLO, max_tokens=12, temperature=0, seed=-1, user="u", metadata={}
    )
    made = raw.parse()
    (choice,) = made.choices
    assert (choice.message.role, choice.finish_reason) == ("assistant", "length")
    assert made.usage is not None
    assert made.usage.completion_tokens == 12
    assert made.usage.total_tokens == made.usage.prompt_tokens + 12
    assert (made.object, made.model, made.id[:9]) == ("chat.completion", MODEL, "chatcmpl-")
    assert raw.headers["x-request-id"] == made._request_id
    assert int(raw.headers["openai-processing-ms"]) >= 0
    facts = system.facts(UUID(raw.headers["X-Switchyard-Task"]))
    assert (facts["state"], facts["kind"]) == ("succeeded", "chat")


def test_a_stream_says_what_the_whole_answer_says(client: OpenAI) -> None:
    asked: Any = {
        "model": MODEL, "messages": HELLO, "max_tokens": 900, "temperature": 0.9, "seed": 5,
        "logit_bias": ENDLESS,
    }  # fmt: skip
    whole = client.chat.completions.create(**asked)
    options: Any = {"include_usage": True}
    chunks = list(client.chat.completions.create(**asked, stream=True, stream_options=options))
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "length"
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage
    assert len({chunk.id for chunk in chunks}) == 1
    assert len(chunks) > 5


async def test_the_async_client_streams_and_the_helper_adds_up(aclient: AsyncOpenAI) -> None:
    async with aclient.chat.completions.stream(
        model=MODEL, messages=HELLO, response_format=Parcel, n=2, seed=1
    ) as stream:
        made = await stream.get_final_completion()
    assert [choice.finish_reason for choice in made.choices] == ["stop", "stop"]
    assert all(isinstance(choice.message.parsed, Parcel) for choice in made.choices)


def test_several_answers_have_scores(client: OpenAI) -> None:
    form = {"type": "grammar", "grammar": "root ::= [a-d] [a-d] [a-d]"}
    asked: Any = {"model": MODEL, "messages": HELLO, "n": 2, "seed": 3, "response_format": form}
    made = client.chat.completions.create(**asked, logprobs=True, top_logprobs=2)
    for choice in made.choices:
        assert choice.logprobs is not None
        assert choice.logprobs.content is not None
        tokens = choice.logprobs.content
        raw = bytes(byte for each in tokens for byte in each.bytes or ())
        assert raw.decode().startswith(choice.message.content or "?")
        assert all(each.logprob <= 0 and len(each.top_logprobs) == 2 for each in tokens)
    with client.chat.completions.stream(**asked, logprobs=True, top_logprobs=2) as stream:
        streamed = stream.get_final_completion()
    assert [c.message.content for c in streamed.choices] == [
        c.message.content for c in made.choices
    ]
    assert [c.logprobs for c in streamed.choices] == [c.logprobs for c in made.choices]


@pytest.mark.parametrize("streamed", [False, True])
def test_a_tool_that_must_be_called_is_called_by_its_schema(client: OpenAI, streamed: bool) -> None:
    asked: Any = {
        "model": CALLER, "messages": HELLO, "tools": [WEATHER], "max_tokens": 200, "seed": 2,
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "parallel_tool_calls": False,
    }  # fmt: skip
    if streamed:
        with client.chat.completions.stream(**asked) as stream:
            made: Any = stream.get_final_completion()
    else:
        made = client.chat.completions.create(**asked)
    (choice,) = made.choices
    assert choice.finish_reason == "tool_calls"
    (call,) = choice.message.tool_calls
    assert call.function.name == "weather"
    arguments = json.loads(call.function.arguments)
    assert arguments.keys() == {"city", "unit"}
    assert arguments["unit"] in ("celsius", "kelvin")
    assert not choice.message.content
    turn = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
    told = [*HELLO, choice.message, turn]
    after = client.chat.completions.create(model=CALLER, messages=told, max_tokens=4)
    assert after.choices[0].finish_reason in ("stop", "length")


def test_an_answer_is_parsed_into_a_model_of_pydantic(client: OpenAI) -> None:
    made = client.chat.completions.parse(
        model=MODEL, messages=HELLO, response_format=Parcel, max_completion_tokens=100
    )
    assert isinstance(made.choices[0].message.parsed, Parcel)


def test_an_image_is_looked_at(client: OpenAI) -> None:
    url = "data:image/png;base64," + base64.b64encode(picture(1)).decode()
    content: Any = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": url, "detail": "low"}},
    ]
    made = client.chat.completions.create(
        model="seer", messages=[{"role": "user", "content": content}], max_tokens=5
    )
    assert made.usage is not None
    assert made.usage.prompt_tokens > 64
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": content}], max_tokens=5
        )


def test_a_prompt_is_continued_whole_and_as_a_stream(client: OpenAI) -> None:
    asked: Any = {"model": MODEL, "prompt": "Once", "max_tokens": 10, "temperature": 0}
    made = client.completions.create(**asked, logprobs=1)
    assert (made.object, made.choices[0].finish_reason) == ("text_completion", "length")
    assert made.choices[0].logprobs is not None
    assert len(made.choices[0].logprobs.tokens or ()) == 10
    chunks = list(client.completions.create(**asked, stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == made.choices[0].text


@pytest.mark.parametrize("many", [2, 100], ids=["at-once", "as-a-task"])
def test_texts_become_vectors(client: OpenAI, many: int) -> None:
    texts = [f"text {number}" for number in range(many)]
    packed = client.embeddings.create(model=EMBEDDER, input=texts)
    plain = client.embeddings.create(model=EMBEDDER, input=texts, encoding_format="float")
    assert [each.index for each in plain.data] == list(range(many))
    for one, other in zip(packed.data, plain.data, strict=True):
        assert one.embedding == pytest.approx(other.embedding, abs=1e-6)
    assert plain.usage.prompt_tokens > many
    short = client.embeddings.create(model=EMBEDDER, input="one", dimensions=4)
    assert len(short.data[0].embedding) == 4
    routed = client.embeddings.create(model=f"local/{EMBEDDER}", input=texts)
    assert routed.model == EMBEDDER
    assert routed.data[-1].embedding == pytest.approx(plain.data[-1].embedding, abs=1e-6)


def test_documents_are_ranked(gateway: GatewayProcess, token: str) -> None:
    body = {"model": RANKER, "query": "goods", "documents": ["a", {"text": "b"}, "c"]}
    with gateway.client(token) as client:
        asked = {**body, "top_n": 2, "return_documents": True}
        made = client.post("/v1/rerank", json=asked, timeout=120).json()
    assert len(made["results"]) == 2
    scores = [each["relevance_score"] for each in made["results"]]
    assert scores == sorted(scores, reverse=True)
    for each in made["results"]:
        assert each["document"]["text"] == "abc"[each["index"]]
    assert made["usage"]["total_tokens"] > 0


def test_what_the_model_refuses_comes_as_the_clients_own_error(client: OpenAI) -> None:
    long: Any = [{"role": "user", "content": "long " * 5000}]
    for stream in (False, True):
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model=MODEL, messages=long, stream=stream)
        assert caught.value.code == "context_length_exceeded"


def test_a_client_that_loses_patience_cancels_its_task(client: OpenAI, system: Cluster) -> None:
    asked: Any = {"model": MODEL, "messages": HELLO, "max_tokens": 1900, "logit_bias": ENDLESS}
    tags = {"X-Switchyard-Tag": "impatient, test"}
    # Eight answers take seconds; one is whole before the worker can hear of it.
    with client.chat.completions.create(**asked, n=8, stream=True, extra_headers=tags) as stream:
        task = stream.response.headers["X-Switchyard-Task"]
        next(iter(stream))
    system.until(system.is_in(task, "cancelled"), "it is cancelled")


def test_a_wiped_redis_neither_repeats_nor_leaves_out_anything(
    client: OpenAI, system: Cluster
) -> None:
    asked: Any = {"model": MODEL, "messages": HELLO, "max_tokens": 1500, "logit_bias": ENDLESS}
    text, wiped = "", False
    with client.chat.completions.create(**asked, seed=7, stream=True) as stream:
        task = stream.response.headers["X-Switchyard-Task"]
        for chunk in stream:
            text += chunk.choices[0].delta.content or ""
            if not wiped and len(text) > 50:
                with redis.Redis.from_url(system.redis.url) as store:
                    store.flushall()
                wiped = True
    assert wiped
    assert text == get_task(task, tenant_id=None).result["message"]["content"]


def test_the_commands_of_the_page_do_what_it_says(gateway: GatewayProcess, token: str) -> None:
    page = (ROOT / "docs/how-to/openai.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```(bash|python)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(examples) > 6
    known = {
        "SWITCHYARD_GATEWAY_URL": gateway.url,
        "SWITCHYARD_API_KEY": token,
        "OPENAI_BASE_URL": f"{gateway.url}/v1",
        "OPENAI_API_KEY": token,
    }
    programs = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
    for language, text in examples:
        command, env = [*programs[language], text], os.environ | known
        done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        assert done.stdout.strip()


def test_plain_http_gets_events_as_the_standard_has_them(
    gateway: GatewayProcess, token: str
) -> None:
    body = {"model": MODEL, "messages": HELLO, "max_tokens": 3, "stream": True}
    with gateway.client(token) as client:
        answer: httpx.Response = client.post("/v1/chat/completions", json=body, timeout=120)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    lines = [line for line in answer.text.split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    assert all(line.startswith("data: ") for line in lines)


# --- Responses -----------------------------------------------------------------------------


def test_a_response_is_answered_stored_and_continued(client: OpenAI) -> None:
    made = client.responses.create(
        model=MODEL, input="Once upon", max_output_tokens=12, temperature=0
    )
    assert made.status == "incomplete"
    assert made.usage is not None
    assert made.usage.output_tokens == 12
    assert client.responses.retrieve(made.id) == made
    after = client.responses.create(
        model=MODEL, input="Go on", previous_response_id=made.id, max_output_tokens=4
    )
    assert after.usage is not None
    assert after.usage.input_tokens > made.usage.input_tokens + 12
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    assert client.responses.retrieve(after.id).previous_response_id == made.id


@pytest.mark.parametrize("uploaded", [False, True])
def test_a_response_looks_at_an_image(client: OpenAI, uploaded: bool) -> None:
    url = "data:image/png;base64," + base64.b64encode(picture(1)).decode()
    image = {"type": "input_image", "image_url": url, "detail": "low"}
    if uploaded:
        file = client.files.create(file=("a.png", picture(1)), purpose="vision")
        image = {"type": "input_image", "file_id": file.id, "detail": "low"}
    content: Any = [{"type": "input_text", "text": "What is it?"}, image]
    told: Any = [{"role": "user", "content": content}]
    made = client.responses.create(model="seer", input=told, max_output_tokens=5)
    assert made.usage is not None
    assert made.usage.input_tokens > 64
    with pytest.raises(openai.BadRequestError):
        client.responses.create(model=MODEL, input=told, max_output_tokens=5)


async def test_a_response_is_streamed_and_parsed(aclient: AsyncOpenAI) -> None:
    async with aclient.responses.stream(
        model=MODEL, input="Once upon", text_format=Parcel
    ) as stream:
        made = await stream.get_final_response()
    assert isinstance(made.output_parsed, Parcel)
    whole = await aclient.responses.parse(model=MODEL, input="Once upon", text_format=Parcel)
    assert isinstance(whole.output_parsed, Parcel)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_response_calls_a_tool_and_goes_on_with_its_output(
    client: OpenAI, streamed: bool
) -> None:
    tool: Any = {"type": "function", "strict": True, **WEATHER["function"]}
    asked: Any = {"model": CALLER, "tools": [tool], "max_output_tokens": 200}
    first: Any = {**asked, "input": "Oslo?", "tool_choice": "required"}
    if streamed:
        with client.responses.stream(**first) as stream:
            made: Any = stream.get_final_response()
    else:
        made = client.responses.create(**first)
    (call,) = [item for item in made.output if item.type == "function_call"][:1]
    assert json.loads(call.arguments).keys() == {"city", "unit"}
    output: Any = [{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
    after = client.responses.create(
        model=CALLER, input=output, previous_response_id=made.id, max_output_tokens=4
    )
    assert after.status in ("completed", "incomplete")


def test_a_reader_goes_on_where_it_was_although_redis_was_wiped(
    client: OpenAI, system: Cluster
) -> None:
    asked: Any = {"model": MODEL, "input": "Once upon", "max_output_tokens": 1500}
    extra = {"logit_bias": ENDLESS, "seed": 7}
    text, name, seen = "", "", -1
    with client.responses.create(**asked, background=True, stream=True, extra_body=extra) as stream:
        for event in stream:
            seen = event.sequence_number
            if event.type == "response.created":
                name = event.response.id
            if event.type == "response.output_text.delta":
                text += event.delta
            if len(text) > 50:
                break
    with redis.Redis.from_url(system.redis.url) as store:
        store.flushall()
    for event in client.responses.retrieve(name, stream=True, starting_after=seen):
        assert event.sequence_number > seen
        seen = event.sequence_number
        text += event.delta if event.type == "response.output_text.delta" else ""
    assert text == client.responses.retrieve(name).output_text


def test_a_background_response_is_cancelled_while_it_runs(client: OpenAI, system: Cluster) -> None:
    made = client.responses.create(
        model=MODEL, input="Once upon", max_output_tokens=1900, background=True,
        extra_body={"logit_bias": ENDLESS},
    )  # fmt: skip
    system.until(lambda: client.responses.retrieve(made.id).status != "queued", "it runs")
    assert client.responses.cancel(made.id).status == "cancelled"
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.cancel(made.id)
