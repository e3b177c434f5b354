"""Whether another attempt follows, and when."""

from itertools import pairwise

import pytest

from tasks.retry import Backoff, next_delay_s

STEADY = Backoff(base_s=1, factor=2, max_s=60, jitter=0)
JITTERY = Backoff(base_s=1, factor=2, max_s=60, jitter=0.5)


@pytest.mark.parametrize(
    ("failures", "max_attempts", "retryable", "delay_s"),
    [
        (1, 3, True, 1),
        (2, 3, True, 2),
        (3, 3, True, None),
        (4, 3, True, None),
        (1, 1, True, None),
        (1, 3, False, None),
        (1, 100, False, None),
        (6, 100, True, 32),
        (7, 100, True, 60),
        (99, 100, True, 60),
    ],
)
def test_another_attempt_follows_while_there_is_one_and_it_may_help(
    failures: int, max_attempts: int, retryable: bool, delay_s: float | None
) -> None:
    assert next_delay_s(failures, max_attempts, STEADY, retryable=retryable, draw=0.5) == delay_s


@pytest.mark.parametrize(("draw", "delay_s"), [(0.0, 4), (0.5, 3), (1.0, 2)])
def test_jitter_takes_away_its_part_at_most(draw: float, delay_s: float) -> None:
    assert next_delay_s(3, 9, JITTERY, retryable=True, draw=draw) == delay_s


def test_tasks_that_failed_together_do_not_come_back_together() -> None:
    delays = {next_delay_s(1, 9, JITTERY, retryable=True) for _ in range(20)}
    assert len(delays) > 1
    assert all(delay is not None and 0.5 <= delay <= 1 for delay in delays)


def test_pauses_never_shrink_and_never_overflow() -> None:
    pauses = [STEADY.delay_s(failures, 0) for failures in (*range(1, 70), 10_000)]
    assert all(earlier <= later for earlier, later in pairwise(pauses))
    assert pauses[-1] == 60


def test_a_factor_of_one_keeps_the_pause() -> None:
    assert Backoff(base_s=5, factor=1, max_s=60, jitter=0).delay_s(9, 0) == 5
