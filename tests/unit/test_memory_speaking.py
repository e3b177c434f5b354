"""Whom a question asks about, and how they would have asked it."""

import pytest

from orchestration.memory.speaking import Spoke, in_first_person, who_spoke

FRIENDS = {"Ann Lee", "Bob"}
CHAT = {"user", "assistant"}


@pytest.mark.parametrize(
    ("question", "speakers", "expected"),
    [
        ("What did ann buy?", FRIENDS, Spoke("Ann Lee", "Ann")),
        ("What did Ann Lee buy?", FRIENDS, Spoke("Ann Lee", "Ann Lee")),
        ("What is Bob's cat called?", FRIENDS, Spoke("Bob", "Bob")),
        ("What did Ann tell Bob?", FRIENDS, None),
        ("What did Bobby buy?", FRIENDS, None),
        ("What did I buy?", FRIENDS, None),
        ("What did I buy?", CHAT, Spoke("user")),
        ("Which oven did you recommend for my bakery?", CHAT, Spoke("assistant")),
        ("Can you tell me what I paid?", CHAT, Spoke("user")),
        ("Which user bought the oven?", CHAT, None),
        ("What did I buy?", {"assistant"}, None),
        ("What did I buy?", set(), None),
    ],
)
def test_who_spoke_is_told_by_names_and_by_i_and_you(
    question: str, speakers: set[str], expected: Spoke | None
) -> None:
    assert who_spoke(question, speakers, "english") == expected


def test_other_languages_are_told_by_names_alone() -> None:
    assert who_spoke("Was hat Bob gekauft?", FRIENDS, "german") == Spoke("Bob", "Bob")
    assert who_spoke("I nostri amici?", CHAT, "italian") is None
    assert in_first_person("Was hat Bob gekauft?", Spoke("Bob", "Bob"), "german").count("Bob") == 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where did Bob buy bob's hat?", "Where did I buy my hat?"),
        ("Is Bob\N{RIGHT SINGLE QUOTATION MARK}s cat ill?", "Is my cat ill?"),
        ("Who is Bobby?", "Who is Bobby?"),
    ],
)
def test_a_question_is_put_as_the_named_would_ask_it(question: str, expected: str) -> None:
    assert in_first_person(question, Spoke("Bob", "Bob"), "english") == expected


def test_who_is_meant_by_a_pronoun_is_asked_as_before() -> None:
    assert in_first_person("What did I buy?", Spoke("user"), "english") == "What did I buy?"
