"""What goes into a window when not everything fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orchestration.context.counts import Counts
from orchestration.context.driving import afit
from orchestration.context.errors import InvalidContext
from orchestration.context.material import Block, Entry, Material, Passage, Summary
from orchestration.context.message import Image, Message, Text, ToolCall
from orchestration.context.policy import Allowance, Kind, Overlong, Policy
from orchestration.context.ports import Conversation, Countable, Tokenizer
from orchestration.context.room import Room
from orchestration.errors import ContextOverflow
from tests.unit.contexts import (
    OPEN,
    PICTURE,
    Counter,
    asked,
    called,
    fates,
    filled,
    outcomes,
    say,
    shown,
    talk,
    words,
)

# A message of ten words has 14 tokens, a turn of two 28; the question has 6.
QUESTION = 6
PASSAGES = "Passages that were found for the question, each with its number and source:"
TURN = 28


def passage(number: int, size: int = 10, score: float = 0.0) -> Passage:
    return Passage(f"p{number}", f"p{number} {say(size - 1)}", f"book {number}", score)


def test_everything_is_shown_in_order_where_it_fits() -> None:
    material = Material(
        question=asked(),
        system=(Block("role", "You help."),),
        pinned=(Block("rule", "Be brief."),),
        summaries=(Summary("sum", "They met.", ("older",)),),
        history=talk(3),
        passages=(passage(1, 3, 0.5), passage(2, 3, 0.9)),
    )
    window = filled(material, 1000)
    best, other = "[1] book 2\np2 w0 w1", "[2] book 1\np1 w0 w1"
    assert [(message.role, "".join(message.texts)) for message in window.messages] == [
        ("system", "You help.\n\nBe brief.\n\nWhat was said before, in short:\n\nThey met."),
        ("user", "u0 w0 w1"),
        ("assistant", "a0 w0 w1"),
        (
            "user",
            f"{PASSAGES}\n\n{best}\n\n{other}\n\nThe question:\n\nWhat now?",
        ),
    ]
    assert window.tokens == words(window.messages)
    assert not window.summary_wanted
    assert window.left_out == ()
    kinds = {"system": 6, "pinned": 6, "summaries": 6, "history": 14, "question": 6, "passages": 20}
    assert {**window.by_kind, "template": 0} == {**kinds, "template": 0}


def test_only_a_question_is_a_window() -> None:
    window = filled(Material(asked()), QUESTION)
    assert window.messages == (Message.say("user", "What now?"),)
    assert (window.tokens, window.budget) == (QUESTION, QUESTION)


def test_the_oldest_turns_are_left_out_first_and_whole() -> None:
    window = filled(Material(asked(), history=talk(10, 10, 10)), QUESTION + 2 * TURN + TURN - 1)
    assert shown(window) == ["u1", "a1", "u2", "a2", "question"]
    assert fates(window)["u0"].why == "No room was left for it."
    assert window.to_summarise == ("u0", "a0")


def test_what_is_reserved_for_the_answer_is_left_free() -> None:
    material = Material(asked(), history=talk(10, 10))
    whole = filled(material, 1000, reserve=1000 - QUESTION - 2 * TURN)
    less = filled(material, 1000, reserve=1001 - QUESTION - 2 * TURN)
    assert (len(whole.messages), len(less.messages)) == (5, 3)


@pytest.mark.parametrize(
    ("order", "left"),
    [
        (("passages", "summaries", "history", "steps"), {"p1"}),
        (("summaries", "passages", "history", "steps"), {"sum"}),
        (("history", "passages", "summaries", "steps"), {"u0", "a0"}),
    ],
)
def test_kinds_give_way_in_the_order_of_the_policy(order: Any, left: set[str]) -> None:
    material = Material(
        asked(),
        summaries=(Summary("sum", say(30), ("older",)),),
        history=talk(10),
        passages=(passage(1, 20),),
    )
    everything = filled(material, 1000).tokens
    window = filled(material, everything - 5, policy=replace(OPEN, gives_way=order))
    assert {fate.id for fate in window.left_out} == left


def test_the_passages_that_fit_the_question_least_give_way_first() -> None:
    passages = (passage(1, score=0.2), passage(2, score=0.9), passage(3, score=0.5))
    material = Material(asked(), passages=passages)
    window = filled(material, filled(material, 1000).tokens - 1)
    assert shown(window) == ["question", "p2", "p3"]
    assert "[1] book 2" in "".join(window.messages[0].texts)


def test_a_kind_has_its_share_before_another_gets_more_than_its_own() -> None:
    material = Material(asked(), history=talk(*[10] * 20), passages=(passage(1), passage(2)))
    shared = replace(OPEN, passages=Allowance(least=0.2), history=Allowance(least=0.2))
    greedy, fair = filled(material, 200), filled(material, 200, policy=shared)
    assert {"p1", "p2"}.isdisjoint(shown(greedy))
    assert {"p1", "p2"} <= set(shown(fair))
    assert fair.tokens > 200 - TURN, "what passages leave is the history's"


def test_a_kind_has_no_more_than_its_most_however_much_room_there_is() -> None:
    capped = replace(OPEN, history=Allowance(most=0.1))
    window = filled(Material(asked(), history=talk(10, 10, 10)), 2 * 10 * TURN, policy=capped)
    assert shown(window) == ["u1", "a1", "u2", "a2", "question"]
    assert fates(window)["u0"].why == "Parts of its kind have the most that they may have."


def test_a_minimum_stays_whatever_else_gives_way_or_the_window_is_refused() -> None:
    material = Material(asked(), history=talk(10, 10), passages=(passage(1),))
    first: tuple[Kind, ...] = ("history", "steps", "summaries", "passages")
    policy = replace(OPEN, gives_way=first, history=Allowance(minimum=2))
    assert shown(filled(material, QUESTION + 2 * TURN, policy=policy)) == [
        "u0", "a0", "u1", "a1", "question",
    ]  # fmt: skip
    with pytest.raises(ContextOverflow, match=r"62 tokens, and 61 .*policy's minimum"):
        filled(material, QUESTION + 2 * TURN - 1, policy=policy)


def test_what_must_be_shown_and_does_not_fit_is_named_with_its_size() -> None:
    material = Material(
        asked(), system=(Block("role", say(20)),), pinned=(Block("rules", say(60)),)
    )
    with pytest.raises(ContextOverflow) as caught:
        filled(material, 100, reserve=30)
    error = caught.value
    assert "What must be shown has 90 tokens, and 70 are left for it" in error.detail
    assert "Most take: the pinned part rules 64, the system prompt role 24" in error.detail
    assert (error.field, error.value) == ("context.pinned.rules", 64)
    assert "Unpin or shorten it. Or reserve less" in str(error)
    assert [problem.field for problem in error.problems] == [
        "context.pinned.rules", "context.system.role", "context.question",
    ]  # fmt: skip


def test_a_pinned_message_stays_in_its_place_when_its_turn_goes() -> None:
    first, answer, *later = talk(10, 10)
    history = (replace(first, pinned=True), answer, *later)
    window = filled(Material(asked(), history=history), QUESTION + 14 + 1)
    assert shown(window) == ["u0", "question"]
    assert fates(window)["u0"].kind == "pinned"
    assert window.messages[0] == first.message


def test_a_pinned_result_keeps_its_call() -> None:
    call, result = called(1, 30, pinned=True)
    cut = replace(OPEN, history=Allowance(overlong=Overlong(0.1)))
    history = (*talk(10), call, result)
    window = filled(Material(asked(), history=history), 60, policy=cut)
    assert shown(window) == ["c1", "r1", "question"]
    assert window.messages[1] == result.message


def test_results_without_calls_and_calls_without_results_are_never_shown() -> None:
    (call, result), (lonely, _) = called(1, 3), called(2, 3)
    stray = Entry("stray", Message("tool", (Text("?"),), tool_call_id="nobody"))
    history = (stray, *talk(3), call, result, stray_of(result), lonely)
    window = filled(Material(asked(), history=history), 1000)
    assert shown(window) == ["u0", "a0", "c1", "r1", "question"]
    assert "does not stand right before it" in fates(window)["stray"].why
    assert "does not stand right before it" in fates(window)["again"].why
    assert "have their results" in fates(window)["c2"].why
    assert not window.summary_wanted


def stray_of(result: Entry) -> Entry:
    """Return a second answer to a call."""
    return replace(result, id="again")


def test_a_pinned_message_that_cannot_be_shown_is_an_error_that_says_so() -> None:
    _, result = called(1, 3, pinned=True)
    with pytest.raises(InvalidContext, match=r"r1 cannot be shown.*Unpin it"):
        filled(Material(asked(), history=(result,)), 1000)


def test_the_newest_step_of_an_agent_stays_and_the_oldest_go() -> None:
    steps = tuple(entry for number in range(4) for entry in called(number, 10))
    material = Material(asked(), steps=steps, history=talk(10))
    policy = replace(OPEN, steps=Allowance(minimum=1), history=Allowance())
    each = words((steps[0].message, steps[1].message))
    window = filled(material, QUESTION + 2 * each, policy=policy)
    assert shown(window) == ["question", "c2", "r2", "c3", "r3"]
    assert [message.role for message in window.messages] == [
        "user", "assistant", "tool", "assistant", "tool",
    ]  # fmt: skip
    assert window.to_summarise == ("u0", "a0", "c0", "r0", "c1", "r1")
    with pytest.raises(ContextOverflow):
        filled(material, QUESTION + each - 1, policy=policy)


def test_a_message_that_is_too_long_is_cut_and_says_so() -> None:
    cut = replace(OPEN, history=Allowance(overlong=Overlong(0.1)))
    window = filled(Material(asked(), history=talk(10, 200)), 1000, policy=cut)
    fate = fates(window)["u1"]
    assert (fate.outcome, fate.whole) == ("cut", 204)
    assert fate.tokens <= 100
    assert "It was too long by itself: 204 tokens." in fate.why
    text = "".join(window.messages[2].texts)
    assert text.startswith("u1 w0")
    assert "[… left out …]" in text
    assert text.endswith("w198")


def test_a_result_of_a_tool_that_is_too_long_is_cut_and_stays_with_its_call() -> None:
    cut = replace(OPEN, steps=Allowance(minimum=1, overlong=Overlong(0.2, "cut_end")))
    window = filled(Material(asked(), steps=called(1, 500)), 300, policy=cut)
    assert outcomes(window) == {"question": "kept", "c1": "kept", "r1": "cut"}
    assert window.messages[2].tool_call_id == "call-1"
    assert window.messages[2].texts[0].endswith("[… left out …]")


def test_a_turn_with_a_message_that_is_too_long_is_dropped_where_the_policy_says_so() -> None:
    drop = replace(OPEN, history=Allowance(overlong=Overlong(0.1, "drop")))
    user, answer, *rest = talk(10, 10)
    long = Entry(answer.id, Message.say("assistant", say(150)))
    window = filled(Material(asked(), history=(user, long, *rest)), 1000, policy=drop)
    assert shown(window) == ["u1", "a1", "question"]
    assert fates(window)["a0"].why == "It is too long, and the policy drops those."
    assert "belongs together" in fates(window)["u0"].why
    assert window.to_summarise == ("u0", "a0")


def test_a_part_that_is_too_long_is_refused_where_the_policy_says_so() -> None:
    refuse = replace(OPEN, passages=Allowance(overlong=Overlong(0.1, "refuse")))
    with pytest.raises(ContextOverflow, match=r"The passage p1 has \d+ tokens; .* allows 100"):
        filled(Material(asked(), passages=(passage(1, 200),)), 1000, policy=refuse)


def test_a_question_that_is_too_long_is_cut_only_where_the_policy_says_so() -> None:
    material = Material(asked(f"{say(300)} Why?"))
    with pytest.raises(ContextOverflow, match="the question 305"):
        filled(material, 200)
    cut = replace(OPEN, question=Overlong(0.5, "cut_middle"))
    window = filled(material, 200, policy=cut)
    assert outcomes(window) == {"question": "cut"}
    assert window.messages[0].texts[0].endswith("Why?")


def test_images_count_and_are_never_cut() -> None:
    message = Message("user", (Text(say(100)), Image(PICTURE), Text("See?")))
    cut = replace(OPEN, history=Allowance(overlong=Overlong(0.25)))
    history = (Entry("look", message), Entry("answer", Message.say("assistant", "I see.")))
    window = filled(Material(asked(), history=history), 200, policy=cut)
    kept = window.messages[0].content
    assert kept[1:] == message.content[1:]
    assert outcomes(window)["look"] == "cut"
    assert fates(window)["look"].tokens == words(window.messages[:1]) <= 50
    tiny = filled(Material(asked(), history=history), 80, policy=cut)
    assert "nothing of it can be cut" in fates(tiny)["look"].why


def test_a_summary_stands_for_what_is_left_out_and_no_other_is_wanted_for_that() -> None:
    history = talk(10, 10, 10)
    summaries = (Summary("sum", "Short.", ("u0", "a0")),)
    material = Material(asked(), summaries=summaries, history=history)
    policy = replace(OPEN, gives_way=("passages", "history", "summaries", "steps"))
    window = filled(material, QUESTION + TURN + 20, policy=policy)
    assert outcomes(window) == {
        "sum": "kept", "u0": "summarised", "a0": "summarised", "u1": "dropped", "a1": "dropped",
        "u2": "kept", "a2": "kept", "question": "kept",
    }  # fmt: skip
    assert "The summary sum stands for it." in fates(window)["u0"].why
    assert window.to_summarise == ("u1", "a1")
    silent = filled(material, QUESTION + TURN + 20, policy=replace(policy, ask_for_summary=False))
    assert not silent.summary_wanted


def test_a_summary_of_what_is_shown_itself_is_left_out() -> None:
    summaries = (Summary("sum", "Short.", ("u0", "a0")), Summary("more", "Short.", ("u0", "x")))
    window = filled(Material(asked(), summaries=summaries, history=talk(10)), 1000)
    assert fates(window)["sum"].why == "All that it sums up is shown."
    assert outcomes(window)["more"] == "kept"


def test_a_needless_summary_stays_where_a_window_without_it_would_not_fit() -> None:
    """Counters need not be sensible."""

    def fewer_with_summary(conversation: Conversation) -> int:
        return 5 if conversation[0].role == "system" else 99

    summaries = (Summary("sum", "Short.", ("u0", "a0")),)
    material = Material(asked(), summaries=summaries, history=talk(10))
    window = filled(material, 50, counter=Counter(fewer_with_summary))
    assert window.tokens == 5
    assert "sum" in shown(window)


def test_a_long_conversation_is_counted_once_whole_and_then_only_what_is_new() -> None:
    counts, counter = Counts(), Counter()
    material = Material(asked(), history=talk(*[10] * 200))
    filled(material, 1000, reserve=100, counter=counter, counts=counts)
    assert len(counter.texts) == 401
    assert len(counter.wholes) == 2, "what fits, and that one turn more does not"
    again = Counter()
    more = replace(material, question=asked("And then?"))
    filled(more, 1000, reserve=100, counter=again, counts=counts)
    assert again.texts == ["And then?"]
    assert again.calls == 3


def test_numbers_are_forgotten_when_there_are_too_many() -> None:
    counts, whose = Counts(most=2), Tokenizer("a")
    counts.keep(whose, {"one": 1, "two": 2})
    assert counts.known(whose, ["one"]) == {"one": 1}
    counts.keep(whose, {"three": 3})
    assert counts.known(whose, ["one", "two", "three"]) == {"one": 1, "three": 3}
    assert counts.known(Tokenizer("b"), ["one"]) == {}


async def test_an_event_loop_gets_the_same_window() -> None:
    class Awaited:
        tokenizer = Counter().tokenizer

        async def count(self, asked: list[Countable]) -> list[int]:
            return Counter().count(asked)

    material = Material(asked(), history=talk(10, 10, 10))
    awaited = await afit(material, Room(60), OPEN, Awaited(), Counts())  # type: ignore[arg-type]
    assert awaited == filled(material, 60)


def test_a_conversation_is_read_from_the_kind_chat_and_written_so() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "now", "arguments": "{}"}}
    messages: list[dict[str, Any]] = [
        {"role": "system", "content": "You help."},
        {"role": "user", "content": "Hi", "name": "ann"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": [{"type": "text", "text": "When?"}, PICTURE]},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "content": "noon", "tool_call_id": "1"},
    ]
    material = Material.of_chat(messages)
    assert [block.text for block in material.system] == ["You help."]
    assert [entry.id for entry in material.history] == ["1", "2"]
    assert (material.question.id, [entry.id for entry in material.steps]) == ("3", ["4", "5"])
    assert [message.to_dict() for message in filled(material, 1000).messages] == messages


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Material(asked(), system=(Block("question", "x"),)), "have one id"),
        (lambda: Material(Entry("q", Message.say("assistant", "x"))), "question is the user's"),
        (lambda: Material(asked(), history=(Entry("s", Message.say("system", "x")),)), "system"),
        (lambda: Material(asked(), steps=(Entry("u", Message.say("user", "x")),)), "last message"),
        (lambda: Material(asked(), passages=(passage(1, score=float("nan")),)), "finite score"),
        (lambda: Material.of_chat([{"role": "system", "content": "x"}]), "no message of the user"),
        (lambda: Room(0), "one token at least"),
        (lambda: Room(100, 100), "Reserve 0 to 99"),
        (lambda: Overlong(0.0), "above 0"),
        (lambda: Overlong(then="squeeze"), "Use one of: refuse"),  # type: ignore[arg-type]
        (lambda: Allowance(least=-0.1), "from 0 to 1"),
        (lambda: Allowance(least=0.5, most=0.4), "from least, 0.5"),
        (lambda: Allowance(minimum=-1), "whole number"),
        (lambda: Policy(gives_way=("history",)), "Name each once"),
        (lambda: Policy(history=Allowance(least=0.9)), "1 together, or less"),
        (lambda: Policy(question=Overlong(1.0, "drop")), "Use refuse"),
        (lambda: Policy(marker=""), "1 to 200"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_mend(make: Any, message: str) -> None:
    with pytest.raises(InvalidContext) as caught:
        make()
    assert message in str(caught.value)
    assert caught.value.field


def test_several_calls_of_one_message_keep_all_their_results() -> None:
    calls = tuple(ToolCall(name, "look", "{}") for name in ("a", "b"))
    history = (
        *talk(3),
        Entry("calls", Message("assistant", (), calls)),
        Entry("rb", Message("tool", (Text("two"),), tool_call_id="b")),
        Entry("ra", Message("tool", (Text("one"),), tool_call_id="a")),
    )
    window = filled(Material(asked(), history=history), 1000)
    assert shown(window) == ["u0", "a0", "calls", "rb", "ra", "question"]
