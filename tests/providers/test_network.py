"""Tests cannot reach the world."""

from __future__ import annotations

import socket

import pytest

from orchestration.providers.opening import open_provider
from orchestration.secrettext import SecretText
from tests.network import RealTraffic
from tests.providers.asking import ask


@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, ("192.0.2.1", 443)), (socket.AF_INET6, ("2001:db8::1", 443, 0, 0))],
)
def test_real_traffic_is_refused(family: socket.AddressFamily, address: tuple[str, int]) -> None:
    with socket.socket(family) as mine, pytest.raises(RealTraffic):
        mine.connect(address)


async def test_a_provider_cannot_be_reached_for_real() -> None:
    url = "https://192.0.2.1/v1"
    provider = open_provider("openai", key=SecretText("key"), base_url=url)
    with pytest.raises(RealTraffic):
        await provider.chat(ask())
    await provider.close()
