"""Changing and deleting memories: their ids stay, their history is kept, old words find nothing."""

import threading
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory import changing
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import (
    CannotSupersede,
    InvalidMemory,
    MemoryChanged,
    UnknownMemory,
)
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Owner
from orchestration.memory.packing import pack
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.records.vector import EntryVector, PendingVector
from orchestration.memory.removing import remove
from orchestration.memory.selectors import EntryView, get_entry, history_of, list_entries
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, check_segments, packing_here, postings
from tests.integration.stage import together
from tests.patience import PATIENCE_S, until

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 12, tzinfo=UTC)
AFAR = datetime(2999, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db
_WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


@pytest.mark.parametrize("packed", [False, True])
def test_a_changed_memory_keeps_its_id_and_is_found_by_its_new_words_alone(packed: bool) -> None:
    mind = Mind(make_tenant())
    first = mind.add("Ann drinks tea", owner=Owner(user="ann"), at=NOON)
    mind.add("Bob drinks cocoa")
    with packing_here():
        if packed:
            pack()
        changed = mind.update(first.uid, "Ann drinks coffee", importance=0.9)
        assert (changed.uid, changed.version, changed.importance) == (first.uid, 2, 0.9)
        assert (changed.owner, changed.at) == (Owner(user="ann"), NOON)
        for _ in range(2):
            assert mind.by_words("coffee") == ["Ann drinks coffee"]
            assert mind.by_words("tea") == []
            assert set(mind.told("drinks")) == {"Ann drinks coffee", "Bob drinks cocoa"}
            pack()
        check_segments()
    assert postings("tea") == []
    assert EntryVector.objects.count() == 2
    found = mind.ask("Ann drinks coffee").found[0]
    assert found.candidate.id == changed.number
    assert found.similarity == pytest.approx(1.0, abs=1e-3), "its vector is that of its new text"


@pytest.mark.parametrize("at", [NOON, None])
def test_a_changed_memory_is_known_by_the_time_that_was_said_of_it(at: datetime | None) -> None:
    mind = Mind(make_tenant())
    first = mind.add("Ann drank tea", at=at)
    mind.update(first.uid, "Ann drank coffee")
    again = mind.add("Ann drank coffee", at=at)
    assert (again.outcome, again.uid) == ("known", first.uid)
    elsewhen = mind.add("Ann drank coffee", at=LATER)
    assert elsewhen.outcome == "added"


def test_what_it_said_stays_in_its_history() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("one", tags=("a",), metadata={"k": 1}).uid
    mind.update(uid, "two", tags=("a",), metadata={"k": 1})
    mind.update(uid, "three", tags=("b",), kind=Kind.PROCEDURAL)
    versions, links = history_of(uid, tenant_id=mind.tenant_id)
    assert links == []
    latest, earliest = versions
    assert (latest.version, latest.reason, latest.actor) == (2, "update", "key:test")
    assert {**latest.values, "at": None} == {
        "text": "two", "tags": ["a"], "metadata": {"k": 1}, "type": "semantic", "at": None,
    }  # fmt: skip
    assert earliest.version == 1
    assert earliest.values["text"] == "one"
    assert get_entry(uid, tenant_id=mind.tenant_id).version == 3


def test_what_is_not_said_again_of_its_time_is_no_change_of_it() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("one", at=NOON).uid
    mind.update(uid, "two")
    assert get_entry(uid, tenant_id=mind.tenant_id).at == NOON
    versions, _ = history_of(uid, tenant_id=mind.tenant_id)
    assert set(versions[0].values) == {"text"}


def test_a_change_of_a_version_that_is_none_any_more_is_refused() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("one").uid
    assert mind.update(uid, "two", version=1).version == 2
    with pytest.raises(MemoryChanged) as caught:
        mind.update(uid, "three", version=1)
    assert "version 2, not 1" in str(caught.value)
    assert get_entry(uid, tenant_id=mind.tenant_id).text == "two"
    assert EntryVersion.objects.count() == 1


def test_it_cannot_say_what_another_one_of_the_same_owner_says() -> None:
    mind = Mind(make_tenant())
    mind.add("one fish")
    other = mind.add("two birds")
    with pytest.raises(InvalidMemory, match="exactly this"):
        mind.update(other.uid, "one fish")
    assert get_entry(other.uid, tenant_id=mind.tenant_id).text == "two birds"
    assert EntryVersion.objects.count() == 0
    assert mind.by_words("birds") == ["two birds"]
    ann = mind.add("three trees", owner=Owner(user="ann"))
    assert mind.update(ann.uid, "one fish").text == "one fish"


def test_the_same_again_is_no_version() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("one", at=NOON, tags=("a",), metadata={"k": [1]}).uid
    before = get_entry(uid, tenant_id=mind.tenant_id)
    assert mind.update(uid, "one", at=NOON, tags=("a",), metadata={"k": [1]}) == before
    assert get_entry(uid, tenant_id=mind.tenant_id) == before
    assert not EntryVersion.objects.exists()
    with pytest.raises(MemoryChanged):
        mind.update(uid, "one", at=NOON, tags=("a",), metadata={"k": [1]}, version=2)


def test_passages_are_not_changed_one_by_one() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("passage", kind=Kind.PASSAGE).uid
    with pytest.raises(UnknownMemory):
        mind.update(uid, "other")


def test_while_no_vector_can_be_made_a_changed_memory_has_none() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("Ann drinks tea").uid
    mind.texts.leave()
    changed = mind.update(uid, "Ann drinks coffee")
    assert EntryVector.objects.count() == 0, "the old text's vector is not the new one's"
    assert PendingVector.objects.get().entry_id == changed.number
    assert mind.by_words("coffee") == ["Ann drinks coffee"]


def test_a_deleted_memory_leaves_nothing() -> None:
    mind = Mind(make_tenant())
    mind.set(nearness="link", near_similarity=0.7)
    one = mind.add("secret plans of Ann for tea")
    other = mind.add("secret plans of Ann for tea !")
    assert other.outcome == "linked"
    mind.update(one.uid, "secret plans of Ann for cake")
    with packing_here():
        pack()
        changing.delete(mind.realm, get_entry(one.uid, tenant_id=mind.tenant_id))
        check_segments()
    with pytest.raises(UnknownMemory):
        get_entry(one.uid, tenant_id=mind.tenant_id)
    assert MemoryEntry.objects.get().uid == other.uid
    assert EntryVector.objects.count() == 1
    assert not EntryVersion.objects.exists()
    assert not EntryLink.objects.exists()
    assert postings("cake") == []
    assert [len(numbers) for _, numbers in postings("secret")] == [1]


def test_what_was_changed_meanwhile_is_deleted_all_the_same() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("one").uid
    seen = get_entry(uid, tenant_id=mind.tenant_id)
    mind.update(uid, "two")
    assert changing.delete(mind.realm, seen) is True
    assert not MemoryEntry.objects.exists()
    assert changing.delete(mind.realm, seen) is False


def test_a_superseded_memory_is_found_as_of_its_time_alone() -> None:
    mind = Mind(make_tenant())
    old, new = mind.add("Ann lives in Rome"), mind.add("Ann lives in Oslo")
    assert changing.supersede(mind.realm, old.uid, new.uid) is True
    assert changing.supersede(mind.realm, old.uid, new.uid) is False
    for ask in (mind.told, mind.by_words):
        assert ask("Ann lives in Rome") == ["Ann lives in Oslo"]
    ended = get_entry(old.uid, tenant_id=mind.tenant_id).valid_until
    assert ended is not None
    created = MemoryEntry.objects.get(uid=old.uid).created_at
    MemoryEntry.objects.filter(uid=old.uid).update(valid_until=datetime(2999, 1, 1, tzinfo=UTC))
    then = Filters(as_of=datetime(2998, 1, 1, tzinfo=UTC))
    assert len(mind.told("Ann lives", filters=then)) == 2
    assert len(mind.by_words("Ann lives", filters=then)) == 2
    before = Filters(as_of=created.replace(year=created.year - 1))
    assert mind.told("Ann lives", filters=before) == []
    _, links = history_of(old.uid, tenant_id=mind.tenant_id)
    assert [(link.uid, link.relation) for link in links] == [(new.uid, "supersedes by")]


def test_what_is_superseded_supersedes_nothing() -> None:
    mind = Mind(make_tenant())
    one, two, three = (mind.add(text) for text in ("one fish", "two birds", "three trees"))
    for old, by in ((one, two), (two, three)):
        assert changing.supersede(mind.realm, old.uid, by.uid)
    for old, by in ((two, one), (three, one), (three, two), (three, three)):
        with pytest.raises(CannotSupersede) as caught:
            changing.supersede(mind.realm, old.uid, by.uid)
        assert caught.value.status == 409
    with pytest.raises(UnknownMemory):
        changing.supersede(mind.realm, uuid7(), three.uid)
    assert EntryLink.objects.count() == 2
    assert get_entry(three.uid, tenant_id=mind.tenant_id).valid_until is None


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_to_supersede_each_other_at_once_one_holds() -> None:
    mind = Mind(make_tenant())
    one, two = mind.add("one fish"), mind.add("two birds")

    def supersede(old: UUID, by: UUID) -> bool:
        return changing.supersede(mind.realm, old, by)

    answers = together(
        *[lambda: supersede(one.uid, two.uid), lambda: supersede(two.uid, one.uid)] * 3
    )
    assert MemoryEntry.objects.filter(valid_until=None).count() == 1, answers
    assert answers.count(True) == 1
    assert sum(isinstance(each, CannotSupersede) for each in answers) == 3


def test_what_was_superseded_holds_again_once_nothing_supersedes_it() -> None:
    mind = Mind(make_tenant())
    old, one, two = (mind.add(text) for text in ("one fish", "two birds", "three trees"))
    for by in (one, two):
        changing.supersede(mind.realm, old.uid, by.uid)
    for by, holds in ((two, False), (one, True)):
        changing.delete(mind.realm, get_entry(by.uid, tenant_id=mind.tenant_id))
        view = get_entry(old.uid, tenant_id=mind.tenant_id)
        assert (view.valid_until is None) == holds
        assert view.superseded_by == (None if holds else one.uid)
    assert mind.by_words("fish") == ["one fish"]


def test_of_what_says_the_same_one_holds_again() -> None:
    mind = Mind(make_tenant())
    by = [mind.add(text) for text in ("two birds", "three trees", "four winds")]
    same = []
    for each in by[:2]:
        same.append(mind.add("one fish"))
        changing.supersede(mind.realm, same[-1].uid, each.uid)
    rows = [(get_entry(each.uid, tenant_id=mind.tenant_id).number, each.uid) for each in by]
    assert remove(mind.realm.id, rows[:2]) == 2
    assert mind.by_words("fish") == ["one fish"]
    assert get_entry(same[1].uid, tenant_id=mind.tenant_id).valid_until is None
    changing.supersede(mind.realm, same[1].uid, by[2].uid)
    again = mind.add("one fish")
    assert again.outcome == "added"
    assert remove(mind.realm.id, rows[2:]) == 1
    assert MemoryEntry.objects.get(valid_until=None).uid == again.uid
    assert get_entry(same[1].uid, tenant_id=mind.tenant_id).superseded_by == again.uid
    changing.delete(mind.realm, get_entry(again.uid, tenant_id=mind.tenant_id))
    assert not MemoryEntry.objects.exists(), "all of them said the same"


@pytest.mark.django_db(transaction=True)
def test_what_is_said_anew_while_it_is_to_hold_again_holds_once() -> None:
    mind = Mind(make_tenant())
    old, new = mind.add("one fish"), mind.add("two birds")
    changing.supersede(mind.realm, old.uid, new.uid)
    view = get_entry(new.uid, tenant_id=mind.tenant_id)
    said = threading.Event()

    def say() -> UUID:
        with transaction.atomic():
            uid = mind.memory.add(Draft("one fish"), tenant_id=mind.tenant_id).uid
            said.set()
            until(lambda: sql.fetch(_WAITING), "for who removes")
            return uid

    def forget() -> bool:
        said.wait(PATIENCE_S)
        return changing.delete(mind.realm, view)

    anew, forgotten = together(say, forget)
    assert forgotten is True, forgotten
    assert isinstance(anew, UUID), anew
    assert get_entry(anew, tenant_id=mind.tenant_id).valid_until is None
    assert get_entry(old.uid, tenant_id=mind.tenant_id).valid_until is not None


@pytest.mark.django_db(transaction=True)
def test_who_removes_and_who_stores_what_is_to_hold_again_do_not_wait_for_each_other() -> None:
    mind = Mind(make_tenant())
    old = [mind.add(text) for text in ("one fish", "four winds")]
    new = mind.add("two birds")
    for each in old:
        changing.supersede(mind.realm, each.uid, new.uid)
    view = get_entry(new.uid, tenant_id=mind.tenant_id)
    said = threading.Event()

    def say() -> None:
        with transaction.atomic():
            mind.add_many("four winds")
            said.set()
            until(lambda: sql.fetch(_WAITING), "for who removes")
            mind.add_many("one fish")

    def forget() -> bool:
        said.wait(PATIENCE_S)
        return changing.delete(mind.realm, view)

    assert together(say, forget) == [None, True]
    assert sorted(mind.by_words("fish winds")) == ["four winds", "one fish"]


@pytest.mark.django_db(transaction=True)
def test_as_of_a_time_memories_say_what_they_said_then() -> None:
    mind = Mind(make_tenant())
    values: dict[str, Any] = {"owner": Owner(user="bob"), "at": NOON}
    uid = mind.add("Bob lives in Lyon", tags=("a",), expires_at=AFAR, **values).uid
    other = mind.add("Bob sings").uid
    times = [get_entry(other, tenant_id=mind.tenant_id).created_at]
    changes: dict[str, dict[str, Any]] = {
        "Bob lives in Oslo": {"tags": ("b",), "metadata": {"k": 1}},
        "Bob lived in Oslo": {"kind": Kind.EPISODIC, "speaker": "Bob", "at": LATER},
    }
    for text, more in changes.items():
        mind.update(uid, text, **values | more)
        times.append(get_entry(uid, tenant_id=mind.tenant_id).changed_at)

    def then(at: datetime) -> EntryView:
        view = get_entry(uid, tenant_id=mind.tenant_id, as_of=at)
        listed = list_entries(tenant_id=mind.tenant_id, filters=Filters(as_of=at)).entries
        assert view in listed
        assert len(listed) == 2
        return view

    first, second, third = (then(at) for at in times)
    assert (first.text, first.tags, first.metadata, first.version) == (
        "Bob lives in Lyon", ("a",), {}, 1,
    )  # fmt: skip
    assert (first.kind, first.at, first.expires_at) == (Kind.SEMANTIC, NOON, AFAR)
    assert (second.text, second.tags, second.metadata, second.version, second.expires_at) == (
        "Bob lives in Oslo", ("b",), {"k": 1}, 2, None,
    )  # fmt: skip
    assert third == get_entry(uid, tenant_id=mind.tenant_id)
    with pytest.raises(UnknownMemory):
        get_entry(uid, tenant_id=mind.tenant_id, as_of=NOON)


def test_an_expired_memory_is_gone_for_readers() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("Ann is away", expires_at=NOON).uid
    mind.add("Ann is here", expires_at=datetime(2999, 1, 1, tzinfo=UTC))
    assert mind.told("Ann is away") == mind.by_words("Ann") == ["Ann is here"]
    for call in (get_entry, history_of):
        with pytest.raises(UnknownMemory):
            call(uid, tenant_id=mind.tenant_id)
    with pytest.raises(UnknownMemory):
        mind.update(uid, "Ann is back")


def test_nobody_changes_what_is_not_there() -> None:
    mind = Mind(make_tenant())
    with pytest.raises(UnknownMemory):
        mind.update(uuid7(), "two")
    mind.add("one")
    with pytest.raises(UnknownMemory):
        mind.update(uuid7(), "two")


@pytest.mark.django_db(transaction=True)
def test_of_many_changes_at_once_each_is_one_version_of_its_own() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("text 0").uid
    texts = [f"text {number}" for number in range(1, 5)]

    def change(text: str) -> int:
        view: EntryView = mind.update(uid, text)
        return view.version

    answers = together(*[lambda text=text: change(text) for text in texts])
    assert sorted(map(str, answers)) == ["2", "3", "4", "5"]
    view = get_entry(uid, tenant_id=mind.tenant_id)
    versions, _ = history_of(uid, tenant_id=mind.tenant_id)
    said = [each.values["text"] for each in reversed(versions)] + [view.text]
    assert said[0] == "text 0"
    by_version = dict(zip(answers, texts, strict=True))
    assert said[1:] == [by_version[number] for number in (2, 3, 4, 5)]


@pytest.mark.django_db(transaction=True)
def test_of_many_changes_of_one_version_one_is_made() -> None:
    mind = Mind(make_tenant())
    uid = mind.add("text 0").uid
    answers = together(
        *[lambda n=n: mind.update(uid, f"text {n}", version=1).version for n in range(1, 5)]
    )
    changed = [each for each in answers if isinstance(each, MemoryChanged)]
    assert (answers.count(2), len(changed)) == (1, 3), answers


def test_removing_what_was_changed_meanwhile_removes_nothing() -> None:
    mind = Mind(make_tenant())
    first = mind.add("Ann drinks tea")
    seen = get_entry(first.uid, tenant_id=mind.tenant_id)
    mind.update(first.uid, "Ann drinks coffee")
    assert remove(mind.realm.id, [(seen.number, seen.uid)]) == 0
    versions, _ = history_of(first.uid, tenant_id=mind.tenant_id)
    assert [each.values["text"] for each in versions] == ["Ann drinks tea"]
    assert mind.by_words("coffee") == ["Ann drinks coffee"]
