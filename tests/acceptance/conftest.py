"""What acceptance tests share: a gateway, a worker and the Redis that token streams go through;
small models that make vectors, rank and count tokens, and a worker that serves them at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
import redis

from api.rest import memory_search
from orchestration.ids import uuid7
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.memory.using import UseCounter
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tasks.models import Worker
from tasks.worker.ephemeral import Desk, EphemeralServer
from tasks.worker.tokens import TokenWriter
from tests.factories import make_worker
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess
from tests.outsiders import catalogued
from tests.readers import AT_ONCE
from tests.unit.encoders import MEAN, RANK, bert_spec


@pytest.fixture(autouse=True)
def uses(monkeypatch: pytest.MonkeyPatch) -> Iterator[UseCounter]:
    """What counts which memories are found; it writes when it is told to, not by a clock."""
    counter = UseCounter(flush_s=threading.TIMEOUT_MAX)
    monkeypatch.setattr(memory_search, "uses", lambda: counter)
    yield counter
    if counter._timer is not None:
        counter._timer.cancel()


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    """A gateway whose streams say twice a second that they are alive."""
    with GatewayProcess(GATEWAY__HEARTBEAT_S=0.5) as process:
        yield process


@pytest.fixture
def worker() -> Worker:
    """A worker that can have any task."""
    return make_worker()


@pytest.fixture
def writer() -> Iterator[TokenWriter]:
    """What writes token streams in a worker."""
    made = TokenWriter(os.environ["REDIS_URL"], AT_ONCE)
    yield made
    made.close()


@pytest.fixture
def store() -> Iterator[redis.Redis]:
    """The Redis of all tests: nothing in it is missed."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


@pytest.fixture(scope="module")
def servers() -> Iterator[list[FakeProvider]]:
    """Two providers outside, at the same places for all tests of a module."""
    with providers_aside(2) as made:
        yield made


@pytest.fixture
def fakes(
    db: None, servers: list[FakeProvider], store: redis.Redis
) -> Iterator[list[FakeProvider]]:
    """The providers with a catalogue of what they serve, in good order, nobody's breaker open."""
    with catalogued(servers, store):
        yield servers


@pytest.fixture(scope="session")
def small_encoder() -> Iterator[LocalEncoder]:
    """An engine; its process starts with the first call."""
    made = LocalEncoder(EngineOptions(threads=1))
    yield made
    made.close()


@pytest.fixture(scope="session")
def small_models(tmp_path_factory: pytest.TempPathFactory) -> list[ModelSpec]:
    """One model for each task, with random weights."""
    folder = tmp_path_factory.mktemp("models")
    return [
        bert_spec(folder / "small-embedder.gguf", MEAN),
        bert_spec(folder / "small-ranker.gguf", RANK),
        TINY_RANDOM,
    ]


@pytest.fixture
def calls_are_answered(
    db: None, small_encoder: LocalEncoder, small_models: list[ModelSpec]
) -> Iterator[list[ModelSpec]]:
    """Let the small models be the defaults, and a worker's thread serve calls of them."""
    for model in small_models:
        registry.register(model, default=True)
    names = [model.name for model in small_models]
    desk = Desk(uuid7(), os.environ["REDIS_URL"], slots=4, reply_bytes=1024 * 1024)
    server = EphemeralServer(desk, small_encoder, lambda: names)
    server.tell()
    server.start()
    yield small_models
    server.close()
    registry.forget()
