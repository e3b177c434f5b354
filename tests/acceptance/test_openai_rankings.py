"""What `/v1/rerank` costs the gateway."""

from __future__ import annotations

from typing import Final

import pytest

from deploy.local.processes import wait_until
from orchestration.registry.spec import ModelSpec
from tests.factories import make_key
from tests.gateways import PATIENCE_S, GatewayProcess

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.native]

MIB: Final = 1024 * 1024


def test_what_a_query_comes_to_with_all_documents_is_counted_not_written(
    gateway: GatewayProcess, calls_are_answered: list[ModelSpec]
) -> None:
    body = {"query": "q" * 200_000, "documents": ["d"] * 1_500}  # 286 MiB to read
    with gateway.client(make_key()[1]) as client:
        small = {"query": "goods", "documents": ["a", "b"]}
        # The gateway may have read its catalogue just before there were models.
        assert wait_until(lambda: client.post("/v1/rerank", json=small).is_success, PATIENCE_S)
        before = gateway.peak_bytes()
        refused = client.post("/v1/rerank", json=body)
    assert refused.status_code == 400
    assert "documents" in refused.json()["error"]["param"]
    assert gateway.peak_bytes() - before < 100 * MIB
