"""A whole Switchyard that asks models outside: gateway, dispatcher, a worker for calls of others,
Postgres and Redis, and two fakes at the wire. One system serves all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openai import OpenAI
from pytest_django.plugin import DjangoDbBlocker

from orchestration.access.records import Tenant
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists.selectors import forget
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import dispatcher, worker
from tests.factories import make_key, make_tenant
from tests.fakes.aside import providers_aside
from tests.fakes.provider import FakeProvider, well
from tests.gateways import GatewayProcess
from tests.outsiders import apply_catalogue
from tests.systems import addresses, whole

_CLOCKS = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)


@pytest.fixture(scope="package")
def servers() -> Iterator[list[FakeProvider]]:
    with providers_aside(2) as made:
        yield made


@pytest.fixture(scope="package")
def system(servers: list[FakeProvider], django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    roles = (dispatcher("dispatcher-0"), worker("io-0", 8))
    # However busy the machine is, Redis is not taken for away.
    env = {"OUTGOING__ALLOW": "127.0.0.1", "CALLS__REDIS_S": "30"}
    with django_db_blocker.unblock(), whole(roles, _CLOCKS, env) as cluster:
        registry.register(TINY_RANDOM, default=True)
        apply_catalogue(servers)
        cluster.until_ready()
        yield cluster
    forget()
    registry.forget()


@pytest.fixture(scope="package")
def gateway(system: Cluster) -> Iterator[GatewayProcess]:
    shared = addresses(system) | {"SWITCHYARD_OUTGOING__ALLOW": "127.0.0.1"}
    with GatewayProcess(shared) as process:
        yield process


@pytest.fixture
def fakes(servers: list[FakeProvider], system: Cluster) -> list[FakeProvider]:
    """The providers, in good order."""
    for fake in servers:
        fake.usual = well
        fake.requests.clear()
    return servers


@pytest.fixture
def tenant(system: Cluster) -> Tenant:
    """A tenant of each test's own, so that its ledger is, too."""
    return make_tenant()


@pytest.fixture
def client(gateway: GatewayProcess, tenant: Tenant) -> Iterator[OpenAI]:
    token = make_key(tenant)[1]
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=60, max_retries=0) as made:
        yield made
