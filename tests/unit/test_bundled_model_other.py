"""What the small model answers with one polite sentence."""

from __future__ import annotations

from random import Random

import pytest

from tools.bundled_model.frames import GENERIC_SYSTEM
from tools.bundled_model.jobs import other
from tools.bundled_model.sample import POLITE, Sample, Split
from tools.bundled_model.words.other import (
    held_out,
    near,
    systems,
    topics,
    train,
)

SPLITS = list(Split)
KINDS = ("SMALL_TALK", "QUESTIONS", "REQUESTS", "RAMBLES", "FEELING", "TOLD")


def drawn(split: Split, number: int = 1500, seed: int = 1) -> list[Sample]:
    chance = Random(seed)
    return [other.draw(chance, split) for _ in range(number)]


@pytest.mark.parametrize("split", SPLITS)
def test_the_answer_is_the_polite_sentence_whatever_was_said_before(split: Split) -> None:
    for sample in drawn(split):
        assert sample.answer == POLITE
        assert not sample.tools
        before = [turn["content"] for turn in sample.messages if turn["role"] == "assistant"]
        assert set(before) <= {POLITE}
        assert sample.messages[-1]["role"] == "user"
        assert sample.messages[-1]["content"].strip()


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(Split.TRAIN, 200) == drawn(Split.TRAIN, 200)
    assert drawn(Split.TRAIN, 200) != drawn(Split.TRAIN, 200, seed=2)


def test_the_splits_share_no_template_and_no_topic() -> None:
    for kind in KINDS:
        seen, kept = set(getattr(train, kind)), set(getattr(held_out, kind))
        assert seen & kept <= {"{foreign}"}
    for texts in (
        *(near.NO_TEXT, near.BARE, near.WORDY),
        *(systems.SYSTEMS, topics.THINGS, topics.PLACES, topics.HELLOS),
    ):
        assert set(texts[Split.TRAIN]) & set(texts[Split.HELD_OUT]) <= {"{headline}", "{tone_ask}"}


@pytest.mark.parametrize("split", SPLITS)
def test_conversations_seldom_repeat_and_stay_short(split: Split) -> None:
    found = [" ".join(turn["content"] for turn in each.messages) for each in drawn(split)]
    assert len(set(found)) > 0.85 * len(found)
    lengths = sorted(len(text.split()) for text in found)
    assert 4 <= lengths[len(found) // 2] <= 40


def test_with_a_prompt_of_the_operator_and_without() -> None:
    first = [each.messages[0] for each in drawn(Split.TRAIN)]
    without = [turn for turn in first if turn["role"] == "user"]
    generic = [turn for turn in first if turn["content"] in GENERIC_SYSTEM]
    assert len(without) > 600
    assert len(generic) > 100
    assert len(first) - len(without) - len(generic) > 200
