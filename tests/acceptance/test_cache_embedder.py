"""Vectors of questions come from a worker, at once or not at all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from orchestration.cache.embedding import WorkerEmbedder
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.errors import CallTimedOut, NobodyServes
from orchestration.errors import SwitchyardError
from orchestration.registry.spec import ModelSpec
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.django_db, pytest.mark.native]

T = TypeVar("T")


def asking(model: ModelSpec, *texts: str, timeout_s: float = 20.0) -> list[Any]:
    """Return the vectors of texts, or why there are none."""

    async def found() -> ModelSpec:
        return model

    async def work() -> list[Any]:
        calls = AsyncCalls(os.environ["REDIS_URL"])
        embedder = WorkerEmbedder(calls, found, timeout_s)
        made = await asyncio.gather(*map(embedder.embed, texts), return_exceptions=True)
        await calls.close()
        return list(made)

    return run(work())


def run(work: Coroutine[Any, Any, T]) -> T:
    async def bounded() -> T:
        return await asyncio.wait_for(work, PATIENCE_S)

    return asyncio.run(bounded())


def test_a_worker_makes_vectors_of_questions(calls_are_answered: list[ModelSpec]) -> None:
    [model] = [each for each in calls_are_answered if each.task == "embedding"]
    one, same, other, long = asking(model, "Why?", "Why?", "What is gold?", "so on " * 5000)
    # In which batch a text is read shows in the last digits.
    assert one.numbers == pytest.approx(same.numbers, abs=1e-6)
    assert one.model == same.model
    assert one.model.startswith(f"{model.name}@")
    assert len(one.numbers) == len(other.numbers)
    assert one.numbers != pytest.approx(other.numbers, abs=1e-3)
    assert isinstance(long, SwitchyardError)


def test_where_nobody_serves_that_is_said_at_once() -> None:
    model = ModelSpec("nobody-has-it", "embedding", "gguf", "nowhere.gguf")
    [refused] = asking(model, "Why?", timeout_s=0.05)
    assert isinstance(refused, NobodyServes | CallTimedOut)
