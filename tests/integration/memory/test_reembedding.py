"""Changing over to another embedder while memories are searched."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from types import ModuleType
from typing import Any, ClassVar
from uuid import UUID

import numpy as np
import pytest

from orchestration.memory import changing, embedding, reembedding, writing
from orchestration.memory.changing import delete
from orchestration.memory.drafts import Draft
from orchestration.memory.embedders import forget
from orchestration.memory.embedding import make_missing
from orchestration.memory.ports import Embedded
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.vector import EntryVector, PendingVector
from orchestration.memory.reembedding import begin, conclude_all
from orchestration.memory.remembering import Memory
from orchestration.memory.searching import Answer, Question, Searcher
from orchestration.memory.segments import Unsettled, settled
from orchestration.memory.selectors import get_entry
from orchestration.memory.vectors import unit
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, WordVectors
from tests.integration.stage import together

pytestmark = pytest.mark.django_db


class Hashed:
    """Makes a vector of a text's hash; several models of different lengths."""

    name = "old"
    dimensions: ClassVar = {"old": 32, "new": 48, "newer": 64}

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
    first = memory.add(Draft("The cellar key hangs behind the door."), tenant_id=tenant.pk)
    assert begin("new", tenant_id=tenant.pk, actor="me") == 1
    assert conclude_all() == 0
    second = memory.add(Draft("Bread is baked on Fridays."), tenant_id=tenant.pk)
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
    Memory(texts).add(Draft("One."), tenant_id=tenant.pk)
    EntryVector.objects.all().delete()
    assert begin("old", tenant_id=tenant.pk, actor="me") == 1
    assert make_missing(texts) == 1
    assert conclude_all() == 0
    assert ask(texts, tenant.pk, "One.").found[0].similarity == pytest.approx(1, abs=1e-3)


class Both(WordVectors):
    """Makes vectors by whatever name it is asked for."""

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        called, self.name = self.name, name
        try:
            return super().embed(texts, name=name, timeout_s=timeout_s)
        finally:
            self.name = called


def elsewhere(act: Callable[[], object]) -> object:
    """Do something on another connection."""
    (answer,) = together(act)
    assert not isinstance(answer, Exception), answer
    return answer


def all_have_vectors(mind: Mind) -> None:
    """See that after the change of embedders each entry is found by its vector."""
    for _ in range(3):
        make_missing(mind.texts)
        conclude_all()
    assert Realm.objects.get(tenant=mind.tenant).next_embedder is None
    made = EntryVector.objects.filter(embedder=mind.embedder.id)
    assert made.count() == MemoryEntry.objects.filter(realm=mind.realm.id).count()


def begin_new(mind: Mind) -> None:
    begin("new@1", tenant_id=mind.tenant_id, actor="me")


def change_over(mind: Mind) -> None:
    begin_new(mind)
    make_missing(mind.texts)


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[ModuleType, str],
    act: Callable[[], object],
    *,
    after: bool = False,
) -> None:
    """Let something happen, on another connection, before or after a step of who stores."""
    module, name = where
    step, left = getattr(module, name), [act]

    def run(*args: Any) -> Any:
        if left and not after:
            elsewhere(left.pop())
        answer = step(*args)
        if left:
            elsewhere(left.pop())
        return answer

    monkeypatch.setattr(module, name, run)


STORING = [
    (writing, "_numbers"), (writing, "_copy_entries"), (writing, "copy_vectors"),
    (writing, "want_missing"),
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("where", STORING)
def test_what_is_added_while_the_embedder_changes_gets_its_vector(
    monkeypatch: pytest.MonkeyPatch, where: tuple[ModuleType, str], after: bool
) -> None:
    mind = Mind(make_tenant(), Both())
    mind.add("Ann likes tea")
    conclude_all()
    meanwhile(monkeypatch, where, lambda: change_over(mind), after=after)
    mind.add("Bob likes cocoa")
    all_have_vectors(mind)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["remove_rows", "copy_vectors", "want_missing"])
def test_what_is_changed_while_the_embedder_changes_gets_its_vector(
    monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    mind = Mind(make_tenant(), Both())
    old = mind.add("Ann likes tea")
    conclude_all()
    monkeypatch.setattr(reembedding, "want_vectors", lambda *_: 0)  # it waits for who changes
    meanwhile(monkeypatch, (changing, step), lambda: begin_new(mind), after=after)
    mind.update(old.uid, "Ann likes milk")
    all_have_vectors(mind)


@pytest.mark.django_db(transaction=True)
def test_searches_do_not_change_over_before_those_have_ended_who_did_not_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant(), Both())
    mind.add("Ann likes tea")
    conclude_all()

    def change_at_once() -> None:
        change_over(mind)
        with pytest.raises(Unsettled):
            conclude_all()

    with monkeypatch.context() as patch:
        patch.setattr(reembedding, "settled", lambda: settled(0.05))
        meanwhile(patch, (writing, "want_missing"), change_at_once, after=True)
        mind.add("Bob likes cocoa")
    all_have_vectors(mind)


@pytest.mark.django_db(transaction=True)
def test_what_is_stored_while_a_memory_gets_its_first_embedder_gets_its_vector(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant(), Both())
    add = lambda: mind.add("Ann likes tea")  # noqa: E731
    meanwhile(monkeypatch, (writing, "want_missing"), add, after=True)
    Memory(None).add(Draft("Bob likes cocoa"), tenant_id=mind.tenant_id)
    all_have_vectors(mind)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [1, 5_000])
def test_what_is_removed_while_the_embedder_changes_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """It is removed after it was seen that it lacks a vector."""
    mind = Mind(make_tenant(), Both())
    mind.add("Ann likes tea")
    conclude_all()
    gone = get_entry(mind.add("Bob likes cocoa").uid, tenant_id=mind.tenant_id)
    monkeypatch.setattr(embedding, "WANTED_AT_ONCE", at_once)
    removing = lambda: delete(mind.realm, gone)  # noqa: E731
    meanwhile(monkeypatch, (embedding, "hold"), removing)
    change_over(mind)
    all_have_vectors(mind)
    assert mind.embedder.name == "new@1"


def widths() -> set[int]:
    """Return how long the vectors are that there are."""
    return set(EntryVector.objects.values_list("dimensions", flat=True))


def test_vectors_go_also_when_whoever_removes_them_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant, texts = make_tenant(), Hashed()
    Memory(texts).add(Draft("The cellar key hangs behind the door."), tenant_id=tenant.pk)
    begin("new", tenant_id=tenant.pk, actor="me")
    make_missing(texts)

    def die(*_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reembedding, "_drop", die)
        with pytest.raises(KeyboardInterrupt):
            conclude_all()
    assert widths() == {32, 48}
    assert conclude_all() == 0
    assert widths() == {48}
    assert Realm.objects.get().leaving == []


def test_an_embedder_that_another_one_takes_the_place_of_leaves_nothing() -> None:
    tenant, texts = make_tenant(), Hashed()
    memory = Memory(texts)
    memory.add(Draft("The cellar key hangs behind the door."), tenant_id=tenant.pk)
    begin("new", tenant_id=tenant.pk, actor="me")
    make_missing(texts)
    memory.add(Draft("Bread is baked on Fridays."), tenant_id=tenant.pk)
    begin("newer", tenant_id=tenant.pk, actor="me")
    assert conclude_all() == 0
    assert widths() == {32}
    assert make_missing(texts) == 2
    assert conclude_all() == 1
    assert widths() == {64}
    assert not PendingVector.objects.exists()


def test_an_embedder_that_is_named_again_keeps_the_vectors_that_it_has() -> None:
    tenant, texts = make_tenant(), Hashed()
    Memory(texts).add(Draft("The cellar key hangs behind the door."), tenant_id=tenant.pk)
    for name in ("new", "newer", "new"):
        begin(name, tenant_id=tenant.pk, actor="me")
        make_missing(texts)
    assert conclude_all() == 1
    assert widths() == {48}
    begin("old", tenant_id=tenant.pk, actor="me")
    begin("new", tenant_id=tenant.pk, actor="me")
    assert conclude_all() == 0
    assert widths() == {48}
    assert ask(texts, tenant.pk, "The cellar key").without == ""
