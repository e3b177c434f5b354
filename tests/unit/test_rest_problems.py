"""Errors as REST's clients get them."""

import pytest

from api.gateway.openai.errors import refusal_of
from api.rest.problems import problem_response
from orchestration.calls.errors import LimitReached
from orchestration.calls.ports import Limit


@pytest.mark.parametrize(("wait_s", "told"), [(12.3, "13"), (0.0, "1"), (0.2, "1"), (7, "7")])
def test_clients_are_told_to_wait_for_whole_seconds(wait_s: float, told: str) -> None:
    error = LimitReached(Limit("tenant", "acme", concurrent=1), "concurrency", wait_s)
    assert problem_response(error, "/execute")["Retry-After"] == told
    assert refusal_of(error).headers()["Retry-After"] == told
