"""The job of extracting fields: what is asked for stands in the text, and the answer copies it."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from random import Random

import pytest

from tools.bundled_model.jobs.extraction import draw
from tools.bundled_model.jobs.extraction.fields import Field, digits, written
from tools.bundled_model.jobs.extraction.frame import draw as draw_text
from tools.bundled_model.jobs.extraction.frame import frame
from tools.bundled_model.jobs.extraction.naming import names
from tools.bundled_model.jobs.extraction.sentences import FILLERS, FRAMES
from tools.bundled_model.sample import Sample, Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.entities.amounts import SMALL
from tools.bundled_model.words.extraction import phrasing
from tools.bundled_model.words.split import side

SPLITS = pytest.mark.parametrize("split", list(Split))


def _samples(split: Split, count: int = 400, seed: int = 3) -> list[Sample]:
    chance = Random(seed)
    return [draw(chance, split) for _ in range(count)]


def _said(sample: Sample) -> str:
    return "\n".join(each["content"] for each in sample.messages if each["role"] == "user")


@SPLITS
def test_every_value_stands_in_the_text(split: Split) -> None:
    for sample in _samples(split):
        for key, value in json.loads(sample.answer, parse_float=str, parse_int=str).items():
            text = _said(sample)
            counted = value is not None and value.isdigit() and 2 <= int(value) <= 12
            assert (
                value is None
                or value in text
                or value in text.replace(",", "")
                or (counted and SMALL[int(value) - 2] in text.lower())
            ), (key, sample)


@SPLITS
def test_answers_are_json_as_python_writes_it_but_for_the_digits_of_numbers(split: Split) -> None:
    for sample in _samples(split):
        parsed = json.loads(sample.answer)
        assert 1 <= len(parsed) <= 6
        if not any(isinstance(value, float) for value in parsed.values()):
            assert json.dumps(parsed, ensure_ascii=False) == sample.answer


@SPLITS
def test_what_is_learned_are_the_values_alone(split: Split) -> None:
    hidden = [sample for sample in _samples(split) if sample.learned is not None]
    assert 0.08 < len(hidden) / 400 < 0.16
    for sample in hidden:
        spans = sample.learned or ()
        parts = [sample.answer[begin:end] for begin, end in spans]
        values = list(json.loads(sample.answer, parse_float=str, parse_int=str).values())
        assert len(parts) == len(values)
        for part, value in zip(parts, values, strict=True):
            wanted = {f'"{value}"', f"{value},", f"{value}}}"} if value else {'": null'}
            assert part in wanted
        assert all(one[1] < two[0] for one, two in pairwise(spans))


@SPLITS
def test_keys_of_shown_schemas_stand_in_the_conversation_and_hidden_ones_need_not(
    split: Split,
) -> None:
    for sample in _samples(split):
        shown = "\n".join(each["content"] for each in sample.messages)
        if sample.learned is None:
            assert all(key in shown for key in json.loads(sample.answer))


@SPLITS
def test_some_fields_are_not_said(split: Split) -> None:
    answers = [json.loads(sample.answer) for sample in _samples(split)]
    assert 0.06 < sum(None in answer.values() for answer in answers) / 400 < 0.25


def test_the_same_chance_draws_the_same() -> None:
    assert _samples(Split.TRAIN, 50) == _samples(Split.TRAIN, 50)


def test_splits_share_no_sentence_and_no_way_of_asking() -> None:
    train, held_out = ({each.text for each in FRAMES[split]} for split in Split)
    assert not train & held_out
    assert len(train) >= 200
    assert len(held_out) >= 60
    lists = (phrasing.LISTS, phrasing.BLOCKS, phrasing.EXAMPLES, phrasing.SCHEMAS, phrasing.BARE)
    for each in lists:
        assert not set(each[Split.TRAIN]) & set(each[Split.HELD_OUT])
    assert not set(FILLERS[Split.TRAIN].after) & set(FILLERS[Split.HELD_OUT].after)


@SPLITS
@pytest.mark.parametrize("kind", ["first_name", "last_name", "ticker"])
def test_entities_of_one_word_are_on_their_side(split: Split, kind: str) -> None:
    chance = Random(1)
    drawn = [getattr(entities, kind)(chance, split) for _ in range(300)]
    whole = [word for word in drawn if not re.search("[a-z][A-Z]", word)]
    assert all(side(word) is split for word in whole)


def test_splits_share_no_person_company_or_place() -> None:
    chance = Random(1)
    for draw_one in (entities.person, entities.company, entities.place):
        train, held_out = ({draw_one(chance, split) for _ in range(1500)} for split in Split)
        assert not train & held_out


def test_most_names_are_ones_that_nobody_bears() -> None:
    chance = Random(1)
    known = {*entities.FIRST[Split.TRAIN], *entities.LAST[Split.TRAIN]}
    drawn = [entities.last_name(chance, Split.TRAIN) for _ in range(500)]
    assert sum(name not in known for name in drawn) > 250


def test_a_name_that_two_entities_answer_to_is_not_asked_for() -> None:
    drawn = draw_text(frame("{buyer} bought it from {seller} on {date}."), Random(1), Split.TRAIN)
    assert not {"name", "person"} & set(names(drawn, "buyer"))
    assert "buyer" in names(drawn, "buyer")
    assert "date" in names(drawn, "date")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("$1,250.50", "1250.50"),
        ("EUR 300", "300"),
        ("12.5%", "12.5"),
        ("1,250.50 dollars", "1250.50"),
        ("$4.5m", None),
        ("2 million", None),
        ("EUR 2.3bn", None),
        ("seven", "7"),
    ],
)
def test_an_amount_is_a_number_unless_a_word_like_million_says_its_size(
    said: str, wanted: str | None
) -> None:
    assert digits(said) == wanted


def test_an_answer_tells_where_its_values_are() -> None:
    fields = [
        Field("name", "person", "name", "Ann"),
        Field("price", "price", "price", "$5", number="5"),
        Field("date", "date", "date", None),
    ]
    answer, spans = written(fields)
    assert answer == '{"name": "Ann", "price": 5, "date": null}'
    assert [answer[begin:end] for begin, end in spans] == ['"Ann"', "5,", '": null']


@pytest.mark.parametrize("text", ["{buyer", "[a|b", "a]", "{buyer:thing}", "{nobody:person}"])
def test_a_frame_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        frame(text)


def test_frames_of_training_use_every_role_that_held_out_ones_ask_for() -> None:
    train, held_out = ({role for each in FRAMES[split] for role in each.roles} for split in Split)
    assert held_out <= train


def test_forms_of_asking_are_many() -> None:
    train = sum(len(each[Split.TRAIN]) for each in (phrasing.LISTS, phrasing.SCHEMAS))
    assert train >= 80
    assert len(phrasing.LISTS[Split.HELD_OUT]) >= 20
    assert all(re.search(r"\{keys\}", text) for text in phrasing.LISTS[Split.TRAIN])
