"""What holds of every window, whatever there is to show, whoever counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.context.errors import InvalidContext
from orchestration.context.material import Block, Entry, Material
from orchestration.context.policy import KINDS, Policy
from orchestration.context.room import Room
from orchestration.context.window import Window
from orchestration.errors import ContextOverflow
from tests.unit.contexts import (
    COUNTERS,
    STEADY,
    Counter,
    fates,
    materials,
    policies,
    rooms,
)

# A busy machine is slow, which says nothing about windows.
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
counters = st.sampled_from(list(COUNTERS))
steady = st.sampled_from(STEADY)


def window_or_error(
    material: Material, room: Room, policy: Policy, counter: Counter
) -> Window | ContextOverflow | InvalidContext:
    """Return what fits, or why what must be shown does not, or cannot be."""
    try:
        return fit(material, room, policy, counter, Counts())
    except (ContextOverflow, InvalidContext) as error:
        return error


def some_window(material: Material, room: Room, policy: Policy, counter: Counter) -> Window:
    window = window_or_error(material, room, policy, counter)
    assume(isinstance(window, Window))
    assert isinstance(window, Window)
    return window


def ids_but_passages(material: Material) -> list[str]:
    blocks = [block.id for block in (*material.system, *material.pinned)]
    entries = (*material.history, material.question, *material.steps)
    return [*blocks, *(each.id for each in material.summaries), *(each.id for each in entries)]


@patient
@given(materials(), rooms, policies(), counters)
def test_the_counter_itself_says_that_it_fits(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    counter = COUNTERS[name]()
    window = some_window(material, room, policy, counter)
    assert window.tokens == counter.whole(window.messages) <= room.budget == window.budget


@patient
@given(materials(), rooms, policies(), counters)
def test_what_must_be_shown_is_shown_whole_or_named_in_a_refusal(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    blocks: list[Block] = [*material.system, *material.pinned]
    pinned = [entry for entry in (*material.history, *material.steps) if entry.pinned]
    made = window_or_error(material, room, policy, COUNTERS[name]())
    if isinstance(made, ContextOverflow):
        named = {problem.field.rpartition(".")[2] for problem in made.problems}
        assert named >= {"question", *(block.id for block in blocks), *(each.id for each in pinned)}
        assert all(problem.mend for problem in made.problems)
    elif isinstance(made, InvalidContext):
        assert made.value in {entry.id for entry in pinned}
    else:
        system = "".join(made.messages[0].texts) if blocks else ""
        assert [block.text for block in blocks if block.text not in system] == []
        assert [entry.id for entry in pinned if entry.message not in made.messages] == []


@patient
@given(materials(), rooms, policies(), counters)
def test_messages_keep_their_order_and_the_question_is_there(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    window = some_window(material, room, policy, COUNTERS[name]())
    told = fates(window)
    entries: list[Entry] = [*material.history, material.question, *material.steps]
    expected = [entry for entry in entries if told[entry.id].shown]
    made = [message for message in window.messages if message.role != "system"]
    assert len(window.messages) - len(made) <= 1
    assert material.question in expected
    assert [entry.message.role for entry in expected] == [message.role for message in made]
    for entry, message in zip(expected, made, strict=True):
        if entry is material.question:
            if told[entry.id].outcome == "kept":
                assert "".join(message.texts).endswith("".join(entry.message.texts))
        elif told[entry.id].outcome == "kept":
            assert message == entry.message
        else:
            assert policy.marker in "".join(message.texts)


@patient
@given(materials(), rooms, policies(), counters)
def test_calls_of_tools_and_their_results_stay_together(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    window = some_window(material, room, policy, COUNTERS[name]())
    waiting: list[str] = []
    for message in window.messages:
        if message.role == "tool":
            assert message.tool_call_id in waiting
            waiting.remove(message.tool_call_id)
        else:
            assert waiting == []
            waiting = [call.id for call in message.tool_calls]
    assert waiting == []


@patient
@given(materials(), rooms, policies(), counters)
def test_each_part_has_one_fate_with_a_reason(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    window = some_window(material, room, policy, COUNTERS[name]())
    others = [fate.id for fate in window.fates if fate.kind != "passages"]
    assert others == ids_but_passages(material)
    passages = [fate.id for fate in window.fates if fate.kind == "passages"]
    assert sorted(passages) == sorted(passage.id for passage in material.passages)
    for fate in window.fates:
        assert fate.why.endswith(".")
        assert (fate.tokens == 0) or fate.shown
        assert (fate.tokens < fate.whole) == (fate.outcome != "kept") or fate.whole == 0
    assert sum(window.by_kind.values()) == window.tokens
    shown = {fate.id for fate in window.fates if fate.shown}
    covered = set(chain(*(summary.covers for summary in material.summaries)))
    assert shown.isdisjoint(window.to_summarise)
    assert covered.isdisjoint(window.to_summarise)


@patient
@given(materials(), rooms, policies(), steady, st.data())
def test_with_more_room_nothing_fares_worse(
    material: Material, room: Room, policy: Policy, name: str, data: st.DataObject
) -> None:
    """Of the same window: where less is reserved, each part that was shown is shown, as long as
    before, and what was summed up is not dropped. Only summaries go, of what is shown itself."""
    counter = COUNTERS[name]()
    larger = replace(room, reserve=data.draw(st.integers(0, room.reserve)))
    small = some_window(material, room, policy, counter)
    large = fit(material, larger, policy, counter, Counts())
    before, after = fates(small), fates(large)
    worth = {"dropped": 0, "summarised": 1, "cut": 2, "kept": 2}
    covers = {summary.id: summary.covers for summary in material.summaries}
    for part, fate in before.items():
        if covers.get(part) and all(each in after and after[each].shown for each in covers[part]):
            continue
        assert worth[after[part].outcome] >= worth[fate.outcome]
        assert after[part].tokens >= fate.tokens


@patient
@given(materials(), rooms, policies(), steady, st.data())
def test_what_is_refused_is_refused_with_less_room_too(
    material: Material, room: Room, policy: Policy, name: str, data: st.DataObject
) -> None:
    smaller = replace(room, reserve=data.draw(st.integers(room.reserve, room.window - 1)))
    counter = COUNTERS[name]()
    assume(not isinstance(window_or_error(material, room, policy, counter), Window))
    assert not isinstance(window_or_error(material, smaller, policy, counter), Window)


@patient
@given(materials(), rooms, policies(), counters)
def test_the_same_comes_out_again_whatever_was_counted_before(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    counts = Counts()
    first = some_window(material, room, policy, COUNTERS[name]())
    for _ in range(2):
        assert fit(material, room, policy, COUNTERS[name](), counts) == first


@patient
@given(materials(), rooms, policies(), counters)
def test_no_kind_has_more_than_its_most_beside_its_minimum(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    window = some_window(material, room, policy, COUNTERS[name]())
    for kind in KINDS:
        allowed = policy.of(kind)
        taken = sum(fate.tokens for fate in window.fates if fate.kind == kind)
        if allowed.minimum == 0 and allowed.most < 1:
            assert taken <= allowed.most * room.window


@patient
@given(materials(), rooms, policies(), counters)
def test_texts_are_counted_once_and_conversations_seldom(
    material: Material, room: Room, policy: Policy, name: str
) -> None:
    counter, counts = COUNTERS[name](), Counts()
    try:
        fit(material, room, policy, counter, counts)
    except (ContextOverflow, InvalidContext):
        return
    assert len(counter.texts) == len(set(counter.texts))
    parts = len(material.history) + len(material.steps) + len(material.passages) + 3
    assert len(counter.wholes) <= 6 + parts.bit_length()
    warm = COUNTERS[name]()
    fit(material, room, policy, warm, counts)
    assert warm.texts == []


@pytest.mark.parametrize("name", STEADY)
@patient
@given(material=materials(), policy=policies())
def test_all_is_shown_where_all_fits(name: str, material: Material, policy: Policy) -> None:
    """In a window of a million tokens only what is broken, needless or capped is left out."""
    window = some_window(material, Room(1_000_000), policy, COUNTERS[name]())
    for fate in window.left_out:
        assert not fate.why.startswith("No room"), fate
