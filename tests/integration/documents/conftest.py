"""Who reads documents, whose, and where they lie."""

from collections.abc import Iterator

import pytest

from orchestration.access.records import Tenant
from orchestration.documents.views import CollectionView
from orchestration.memory.embedders import forget
from tests.factories import make_tenant
from tests.integration.documents.reading import WordVectors, collection


@pytest.fixture
def texts() -> Iterator[WordVectors]:
    """What a process remembers of embedders is not true of an emptied database."""
    forget()
    yield WordVectors()
    forget()


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def papers(tenant: Tenant) -> CollectionView:
    return collection(tenant)
