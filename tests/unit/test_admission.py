"""How often a backlog is counted."""

import pytest

from tasks.services import admission
from tasks.services.admission import Backlog, Gauge


class Clock:
    """A clock that a count moves on by what it costs."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(admission, "time", made)
    return made


@pytest.mark.parametrize(("exact", "most_of_the_time"), [(True, 0.2), (False, 0.1)])
def test_however_often_somebody_is_refused_counting_costs_a_bounded_part_of_the_time(
    clock: Clock, exact: bool, most_of_the_time: float
) -> None:
    counts = 0

    def count() -> Backlog:
        nonlocal counts
        counts += 1
        clock.now += 0.1
        return Backlog()

    gauge = Gauge(count)
    while clock.now < 1100:
        gauge.read(exact=exact)
        clock.now += 0.001
    assert counts * 0.1 <= 100 * most_of_the_time + 1
    assert counts > 10
