"""When a duty of the sweeper is repeated."""

import time

import pytest

from tasks.dispatcher.sweeper import Duty, duties, scheduling


def test_a_duty_is_due_at_once_and_then_after_its_pause() -> None:
    duty = Duty("test", 60, lambda: 0)
    assert duty.due(time.monotonic())
    duty.perform()
    assert not duty.due(time.monotonic() + 59)
    assert duty.due(time.monotonic() + 61)


def test_a_duty_that_found_as_much_as_it_may_move_goes_on_at_once() -> None:
    duty = Duty("test", 60, lambda: 1000)
    assert duty.perform() == 1000
    assert duty.due(time.monotonic())


def test_a_slow_duty_costs_a_tenth_of_the_time_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 102.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    duty = Duty("test", 0.5, lambda: 0)
    duty.perform()
    assert duty.next_at == 102 + 9 * 2


def test_a_duty_that_fails_waits_its_pause_before_it_tries_again() -> None:
    def fail() -> int:
        raise ArithmeticError

    duty = Duty("test", 60, fail)
    with pytest.raises(ArithmeticError):
        duty.perform()
    assert not duty.due(time.monotonic() + 59)


def test_the_leader_looks_after_everything_that_a_clock_can_end() -> None:
    assert {duty.name for duty in [*duties(len), *scheduling()]} == {
        "due", "schedules", "unclaimed", "deadlines", "timeouts", "hung", "leases", "workers",
        "broker", "calls",
    }  # fmt: skip
