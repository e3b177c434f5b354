"""A model, a worker that is the test itself, and the official client at the gateway."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from openai import OpenAI

from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.models import Worker
from tests.acceptance.test_openai_gateway import MODEL, client_of
from tests.factories import make_key, make_worker
from tests.gateways import GatewayProcess


@pytest.fixture(autouse=True)
def models(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


@pytest.fixture
def worker(models: None) -> Worker:
    return make_worker(held=(MODEL,))


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@pytest.fixture
def token() -> str:
    return make_key()[1]


@pytest.fixture
def client(gateway: GatewayProcess, token: str) -> Iterator[OpenAI]:
    with client_of(gateway, token) as made:
        yield made
