"""What each test of copies starts with: the models that ship, one that lies far away, and a hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.registry import download, services
from orchestration.registry.records import ModelRecord
from tests.integration.replicas.site import MODEL, SPEC, Site, site
from tests.unit.hubs import Hub, serving


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(download, "PAUSE_S", 0)
    ModelRecord.objects.all().delete()
    services.seed_bundled()
    services.register(SPEC)
    yield
    services.forget()


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({"tiny-Q8_0.gguf": MODEL})) as running:
        yield running


@pytest.fixture
def here(hub: Hub, tmp_path: Path) -> Iterator[Site]:
    with site(hub, tmp_path / "models") as made:
        yield made
