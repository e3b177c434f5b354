"""Changing over to another embedder while memories are searched."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import ClassVar
from uuid import UUID

import numpy as np
import pytest

from orchestration.memory.drafts import Draft
from orchestration.memory.embedders import forget
from orchestration.memory.embedding import make_missing
from orchestration.memory.ports import Embedded
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.records.vector import EntryVector
from orchestration.memory.reembedding import begin, conclude_all
from orchestration.memory.remembering import Memory
from orchestration.memory.searching import Answer, Question, Searcher
from orchestration.memory.vectors import unit
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db


class Hashed:
    """Makes a vector of a text's hash; several models of different lengths."""

    name = "old"
    dimensions: ClassVar = {"old": 32, "new": 48}

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        del timeout_s
        rows = []
        for text in texts:
            seed = int.from_bytes(blake2b(f"{name}{text}".encode(), digest_size=8).digest())
            rows.append(np.random.default_rng(seed).standard_normal(self.dimensions[name]))
        return Embedded(name, unit(np.stack(rows).astype(np.float32)))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget()


def ask(texts: Hashed, tenant_id: UUID, question: str) -> Answer:
    searcher = Searcher(QueryVectors(texts, timeout_s=1))
    return searcher.search(Question(question), tenant_id=tenant_id)


def test_searches_go_on_by_the_old_vectors_until_none_of_the_new_is_missing() -> None:
    tenant, texts = make_tenant(), Hashed()
    memory = Memory(texts)
    first = memory.add(
        Draft("The cellar key hangs behind the door."), tenant_id=tenant.pk, actor=""
    )
    assert begin("new", tenant_id=tenant.pk, actor="me") == 1
    assert conclude_all() == 0
    second = memory.add(Draft("Bread is baked on Fridays."), tenant_id=tenant.pk, actor="")
    answer = ask(texts, tenant.pk, "The cellar key hangs behind the door.")
    assert answer.without == ""
    assert answer.found[0].similarity == pytest.approx(1, abs=1e-3)
    assert first.searchable == "meaning"
    assert make_missing(texts) == 2
    assert conclude_all() == 1
    assert set(EntryVector.objects.values_list("dimensions", flat=True)) == {48}
    answer = ask(texts, tenant.pk, "Bread is baked on Fridays.")
    assert answer.found[0].similarity == pytest.approx(1, abs=1e-3)
    assert second.searchable == "meaning"


def test_the_present_embedder_makes_what_is_missing_and_stays() -> None:
    tenant, texts = make_tenant(), Hashed()
    Memory(texts).add(Draft("One."), tenant_id=tenant.pk, actor="")
    EntryVector.objects.all().delete()
    assert begin("old", tenant_id=tenant.pk, actor="me") == 1
    assert make_missing(texts) == 1
    assert conclude_all() == 0
    assert ask(texts, tenant.pk, "One.").found[0].similarity == pytest.approx(1, abs=1e-3)
