"""More models than memory: many requests, many loads, and nothing is lost or left behind."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pytest

from benchmarks.pool import crowd, cycles, engine, models, needed, start
from orchestration.inference.messages import EngineOptions
from orchestration.registry.spec import ModelSpec
from tools.random_model.make import SMALL

SLOTS = 8

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def six() -> Iterator[list[ModelSpec]]:
    with models(6, SMALL, "q8_0", 1024) as specs:
        yield specs


def test_two_hundred_requests_over_six_models_stay_within_a_budget_for_two(
    six: list[ModelSpec],
) -> None:
    budget = int(2.05 * needed(six[0], SLOTS))
    options = EngineOptions(threads=1, slots=SLOTS, resident_models=6, memory_budget=budget)
    with engine(options) as generator:
        start(generator, six[0])
        seen = crowd(generator, six, 200, at_once=8)
    assert len(seen.answers) == 200
    assert all(each.choices[0].text for each in seen.answers)
    assert seen.looks > 20
    assert needed(six[0], SLOTS) / 2 < seen.most <= budget


def test_fifty_loads_and_unloads_leave_the_process_as_large_as_it_was(
    six: list[ModelSpec],
) -> None:
    options = EngineOptions(threads=1, slots=SLOTS, resident_models=1)
    with engine(options) as generator:
        sizes = cycles(generator, six[:2], 50)
    assert sizes[-1] == pytest.approx(median(sizes[1:6]), rel=0.05)
    assert max(sizes[5:]) <= median(sizes[1:6]) * 1.05
