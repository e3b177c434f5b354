"""Nothing of one test's embedders and indexes is left for the next one."""

from collections.abc import Iterator

import pytest

from orchestration.memory import embedders


@pytest.fixture(autouse=True)
def _fresh_embedders() -> Iterator[None]:
    """What a process remembers of embedders is not true of an emptied database."""
    embedders.forget()
    yield
    embedders.forget()
