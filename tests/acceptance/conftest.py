"""Small models that make vectors, rank and count tokens, and a worker that serves them at once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from orchestration.ids import uuid7
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tasks.worker.ephemeral import Desk, EphemeralServer
from tests.unit.encoders import MEAN, RANK, bert_spec


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
