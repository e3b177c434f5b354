"""What the small model learns of tools: calls that fit their tools, arguments that were said."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from random import Random
from typing import Any

import jsonschema
import pytest

from orchestration.inference.tools import read_calls
from tools.bundled_model.grammar import lines
from tools.bundled_model.jobs import tools
from tools.bundled_model.jobs.tools import KNOWN, MORE, THIRD_STEP, UNSEEN
from tools.bundled_model.jobs.tools.functions import Function, slots
from tools.bundled_model.jobs.tools.observations import told
from tools.bundled_model.jobs.tools.values import NUMBERS, members, values
from tools.bundled_model.sample import POLITE, Sample, Split
from tools.bundled_model.words.tools import manners, observed, phrases
from tools.bundled_model.words.tools.making import NOUNS, VERBS

COUNT = 1500
BOTH = pytest.mark.parametrize("split", list(Split))


@cache
def drawn(split: Split) -> tuple[Sample, ...]:
    chance = Random(11)
    return tuple(tools.draw(chance, split) for _ in range(COUNT))


def calls(split: Split) -> list[tuple[Sample, str, dict[str, Any]]]:
    found = []
    for sample in drawn(split):
        if sample.answer.startswith("<tool_call>"):
            text, read = read_calls(sample.answer, frozenset(offered(sample)))
            assert not text
            ((name, arguments),) = read
            found.append((sample, name, arguments))
    return found


def offered(sample: Sample) -> dict[str, dict[str, Any]]:
    return {each["function"]["name"]: each["function"] for each in sample.tools}


def asked(sample: Sample) -> str:
    return str(sample.messages[-1]["content"])


def plain(text: str) -> str:
    """Return what is left of a text whose signs and capitals do not count."""
    return re.sub(r"[^\w{}]|_", "", text).casefold()


@BOTH
def test_a_call_names_an_offered_tool_and_fits_its_schema(split: Split) -> None:
    for sample, name, arguments in calls(split):
        schema = offered(sample)[name]["parameters"]
        jsonschema.validate(arguments, {**schema, "additionalProperties": False})


@BOTH
def test_arguments_stand_in_the_order_of_the_tools_properties(split: Split) -> None:
    for sample, name, arguments in calls(split):
        order = list(offered(sample)[name]["parameters"]["properties"])
        assert list(arguments) == [each for each in order if each in arguments]


@BOTH
def test_what_is_passed_was_said_in_the_last_message(split: Split) -> None:
    for sample, name, arguments in calls(split):
        properties = offered(sample)[name]["parameters"]["properties"]
        for key, value in arguments.items():
            if "enum" in properties[key]:
                continue
            said = [value if isinstance(value, str) else json.dumps(value)]
            if isinstance(value, int):
                said += [f"{value:,}", *NUMBERS[value : value + 1]]
            assert any(each.lower() in asked(sample).lower() for each in said), sample
            if isinstance(value, str):
                assert value in asked(sample)


@BOTH
def test_the_tools_of_a_request_have_names_of_their_own(split: Split) -> None:
    assert all(re.fullmatch(r"[\w-]+", name) for each in drawn(split) for name in offered(each))
    for sample in drawn(split):
        assert len(offered(sample)) == len(sample.tools) <= 5
        if sample.messages[-1]["role"] == "user":
            assert sample.tools


@BOTH
def test_an_observation_is_told_as_the_contract_says(split: Split) -> None:
    found = [each for each in drawn(split) if each.messages[-1]["role"] == "tool"]
    for sample in found:
        content = sample.messages[-1]["content"]
        if content.startswith("{"):
            seen = json.loads(content)
            failed = f"The tool failed: {seen['error']}" if "error" in seen else ""
            assert sample.answer == (failed or told(seen))
        else:
            assert sample.answer == content
    assert 0.2 * COUNT < len(found) < 0.3 * COUNT


def test_an_object_is_told_as_a_list_of_its_keys() -> None:
    assert told({"wind_speed": 3.5, "city": "Rome"}) == "wind speed: 3.5, city: Rome."


@BOTH
def test_a_turn_that_called_a_tool_has_no_text_and_the_result_names_the_call(split: Split) -> None:
    for sample in drawn(split):
        for turn, following in zip(sample.messages, sample.messages[1:], strict=False):
            if "tool_calls" in turn:
                assert turn["content"] == ""
                assert isinstance(turn["tool_calls"][0]["function"]["arguments"], dict)
                assert following["role"] == "tool"
                assert following["tool_call_id"] == turn["tool_calls"][0]["id"]


@BOTH
def test_all_kinds_of_conversations_are_drawn(split: Split) -> None:
    polite = sum(each.answer == POLITE for each in drawn(split))
    later = sum(
        each.messages[-1]["role"] == "user"
        and any(turn["role"] == "tool" for turn in each.messages)
        for each in drawn(split)
    )
    prompted = sum(each.messages[0]["role"] == "system" for each in drawn(split))
    assert 0.08 * COUNT < polite < 0.16 * COUNT
    assert (THIRD_STEP[split] - 0.04) * COUNT < later < (THIRD_STEP[split] + 0.04) * COUNT
    assert 0.3 * COUNT < prompted < 0.8 * COUNT


@BOTH
def test_the_tool_that_fits_stands_anywhere_among_the_others(split: Split) -> None:
    places = Counter(
        (len(sample.tools), list(offered(sample)).index(name)) for sample, name, _ in calls(split)
    )
    for count in (2, 3):
        found = [places[count, place] for place in range(count)]
        assert min(found) > max(found) / 2


def test_training_never_offers_a_function_that_is_held_out() -> None:
    kept = {name for each in UNSEEN for name in each.names}
    seen = {name for each in (*KNOWN, *MORE) for name in each.names}
    assert not {plain(name) for name in kept} & {plain(name) for name in seen}
    assert not kept & {name for sample in drawn(Split.TRAIN) for name in offered(sample)}
    assert not kept & {f"{verb}_{noun}" for each in VERBS for verb in each for noun in NOUNS}
    found = [name in kept for _, name, _ in calls(Split.HELD_OUT)]
    assert 0.35 < sum(found) / len(found) < 0.65


def test_the_splits_share_no_frame() -> None:
    frames: dict[Split, set[str]] = {split: set() for split in Split}
    for function in (*KNOWN, *MORE, *UNSEEN):
        for split, each in function.frames.items():
            frames[split].update(plain(text) for frame in each for text in frame.texts)
    assert not frames[Split.TRAIN] & frames[Split.HELD_OUT]


def test_the_splits_share_no_manners_observations_or_texts() -> None:
    lists = (manners.OPENERS, manners.AFTER, manners.PROMPTS, manners.CHATTER)
    for each in lists:
        assert not set(each[Split.TRAIN]) & set(each[Split.HELD_OUT])
    assert set(manners.BEFORE[Split.TRAIN]) & set(manners.BEFORE[Split.HELD_OUT]) == {""}
    for texts in (observed.SENTENCES, observed.ERRORS):
        seen, kept = ({*lines(texts[split])} for split in Split)
        assert all(line.startswith("@") for line in seen & kept)
    keys = [{each for each in observed.KEYS[split].split() if ":" in each} for split in Split]
    assert not keys[0] & keys[1]
    for words in (phrases.NOUNS, phrases.ADJECTIVES, phrases.VERBS):
        assert not set(words[Split.TRAIN]) & set(words[Split.HELD_OUT])


@BOTH
def test_every_kind_of_function_has_observations_of_its_own(split: Split) -> None:
    kinds = {each.kind for each in (*KNOWN, *MORE, *UNSEEN)} | {"made"}
    for texts in (observed.SENTENCES, observed.KEYS):
        assert {each[1:] for each in lines(texts[split]) if each.startswith("@")} == kinds


def test_made_up_verbs_mean_one_thing_each() -> None:
    words = [word for each in VERBS for word in each]
    assert len(set(words)) == len(words)


def test_there_are_many_functions_with_many_frames() -> None:
    assert len(KNOWN) >= 80
    assert len(UNSEEN) >= 30
    functions = (*KNOWN, *MORE, *UNSEEN)
    assert len({each.name for each in functions}) == len(functions)
    for function in (*KNOWN, *MORE):
        assert len({text for each in function.frames[Split.TRAIN] for text in each.texts}) >= 8
    for function in KNOWN:
        assert len(function.frames[Split.HELD_OUT]) >= 2
        assert function.descriptions


@pytest.mark.parametrize("function", [*KNOWN, *MORE, *UNSEEN], ids=lambda each: each.name)
def test_frames_say_what_a_function_requires(function: Function) -> None:
    known = {each.names[0] for each in function.properties}
    required = {each.names[0] for each in function.properties if each.required}
    for frames in function.frames.values():
        for text in (text for frame in frames for text in frame.texts):
            assert required <= set(slots(text)) <= known, text
            assert "  " not in text
            assert not set("[]|") & set(text)
    names = {each.name for each in (*KNOWN, *MORE, *UNSEEN)}
    assert set(function.clashes) <= names


@BOTH
def test_every_kind_of_value_can_be_drawn(split: Split) -> None:
    chance = Random(5)
    for each in (each for function in (*KNOWN, *MORE, *UNSEEN) for each in function.properties):
        value = values(each.kind)(chance, split)
        assert value.said
        assert not members(each.kind) or value.passed in members(each.kind)


@BOTH
def test_the_same_chance_draws_the_same(split: Split) -> None:
    assert [tools.draw(Random(3), split) for _ in range(3)] == [
        tools.draw(Random(3), split) for _ in range(3)
    ]
