"""The jobs intent, complexity and triage: requests of every kind, with answers by the contract."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest

from tools.bundled_model.jobs.requests import CHOICES, FIELDS, GRAMMARS, JOBS, SHARES, draw, texts
from tools.bundled_model.sample import Sample, Split
from tools.bundled_model.words.requests import (
    instructions,
    instructions_held_out,
    nouns,
)

SEED = 7


def drawn(split: Split, count: int) -> list[Sample]:
    """Return samples of one split."""
    chance = Random(SEED)
    return [draw(chance, split) for _ in range(count)]


def labels(sample: Sample) -> dict[str, str]:
    """Return what an answer says, whatever its form."""
    if not sample.answer.startswith("{"):
        return {sample.job: sample.answer}
    if sample.learned is None:
        return dict(json.loads(sample.answer))
    values = [sample.answer[begin : end - 1] for begin, end in sample.learned]
    fields = FIELDS[sample.job]
    if values[0] not in CHOICES[fields[0]]:
        values.reverse()
    return dict(zip(fields, values, strict=True))


@pytest.mark.parametrize("split", Split)
def test_every_answer_holds_labels_of_the_contract(split: Split) -> None:
    for sample in drawn(split, 1500):
        said = labels(sample)
        assert tuple(said) == FIELDS[sample.job]
        assert all(value in CHOICES[field] for field, value in said.items())


@pytest.mark.parametrize("split", Split)
def test_jobs_and_labels_come_in_their_shares(split: Split) -> None:
    samples = drawn(split, 3000)
    jobs = Counter(sample.job for sample in samples)
    for job, share in zip(JOBS, SHARES, strict=True):
        assert abs(jobs[job] / len(samples) - share / 100) < 0.04
    for field, choices in CHOICES.items():
        values = Counter(labels(sample).get(field) for sample in samples)
        usual = sum(values[each] for each in choices) / len(choices)
        assert all(abs(values[each] - usual) < usual * 0.2 for each in choices)


def test_what_a_hidden_schema_leaves_to_the_model_is_a_label_and_its_quotation_mark() -> None:
    hidden = [sample for sample in drawn(Split.TRAIN, 1500) if sample.learned is not None]
    assert hidden
    for sample in hidden:
        json.loads(sample.answer)
        assert sample.learned is not None
        assert all(sample.answer[end - 1] == '"' for _, end in sample.learned)


def test_triage_is_always_answered_in_json() -> None:
    samples = [each for each in drawn(Split.TRAIN, 1500) if each.job == "triage"]
    assert all(set(json.loads(each.answer)) for each in samples)


def test_the_same_chance_draws_the_same_samples() -> None:
    assert drawn(Split.TRAIN, 200) == drawn(Split.TRAIN, 200)


def test_no_template_of_the_judgement_is_seen_in_training() -> None:
    for sides in {**texts.cells_of(), **texts.frames_of()}.values():
        train, held_out = (set(sides[split]) for split in Split)
        assert held_out
        assert train & held_out <= {"{do}", "{ask}"}


def test_every_phrase_of_a_long_list_is_on_one_side() -> None:
    train, held_out = (texts.phrases_of(split) for split in Split)
    for name in ("household", "fail_mid", "arch_small", "gen_small"):
        here, there = train[name], held_out[name]
        assert isinstance(here, tuple)
        assert isinstance(there, tuple)
        assert here
        assert there
        assert not {*here} & {*there}


def test_no_instruction_of_the_judgement_is_seen_in_training() -> None:
    for name in ("INTENT", "COMPLEXITY", "TRIAGE", "FORM_WORD", "FORM_JSON", "DEFINED", "SCALED"):
        kept, seen = getattr(instructions_held_out, name), getattr(instructions, name)
        assert not set(kept) & set(seen)
    for name in ("INTENT", "COMPLEXITY", "TRIAGE"):
        assert len(getattr(instructions, name)) >= 60
        assert len(getattr(instructions_held_out, name)) >= 20


def test_no_name_is_on_both_sides() -> None:
    train, kept = (nouns.nouns(split) for split in (Split.TRAIN, Split.HELD_OUT))
    for name in nouns.KEPT_APART:
        assert kept[name]
        assert not set(train[name]) & set(kept[name])


def test_every_cell_has_requests_that_no_other_cell_has() -> None:
    chance, said = Random(SEED), Counter[str]()
    for intent in texts.INTENTS:
        for level in texts.LEVELS:
            bare = {
                texts.GRAMMARS[Split.TRAIN].draw(f"{intent}_{level}_{kind}", chance, Split.TRAIN)
                for kind in ("do", "ask")
                for _ in range(150)
            }
            assert len(bare) > 100
            said.update(bare)
    assert not [text for text, times in said.items() if times > 1]


def test_all_labels_are_offered_in_a_listing() -> None:
    listing = GRAMMARS[Split.TRAIN, "intent"].draw("intents", Random(SEED), Split.TRAIN)
    assert all(intent in listing for intent in texts.INTENTS)
