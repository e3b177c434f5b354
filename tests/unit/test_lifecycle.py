"""The table of transitions is complete and closed."""

import pytest

from tasks.lifecycle import TERMINAL, TRANSITIONS, Actor, IllegalTransition, State, transition


def test_terminal_states_have_no_way_out() -> None:
    assert not [move for move in TRANSITIONS if move.source in TERMINAL]


def test_every_state_can_be_reached_from_a_new_task() -> None:
    reached = {State.SCHEDULED, State.QUEUED}
    for _ in State:
        reached |= {move.target for move in TRANSITIONS if move.source in reached}
    assert reached == set(State)


def test_every_unfinished_state_can_end() -> None:
    for state in set(State) - TERMINAL:
        ends = {move.target for move in TRANSITIONS if move.source == state}
        assert State.CANCELLED in ends
        assert State.EXPIRED in ends


def test_every_way_back_to_the_queue_voids_earlier_messages() -> None:
    back = [m for m in TRANSITIONS if m.target in {State.QUEUED, State.SCHEDULED}]
    assert all(move.raises_epoch for move in back if move.source is not State.SCHEDULED)


def test_an_actor_that_the_table_does_not_name_is_refused() -> None:
    with pytest.raises(IllegalTransition, match="user may not move a task from running"):
        transition(State.RUNNING, State.SUCCEEDED, Actor.USER)
