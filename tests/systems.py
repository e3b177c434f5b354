"""Whole Switchyards that tests of several modules run, and the official client beside one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from orchestration.access.records import Tenant
from tests.chaos.cluster import Clocks, Cluster
from tests.chaos.members import Role
from tests.factories import make_key
from tests.gateways import GatewayProcess


@contextmanager
def whole(
    roles: Sequence[Role], clocks: Clocks, env: Mapping[str, str], *, patience_s: float = 120.0
) -> Iterator[Cluster]:
    """Run servers and processes in a folder of their own; needs an unblocked database.

    Args:
        roles: The processes to keep alive.
        clocks: Of leases.
        env: Settings of all processes, without their prefix `SWITCHYARD_`.
        patience_s: How long `Cluster.until` waits.
    """
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for key, value in env.items():
            patch.setenv(f"SWITCHYARD_{key}", value)
        with Cluster(folder, roles, clocks, patience_s=patience_s) as cluster:
            yield cluster


def addresses(system: Cluster) -> dict[str, str]:
    """Return what a gateway beside a system has to know of it."""
    return {
        "DATABASE_URL": system.postgres.url,
        "REDIS_URL": system.redis.url,
        "SWITCHYARD_VAR_DIR": str(system.folder / "var"),
    }


@contextmanager
def asking(system: Cluster, *, timeout_s: float, **options: Any) -> Iterator[OpenAI]:
    """Yield the official client of a gateway beside a system; `options` are the gateway's."""
    token = make_key(Tenant.objects.get(pk=system.submitter.tenant_id))[1]
    with (
        GatewayProcess(addresses(system), **options) as gateway,
        OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=timeout_s) as made,
    ):
        yield made
