"""What an attempt writes to its token stream, entry by entry; no Redis."""

from dataclasses import replace

import pytest

from tasks.tokens import NOWHERE, Entry, Part, Place, Total, add_up
from tasks.worker.draft import Draft


def part(start: int, text: str, choice: int = 0) -> Part:
    """Return a part with one token for each character."""
    return Part(choice, start, tuple(ord(letter) for letter in text), text)


def drafted(epoch: int = 1, most_bytes: int = 10_000, source: str = "") -> Draft:
    return Draft("stream", epoch, most_bytes, source)


def arrived(draft: Draft) -> Entry:
    """Let the next entry arrive where it should."""
    entry = draft.next()
    assert entry is not None
    draft.answered(entry.place)
    return entry


def sent(draft: Draft) -> Entry:
    """Let the next entry arrive and return what it says, without the totals."""
    return replace(arrived(draft), totals=())


def total(text: str, choice: int = 0) -> Total:
    return Total(choice).add(text)


def text_of(*entries: Entry) -> str:
    return "".join(add_up(entries)[0].texts)


def test_what_came_since_the_last_entry_is_one_part_of_the_next() -> None:
    draft = drafted()
    for start, text in ((0, "ab"), (2, "c"), (3, "de")):
        draft.take(part(start, text))
    assert sent(draft) == Entry(Place(1, 1), [part(0, "abcde")], begins=True)
    assert not draft.wants
    draft.take(part(5, "f"))
    draft.take(part(6, "g"))
    assert sent(draft) == Entry(Place(1, 2), [part(5, "fg")])


def test_several_answers_are_kept_apart() -> None:
    draft = drafted()
    draft.take(part(0, "a"))
    draft.take(part(0, "x", choice=1))
    sent(draft)
    draft.take(part(1, "y", choice=1))
    draft.take(part(1, "b"))
    draft.take(part(2, "z", choice=1))
    assert sent(draft).parts == [part(1, "yz", choice=1), part(1, "b")]


def test_each_entry_says_what_the_answers_have_come_to() -> None:
    draft = drafted()
    draft.take(part(0, "\u00fcber "))
    draft.take(part(0, "x", choice=1))
    assert arrived(draft).totals == [total("\u00fcber "), total("x", choice=1)]
    draft.take(part(5, "Nacht"))
    assert arrived(draft).totals == [total("\u00fcber Nacht"), total("x", choice=1)]
    draft.take(part(0, "y", choice=1))
    assert arrived(draft).totals == [total("\u00fcber Nacht"), total("y", choice=1)]


def test_an_entry_that_begins_says_what_draws_the_answers() -> None:
    draft = drafted(source="a model")
    draft.take(part(0, "a"))
    assert arrived(draft).source == "a model"
    draft.take(part(1, "b"))
    assert arrived(draft).source == ""
    draft.take(part(0, "c"))
    assert arrived(draft).source == "a model"


def test_what_was_never_answered_is_sent_again_as_it_was() -> None:
    draft = drafted()
    draft.take(part(0, "a"))
    first = draft.next()
    draft.take(part(1, "b"))
    assert draft.next() == first
    draft.answered(Place(1, 1))
    assert sent(draft) == Entry(Place(1, 2), [part(1, "b")])


def test_a_lost_stream_is_written_anew_in_one_entry() -> None:
    draft = drafted()
    draft.take(part(0, "ab"))
    sent(draft)
    draft.take(part(2, "c"))
    draft.next()
    draft.answered(NOWHERE)
    draft.take(part(3, "d"))
    again = sent(draft)
    assert again == Entry(Place(1, 3), [part(0, "abcd")], begins=True)


def test_an_answer_that_begins_anew_voids_what_was_written() -> None:
    draft = drafted()
    draft.take(part(0, "ab"))
    draft.take(part(0, "xy", choice=1))
    sent(draft)
    draft.take(part(0, "c"))
    entry = sent(draft)
    assert entry.begins
    assert entry.parts == [part(0, "c"), part(0, "xy", choice=1)]


def test_an_answer_that_begins_anew_while_an_entry_is_under_way_is_not_forgotten() -> None:
    draft = drafted()
    draft.take(part(0, "ab"))
    sent(draft)
    draft.take(part(2, "c"))
    under_way = draft.next()
    draft.take(part(0, "x"))
    assert under_way is not None
    draft.answered(under_way.place)
    assert sent(draft) == Entry(Place(1, 3), [part(0, "x")], begins=True)


def test_an_attempt_that_is_succeeded_writes_nothing_more() -> None:
    draft = drafted(epoch=3)
    draft.take(part(0, "a"))
    draft.next()
    draft.answered(Place(5, 0))
    draft.take(part(1, "b"))
    assert not draft.wants
    assert draft.next() is None


def test_a_successor_goes_on_behind_what_was_begun() -> None:
    draft = drafted(epoch=5)
    begun = [
        Entry(Place(3, 1), [part(0, "ab")], begins=True),
        Entry(Place(3, 2), [part(2, "c"), part(0, "x", choice=2)]),
    ]
    assert draft.adopt(begun) == ((97, 98, 99), (), (120,))
    draft.take(part(3, "d"))
    entry = arrived(draft)
    assert entry.place == Place(5, 1)
    assert entry.parts == [part(3, "d")]
    assert entry.totals == [total("abcd"), total("x", choice=2)]
    assert text_of(*begun, entry) == "abcd"


def test_a_successor_whose_engine_cannot_use_it_begins_anew() -> None:
    draft = drafted(epoch=5)
    draft.adopt([Entry(Place(3, 1), [part(0, "ab")], begins=True)])
    draft.take(part(0, "x"))
    assert sent(draft) == Entry(Place(5, 1), [part(0, "x")], begins=True)


def test_an_end_is_written_with_the_rest() -> None:
    draft = drafted()
    draft.take(part(0, "a"))
    sent(draft)
    draft.take(part(1, "b"))
    draft.end("succeeded")
    draft.end("")
    assert sent(draft) == Entry(Place(1, 2), [part(1, "b")], ended="succeeded")
    assert not draft.wants


def test_an_end_waits_for_the_answer_to_what_is_under_way() -> None:
    draft = drafted()
    draft.take(part(0, "a"))
    under_way = draft.next()
    draft.end("failed")
    assert draft.next() == under_way
    draft.answered(Place(1, 1))
    assert sent(draft) == Entry(Place(1, 2), [], ended="failed")


def test_a_short_answer_that_has_ended_is_not_written_at_all() -> None:
    draft = drafted()
    draft.take(part(0, "short"))
    draft.end("succeeded")
    assert not draft.wants


def test_an_attempt_that_gives_its_task_back_still_writes_what_it_has() -> None:
    draft = drafted()
    draft.take(part(0, "short"))
    draft.end("")
    assert text_of(sent(draft)) == "short"


def test_a_stream_that_was_lost_after_the_end_is_left_alone() -> None:
    draft = drafted()
    draft.take(part(0, "a"))
    sent(draft)
    draft.end("succeeded")
    draft.next()
    draft.answered(NOWHERE)
    assert not draft.wants


@pytest.mark.parametrize("start", [1, 3])
def test_a_stream_with_a_gap_or_an_overlap_is_given_up(start: int) -> None:
    draft = drafted()
    draft.take(part(0, "ab"))
    sent(draft)
    draft.take(part(start, "x"))
    assert not draft.wants


def test_a_stream_that_grows_too_large_is_given_up() -> None:
    draft = drafted(most_bytes=100)
    draft.take(part(0, "a" * 5))
    assert sent(draft).parts
    draft.take(part(5, "b" * 100))
    draft.take(part(105, "c"))
    assert not draft.wants


def test_entries_are_read_as_they_were_written() -> None:
    parts = [Part(1, 5, [3, 4], "h\u00e9 \U0001f600")]
    entry = Entry(Place(7, 12), parts, [total("h\u00e9", choice=1)], True, "a model", "failed")
    fields = entry.fields()
    stored = {
        bytes(name): value.encode() if isinstance(value, str) else value
        for name, value in zip(fields[::2], fields[1::2], strict=True)
        if isinstance(name, bytes)
    }
    assert Entry.read(b"7-12", stored) == entry
    for place, wrong in ((b"7", stored), (b"7-12", {}), (b"7-12", {b"d": b"[[0,0,[],5]]"})):
        with pytest.raises(ValueError, match=r"no (entry|text)"):
            Entry.read(place, wrong)


def test_places_of_later_epochs_come_later() -> None:
    assert NOWHERE < Place(1, 99) < Place(2, 0) < Place(10, 0)
    assert Place.read("10-3") == Place(10, 3)
    for wrong in ("", "1", "1-", "-1", "1-2-3", "a-b", "1-\u00b2", "99999999999-1"):
        assert Place.read(wrong) is None
