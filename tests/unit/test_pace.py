"""How long tasks of a demand are expected to run."""

import pytest

from tasks.dispatcher.pace import Paces


def test_what_is_not_known_is_expected_to_take_a_second() -> None:
    assert Paces().expected_s("echo/any/") == 1.0


@pytest.mark.parametrize(
    ("runs", "expected_s"), [([5.0], 5.0), ([1.0, 9.0, 2.0], 2.0), ([0.1] * 9 + [3600.0], 0.1)]
)
def test_the_median_of_what_ran_is_expected_of_the_next(
    runs: list[float], expected_s: float
) -> None:
    paces = Paces()
    for run in runs:
        paces.add("echo/any/", run)
    assert paces.expected_s("echo/any/") == expected_s


def test_only_the_latest_hundred_count() -> None:
    paces = Paces()
    for run in [60.0] * 500 + [1.0] * 51:
        paces.add("chat/any/m", run)
    assert paces.expected_s("chat/any/m") == 1.0


def test_each_demand_has_its_own() -> None:
    paces = Paces()
    paces.add("chat/any/large", 30.0)
    assert paces.expected_s("chat/any/small") == 1.0
