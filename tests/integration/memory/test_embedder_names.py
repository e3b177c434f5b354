"""Names of what makes vectors: so many and no more, and not for ever."""

from functools import partial

import pytest

from orchestration.memory import embedders, realms
from orchestration.memory.changing import delete
from orchestration.memory.embedders import by_id, delete_unused, embedder, named
from orchestration.memory.ports import Embedded
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.segment import Segment
from orchestration.memory.records.vector import PendingVector
from orchestration.memory.selectors import get_entry
from orchestration.memory.vectors import InvalidVector
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, at_angle
from tests.integration.stage import together


@pytest.mark.django_db
def test_a_tenant_names_so_many_embedders_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(realms, "MOST_NAMES", 2)
    mind, other = Mind(make_tenant()), Mind(make_tenant())
    vectors = at_angle(0).vectors
    for each in (mind, other):
        for name in ("one", "two", "one"):
            given = each.memory.brought(vectors, name, tenant_id=each.tenant_id)
            each.add(f"said by {name}", given=given)
        with pytest.raises(InvalidVector, match="2 embedders were named before"):
            each.memory.brought(vectors, "three", tenant_id=each.tenant_id)


def own(mind: Mind, name: str) -> Embedded:
    """Return a vector that a tenant's own model made."""
    return mind.memory.brought(at_angle(0).vectors, name, tenant_id=mind.tenant_id)


def a_day_later() -> None:
    """Let the names that are there have been named long ago, and every process forget them."""
    Embedder.objects.update(named_at="2020-01-01T00:00:00Z")
    embedders.forget()


@pytest.mark.django_db
def test_a_name_that_nobody_uses_goes_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(realms, "MOST_NAMES", 2)
    mind = Mind(make_tenant())
    mind.add("the first one")
    added = [mind.add(f"by {name}", given=own(mind, name)) for name in ("one", "two")]
    assert delete_unused() == 0
    delete(mind.realm, get_entry(added[0].uid, tenant_id=mind.tenant_id))
    assert delete_unused() == 0, "it was named today"
    a_day_later()
    assert delete_unused() == 1
    names = set(Embedder.objects.values_list("name", flat=True))
    assert names == {mind.texts.name, f"{mind.realm.id}/two"}
    numbers = set(Embedder.objects.values_list("pk", flat=True))
    assert mind.add("by three", given=own(mind, "three")).outcome == "added"
    (number,) = set(Embedder.objects.values_list("pk", flat=True)) - numbers
    assert number <= 3, "numbers come again"


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["realm", "next", "pending", "segment"])
def test_a_name_stays_while_something_belongs_to_it(by: str) -> None:
    mind = Mind(make_tenant())
    mind.add("the first one")
    (entry,) = MemoryEntry.objects.all()
    unused = named("unused@1").id
    if by in ("realm", "next"):
        mind.set(**{"embedder_id" if by == "realm" else "next_embedder_id": unused})
    elif by == "pending":
        PendingVector.objects.create(entry=entry, embedder_id=unused)
    else:
        Segment.objects.create(embedder_id=unused, start=1, stop=2, state="ready")
    a_day_later()
    assert delete_unused() == 0


@pytest.mark.django_db
def test_who_names_an_embedder_again_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first = named("words@1")
    a_day_later()
    assert named("words@1") == first
    assert delete_unused() == 0
    a_day_later()
    assert delete_unused() == 1
    monkeypatch.setattr(embedders, "KEPT_S", 0.0)
    assert embedder("words@1", 8).dimensions == 8


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_kept_is_asked_for_anew_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = embedder("words@1", 8)
    assert named("words@1") == by_id(first.id) == first
    monkeypatch.setattr(embedders, "KEPT_S", 0.0)
    a_day_later()
    embedder("words@1", 8)
    Embedder.objects.all().delete()
    assert named("words@1").dimensions == 0


@pytest.mark.django_db(transaction=True)
def test_many_name_embedders_at_once() -> None:
    names = [f"model {number}" for number in range(8)]
    made = together(*[partial(named, name) for name in [*names, *names]])
    assert not [each for each in made if isinstance(each, Exception)]
    assert Embedder.objects.count() == 8
