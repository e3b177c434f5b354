"""Nothing is lost and nothing happens twice, whatever is killed meanwhile.

Short by default; `CHAOS=full` runs five full trials on the clocks of production. `CHAOS_SEED`
repeats one trial.
"""

import os
from dataclasses import asdict

import pytest

from tests.chaos.trial import FULL, SHORT, run

FULL_TRIALS = os.environ.get("CHAOS") == "full"
SEEDS = [1, 2, 3, 4, 5] if FULL_TRIALS else [1]
if "CHAOS_SEED" in os.environ:
    SEEDS = [int(os.environ["CHAOS_SEED"])]

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_task_is_committed_exactly_once_in_a_storm_of_kills(seed: int) -> None:
    size = FULL if FULL_TRIALS else SHORT
    outcome = run(seed, size)
    assert outcome.verdict.faults() == {}, f"CHAOS_SEED={seed}: {asdict(outcome)}"
    assert sum(outcome.killed.values()) == size.kills
    assert outcome.is_prompt, f"CHAOS_SEED={seed}: {asdict(outcome)}"
