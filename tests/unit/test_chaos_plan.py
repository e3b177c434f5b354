"""The storm's plan, and how a trial is told."""

from collections import Counter

import pytest

from benchmarks import chaos
from tests.chaos.storm import Blow, plan
from tests.chaos.trial import Outcome
from tests.chaos.verdict import Verdict

MEMBERS = ["dispatcher-0", "dispatcher-1", "cpu-0", "io-0"]


def _verdict(**faults: int) -> Verdict:
    none = dict.fromkeys(Verdict.__slots__, 0)
    return Verdict(**{**none, "tasks": 2080, **faults})


def _outcome(verdict: Verdict, recovery_s: float) -> Outcome:
    return Outcome(
        seed=3,
        verdict=verdict,
        blows={"kill": 20, "crash postgres": 1, "empty redis": 1},
        killed={"cpu-0": 20},
        lease_s=30.0,
        recovery_s=recovery_s,
        last="succeeded",
        refused=1,
    )


def test_a_seed_always_gives_the_same_storm() -> None:
    assert plan(7, MEMBERS, kills=20, duration_s=60) == plan(7, MEMBERS, kills=20, duration_s=60)
    assert plan(7, MEMBERS, kills=20, duration_s=60) != plan(8, MEMBERS, kills=20, duration_s=60)


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_hit_everybody_and_each_server_is_hit_once(seed: int) -> None:
    injuries = plan(seed, MEMBERS, kills=20, duration_s=60)
    killed = Counter(each.member for each in injuries if each.blow == Blow.KILL)
    assert killed == dict.fromkeys(MEMBERS, 5)
    others = {each.blow for each in injuries if each.blow != Blow.KILL}
    assert others == {Blow.EMPTY_REDIS, (Blow.CRASH_POSTGRES, Blow.RESTART_POSTGRES)[seed % 2]}
    assert [each.at_s for each in injuries] == sorted(each.at_s for each in injuries)
    assert all(0 < each.at_s <= 60 for each in injuries)


def test_only_what_must_not_be_is_a_fault() -> None:
    assert _verdict(lost_attempts=12).faults() == {}
    assert _verdict(committed_twice=1, blamed=2).faults() == {"committed_twice": 1, "blamed": 2}


def test_a_row_tells_kills_recovery_and_faults() -> None:
    row = chaos._row(_outcome(_verdict(lost_attempts=12, lost=1), recovery_s=8.66))
    assert row.split() == [
        *("3", "2080", "20", "crash", "postgres", "12", "8.7", "s", "60", "s", "{'lost':", "1}")
    ]


def test_recovery_is_prompt_within_two_leases() -> None:
    assert _outcome(_verdict(), recovery_s=60.0).is_prompt
    assert not _outcome(_verdict(), recovery_s=60.1).is_prompt
