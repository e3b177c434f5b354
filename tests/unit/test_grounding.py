"""How sources come into a conversation's window, and what results say of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.counting.outside import EstimatingCounter
from orchestration.errors import ContextOverflow
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.retrieval.grounding import (
    INSTRUCTIONS,
    Grounded,
    countable,
    grounded,
    prepared,
    question_of,
    room_of,
    room_outside,
)
from orchestration.retrieval.sources import DocumentPlace, Found, Source

COUNTER = EstimatingCounter("any")


def asked(*messages: tuple[str, str], **values: Any) -> dict[str, Any]:
    """Return a valid input of the kind rag."""
    retrieval = {"collections": ["trains"], **values.pop("retrieval", {})}
    turns = [{"role": role, "content": content} for role, content in messages]
    return validate_input(get_kind("rag"), {"messages": turns, "retrieval": retrieval, **values})


def found(number: int, words: int = 6, **values: Any) -> Found:
    sources = tuple(
        Source(
            at,
            UUID(int=at),
            f"Fact {at}: " + "it is so " * (words // 3) + ".",
            heading="Timetable",
            score=1 / at,
            document=DocumentPlace(UUID(int=100 + at), UUID(int=9), "trains.pdf", page=at),
        )
        for at in range(1, number + 1)
    )
    return Found(sources, ("meaning", "words"), took_ms=1.5, **values)


def ground(values: dict[str, Any], known: Found, window: int = 2000) -> Grounded:
    ready = prepared(values, known, window)
    filled = fit(ready.material, room_of(values, window), ready.policy, COUNTER, Counts())
    return grounded(ready, filled)


def test_sources_stand_with_their_numbers_in_the_questions_message() -> None:
    made = ground(asked(("system", "Be kind."), ("user", "When?")), found(2))
    system, question = made.input["messages"]
    assert system["content"] == f"Be kind.\n\n{INSTRUCTIONS}"
    assert "[1] trains.pdf, page 1: Timetable\nFact 1" in question["content"]
    assert "[2] trains.pdf, page 2: Timetable\nFact 2" in question["content"]
    assert question["content"].endswith("When?")
    assert "retrieval" not in made.input
    validate_input(get_kind("chat"), made.input)


def test_the_last_question_is_looked_for_unless_the_caller_says_what() -> None:
    values = asked(("user", "Where?"), ("assistant", "Here."), ("user", "When?"))
    assert question_of(values) == "When?"
    assert question_of(asked(("user", "When?"), retrieval={"query": "trains"})) == "trains"


def test_instructions_of_the_caller_stand_in_for_the_usual_ones() -> None:
    made = ground(asked(("user", "When?")), found(1, instructions="Answer in verse."))
    assert made.input["messages"][0]["content"] == "Answer in verse."


def test_the_worst_sources_are_left_out_of_a_small_window() -> None:
    made = ground(asked(("user", "When?")), found(40, words=60), window=1500)
    numbers = [each.number for each in made.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 1 < len(numbers) < 40
    told = made.begun()["retrieval"]
    assert (told["found"], told["left_out"]) == (40, 40 - len(numbers))


def test_sources_have_no_more_tokens_than_the_caller_allows() -> None:
    known = found(20, words=60)
    some = ground(asked(("user", "When?"), retrieval={"max_tokens": 300}), known, 8000)
    texts = [each.text for each in some.sources]
    assert texts
    assert sum(COUNTER.count(texts)) <= 300
    assert len(ground(asked(("user", "When?")), known, 8000).sources) > len(texts)


def test_a_source_that_was_cut_says_so() -> None:
    made = ground(asked(("user", "When?")), found(1, words=3000))
    (source,) = made.begun()["sources"]
    assert source["cut"] is True
    assert "[… left out …]" in made.input["messages"][-1]["content"]


def test_a_source_that_the_model_did_not_see_cannot_be_cited() -> None:
    made = ground(asked(("user", "When?")), found(40, words=60), window=1500)
    seen = len(made.sources)
    told = made.told({"message": {"role": "assistant", "content": f"At ten [1][{seen + 1}]."}})
    assert [each["number"] for each in told["citations"]] == [1]
    assert told["unresolved_citations"] == [seen + 1]
    assert [each["number"] for each in told["sources"]] == [each.number for each in made.sources]


def test_each_of_several_answers_has_its_own_citations() -> None:
    made = ground(asked(("user", "When?")), found(2))
    answers = [
        {"message": {"content": text}, "index": at} for at, text in enumerate(("[1]", "[2]"))
    ]
    told = made.told({**answers[0], "choices": answers})
    assert [each["number"] for each in told["citations"]] == [1]
    assert [each["citations"][0]["number"] for each in told["choices"]] == [1, 2]


def test_where_looking_up_failed_the_conversation_stays_and_the_result_says_why() -> None:
    made = ground(asked(("user", "When?")), Found(failed="The database did not answer."))
    assert made.input["messages"] == [{"role": "user", "content": "When?"}]
    assert made.begun()["retrieval"]["failed"] == "The database did not answer."


def test_where_nothing_was_found_the_model_is_told_how_to_answer_all_the_same() -> None:
    made = ground(asked(("user", "When?")), found(0))
    assert made.input["messages"][0]["content"] == INSTRUCTIONS
    assert made.begun()["sources"] == []


def test_a_question_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ContextOverflow):
        ground(asked(("user", "why " * 3000)), found(1))


def test_models_outside_see_the_whole_conversation_and_as_many_sources_as_are_allowed() -> None:
    said = [
        ("user", f"Question {at}?") if at % 2 == 0 else ("assistant", "So.") for at in range(41)
    ]
    values, known = asked(*said, retrieval={"max_tokens": 400}), found(20, words=60)
    room = room_outside(values, sum(COUNTER.count(countable(values, known))))
    ready = prepared(values, known, room.window)
    made = grounded(ready, fit(ready.material, room, ready.policy, COUNTER, Counts()))
    assert len(made.input["messages"]) == len(said) + 1
    assert 1 <= len(made.sources) < 20
    assert sum(COUNTER.count([each.text for each in made.sources])) <= 400
