"""Making vectors later: nothing is lost, nobody is held up, each is made once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory import embedding
from orchestration.memory.drafts import Draft
from orchestration.memory.embedders import WrongDimensions
from orchestration.memory.embedding import make_missing, want_vectors
from orchestration.memory.packing import pack
from orchestration.memory.ports import Embedded
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.vector import EntryVector, PendingVector
from orchestration.memory.removing import remove, remove_rows
from orchestration.memory.searching import Given
from orchestration.memory.vectors import unit
from tests.factories import make_tenant
from tests.integration.memory.stage import (
    Away,
    Mind,
    WordVectors,
    at_angle,
    packing_here,
    vector_of,
)  # fmt: skip
from tests.integration.stage import together
from tests.patience import until

pytestmark = pytest.mark.django_db


def in_a_minute() -> None:
    """Let the waits of all that is missing be over."""
    PendingVector.objects.update(not_before=None)


def vectors() -> dict[int, list[float]]:
    """Return all vectors, by their entries' numbers."""
    return dict(sql.fetch("SELECT entry_id, vector::real[] FROM memory_vector ORDER BY 1"))


def away_mind() -> Mind:
    """A memory whose embedder is known, but not to be had."""
    mind = Mind(make_tenant())
    mind.add("the first one")
    mind.texts.leave()
    return mind


def test_while_the_embedder_is_away_words_find_what_is_stored_and_the_answer_says_so() -> None:
    mind = away_mind()
    added = mind.add("Ann likes tea")
    assert (added.outcome, added.searchable) == ("added", "words")
    answer = mind.ask("tea")
    assert [each.candidate.vector for each in answer.found] == [None]
    assert answer.found[0].words == ["tea"]
    assert "Nobody is there" in answer.without
    assert answer.way == ""
    mind.texts.come_back()
    assert mind.told("tea") == ["Ann likes tea", "the first one"]
    assert make_missing(mind.texts) == 1
    assert not PendingVector.objects.exists()
    answer = mind.ask("Ann likes tea", words=False)
    assert answer.without == ""
    assert answer.found[0].similarity == pytest.approx(1, abs=1e-3)


def test_a_question_that_cannot_be_embedded_in_the_middle_of_a_walk_finds_by_words() -> None:
    mind = Mind(make_tenant())
    mind.add("Ann likes tea")
    with packing_here():
        pack()
        mind.texts.leave()
        assert mind.told("tea") == ["Ann likes tea"]


def test_many_are_stored_without_asking_and_filled_later() -> None:
    mind = Mind(make_tenant())
    texts = [f"number {number}" for number in range(150)]
    answers = mind.add_many(*texts)
    assert {each.searchable for each in answers} == {"words"}
    assert mind.texts.asked == []
    assert make_missing(mind.texts) == 150
    assert Counter(mind.texts.asked) == Counter((mind.texts.name, text) for text in texts)
    assert EntryVector.objects.count() == 150
    assert make_missing(mind.texts) == 0
    assert mind.told("number 77", words=False)[0] == "number 77"


def test_the_title_is_part_of_what_a_vector_is_made_of() -> None:
    mind = Mind(make_tenant())
    mind.add_many(Draft("likes tea", title="Ann"))
    make_missing(mind.texts)
    ((_, text),) = mind.texts.asked
    assert text.split() == ["Ann", "likes", "tea"]


def test_a_memory_gets_the_same_vector_at_once_and_later() -> None:
    one, two = Mind(make_tenant()), Mind(make_tenant())
    one.add("likes tea", title="Ann")
    two.add_many(Draft("likes tea", title="Ann"))
    make_missing(two.texts)
    first, second = vectors().values()
    assert first == pytest.approx(second, abs=1e-3)


def test_a_text_that_cannot_be_read_holds_up_no_other() -> None:
    mind = Mind(make_tenant())
    mind.texts.unreadable = {"bad"}
    mind.add_many("good one", "bad two", "good three")
    assert make_missing(mind.texts) == 2
    left = PendingVector.objects.get()
    assert left.entry.text == "bad two"
    assert "cannot be read" in left.error
    assert left.not_before is not None
    mind.add_many("good four")
    assert make_missing(mind.texts) == 1


def test_a_text_that_cannot_be_read_comes_again_after_growing_waits() -> None:
    mind = Mind(make_tenant())
    mind.texts.unreadable = {"bad"}
    mind.add_many("bad", "good")
    waits = []
    for _ in range(3):
        in_a_minute()
        make_missing(mind.texts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM not_before - now()) FROM memory_pending")
            waits.append(round(cursor.fetchone()[0]))
    assert waits == [60, 120, 240]
    mind.texts.unreadable = set()
    in_a_minute()
    assert make_missing(mind.texts) == 1


def test_the_last_one_that_cannot_be_read_is_no_error_of_the_job() -> None:
    mind = Mind(make_tenant())
    mind.texts.unreadable = {"bad"}
    mind.add_many("bad")
    assert make_missing(mind.texts) == 0


def test_an_embedder_that_is_gone_holds_up_no_other() -> None:
    """One tenant brought vectors of its own, which nobody here makes."""
    own, mind = Mind(make_tenant()), Mind(make_tenant())
    own.add("brought", given=at_angle(0, by="its own@1"))
    own.add_many(*[f"mine {number}" for number in range(embedding.GROUP + 10)])
    mind.add_many("Ann likes tea")
    assert make_missing(mind.texts) == 1
    assert mind.told("Ann likes tea", words=False) == ["Ann likes tea"]


def test_an_embedder_that_does_not_answer_is_left_in_peace_and_told_of() -> None:
    mind = away_mind()
    mind.add_many(*[f"number {number}" for number in range(200)])
    before = len(mind.texts.asked)
    with pytest.raises(Away):
        make_missing(mind.texts)
    assert len(mind.texts.asked) - before == embedding.GROUP + embedding.IN_A_ROW
    assert PendingVector.objects.filter(tries__gt=0).count() == embedding.IN_A_ROW
    assert PendingVector.objects.count() == 200
    mind.texts.come_back()
    in_a_minute()
    assert make_missing(mind.texts) == 200


class Poisoned(WordVectors):
    """Whoever sends a text that holds a bad word gets no answer in time."""

    poison = frozenset({"poison"})

    def embed(self, texts: Any, *, name: str, timeout_s: float) -> Embedded:
        made = super().embed(texts, name=name, timeout_s=timeout_s)
        if any(set(text.split()) & self.poison for text in texts):
            raise Away("It took too long.")
        return made


@pytest.mark.parametrize("places", [{0}, {63}, {3, 90}, {10, 20, 30}])
def test_a_text_that_the_embedder_never_finishes_holds_up_no_other(places: set[int]) -> None:
    mind = Mind(make_tenant(), Poisoned())
    texts = [f"{'poison' if at in places else 'fine'} {at}" for at in range(100)]
    mind.add_many(*texts)
    assert make_missing(mind.texts) == 100 - len(places)
    left = {each.entry.text: each for each in PendingVector.objects.all()}
    assert set(left) == {texts[at] for at in places}
    assert {each.error for each in left.values()} == {"It took too long."}
    mind.add_many("one more", "and one more")
    in_a_minute()
    before = len(mind.texts.asked)
    assert make_missing(mind.texts) == 2
    assert {each.entry.text for each in PendingVector.objects.all()} == set(left)
    together = [text for _, text in mind.texts.asked[before : before + 2]]
    assert set(together) == {"one more", "and one more"}, "what failed alone is asked for apart"


def test_texts_beside_each_other_that_it_never_finishes_hold_up_no_other() -> None:
    mind = Mind(make_tenant(), Poisoned())
    mind.add_many(*[f"{'poison' if at in {5, 6, 7} else 'fine'} {at}" for at in range(30)])
    for _ in range(3):
        with suppress(Away):
            make_missing(mind.texts)
        PendingVector.objects.filter(tries=0).update(not_before=None)
    left = PendingVector.objects.all()
    assert {each.entry.text for each in left} == {"poison 5", "poison 6", "poison 7"}
    assert {each.error for each in left} == {"It took too long."}


def test_what_is_removed_or_changed_meanwhile_gets_no_vector_of_what_it_was() -> None:
    mind = away_mind()
    gone, changed = mind.add("bad idea"), mind.add("old words")
    mind.texts.come_back()
    number = MemoryEntry.objects.get(uid=gone.uid).pk

    def meanwhile() -> None:
        mind.texts.before = lambda: None
        remove(mind.realm.id, [(number, gone.uid)])
        mind.texts.leave()
        mind.update(changed.uid, "new words")
        mind.texts.come_back()

    mind.texts.before = meanwhile
    make_missing(mind.texts)
    assert mind.texts.asked[-1] == (mind.texts.name, "new words")
    made = {MemoryEntry.objects.get(pk=number).text: each for number, each in vectors().items()}
    assert set(made) == {"the first one", "new words"}
    assert unit([made["new words"]])[0] @ vector_of("new words") > 0.999
    assert not PendingVector.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_vector_once() -> None:
    mind = Mind(make_tenant())
    texts = [f"number {number}" for number in range(300)]
    mind.add_many(*texts)
    workers = [WordVectors(), WordVectors()]
    made = together(*[lambda worker=worker: make_missing(worker) for worker in workers])
    assert sum(int(each) for each in made if isinstance(each, int)) == 300, made
    asked = Counter(text for worker in workers for _, text in worker.asked)
    assert asked == Counter(texts)
    assert EntryVector.objects.count() == 300


@pytest.mark.django_db(transaction=True)
def test_who_removes_entries_and_who_makes_their_vectors_wait_for_each_other_in_no_ring() -> None:
    mind = Mind(make_tenant())
    mind.add_many("one", "two", "three")
    first, *_, last = MemoryEntry.objects.order_by("pk").values_list("pk", flat=True)
    with ThreadPoolExecutor() as pool, transaction.atomic():
        assert remove_rows(mind.realm.id, [last]) == 1
        making = pool.submit(lambda: together(lambda: make_missing(mind.texts)))
        until(lambda: sql.fetch(_WAITING) == [(True,)], "for it to wait")
        assert remove_rows(mind.realm.id, [first]) == 1
    (made,) = making.result()
    assert not isinstance(made, Exception), made
    assert [MemoryEntry.objects.get(pk=each).text for each in vectors()] == ["two"]


_WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def test_what_a_worker_took_that_died_is_taken_again() -> None:
    mind = Mind(make_tenant())
    mind.add_many("Ann likes tea")

    def die() -> None:
        raise KeyboardInterrupt

    mind.texts.before = die
    with pytest.raises(KeyboardInterrupt):
        make_missing(mind.texts)
    mind.texts.before = lambda: None
    assert make_missing(mind.texts) == 0, "it is taken"
    in_a_minute()
    assert make_missing(mind.texts) == 1


def test_entries_that_were_stored_before_there_was_any_embedder_get_vectors() -> None:
    mind = Mind(make_tenant())
    mind.memory._texts = None
    mind.add("Ann likes tea")
    mind.memory._texts = mind.texts
    mind.add("Bob likes cocoa")
    make_missing(mind.texts)
    assert EntryVector.objects.count() == 2


def test_an_operator_wants_vectors_of_all() -> None:
    mind = Mind(make_tenant())
    mind.add_many("one", "two", given=Embedded("other@1", unit([[1.0, 0.0], [0.0, 1.0]])))
    other = Mind(make_tenant(), mind.texts)
    other.add("three")
    embedder = Embedder.objects.get(name=mind.texts.name)
    assert want_vectors(mind.realm.id, embedder.pk) == 2
    assert want_vectors(mind.realm.id, embedder.pk) == 2
    assert make_missing(mind.texts) == 2
    assert want_vectors(mind.realm.id, embedder.pk) == 0


# Vectors of a wrong length.


def test_given_vectors_must_be_as_long_as_those_before() -> None:
    mind = Mind(make_tenant())
    mind.add("one", given=Embedded("mine@1", unit([[1.0, 0.0]])))
    wrong = Embedded("mine@1", unit([[1.0, 0.0, 0.0]]))
    for call in (
        lambda: mind.add("two", given=wrong),
        lambda: mind.add_many("two", given=wrong),
        lambda: mind.ask("two", given=Given(wrong.vectors[0])),
    ):
        with pytest.raises(WrongDimensions, match="2 dimensions, not 3"):
            call()
    assert MemoryEntry.objects.count() == 1


@pytest.mark.parametrize("width", [4001, 5000])
def test_vectors_that_no_index_takes_are_refused(width: int) -> None:
    mind = Mind(make_tenant())
    with pytest.raises(WrongDimensions, match="4000"):
        mind.add("one", given=Embedded("wide@1", unit([[1.0] * width])))
    assert not MemoryEntry.objects.exists()


@pytest.mark.parametrize("width", [1, 2, 1280, 1281, 4000])
def test_vectors_of_any_length_are_stored_indexed_and_found(width: int) -> None:
    mind = Mind(make_tenant())
    rows = unit([[1.0] * width, [-1.0] + [0.0] * (width - 1)])
    with packing_here():
        for text, row in zip(("one", "two"), rows, strict=True):
            mind.add(text, given=Embedded("mine@1", rows[:1] * 0 + row))
            assert mind.told("", given=Given(row), words=False)[0] == text
            pack()
            assert mind.told("", given=Given(row), words=False)[0] == text


def test_an_embedder_whose_vectors_have_another_length_now_loses_nothing() -> None:
    """Its name should have changed with it; whoever writes or asks is not to blame."""
    mind = Mind(make_tenant())
    mind.add("Ann likes tea")
    mind.texts.width = 16
    added = mind.add("Bob likes cocoa")
    assert (added.outcome, added.searchable) == ("added", "words")
    answer = mind.ask("cocoa")
    assert len(answer.found) == 1
    assert "dimensions" in answer.without
    assert mind.update(added.uid, "Bob likes tea").version == 2


def test_an_embedder_whose_vectors_have_another_length_now_holds_up_no_other() -> None:
    mind = Mind(make_tenant())
    mind.add("Ann likes tea")
    mind.add_many("Bob likes cocoa")
    other = Mind(make_tenant(), WordVectors("other@1"))
    other.add_many("Eve likes gin")

    class Both(WordVectors):
        def embed(self, texts: Any, *, name: str, timeout_s: float) -> Embedded:
            self.name, self.width = name, (16 if name == mind.texts.name else 32)
            return super().embed(texts, name=name, timeout_s=timeout_s)

    assert make_missing(Both()) == 1
    assert PendingVector.objects.get().entry.text == "Bob likes cocoa"


def test_of_given_vectors_there_is_one_for_each_entry() -> None:
    mind = Mind(make_tenant())
    with pytest.raises(Exception, match="vector"):
        mind.add_many("one", "two", given=at_angle(0))
    assert not MemoryEntry.objects.exists()


def test_the_same_id_again_with_another_vector_keeps_the_first() -> None:
    mind = Mind(make_tenant())
    uid = uuid7()
    mind.add("one", uid=uid, given=at_angle(0))
    assert mind.add("one", uid=uid, given=at_angle(90)).outcome == "known"
    assert mind.ask(given=Given(at_angle(0).vectors[0])).found[0].similarity == pytest.approx(1)
