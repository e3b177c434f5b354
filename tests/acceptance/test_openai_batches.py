"""Files and batches with the official client, unmodified, against a whole Switchyard: gateway,
dispatcher, worker, Postgres, Redis, and models with random weights."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import openai
import pytest
from openai import OpenAI
from openai.types import Batch
from openai.types.responses import Response
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from orchestration.config import ROOT
from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM, SWITCHYARD_MINI, TINY_RANDOM
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.factories import make_key
from tests.gateways import GatewayProcess
from tests.patience import until
from tests.systems import addresses, whole
from tests.unit.encoders import MEAN, bert_spec

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

CHAT: Final = "/v1/chat/completions"
MODEL: Final = TINY_RANDOM.name
EMBEDDER: Final = MINILM.name
_CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)
_ENDED: Final = ("completed", "failed", "expired", "cancelled")
_MOST: Final = 300_000
"""Bytes of the largest file here."""


@pytest.fixture(scope="module")
def system(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    roles = (dispatcher("dispatcher-0"), worker("cpu-0", 8))
    env = {"INFERENCE__THREADS": "1", "BATCHES__WINDOW": "40", "BATCHES__GROUP": "16"}
    with django_db_blocker.unblock(), whole(roles, _CLOCKS, env) as cluster:
        registry.register(TINY_RANDOM, default=True)
        registry.register(SWITCHYARD_MINI)
        registry.register(replace(bert_spec(cluster.folder / "e.gguf", MEAN), name=EMBEDDER))
        cluster.until_ready()
        yield cluster


@pytest.fixture(scope="module")
def gateway(system: Cluster) -> Iterator[GatewayProcess]:
    shared = addresses(system)
    with GatewayProcess(shared, FILES__MAX_BYTES=_MOST) as process:
        yield process


@pytest.fixture
def client(gateway: GatewayProcess, system: Cluster) -> Iterator[OpenAI]:
    token = make_key(Tenant.objects.get(pk=system.submitter.tenant_id))[1]
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=60) as made:
        yield made


def line(name: str, body: Any, url: str = CHAT) -> str:
    """Return a line of a batch's file."""
    return json.dumps({"custom_id": name, "method": "POST", "url": url, "body": body})


def talk(number: int, **more: Any) -> dict[str, Any]:
    """Return a small conversation."""
    said = [{"role": "user", "content": f"Once upon {number}"}]
    return {"model": MODEL, "messages": said, "max_tokens": 4, **more}


def sent(client: OpenAI, lines: Sequence[str]) -> str:
    """Upload a batch's file; return its id."""
    raw = ("\n".join(lines) + "\n").encode()
    return client.files.create(file=("lines.jsonl", raw), purpose="batch").id


def started(client: OpenAI, lines: Sequence[str], endpoint: Any = CHAT, **more: Any) -> Batch:
    """Start a batch."""
    asked: dict[str, Any] = {"completion_window": "24h", **more}
    return client.batches.create(input_file_id=sent(client, lines), endpoint=endpoint, **asked)


def ended(client: OpenAI, batch: Batch, patience_s: float = 120.0) -> Batch:
    """Return a batch when it has ended."""
    read = partial(client.batches.retrieve, batch.id)
    until(lambda: read().status in _ENDED, f"for {batch.id}", patience_s)
    return read()


def lines_in(client: OpenAI, file_id: str | None) -> dict[str, Any]:
    """Return the lines of an output or error file by their custom ids, which come once each."""
    assert file_id is not None
    found = [json.loads(each) for each in client.files.content(file_id).iter_lines()]
    assert len({each["custom_id"] for each in found}) == len(found)
    assert len({each["id"] for each in found}) == len(found)
    return {each["custom_id"]: each for each in found}


def test_files_are_kept_listed_read_and_deleted(client: OpenAI) -> None:
    made = client.files.create(file=("naïve.txt", b"a few words"), purpose="user_data")
    assert (made.object, made.bytes, made.purpose) == ("file", 11, "user_data")
    assert made.filename == "naïve.txt"
    assert made.expires_at is None
    assert client.files.retrieve(made.id) == made
    assert client.files.content(made.id).read() == b"a few words"
    more = [client.files.create(file=b"same", purpose="assistants").id for _ in range(5)]
    page = client.files.list(purpose="assistants", limit=2)
    assert [each.id for each in page.data] == [more[4], more[3]]
    assert page.has_more
    assert [each.id for each in page] == more[::-1]
    assert [e.id for e in client.files.list(purpose="assistants", order="asc", limit=4)] == more
    assert client.files.delete(made.id).deleted
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        with pytest.raises(openai.NotFoundError):
            call(made.id)


def test_a_file_that_cannot_be_taken_is_refused_by_the_clients_own_errors(client: OpenAI) -> None:
    with pytest.raises(openai.APIStatusError, match="SWITCHYARD_FILES__MAX_BYTES") as caught:
        client.files.create(file=b"x" * (_MOST + 1), purpose="batch")
    assert caught.value.status_code == 413
    with pytest.raises(openai.BadRequestError, match="purpose"):
        client.files.create(file=b"x", purpose="fine-tune")
    with pytest.raises(openai.BadRequestError, match="seconds"):
        client.files.create(
            file=b"x", purpose="batch", expires_after={"anchor": "created_at", "seconds": 60}
        )
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve("file-unknown")


def test_a_file_may_expire(client: OpenAI) -> None:
    made = client.files.create(
        file=b"x", purpose="vision", expires_after={"anchor": "created_at", "seconds": 3600}
    )
    assert made.expires_at == made.created_at + 3600
    usual = client.files.create(file=b"x", purpose="batch")
    assert usual.expires_at == usual.created_at + 30 * 86_400


def test_every_line_of_a_batch_is_answered_once(client: OpenAI) -> None:
    lines = [line(f"line-{number}", talk(number)) for number in range(120)]
    lines[7] = line("unknown-model", talk(7, model="nobody"))
    lines[8] = line("bad-field", talk(8, nonsense=1))
    lines[9] = line("too-long", talk(9) | {"messages": [{"role": "user", "content": "x " * 9000}]})
    lines[10] = line("streamed", talk(10, stream=True))
    batch = started(client, lines, metadata={"who": "test"})
    assert batch.status in ("validating", "in_progress")
    done = ended(client, batch)
    assert done.status == "completed"
    assert done.metadata == {"who": "test"}
    assert done.request_counts is not None
    counts = done.request_counts
    assert (counts.total, counts.completed, counts.failed) == (120, 116, 4)
    good, bad = lines_in(client, done.output_file_id), lines_in(client, done.error_file_id)
    assert good.keys() | bad.keys() == {json.loads(each)["custom_id"] for each in lines}
    assert good.keys() & bad.keys() == set()
    for each in good.values():
        assert each["error"] is None
        assert each["response"]["status_code"] == 200
        body = each["response"]["body"]
        assert (body["object"], body["model"]) == ("chat.completion", MODEL)
        assert body["usage"]["completion_tokens"] in range(1, 5)
    codes = {n: (e["response"]["status_code"], e["response"]["body"]["error"]["code"])
             for n, e in bad.items()}  # fmt: skip
    assert codes == {
        "unknown-model": (404, "model_not_found"),
        "bad-field": (400, "unknown_parameter"),
        "too-long": (400, "context_length_exceeded"),
        "streamed": (400, "unsupported_parameter"),
    }
    assert client.batches.retrieve(batch.id) == done
    assert done.id in [each.id for each in client.batches.list(limit=5)]
    files = {each.id for each in client.files.list(purpose="batch_output")}
    assert {done.output_file_id, done.error_file_id} <= files


def test_completions_and_vectors_are_answered_too(client: OpenAI) -> None:
    url = "/v1/completions"
    asked = {"model": MODEL, "prompt": "Once", "max_tokens": 3}
    texts = started(client, [line("a", asked, url), line("b", asked, url)], url)
    url = "/v1/embeddings"
    plain = {"model": EMBEDDER, "input": ["one", "two"]}
    packed = plain | {"encoding_format": "base64"}
    vectors = started(client, [line("plain", plain, url), line("packed", packed, url)], url)
    done = ended(client, texts)
    for each in lines_in(client, done.output_file_id).values():
        assert each["response"]["body"]["object"] == "text_completion"
    assert done.error_file_id is None
    found = lines_in(client, ended(client, vectors).output_file_id)
    assert len(found["plain"]["response"]["body"]["data"]) == 2
    assert isinstance(found["packed"]["response"]["body"]["data"][1]["embedding"], str)


def test_responses_are_answered_too(client: OpenAI) -> None:
    url = "/v1/responses"
    asked = {"model": MODEL, "input": "Once", "max_output_tokens": 4, "instructions": "Be kind."}
    wrong = asked | {"input": [{"role": "user", "content": [{"type": "input_text", "text": 7}]}]}
    lines = [line("fine", asked, url), line("wrong", wrong, url),
             line("later", asked | {"background": True}, url)]  # fmt: skip
    done = ended(client, started(client, lines, url))
    body = lines_in(client, done.output_file_id)["fine"]["response"]["body"]
    assert (body["object"], body["instructions"]) == ("response", "Be kind.")
    assert Response.model_validate(body).output_text
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(body["id"])
    bad = lines_in(client, done.error_file_id)
    params = {name: each["response"]["body"]["error"]["param"] for name, each in bad.items()}
    assert params["later"] == "background"
    assert params["wrong"].startswith("input[0].content")


def test_a_file_with_wrong_lines_fails_and_says_which(client: OpenAI) -> None:
    lines = [
        line("a", talk(1)),
        "{no json",
        line("a", talk(2)),
        line("b", talk(3), "/v1/embeddings"),
        json.dumps({"method": "POST", "url": CHAT, "body": {}}),
        "",
        line("c", talk(4)).replace("POST", "GET"),
    ]
    done = ended(client, started(client, lines))
    assert done.status == "failed"
    assert done.failed_at is not None
    assert done.errors is not None
    told = [(each.line, each.code) for each in done.errors.data or ()]
    assert told == [
        (2, "invalid_json_line"),
        (3, "duplicate_custom_id"),
        (4, "invalid_url"),
        (5, "missing_required_parameter"),
        (7, "invalid_method"),
    ]
    empty = ended(client, started(client, [""]))
    assert empty.errors is not None
    assert [each.code for each in empty.errors.data or ()] == ["empty_file"]


def test_a_cancelled_batch_ends_with_what_is_there(client: OpenAI) -> None:
    endless = {"max_tokens": 1500, "logit_bias": {"2": -100}}
    lines = [line(f"line-{number}", talk(number, **endless)) for number in range(100)]
    batch = started(client, lines)
    until(lambda: client.batches.retrieve(batch.id).status != "validating", "for its lines")
    assert client.batches.cancel(batch.id).status in ("cancelling", "cancelled")
    done = ended(client, batch)
    assert done.status == "cancelled"
    assert done.cancelling_at is not None
    assert done.cancelled_at is not None
    bad = lines_in(client, done.error_file_id)
    good = lines_in(client, done.output_file_id) if done.output_file_id else {}
    assert len(bad) + len(good) == 100
    assert {each["error"]["code"] for each in bad.values()} == {"batch_cancelled"}
    assert client.batches.cancel(batch.id).status == "cancelled"


def test_what_cannot_be_a_batch_is_refused(client: OpenAI) -> None:
    file_id = sent(client, [line("a", talk(1))])
    asked: dict[str, Any] = {"input_file_id": file_id, "completion_window": "24h"}
    create: Any = client.batches.create
    with pytest.raises(openai.BadRequestError, match="endpoint"):
        create(**asked, endpoint="/v1/moderations")
    with pytest.raises(openai.BadRequestError, match="completion_window"):
        create(**asked | {"completion_window": "1y"}, endpoint=CHAT)
    with pytest.raises(openai.NotFoundError):
        create(**asked | {"input_file_id": "file-nobody"}, endpoint=CHAT)
    other = client.files.create(file=b"x", purpose="user_data")
    with pytest.raises(openai.BadRequestError, match="purpose"):
        create(**asked | {"input_file_id": other.id}, endpoint=CHAT)
    done = ended(client, create(**asked, endpoint=CHAT))
    with pytest.raises(openai.ConflictError) as caught:
        client.batches.cancel(done.id)
    assert caught.value.code == "batch_ended"
    assert caught.value.response.headers["x-should-retry"] == "false"
    with pytest.raises(openai.NotFoundError):
        client.batches.retrieve("batch_unknown")


def test_the_commands_of_the_page_do_what_it_says(gateway: GatewayProcess, system: Cluster) -> None:
    page = (ROOT / "docs/how-to/openai-batches.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```(bash|python)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert [language for language, _ in examples] == ["python", "bash"]
    token = make_key(Tenant.objects.get(pk=system.submitter.tenant_id))[1]
    known = {
        "SWITCHYARD_GATEWAY_URL": gateway.url,
        "SWITCHYARD_API_KEY": token,
        "OPENAI_BASE_URL": f"{gateway.url}/v1",
        "OPENAI_API_KEY": token,
    }
    programs = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
    for language, text in examples:
        command = [*programs[language], text]
        done = subprocess.run(
            command, check=False, env=os.environ | known, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        assert done.stdout.strip()


def test_other_tenants_see_nothing_of_it(client: OpenAI, gateway: GatewayProcess) -> None:
    batch = ended(client, started(client, [line("a", talk(1))]))
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=make_key()[1], max_retries=0) as other:
        assert not list(other.files.list())
        assert not list(other.batches.list())
        for ask in (
            lambda: other.batches.retrieve(batch.id),
            lambda: other.batches.cancel(batch.id),
            lambda: other.files.content(batch.output_file_id or ""),
            lambda: other.files.delete(batch.input_file_id),
            lambda: other.batches.create(
                input_file_id=batch.input_file_id, endpoint=CHAT, completion_window="24h"
            ),
        ):
            with pytest.raises(openai.NotFoundError):
                ask()
