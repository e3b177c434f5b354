"""Headlines and their tones: what the small model learns them from."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest

from tools.bundled_model.jobs import tone
from tools.bundled_model.jobs.tone.headlines import TONES, company, headline
from tools.bundled_model.sample import Sample, Split
from tools.bundled_model.words.tone import asks, frames
from tools.bundled_model.words.tone.subjects import BROKERS, COMPANIES, INDICES_ONE, SOURCES
from tools.bundled_model.words.tone.verbs import many, phrase

SPLITS = list(Split)


def drawn(split: Split, number: int = 1500, seed: int = 1) -> list[Sample]:
    chance = Random(seed)
    return [tone.draw(chance, split) for _ in range(number)]


def said(sample: Sample) -> str:
    found = json.loads(sample.answer) if sample.answer.startswith("{") else {"": sample.answer}
    return str(next(iter(found.values())))


@pytest.mark.parametrize("split", SPLITS)
def test_each_tone_is_the_answer_about_as_often(split: Split) -> None:
    counted = Counter(said(sample) for sample in drawn(split))
    assert set(counted) == set(TONES)
    assert min(counted.values()) > 400


@pytest.mark.parametrize("split", SPLITS)
def test_an_answer_is_a_word_or_an_object_of_one_field(split: Split) -> None:
    for sample in drawn(split):
        if sample.learned is None:
            assert sample.answer in (*TONES, *(json.dumps({"tone": each}) for each in TONES))
        else:
            ((begin, end),) = sample.learned
            assert sample.answer[begin:end] == said(sample) + '"'


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(Split.TRAIN, 200) == drawn(Split.TRAIN, 200)
    assert drawn(Split.TRAIN, 200) != drawn(Split.TRAIN, 200, seed=2)


def test_the_splits_share_no_phrasing_and_no_frame() -> None:
    for texts in (
        asks.PLAIN,
        asks.ONE_WORD,
        asks.JSON,
        frames.ANY,
        frames.MOVED,
        frames.STILL,
        *(BROKERS, COMPANIES, INDICES_ONE, SOURCES),
    ):
        assert not set(texts[Split.TRAIN]) & set(texts[Split.HELD_OUT])
    assert len(asks.PLAIN[Split.TRAIN]) >= 60
    assert len(asks.PLAIN[Split.HELD_OUT]) >= 20


@pytest.mark.parametrize("split", SPLITS)
def test_headlines_have_no_slot_left_and_seldom_repeat(split: Split) -> None:
    chance = Random(3)
    found = [headline(chance, split, each) for each in TONES for _ in range(700)]
    assert not [text for text in found if set(text) & set("{}[]") or "  " in text]
    assert len(set(found)) > 0.95 * len(found)
    assert max(len(text.split()) for text in found) < 70


def test_a_company_of_one_split_is_none_of_the_other() -> None:
    chance = Random(5)
    names = {split: {company(chance, split) for _ in range(500)} for split in SPLITS}
    assert not names[Split.TRAIN] & names[Split.HELD_OUT]


@pytest.mark.parametrize(
    ("form", "plural", "expected"),
    [
        ("now", False, "slips 3%"),
        ("now", True, "slip 3%"),
        ("past", False, "slipped 3%"),
        ("going", True, "slipping 3%"),
        ("to", True, "to slip 3%"),
    ],
)
def test_a_verb_agrees_with_its_subject_and_time(form: str, plural: bool, expected: str) -> None:
    assert phrase("slip 3%", form, plural=plural) == expected


def test_an_adverb_stays_before_its_verb() -> None:
    assert phrase("no longer expect a loss", "now", plural=False) == "no longer expects a loss"
    assert phrase("barely move", "past", plural=True) == "barely moved"


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("falling costs", True),
        ("hopes of a rate cut", True),
        ("a lack of surprises", False),
        ("weakness in stocks", False),
        ("the Dow Jones", False),
        ("regulators", True),
        ("Moody's", False),
    ],
)
def test_a_cause_tells_whether_it_is_several(noun: str, *, several: bool) -> None:
    assert many(noun) is several
