"""A fake provider for each test, and a client for each row of the table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeAlias

import pytest

from orchestration.providers.opening import open_provider
from orchestration.providers.provider import Provider
from orchestration.providers.table import PROVIDERS
from orchestration.secrettext import SecretText
from tests.fakes.provider import FakeProvider

KEY = "key-that-nobody-may-see"

Opened: TypeAlias = Callable[..., Provider]


@pytest.fixture
async def fake() -> AsyncIterator[FakeProvider]:
    async with FakeProvider().running() as running:
        yield running


@pytest.fixture(params=sorted(PROVIDERS))
def name(request: pytest.FixtureRequest) -> str:
    """Each provider of the table in turn."""
    return str(request.param)


@pytest.fixture
async def opened(fake: FakeProvider, name: str) -> AsyncIterator[Opened]:
    """Open the provider at the fake, with other limits if wanted."""
    clients: list[Provider] = []

    def make(**options: Any) -> Provider:
        given: dict[str, Any] = {"key": SecretText(KEY), "base_url": fake.url} | options
        clients.append(open_provider(name, **given))
        return clients[-1]

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
def provider(opened: Opened) -> Provider:
    return opened()
