"""What a task that ended says of how long our own models take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orchestration.execution import Failed, RunInput, RunOutcome, Stopped, Succeeded
from orchestration.ids import uuid7
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.usage.delays import Answered
from tasks.worker.delays import answered

CHAT = RunInput(
    task_id=uuid7(), epoch=1, tenant_id=uuid7(), kind="chat", input={}, model=TINY_RANDOM,
    priority=1, attempt=1, max_attempts=3, idempotency_key=None, remaining_s=None,
)  # fmt: skip
DONE = Succeeded({}, first_token_ms=12.5)


def test_an_answer_tells_of_its_first_token_and_its_end() -> None:
    assert answered(CHAT, DONE, 90.0) == Answered(TINY_RANDOM.name, 90.0, 12.5)


def test_vectors_tell_of_their_end_only() -> None:
    vectors = replace(CHAT, kind="embedding", model=MINILM)
    assert answered(vectors, Succeeded({}), 7.0) == Answered(MINILM.name, 7.0)


@pytest.mark.parametrize(
    ("run", "outcome"),
    [
        ({}, Failed({}, retryable=False)),
        ({}, Stopped("cancelled")),
        ({"kind": "tokenize"}, Succeeded({})),
        ({"kind": "echo", "model": None}, Succeeded({})),
        ({"model": None}, DONE),
    ],
)
def test_nothing_is_said_by_other_ends_and_by_what_no_model_of_ours_answered(
    run: dict[str, Any], outcome: RunOutcome
) -> None:
    assert answered(replace(CHAT, **run), outcome, 90.0) is None


def test_nothing_is_said_by_what_never_began() -> None:
    assert answered(None, Failed({}, retryable=True), 1.0) is None
