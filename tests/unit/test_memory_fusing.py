"""The order of candidates: what each sign adds."""

from datetime import UTC, datetime

import numpy as np
import pytest

from orchestration.memory.candidates import Candidate
from orchestration.memory.fusing import Scored, Weights, fuse
from orchestration.memory.lexical import NOTHING
from orchestration.memory.speaking import Spoke

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ASKED = np.array([1.0, 0.0], dtype=np.float32)


def said(number: int, cosine: float, before: int | None = None, speaker: str = "") -> Candidate:
    vector = np.array([cosine, np.sqrt(1 - cosine**2)], dtype=np.float32)
    return Candidate(number, {}, 1, vector, before, speaker, NOW, 0.5)


def scores(
    candidates: list[Candidate], spoke: Spoke | None = None, **weights: float
) -> dict[int, Scored]:
    found = fuse(ASKED, candidates, NOTHING, spoke=spoke, now=NOW, weights=Weights(**weights))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    return {each.candidate.id: each for each in found}


def test_an_entry_gains_from_its_neighbour_and_less_from_the_one_behind() -> None:
    talk = [said(1, 0.1), said(2, 0.1, 1), said(3, 0.1, 2), said(4, 0.1, 3), said(5, 0.9, 4)]
    talk += [said(9, 0.1)]
    found = scores(talk)
    assert found[4].score == pytest.approx(0.25 * 0.8)
    assert found[3].score == pytest.approx(0.15 * 0.8)
    assert [found[number].score for number in (1, 2, 9)] == pytest.approx([0, 0, 0], abs=1e-6)
    assert (found[4].beside, found[3].beside, found[5].beside) == ([5], [5], [])


def test_neighbours_count_nothing_where_they_are_not_wanted() -> None:
    found = scores([said(1, 0.1), said(2, 0.9, 1)], beside=0.0)
    assert found[1].score == pytest.approx(0, abs=1e-6)
    assert found[1].beside == []


@pytest.mark.parametrize(("spoke", "gain"), [(Spoke("Ann", "Ann"), 0.25), (Spoke("Ann"), 0.1)])
def test_who_is_asked_about_gains_more_by_name_than_by_pronoun(spoke: Spoke, gain: float) -> None:
    found = scores([said(1, 0.5, speaker="Ann"), said(2, 0.5, speaker="Bob")], spoke)
    assert (found[1].spoken, found[2].spoken) == (True, False)
    assert found[1].score - found[2].score == pytest.approx(gain)
