"""Adding what says almost the same as a memory that is there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestration.ids import uuid7
from orchestration.memory import changing
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.near import judge
from orchestration.memory.owners import Owner
from orchestration.memory.packing import pack
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.remembering import Remembered
from orchestration.memory.reviewing import review_all
from orchestration.memory.selectors import get_entry, history_of
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, at_angle, packing_here

pytestmark = pytest.mark.django_db
NEAR, FAR = 5, 60
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def say(mind: Mind, text: str, degrees: float, **more: Any) -> Remembered:
    """Add a memory whose vector lies at an angle."""
    return mind.add(text, given=at_angle(degrees), **more)


def holding(mind: Mind) -> set[Any]:
    """Return the ids of what holds."""
    return set(
        MemoryEntry.objects.filter(realm_id=mind.realm.id, valid_until=None).values_list(
            "uid", flat=True
        )
    )


@pytest.mark.parametrize("packed", [False, True])
def test_the_newer_holds_instead_of_the_older(packed: bool) -> None:
    mind = Mind(make_tenant())
    old = say(mind, "Ann likes tea", 0, tags=("a", "b"), metadata={"k": 1, "j": 1}, importance=0.9)
    with packing_here():
        if packed:
            pack()
        new = say(mind, "Ann likes tea a lot", NEAR, tags=("b", "c"), metadata={"k": 2})
    assert (new.outcome, new.like) == ("merged", old.uid)
    view = get_entry(new.uid, tenant_id=mind.tenant_id)
    assert (view.text, view.version, view.importance) == ("Ann likes tea a lot", 1, 0.9)
    assert (view.tags, view.metadata) == (("a", "b", "c"), {"k": 2, "j": 1})
    _, links = history_of(new.uid, tenant_id=mind.tenant_id)
    assert [(each.relation, each.uid) for each in links] == [("merged", old.uid)]
    before = get_entry(old.uid, tenant_id=mind.tenant_id)
    assert (before.text, before.superseded_by) == ("Ann likes tea", new.uid)
    assert before.valid_until is not None
    assert mind.by_words("likes tea") == mind.told("likes tea") == ["Ann likes tea a lot"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ann has 3 cats", "Ann has 4 cats"),
        ("The meeting is at 10:30", "The meeting is at 11:30"),
        ("Ann eats meat", "Ann does not eat meat"),
        ("Ann eats meat", "Ann doesn't eat meat"),
        ("Ann eats meat", "Ann doesn\u2019t eat meat"),
        ("Ann can swim", "Ann cannot swim"),
        ("Ann ate", "ANN NEVER ATE"),
        ("It costs 1,000 euros", "It costs 1,500 euros"),
    ],
)
def test_what_differs_in_a_figure_or_denies_it_is_linked(old: str, new: str) -> None:
    mind = Mind(make_tenant())
    first, second = say(mind, old, 0), say(mind, new, NEAR)
    assert (second.outcome, second.like) == ("linked", first.uid)
    assert second.uid != first.uid
    link = EntryLink.objects.get()
    assert (link.from_uid, link.to_uid, link.relation) == (second.uid, first.uid, "near")
    assert link.similarity == pytest.approx(0.996, abs=1e-3)
    assert MemoryEntry.objects.count() == 2


@pytest.mark.parametrize(
    "more",
    [
        {"kind": Kind.EPISODIC},
        {"kind": Kind.PROCEDURAL},
        {"owner": Owner(user="bob")},
        {"owner": Owner(agent="x")},
        {"degrees": FAR},
    ],
)
def test_what_is_of_another_kind_owner_or_meaning_is_kept(more: dict[str, Any]) -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann likes tea", 0)
    other = {"degrees": NEAR, **more}
    assert say(mind, "Ann likes tea a lot", **other).outcome == "added"
    assert MemoryEntry.objects.count() == 2
    assert not EntryLink.objects.exists()
    assert not EntryVersion.objects.exists()


@pytest.mark.parametrize("text", ["I like tea a lot", "I like tea"])
def test_what_two_speakers_say_is_remembered_of_both(text: str) -> None:
    mind = Mind(make_tenant())
    ann = say(mind, "I like tea", 0, speaker="Ann")
    bob = say(mind, text, 1, speaker="Bob")
    assert bob.outcome == "added"
    assert bob.uid != ann.uid
    again = say(mind, "I really like tea", 2, speaker="ann ")
    assert (again.outcome, again.like) == ("merged", ann.uid), "Bob's is nearer, but is his"
    assert holding(mind) == {bob.uid, again.uid}


def test_what_happened_twice_is_remembered_twice() -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann said good morning", 0, kind=Kind.EPISODIC)
    again = say(mind, "Ann said good morning!", 0, kind=Kind.EPISODIC)
    assert again.outcome == "added"


@pytest.mark.parametrize(("nearness", "outcome"), [("link", "linked"), ("keep", "added")])
def test_a_tenant_says_what_becomes_of_it(nearness: str, outcome: str) -> None:
    mind = Mind(make_tenant())
    mind.set(nearness=nearness)
    say(mind, "Ann likes tea", 0)
    assert say(mind, "Ann likes tea a lot", NEAR).outcome == outcome
    assert MemoryEntry.objects.count() == 2


def test_a_tenant_says_what_near_is() -> None:
    mind = Mind(make_tenant())
    mind.set(near_similarity=0.999)
    say(mind, "Ann likes tea", 0)
    assert say(mind, "Ann likes tea a lot", NEAR).outcome == "added"
    assert say(mind, "Ann likes tea very much", 1).outcome == "merged"


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (None, 60, "linked"), (120, 60, "linked"), (60, 120, "merged"), (60, None, "merged"),
        (60, 60, "merged"),
    ],
)  # fmt: skip
def test_nothing_is_merged_into_what_expires_sooner(
    old: int | None, new: int | None, outcome: str
) -> None:
    now = datetime.now(UTC)

    def then(minutes: int | None) -> datetime | None:
        return None if minutes is None else now + timedelta(minutes=minutes)

    mind = Mind(make_tenant())
    first = say(mind, "Ann likes tea", 0, expires_at=then(old))
    again = say(mind, "Ann likes tea a lot", NEAR, expires_at=then(new))
    assert again.outcome == outcome
    assert get_entry(again.uid, tenant_id=mind.tenant_id).expires_at == then(new)
    assert (first.uid in holding(mind)) == (outcome == "linked")


def test_in_bulk_nothing_is_superseded_by_what_expires_sooner() -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann likes tea", 0)
    soon = Draft("Ann likes tea a lot", expires_at=datetime.now(UTC) + timedelta(hours=1))
    mind.add_many(soon, given=at_angle(NEAR))
    assert review_all() == 1
    assert sorted(mind.by_words("tea")) == ["Ann likes tea", "Ann likes tea a lot"]


def test_what_is_merged_keeps_what_the_newer_one_does_not_say() -> None:
    mind, task = Mind(make_tenant()), uuid7()
    first = say(mind, "Ann likes tea", 0, task_id=task)
    again = say(mind, "Ann likes tea a lot", NEAR)
    assert (again.outcome, again.like) == ("merged", first.uid)
    assert get_entry(again.uid, tenant_id=mind.tenant_id).task_id == task
    assert say(mind, "Ann likes tea a lot", NEAR).outcome == "known", "by what was sent"


def test_another_tenant_has_nothing_near() -> None:
    one, two = Mind(make_tenant()), Mind(make_tenant())
    say(one, "Ann likes tea", 0)
    assert say(two, "Ann likes tea a lot", 0).outcome == "added"


@pytest.mark.parametrize("ended", [{"expires_at": NOON}, {"valid_until": NOON}])
def test_what_does_not_hold_any_more_is_not_merged_with(ended: dict[str, Any]) -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann likes tea", 0)
    MemoryEntry.objects.update(**ended)
    assert say(mind, "Ann likes tea a lot", NEAR).outcome == "added"


def test_the_very_same_is_known_even_beside_something_near() -> None:
    mind = Mind(make_tenant())
    mind.set(nearness="keep")
    first = say(mind, "Ann likes tea", 0)
    say(mind, "Ann likes tea a lot", NEAR)
    mind.set(nearness="merge")
    again = say(mind, "Ann likes tea", 0)
    assert (again.outcome, again.uid) == ("known", first.uid)
    assert MemoryEntry.objects.count() == 2
    assert not EntryVersion.objects.exists()


def test_the_same_id_again_changes_nothing_beside_something_near() -> None:
    mind = Mind(make_tenant())
    uid = uuid7()
    say(mind, "Ann likes tea", 0, uid=uid)
    mind.update(uid, "Ann moved to Oslo")
    say(mind, "Ann likes a cup of tea", 0)
    again = say(mind, "Ann likes tea", 0, uid=uid)
    assert (again.outcome, again.uid) == ("known", uid)
    assert not EntryLink.objects.filter(relation="merged").exists()


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("with_ids", [True, False])
def test_what_was_merged_is_known_when_it_is_sent_again(alone: bool, with_ids: bool) -> None:
    mind = Mind(make_tenant())
    texts = ("Ann likes tea", "Ann really likes tea", "Ann likes tea a lot")
    ids = [uuid7() for _ in texts]

    def send(at: int) -> Remembered:
        draft = Draft(texts[at], uid=ids[at]) if with_ids else Draft(texts[at])
        if not alone:
            (told,) = mind.add_many(draft, given=at_angle(at))
            review_all()
            return told
        return mind.memory.add(draft, tenant_id=mind.tenant_id, given=at_angle(at))

    sent = [send(at) for at in range(3)]
    if alone:
        assert [each.outcome for each in sent] == ["added", "merged", "merged"]
    latest = sent[2].uid
    assert holding(mind) == {latest}
    for at in (0, 1, 2, 0):
        again = send(at)
        assert (again.outcome, again.uid) == ("known", ids[at] if with_ids else latest)
        assert holding(mind) == {latest}
    for each in sent[:2]:
        assert get_entry(each.uid, tenant_id=mind.tenant_id).superseded_by == latest
    assert MemoryEntry.objects.count() == 3


def test_what_was_merged_may_be_said_anew_once_that_holds_no_more() -> None:
    mind = Mind(make_tenant())
    first = say(mind, "Ann likes blue", 0)
    second = say(mind, "Ann likes blue a lot", NEAR)
    green = say(mind, "Ann likes green", FAR)
    changing.supersede(mind.realm, second.uid, green.uid)
    again = say(mind, "Ann likes blue", 0)
    assert again.outcome == "added"
    assert again.uid != first.uid
    assert holding(mind) == {again.uid, green.uid}


def test_what_was_merged_is_forgotten_with_what_took_its_place() -> None:
    mind = Mind(make_tenant())
    rome = say(mind, "Ann lives in Rome", FAR)
    first = say(mind, "Ann likes tea", 0)
    changing.supersede(mind.realm, rome.uid, first.uid)
    say(mind, "Ann really likes tea", 1)
    last = say(mind, "Ann likes tea a lot", 2)
    other = say(mind, "Bob sings", 120)
    assert changing.delete(mind.realm, get_entry(last.uid, tenant_id=mind.tenant_id))
    assert holding(mind) == {rome.uid, other.uid}, "what one of them superseded holds again"
    assert MemoryEntry.objects.count() == 2
    assert not EntryLink.objects.exists()
    assert say(mind, "Ann likes tea", 0).outcome == "added"


def test_what_has_expired_takes_along_what_was_merged_into_it() -> None:
    mind = Mind(make_tenant())
    first = say(mind, "Ann likes tea", 0)
    last = say(mind, "Ann likes tea a lot", NEAR)
    MemoryEntry.objects.filter(uid=last.uid).update(expires_at=NOON)
    told = mind.add_many(
        Draft("Ann likes tea", uid=first.uid), Draft("Ann likes tea a lot", uid=last.uid)
    )
    assert [each.outcome for each in told] == ["added", "added"]
    assert holding(mind) == {first.uid, last.uid}


def test_what_is_removed_while_another_is_merged_into_it_is_stored_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant())
    old = say(mind, "Ann likes tea", 0)

    def judged(*args: Any) -> Any:
        verdict = judge(*args)
        changing.delete(mind.realm, get_entry(old.uid, tenant_id=mind.tenant_id))
        return verdict

    monkeypatch.setattr("orchestration.memory.remembering.judge", judged)
    new = say(mind, "Ann likes tea a lot", NEAR)
    assert new.outcome == "added"
    assert get_entry(new.uid, tenant_id=mind.tenant_id).text == "Ann likes tea a lot"


def test_what_is_changed_while_another_is_merged_into_it_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant())
    old = say(mind, "Ann likes tea", 0)

    def judged(*args: Any) -> Any:
        verdict = judge(*args)
        mind.update(old.uid, "Ann lives in Oslo")
        return verdict

    monkeypatch.setattr("orchestration.memory.remembering.judge", judged)
    new = say(mind, "Ann likes tea a lot", NEAR)
    assert new.outcome == "added"
    assert get_entry(old.uid, tenant_id=mind.tenant_id).text == "Ann lives in Oslo"


def test_what_is_wanted_for_longer_while_another_is_merged_into_it_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant())
    soon = datetime.now(UTC) + timedelta(hours=1)
    old = say(mind, "Ann likes tea", 0, expires_at=soon)

    def judged(*args: Any) -> Any:
        verdict = judge(*args)
        mind.add_many("Ann likes tea")
        return verdict

    monkeypatch.setattr("orchestration.memory.remembering.judge", judged)
    new = say(mind, "Ann likes tea a lot", NEAR, expires_at=soon)
    assert new.outcome == "added"
    view = get_entry(old.uid, tenant_id=mind.tenant_id)
    assert (view.expires_at, view.valid_until) == (None, None)


def test_without_a_vector_nothing_is_near() -> None:
    mind = Mind(make_tenant())
    mind.add("Ann likes tea")
    mind.texts.leave()
    assert mind.add("Ann likes tea !").outcome == "added"


def test_old_words_of_what_was_merged_find_nothing() -> None:
    mind = Mind(make_tenant())
    say(mind, "Ann adores tea", 0)
    with packing_here():
        pack()
        say(mind, "Ann loves tea", NEAR)
        assert mind.by_words("adores") == []
        pack()
        assert mind.by_words("adores tea") == ["Ann loves tea"]
