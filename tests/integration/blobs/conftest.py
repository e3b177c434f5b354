"""A folder of its own for each test, and a clock that can be moved."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from orchestration.blobs.folder import FolderStore
from tests.integration.stage import configure


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """Where this test's blobs lie."""
    configure(settings, blobs={"folder": tmp_path / "blobs", "tenant_bytes": 10_000_000})
    return tmp_path / "blobs"


@pytest.fixture
def files(folder: Path) -> FolderStore:
    """What lies there, seen past the rows."""
    return FolderStore(folder)
