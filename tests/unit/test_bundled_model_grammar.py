"""Templates: slots, choices, articles and the lists that they are written in."""

from __future__ import annotations

from random import Random

import pytest

from tools.bundled_model.grammar import Grammar, alternatives, lines, with_articles, words
from tools.bundled_model.sample import Split


def said(grammar: Grammar, name: str = "say", split: Split = Split.TRAIN) -> set[str]:
    """Return what a rule says in many draws."""
    chance = Random(7)
    return {grammar.draw(name, chance, split) for _ in range(200)}


def test_a_choice_may_be_empty_and_hold_slots_and_choices() -> None:
    grammar = Grammar({"say": ["go[ to {place}| [now|later]|]"], "place": ["Rome", "Oslo"]})
    assert said(grammar) == {"go", "go to Rome", "go to Oslo", "go now", "go later"}


def test_a_rule_may_be_of_a_split_or_a_function_of_it() -> None:
    grammar = Grammar(
        {
            "say": ["{what} {side}"],
            "what": {Split.TRAIN: ["see"], Split.HELD_OUT: ["hear"]},
            "side": lambda _chance, split: split.value,
        }
    )
    assert said(grammar) == {"see train"}
    assert said(grammar, split=Split.HELD_OUT) == {"hear held out"}


def test_the_text_of_a_function_is_no_template() -> None:
    assert said(Grammar({"say": lambda _chance, _split: "{say} [a|b]"})) == {"{say} [a|b]"}


def test_brackets_without_a_bar_and_braces_around_other_things_stay() -> None:
    grammar = Grammar({"say": ["x[0] = {} or {1: 2} and [1, {n}]"], "n": ["3"]})
    assert said(grammar) == {"x[0] = {} or {1: 2} and [1, 3]"}


def test_an_unknown_slot_is_refused_even_inside_a_choice() -> None:
    with pytest.raises(KeyError, match="missing"):
        Grammar({"say": ["[one|{missing}]"]})


def test_the_same_chance_says_the_same() -> None:
    grammar = Grammar({"say": ["[a|b|c] [d|e|f]"]})
    draws = [[grammar.draw("say", Random(seed), Split.TRAIN) for seed in range(9)] for _ in "12"]
    assert draws[0] == draws[1]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("a owl and an dog", "an owl and a dog"),
        ("A apple. A hour", "An apple. An hour"),
        ("a 11-year low, a 8% gain, a 18th time", "an 11-year low, an 8% gain, an 18th time"),
        ("an 110-page book", "an 110-page book"),
        ("a user, a one-off, a European firm", "a user, a one-off, a European firm"),
        ("a uncle, a unimportant thing", "an uncle, an unimportant thing"),
        ("an hour, an SQL query, an nginx, a box", "an hour, an SQL query, an nginx, a box"),
        ("Vitamin A is good", "Vitamin A is good"),
    ],
)
def test_articles_are_put_right(wrong: str, right: str) -> None:
    assert with_articles(wrong) == right


def test_all_alternatives_of_a_template_are_listed_once() -> None:
    found = alternatives("[get|see] {city}[| now|]")
    assert found == ("get {city}", "get {city} now", "see {city}", "see {city} now")


def test_an_indented_line_continues_the_one_before() -> None:
    assert lines("\n    one\n        two\n    three\n") == ("one two", "three")


def test_words_are_parted_by_bars_outside_of_choices_and_by_lines() -> None:
    assert words("a | [b|c] d\n\ne|") == ("a", "[b|c] d", "e")
