"""A folder of its own for each test, a model that can be named, and small groups."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from orchestration.registry import services as registry
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from tasks.models import Worker
from tests.factories import make_worker
from tests.integration.stage import configure


@pytest.fixture(autouse=True)
def _small_groups(settings: LazySettings, tmp_path: Path) -> None:
    configure(
        settings,
        blobs={"folder": tmp_path / "blobs"},
        batches={"window": 4, "group": 2, "lines": 60, "per_tenant": 3, "poll_s": 0.01},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this test's blobs lie."""
    return tmp_path / "blobs"


@pytest.fixture(autouse=True)
def _models(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    registry.register(MINILM, default=True)
    yield
    registry.forget()


@pytest.fixture
def worker() -> Worker:
    """A worker that can have any task."""
    return make_worker(held=(TINY_RANDOM.name,))
