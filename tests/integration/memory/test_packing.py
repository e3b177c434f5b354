"""Making segments: while all go on writing and removing, and after builders that died."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection

from orchestration import sql
from orchestration.memory import packing
from orchestration.memory.changing import delete
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.packing import BUILDERS, pack, pack_vectors, pack_words
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.segment import Posting, Segment, Tally
from orchestration.memory.records.space import Space
from orchestration.memory.records.vector import EntryVector
from orchestration.memory.removing import remove
from orchestration.memory.segments import Unsettled, ready_segments, settled
from orchestration.memory.selectors import get_entry
from tests.factories import make_tenant
from tests.integration.memory.stage import (
    Mind,
    WordVectors,
    check_segments,
    drop_indexes,
    postings,
    segment_indexes,
    small_segments,
)  # fmt: skip
from tests.integration.stage import together
from tests.patience import PATIENCE_S, until

TEXTS = ("Ann likes tea", "Bob likes cocoa", "Eve likes gin", "Dan likes milk", "Kim likes rum")


@pytest.fixture(autouse=True)
def _small(transactional_db: None) -> Iterator[None]:
    with small_segments():
        yield
    drop_indexes()


@pytest.fixture
def mind() -> Mind:
    """A memory that holds five texts with their vectors."""
    found = Mind(make_tenant())
    for text in TEXTS:
        found.add(text)
    return found


def before(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], object]) -> None:
    """Let something happen, on another connection, just before a step of the builder."""
    step = getattr(packing, name)
    left = [act]

    def run(*args: Any, **more: Any) -> Any:
        if left:
            (answer,) = together(left.pop())
            assert not isinstance(answer, Exception), answer
        return step(*args, **more)

    monkeypatch.setattr(packing, name, run)


def on_statement(
    monkeypatch: pytest.MonkeyPatch, statement: str, act: Callable[[], object]
) -> None:
    """Let something happen, on another connection, just before one of the builder's statements."""
    execute = sql.execute
    left = [act]

    def run(query: str, params: Any = ()) -> int:
        if query == statement and left:
            (answer,) = together(left.pop())
            assert not isinstance(answer, Exception), answer
        return execute(query, params)

    monkeypatch.setattr(sql, "execute", run)


def forget(mind: Mind, text: str) -> None:
    """Remove one."""
    entry = MemoryEntry.objects.get(text=text)
    assert delete(mind.realm, get_entry(entry.uid, tenant_id=mind.tenant_id))


def same_answers(mind: Mind) -> None:
    """See that all that is held is found, by its words and by its meaning."""
    texts = set(MemoryEntry.objects.values_list("text", flat=True))
    for text in texts:
        assert mind.by_words(text)[0] == text
        assert mind.told(text)[0] == text
    assert set(mind.by_words("likes", limit=50)) == texts
    assert set(mind.told("likes", words=False, limit=50)) == texts


def test_all_are_found_before_and_after_segments_are_made(mind: Mind) -> None:
    same_answers(mind)
    assert pack_words() == 5
    same_answers(mind)
    assert pack_vectors(mind.embedder) == 5
    same_answers(mind)
    mind.add("Zoe likes wine")
    same_answers(mind)
    pack()
    same_answers(mind)
    check_segments()
    assert segment_indexes() == [
        (f"memory_vector_segment_{each.id}", True) for each in ready_segments(mind.embedder.id)
    ]


def test_nothing_to_do_makes_nothing(mind: Mind) -> None:
    pack()
    made = set(Segment.objects.values_list("id", flat=True))
    pack()
    assert pack_words() == pack_vectors(mind.embedder) == 0
    assert set(Segment.objects.values_list("id", flat=True)) == made


def test_small_segments_are_taken_in_and_leave_nothing(mind: Mind) -> None:
    pack()
    for number in range(6):
        mind.add(f"Guest {number} likes water")
        pack()
    check_segments()
    for sort in (None, mind.embedder.id):
        rows = [each.rows for each in ready_segments(sort)]
        assert sum(rows) == 11
        assert len(rows) <= 3
    living = {each.id for sort in (None, mind.embedder.id) for each in ready_segments(sort)}
    assert set(Posting.objects.values_list("segment_id", flat=True)) <= living
    assert set(Tally.objects.values_list("segment_id", flat=True)) == living
    assert len(segment_indexes()) == len(ready_segments(mind.embedder.id))
    same_answers(mind)


def test_what_a_builder_left_that_died_is_dropped(mind: Mind) -> None:
    embedder = mind.embedder
    segment = Segment.objects.create(embedder_id=embedder.id, start=1, stop=3, state="building")
    name = f"memory_vector_segment_{segment.pk}"
    sql.execute(
        f"CREATE INDEX {name} ON memory_vector USING hnsw ((vector::halfvec({embedder.dimensions}))"
        f" halfvec_ip_ops) WHERE embedder_id = {embedder.id} AND entry_id >= 1 AND entry_id < 3"
    )
    sql.execute(f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{name}'::regclass")
    same_answers(mind)
    assert pack_vectors(embedder) == 5
    assert [valid for _, valid in segment_indexes()] == [True]
    check_segments()
    same_answers(mind)


@pytest.mark.parametrize("step", ["_create_index", "_ready", "_drop"])
def test_a_builder_may_die_at_any_step(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    pack_vectors(mind.embedder)
    mind.add("Zoe likes wine")

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, step, die)
        with pytest.raises(KeyboardInterrupt):
            pack_vectors(mind.embedder)
    same_answers(mind)
    mind.add("Pam likes beer")
    assert pack_vectors(mind.embedder) > 0
    check_segments()
    same_answers(mind)
    assert len(segment_indexes()) == len(ready_segments(mind.embedder.id))


@pytest.mark.parametrize("step", ["_ready", "_forget_removed", "_retire"])
def test_a_builder_of_words_may_die_at_any_step(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    pack_words()
    mind.add("Zoe likes wine")

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, step, die)
        with pytest.raises(KeyboardInterrupt):
            pack_words()
    same_answers(mind)
    mind.add("Pam likes beer")
    assert pack_words() > 0
    check_segments()
    same_answers(mind)


def test_of_two_builders_one_works(mind: Mind, monkeypatch: pytest.MonkeyPatch) -> None:
    others: list[int] = []
    before(monkeypatch, "_pack_words", lambda: others.append(pack_words()))
    assert pack_words() == 5
    before(monkeypatch, "_build", lambda: others.append(pack_vectors(mind.embedder)))
    assert pack_vectors(mind.embedder) == 5
    assert others == [0, 0]
    until(lambda: sql.fetch(_BUILDING, {"builders": BUILDERS}) == [(0,)], "for the locks")
    check_segments()


_BUILDING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %(builders)s
"""
REMOVED_WHILE = ["_begin", "_ready", "_retire", "_forget_removed"]


@pytest.mark.parametrize("step", REMOVED_WHILE)
def test_words_of_what_is_removed_while_they_are_packed_are_taken_out(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before(monkeypatch, step, lambda: forget(mind, "Eve likes gin"))
    assert pack_words() in (4, 5)
    assert MemoryEntry.objects.count() == 4
    assert postings("gin") == []
    assert [len(numbers) for _, numbers in postings("like")] == [4]
    check_segments()
    same_answers(mind)


@pytest.mark.parametrize("statement", ["_POSTINGS", "_TALLIES"])
def test_words_of_what_is_removed_between_two_of_its_statements_are_taken_out(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    on_statement(monkeypatch, getattr(packing, statement), lambda: forget(mind, "Eve likes gin"))
    pack_words()
    assert postings("gin") == []
    check_segments()
    same_answers(mind)


@pytest.mark.parametrize("step", ["_begin", "_create_index", "_ready"])
def test_what_is_added_changed_and_removed_while_vectors_are_indexed_is_found_as_it_is(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def work() -> None:
        mind.add("Zoe likes wine")
        forget(mind, "Eve likes gin")
        mind.update(MemoryEntry.objects.get(text="Bob likes cocoa").uid, "Bob likes rain")

    before(monkeypatch, step, work)
    pack_vectors(mind.embedder)
    same_answers(mind)
    pack()
    check_segments()
    same_answers(mind)


def test_a_number_that_is_taken_and_not_yet_written_is_in_no_segment(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow writer has lower numbers than a quick one: the builder waits for it."""
    from orchestration.memory import writing
    from tests.integration.stage import together as both

    copy = writing._copy_entries
    slow: list[Any] = []

    def copied(*args: Any) -> None:
        if not slow:
            slow.append(True)
            # Another one writes, and a builder would begin: it must not get past this writer.
            tried, answer = both(lambda: settled(0.3), lambda: mind.add("Quick likes speed"))
            assert isinstance(tried, Unsettled)
            assert not isinstance(answer, Exception), "nobody waits for the builder"
            monkeypatch.setattr(packing, "settled", lambda: settled(0.05))
            assert both(pack) == [None], "it is left to the next one"
            monkeypatch.setattr(packing, "settled", settled)
            assert not Segment.objects.exists()
        copy(*args)

    monkeypatch.setattr(writing, "_copy_entries", copied)
    mind.add("Slow likes patience")
    numbers = dict(MemoryEntry.objects.values_list("text", "id"))
    assert numbers["Slow likes patience"] < numbers["Quick likes speed"]
    pack()
    check_segments()
    same_answers(mind)


def test_vectors_that_come_late_are_found_in_a_segment_that_is_there(mind: Mind) -> None:
    mind.texts.leave()
    late = mind.add("Late likes sleep")
    mind.texts.come_back()
    mind.add("Zoe likes wine")
    pack()
    from orchestration.memory.embedding import make_missing

    assert make_missing(mind.texts) == 1
    assert mind.told("Late likes sleep", words=False)[0] == "Late likes sleep"
    assert get_entry(late.uid, tenant_id=mind.tenant_id).text == "Late likes sleep"
    check_segments()


def test_words_of_what_was_removed_before_a_builder_died_are_in_no_index(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died behind its work, just before it would have looked who was removed meanwhile."""
    on_statement(monkeypatch, packing._POSTINGS, lambda: forget(mind, "Eve likes gin"))

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, "_forget_removed", die)
        with pytest.raises(KeyboardInterrupt):
            pack_words()
    assert postings("gin") == []
    same_answers(mind)
    forget(mind, "Dan likes milk")
    pack_words()
    assert postings("gin") == postings("milk") == []
    assert not Posting.objects.filter(term__in=["gin", "milk"]).exists()
    check_segments()


def test_the_words_of_a_segment_that_was_taken_in_go_though_nothing_else_is_to_be_done(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_words()
    mind.add("Zoe likes wine")
    mind.add("Pam likes beer")

    def die(segments: list[int]) -> None:
        if segments:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, "_retire", die)
        with pytest.raises(KeyboardInterrupt):
            pack_words()
    assert Segment.objects.filter(state="dropped").count() == 1
    assert pack_words() == 0
    check_segments()
    same_answers(mind)


def test_who_takes_out_what_was_removed_waits_for_nobody_who_waits_for_it(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others remove entries that share words, while the builder takes such entries out, too."""
    words = [f"w{number}" for number in range(60)]
    mind.add_many(*[" ".join(words[at:] + words[:at]) + f" own{at}" for at in range(40)])
    rows = list(MemoryEntry.objects.exclude(text__contains="likes").values_list("id", "uid"))
    statement = packing._POSTINGS
    on_statement(monkeypatch, statement, lambda: remove(mind.realm.id, rows[:10]))
    forgetting, left = packing._forget_removed, [rows[10:25], rows[25:40]]
    started = threading.Barrier(3)

    def forget_removed(*args: Any) -> None:
        started.wait(PATIENCE_S)
        forgetting(*args)

    def remover(mine: list[Any]) -> int:
        started.wait(PATIENCE_S)
        return sum(remove(mind.realm.id, mine[at : at + 3]) for at in range(0, len(mine), 3))

    monkeypatch.setattr(packing, "_forget_removed", forget_removed)
    answers = together(pack_words, *[partial(remover, mine) for mine in left])
    assert answers[1:] == [15, 15], [str(each)[:200] for each in answers]
    assert not isinstance(answers[0], Exception), answers[0]
    check_segments()
    assert postings("w3") == []
    same_answers(mind)


def test_an_embedder_whose_index_fails_holds_up_no_other(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Mind(make_tenant(), WordVectors("other@1"))
    other.add("Pam likes beer")
    first, second = sorted([mind.embedder, other.embedder], key=lambda each: each.id)
    create = packing._create_index

    def fail(own: Any, embedder: EmbedderView, *rest: Any) -> None:
        if embedder.id == first.id:
            raise psycopg.errors.OutOfMemory("too little memory")
        create(own, embedder, *rest)

    monkeypatch.setattr(packing, "_create_index", fail)
    with pytest.raises(psycopg.errors.OutOfMemory):
        pack()
    assert len(ready_segments(None)) == len(ready_segments(second.id)) == 1
    assert ready_segments(first.id) == []
    monkeypatch.setattr(packing, "_create_index", create)
    pack()
    check_segments()


def test_embedders_with_few_vectors_are_not_looked_at(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def look(embedder: EmbedderView) -> int:
        looked.append(embedder.name)
        return 0

    monkeypatch.setattr(packing, "pack_vectors", look)
    few = Mind(make_tenant(), WordVectors("few@1"))
    wide = Mind(make_tenant(), WordVectors("wide@1", width=1300))
    few.add("Pam likes beer")
    for text in TEXTS:
        wide.add(text)
    with small_segments(3):
        pack()
    assert looked == [mind.embedder.name, wide.embedder.name]
    Segment.objects.create(embedder_id=few.embedder.id, start=1, stop=2, state="ready")
    looked.clear()
    with small_segments(30):
        pack()
    assert looked == [few.embedder.name]


def test_words_that_cannot_be_packed_hold_up_no_vectors(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> int:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(packing, "_pack_words", fail)
    with pytest.raises(DatabaseError, match="full"):
        pack()
    assert len(ready_segments(mind.embedder.id)) == 1


def test_a_segment_that_has_lost_much_is_made_anew(mind: Mind) -> None:
    pack()
    made = {each.id for sort in (None, mind.embedder.id) for each in ready_segments(sort)}
    forget(mind, "Eve likes gin")
    pack()
    assert set(Segment.objects.values_list("id", flat=True)) == made, "that is little"
    forget(mind, "Dan likes milk")
    pack()
    for sort in (None, mind.embedder.id):
        assert [each.rows for each in ready_segments(sort)] == [3]
    assert not made & set(Segment.objects.values_list("id", flat=True))
    assert not made & set(Posting.objects.values_list("segment_id", flat=True))
    assert [name for name, _ in segment_indexes()] == [
        f"memory_vector_segment_{each.id}" for each in ready_segments(mind.embedder.id)
    ]
    check_segments()
    same_answers(mind)


def test_a_segment_that_has_nothing_left_goes(mind: Mind) -> None:
    pack()
    mine = MemoryEntry.objects.filter(realm=mind.realm.id).values_list("id", "uid")
    remove(mind.realm.id, list(mine))
    pack()
    assert not Segment.objects.exists()
    assert segment_indexes() == []
    mind.add("Zoe likes wine")
    pack()
    check_segments()
    same_answers(mind)


def test_all_of_a_tenant_goes_with_it(mind: Mind) -> None:
    other = Mind(make_tenant(), mind.texts)
    other.add("Pam likes beer")
    pack()
    realm = mind.realm.id
    spaces = set(Space.objects.filter(realm=realm).values_list("id", flat=True))
    mind.tenant.delete()
    assert not Posting.objects.filter(realm=realm).exists()
    assert not Tally.objects.filter(space__in=spaces).exists()
    assert EntryVector.objects.count() == MemoryEntry.objects.count() == 1
    check_segments()
    pack()
    assert [each.rows for each in ready_segments(None)] == [1]
    assert len(segment_indexes()) == 1
    check_segments()
    same_answers(other)


def test_a_tenant_that_goes_while_its_words_are_packed_leaves_none(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Mind(make_tenant(), mind.texts)
    other.add("Pam likes beer")
    on_statement(monkeypatch, packing._POSTINGS, mind.tenant.delete)
    assert pack_words() == 1
    assert postings("tea") == []
    check_segments()
    same_answers(other)


def test_many_remove_what_shares_words_at_once(mind: Mind) -> None:
    words = [f"w{number}" for number in range(60)]
    texts = [" ".join(words[turn:] + words[:turn]) + f" own{turn}" for turn in range(40)]
    mind.add_many(*texts)
    pack()
    rows = list(MemoryEntry.objects.exclude(text__contains="likes").values_list("id", "uid"))
    parts = [rows[at::4] for at in range(4)]
    answers = together(*[lambda part=part: _remove_one_by_one(mind, part) for part in parts])
    assert answers == [10] * 4, [str(each)[:200] for each in answers]
    check_segments()
    assert postings("w3") == []
    same_answers(mind)


def _remove_one_by_one(mind: Mind, rows: list[Any]) -> int:
    half = len(rows) // 2
    return remove(mind.realm.id, rows[:half]) + remove(mind.realm.id, rows[half:])


def test_the_words_of_a_tenant_go_when_it_removes_all(mind: Mind) -> None:
    other = Mind(make_tenant())
    other.add("Ann likes tea")
    pack()
    mine = MemoryEntry.objects.filter(realm=mind.realm.id).values_list("id", "uid")
    assert remove(mind.realm.id, list(mine)) == 5
    assert not Posting.objects.filter(realm=mind.realm.id).exists()
    assert other.by_words("tea") == ["Ann likes tea"]
    check_segments()
    pack()
    assert connection.connection is not None
