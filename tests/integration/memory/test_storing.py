"""Storing entries: once, whatever is sent again and by how many at once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory import changing, writing
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import (
    IdTaken,
    InvalidMemory,
    MemoryContended,
    PlaceTaken,
    UnknownOwner,
)
from orchestration.memory.owners import Owner
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.space import Space
from orchestration.memory.remembering import LONGEST
from orchestration.memory.selectors import get_entry, list_entries
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind
from tests.integration.stage import together
from tests.patience import PATIENCE_S

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_an_entry_keeps_all_that_was_said_of_it() -> None:
    mind = Mind(make_tenant())
    source, task = uuid7(), uuid7()
    owner = Owner(agent="ann", user="Zoë", session="s-1")
    said = Draft(
        "It's 100% \"so\" — {naïve} \\ %s.", kind=Kind.EPISODIC, owner=owner, title="About\ttabs",
        speaker="Bob B.", at=NOON, importance=0.25, tags=("a b", "c,d", '"', "{}"),
        metadata={"n": [1, None, {"x": "ü"}]}, source=source, ordinal=7, task_id=task,
        expires_at=datetime(2999, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert mind.memory.add(said, tenant_id=mind.tenant_id).outcome == "added"
    view = get_entry(said.uid, tenant_id=mind.tenant_id)
    for name in (
        "uid", "kind", "owner", "title", "text", "speaker", "at", "importance", "tags", "metadata",
        "source", "ordinal", "task_id", "expires_at",
    ):  # fmt: skip
        assert getattr(view, name) == getattr(said, name), name
    assert view.version == 1
    assert view.valid_until is None


@pytest.mark.django_db
def test_the_same_draft_again_is_the_same_entry() -> None:
    mind = Mind(make_tenant())
    said = Draft("Ann likes tea")
    first = mind.memory.add(said, tenant_id=mind.tenant_id)
    again = mind.memory.add(said, tenant_id=mind.tenant_id)
    assert (first.outcome, again.outcome) == ("added", "known")
    assert first.uid == again.uid == said.uid
    assert MemoryEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_same_words_again_are_the_same_entry_of_one_owner() -> None:
    mind = Mind(make_tenant())
    first = mind.add("Ann likes tea")
    assert mind.add("Ann likes tea").uid == first.uid
    assert mind.add("Ann likes tea", owner=Owner(user="bob")).outcome == "added"
    assert MemoryEntry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    ("first", "then", "left"), [(1, None, None), (1, 2, 2), (2, 1, 2), (None, 1, None)]
)
def test_what_is_said_again_stays_as_long_as_either_would(
    first: int | None, then: int | None, left: int | None, alone: bool
) -> None:
    def until(days: int | None) -> datetime | None:
        return None if days is None else NOON.replace(year=2999, day=days)

    mind = Mind(make_tenant())
    (said,) = mind.add_many(Draft("Ann has a dog", expires_at=until(first)))
    again = Draft("Ann has a dog", expires_at=until(then))
    if alone:
        told = mind.memory.add(again, tenant_id=mind.tenant_id)
    else:
        told = mind.add_many("Bob has none", again)[1]
    assert (told.uid, told.outcome) == (said.uid, "known")
    assert get_entry(said.uid, tenant_id=mind.tenant_id).expires_at == until(left)


@pytest.mark.django_db
def test_the_same_words_at_another_time_or_by_somebody_else_are_another_entry() -> None:
    mind = Mind(make_tenant())
    for more in ({"at": NOON}, {"at": NOON + timedelta(days=1)}, {"speaker": "Bob", "at": NOON}):
        assert mind.add("Good morning", kind=Kind.EPISODIC, **more).outcome == "added"
    assert MemoryEntry.objects.count() == 3


@pytest.mark.django_db
def test_the_same_moment_told_in_another_zone_is_the_same() -> None:
    mind = Mind(make_tenant())
    first = mind.add("Good morning", at=NOON)
    there = NOON.astimezone(timezone(timedelta(hours=5)))
    assert mind.add("Good morning", at=there).uid == first.uid


@pytest.mark.django_db
def test_one_list_stores_what_it_repeats_once() -> None:
    mind = Mind(make_tenant())
    uid = uuid7()
    answers = mind.add_many(
        "one", Draft("two", uid=uid), "one", Draft("other words", uid=uid), "three", "two"
    )
    assert [each.outcome for each in answers] == [
        "added", "added", "known", "conflict", "added", "known",
    ]  # fmt: skip
    assert answers[2].uid == answers[0].uid
    assert answers[3].uid == answers[5].uid == uid
    assert sorted(MemoryEntry.objects.values_list("text", flat=True)) == ["one", "three", "two"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"text": "Ann likes coffee"}, {"title": "tea"}, {"speaker": "Ann"}, {"at": NOON},
        {"kind": Kind.PROCEDURAL}, {"owner": Owner(user="ann")},
    ],
)  # fmt: skip
def test_another_one_under_the_same_id_is_refused(other: dict[str, Any]) -> None:
    mind = Mind(make_tenant())
    said = Draft("Ann likes tea")
    mind.memory.add(said, tenant_id=mind.tenant_id)
    with pytest.raises(IdTaken) as caught:
        mind.memory.add(replace(said, **other), tenant_id=mind.tenant_id)
    assert (caught.value.status, caught.value.field) == (409, "id")
    told = mind.add_many("Bob sings", replace(said, **other), replace(said, tags=("a",)))
    assert [each.outcome for each in told] == ["added", "conflict", "known"]
    assert told[1].uid == said.uid
    assert sorted(MemoryEntry.objects.values_list("text", flat=True)) == [
        "Ann likes tea", "Bob sings",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.SEMANTIC, Kind.EPISODIC])
def test_what_was_changed_since_is_known_by_its_id_and_what_it_said(kind: Kind) -> None:
    mind = Mind(make_tenant())
    said = Draft("Ann likes tea", kind)
    mind.memory.add(said, tenant_id=mind.tenant_id)
    exported = replace(said, at=get_entry(said.uid, tenant_id=mind.tenant_id).created_at)
    for text in ("Ann likes coffee", "Ann likes cocoa"):
        mind.update(said.uid, text, kind=kind)
    for draft in (said, exported, replace(said, text="Ann likes cocoa")):
        assert mind.memory.add(draft, tenant_id=mind.tenant_id).outcome == "known"
        assert mind.add_many(draft)[0].outcome == "known"
    with pytest.raises(IdTaken):
        mind.memory.add(replace(said, text="Ann likes wine"), tenant_id=mind.tenant_id)
    assert MemoryEntry.objects.get().text == "Ann likes cocoa"


@pytest.mark.django_db
def test_a_passages_id_is_no_memorys() -> None:
    mind = Mind(make_tenant())
    passage = Draft("The key lies here", Kind.PASSAGE, source=uuid7())
    mind.add_many(passage)
    said = Draft("The key lies here", uid=passage.uid)
    with pytest.raises(IdTaken, match="passage"):
        mind.memory.add(said, tenant_id=mind.tenant_id)
    assert mind.add_many(said)[0].outcome == "conflict"


@pytest.mark.django_db
def test_what_happened_at_a_time_that_nobody_told_happened_as_often_as_it_is_told() -> None:
    mind = Mind(make_tenant())
    rings = [mind.add("The bell rang", kind=Kind.EPISODIC) for _ in range(2)]
    assert [each.outcome for each in rings] == ["added", "added"]
    once = Draft("The bell rang", Kind.EPISODIC)
    more = mind.add_many(once, Draft("The bell rang", Kind.EPISODIC), once)
    assert [each.outcome for each in more] == ["added", "added", "known"]
    again = mind.memory.add(once, tenant_id=mind.tenant_id)
    assert (again.outcome, again.uid) == ("known", once.uid)
    assert MemoryEntry.objects.count() == 4
    told = [mind.add("The bell rang", kind=Kind.EPISODIC, at=NOON).outcome for _ in range(2)]
    assert told == ["added", "known"]


@pytest.mark.django_db
@pytest.mark.parametrize("speaker", ["x\n\nAnn", "x\rAnn", "x\x1b[2J", "x\u2028Ann", "x\x85Ann"])
def test_a_speaker_has_a_name_of_one_line(speaker: str) -> None:
    mind = Mind(make_tenant())
    with pytest.raises(InvalidMemory) as caught:
        mind.add("Ann likes tea", speaker=speaker)
    assert caught.value.field == "speaker"
    assert mind.add("Ann likes tea", speaker="Zoë\u00a0O'Hara 漢字").outcome == "added"


@pytest.mark.django_db
def test_a_list_that_is_known_in_part_stores_the_rest() -> None:
    mind = Mind(make_tenant())
    known = mind.add("two")
    answers = mind.add_many("one", "two", "three")
    assert [each.outcome for each in answers] == ["added", "known", "added"]
    assert answers[1].uid == known.uid
    assert mind.add_many() == []


@pytest.mark.django_db
def test_what_is_superseded_may_be_said_anew() -> None:
    mind = Mind(make_tenant())
    first = mind.add("Ann likes tea")
    MemoryEntry.objects.update(valid_until=NOON)
    again = mind.add("Ann likes tea")
    assert again.outcome == "added"
    assert again.uid != first.uid


@pytest.mark.django_db
def test_entries_of_a_source_are_told_apart_by_their_places() -> None:
    mind = Mind(make_tenant())
    source = uuid7()
    passages = [
        Draft("again", kind=Kind.PASSAGE, source=source, ordinal=ordinal) for ordinal in range(3)
    ]
    assert [each.outcome for each in mind.add_many(*passages)] == ["added"] * 3
    assert [each.outcome for each in mind.add_many(*passages)] == ["known"] * 3


@pytest.mark.django_db
def test_a_foreign_tenants_ids_are_no_conflict() -> None:
    one, two = Mind(make_tenant()), Mind(make_tenant())
    uid, source = uuid7(), uuid7()
    for mind, text in ((one, "first"), (two, "second")):
        passage = Draft(text, uid=uid, source=source, ordinal=0)
        assert mind.add_many(passage)[0].outcome == "added"
    assert get_entry(uid, tenant_id=one.tenant_id).text == "first"
    assert get_entry(uid, tenant_id=two.tenant_id).text == "second"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  \n\t", "x" * (LONGEST + 1), "a\x00b"])
def test_what_cannot_be_stored_is_refused_with_a_mend(text: str) -> None:
    mind = Mind(make_tenant())
    with pytest.raises(InvalidMemory) as caught:
        mind.add(text)
    assert caught.value.mend
    with pytest.raises(InvalidMemory):
        mind.add_many("fine", text)
    assert not MemoryEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["a\x00b", "\x00", "a\ud800"])
@pytest.mark.parametrize("field", ["text", "title", "speaker", "tags", "metadata", "agent"])
def test_what_no_database_can_hold_is_refused_by_its_field(field: str, bad: str) -> None:
    mind = Mind(make_tenant())
    said: dict[str, Any] = {"text": "Ann likes tea"}
    said |= {"owner": Owner(agent=bad)} if field == "agent" else {field: bad}
    said |= {"tags": ("fine", bad)} if field == "tags" else {}
    for metadata in ({"k": [{"deep": bad}]}, {bad: 1}):
        said |= {"metadata": metadata} if field == "metadata" else {}
        draft = Draft(**said)
        for call in (
            lambda draft=draft: mind.add_many("fine", draft),
            lambda draft=draft: mind.memory.add(draft, tenant_id=mind.tenant_id),
        ):
            with pytest.raises(InvalidMemory) as caught:
                call()
            assert caught.value.field == field
            assert caught.value.status == 400
    assert not MemoryEntry.objects.exists()


@pytest.mark.django_db
def test_a_backslash_before_zeros_is_text_like_any_other() -> None:
    mind = Mind(make_tenant())
    said = mind.add("Ann likes \\u0000", metadata={"k": "\\u0000"})
    assert get_entry(said.uid, tenant_id=mind.tenant_id).metadata == {"k": "\\u0000"}


@pytest.mark.django_db
def test_another_entry_at_the_same_place_of_a_source_is_a_conflict() -> None:
    mind = Mind(make_tenant())
    source = uuid7()
    mind.add_many(*[Draft("first", source=source, ordinal=at) for at in range(3)])
    with pytest.raises(PlaceTaken, match=f"place 2 of {source}") as caught:
        mind.add_many("fine", Draft("second", source=source, ordinal=2))
    assert caught.value.problem()["status"] == 409
    assert MemoryEntry.objects.count() == 3
    with pytest.raises(PlaceTaken, match="place 7"):
        mind.add_many(*[Draft("second", source=source, ordinal=7) for _ in range(2)])


_AT_ODDS = """
CREATE FUNCTION pg_temp.at_odds() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE unique_violation USING MESSAGE = 'somebody was faster'; END $$;
CREATE TRIGGER at_odds BEFORE INSERT OR DELETE ON memory_entry
   FOR EACH ROW EXECUTE FUNCTION pg_temp.at_odds()
"""


@pytest.mark.django_db
def test_who_loses_each_time_is_told_to_send_it_again() -> None:
    mind = Mind(make_tenant())
    known = mind.add("one fish")
    with connection.cursor() as cursor:
        cursor.execute(_AT_ODDS)
    with pytest.raises(MemoryContended) as stored:
        mind.add_many("two birds")
    assert stored.value.retryable
    assert stored.value.retry_after_s
    assert "somebody was faster" in str(stored.value.__cause__)
    with pytest.raises(MemoryContended):
        changing.delete(mind.realm, get_entry(known.uid, tenant_id=mind.tenant_id))
    sql.execute("DROP TRIGGER at_odds ON memory_entry")
    assert [each.outcome for each in mind.add_many("two birds", "one fish")] == ["added", "known"]


@pytest.mark.django_db
def test_another_tenants_collection_is_unknown() -> None:
    one, two = Mind(make_tenant()), Mind(make_tenant())
    owner = Owner(collection=uuid7())
    one.add("first", owner=owner)
    for call in (
        lambda: two.add("second", owner=owner),
        lambda: two.add_many("fine", Draft("second", owner=owner)),
    ):
        with pytest.raises(UnknownOwner, match=str(owner.collection)) as caught:
            call()
        assert caught.value.problem()["status"] == 404
    assert MemoryEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_longest_text_and_the_strangest_words_are_stored_and_found() -> None:
    mind = Mind(make_tenant())
    longest = ("wörd " * LONGEST)[: LONGEST - 8] + " zebra'1"
    strange = "back\\slash 'quoted' a|b & !c <-> d:* (e) 漢字 emoji🙂 http://x.yz/a?b='c'"
    mind.add_many(longest, strange, "y" * 5000)
    assert mind.by_words("zebra") == [longest]
    assert mind.by_words(strange) == [strange]
    assert mind.by_words("'c' \\ | ! :* ( ' http://x.yz/a?b='c'") == [strange]


@pytest.mark.django_db(transaction=True)
def test_the_same_stored_by_many_at_once_is_stored_once() -> None:
    mind = Mind(make_tenant())

    def add() -> UUID:
        return mind.add("Ann likes tea", owner=Owner(user="ann")).uid

    uids = together(*[add] * 6)
    assert len(set(uids)) == 1, uids
    assert MemoryEntry.objects.count() == 1
    assert Space.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_under_one_id_at_once_one_is_stored() -> None:
    mind, uid = Mind(make_tenant()), uuid7()
    answers = together(*[lambda at=at: mind.add(f"text {at}", uid=uid).outcome for at in range(6)])
    assert answers.count("added") == 1, answers
    assert sum(isinstance(each, IdTaken) for each in answers) == 5
    assert MemoryEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_lists_that_share_entries_are_stored_by_many_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody has stored anything when all of them begin to, each in another order."""
    mind = Mind(make_tenant())
    mind.add("the first, so that there is a space")
    texts = [f"number {number}" for number in range(900)]
    met = threading.Barrier(3)
    arrivals = iter(range(3))
    take = writing._numbers

    def numbers(count: int) -> tuple[datetime, list[int]]:
        taken = take(count)
        if next(arrivals, None) is not None:
            met.wait(PATIENCE_S)
        return taken

    def add(mine: list[str]) -> dict[str, UUID]:
        return dict(zip(mine, [each.uid for each in mind.add_many(*mine)], strict=True))

    monkeypatch.setattr(writing, "_numbers", numbers)
    orders = (texts, texts[::-1], texts[450:] + texts[:450])
    answers = together(*[partial(add, order) for order in orders])
    assert answers[0] == answers[1] == answers[2], [str(each)[:300] for each in answers]
    assert MemoryEntry.objects.count() == 901


@pytest.mark.django_db
def test_a_list_keeps_its_order() -> None:
    mind = Mind(make_tenant())
    texts = [f"turn {number}" for number in range(40)]
    mind.add_many(*texts)
    listed = list_entries(tenant_id=mind.tenant_id, limit=40).entries
    assert [each.text for each in reversed(listed)] == texts


@pytest.mark.django_db
@pytest.mark.parametrize("piece", ["~/", "a_"])
def test_what_the_parser_of_words_chokes_on_keeps_nobody_waiting(piece: str) -> None:
    mind = Mind(make_tenant())
    said = (piece * LONGEST)[: LONGEST - 5] + " tea"
    with transaction.atomic():  # left as it is, each takes up to a minute
        sql.apply({"statement_timeout": 15_000})
        mind.add(said)
        assert mind.by_words("tea") == [said]
        assert mind.by_words(f"{piece * 5_000} tea") == [said]
