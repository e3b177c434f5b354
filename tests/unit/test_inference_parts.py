"""The pure parts of the engines: answers' text, defaults."""

from __future__ import annotations

import copy
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.errors import ContextOverflow, OperatorError, SwitchyardError, UserError
from orchestration.inference.client import Caller, EngineClient
from orchestration.inference.constraints.automaton import points
from orchestration.inference.gate import Gate
from orchestration.inference.generator import generate_body, merged
from orchestration.inference.messages import Done, EngineOptions, Refused
from orchestration.inference.ports import Choice, Delta, Generation, GenerationRequest, Sampling
from orchestration.inference.process import Ticket
from orchestration.inference.text import AnswerText
from orchestration.inference.tools import read_calls
from orchestration.inference.wire import generation_request
from orchestration.registry.bundled import TINY_RANDOM
from tests.patience import until
from tests.unit.engines import Signal


def said(pieces: list[bytes], stops: list[str]) -> tuple[str, bool]:
    text = AnswerText(stops)
    for piece in pieces:
        if text.add(piece):
            break
    return text.finish(), text.stopped


@pytest.mark.parametrize(
    ("pieces", "stops", "expected", "stopped"),
    [
        ([b"one ", b"two"], [], "one two", False),
        ([b"one ", b"two"], ["two"], "one ", True),
        ([b"a", b"EN", b"D", b"b"], ["END"], "a", True),
        ([b"abc"], ["c", "b"], "a", True),
        ([b"gr\xc3", b"\xbc\xc3\x9f"], [], "grüß", False),
        ([b"\xf0\x9f\x99"], [], "\ufffd", False),
        ([b"\xff\xfe"], [], "\ufffd\ufffd", False),
        ([b"a\0b"], [], "a\ufffdb", False),
        ([b""], ["x"], "", False),
    ],
)
def test_the_text_of_an_answer(
    pieces: list[bytes], stops: list[str], expected: str, stopped: bool
) -> None:
    assert said(pieces, stops) == (expected, stopped)


def test_a_request_goes_before_the_models_defaults_and_those_before_the_engines() -> None:
    model = replace(TINY_RANDOM, parameters={"temperature": 0.1, "top_k": 5})
    values = merged(Sampling(temperature=0.0), model)
    assert (values["temperature"], values["top_k"], values["top_p"]) == (0.0, 5, 0.95)


@pytest.mark.parametrize("value", ["hot", None, True, -1, 1e308, float("nan"), [0.5]])
def test_a_default_of_a_model_that_cannot_be_is_the_operators_to_mend(value: Any) -> None:
    model = replace(TINY_RANDOM, name="mine", parameters={"temperature": value})
    with pytest.raises(OperatorError, match="temperature of the model mine cannot") as caught:
        merged(Sampling(), model)
    assert caught.value.field == "parameters.temperature"
    assert "Use a number from 0 to 100" in str(caught.value)
    assert merged(Sampling(temperature=0.5), model)["temperature"] == 0.5


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Sampling(seed=-1), "input.seed"),
        (Sampling(seed=2**64), "input.seed"),
        (Sampling(max_tokens=0), "input.max_tokens"),
        (Sampling(n=0), "input.n"),
        (Sampling(temperature=float("nan")), "input.temperature"),
        (Sampling(top_k=-1), "input.top_k"),
        (Sampling(stop=("",)), "input.stop"),
    ],
)
def test_what_cannot_be_drawn_by_is_refused_before_anything_starts(
    asked: Sampling, field: str
) -> None:
    with pytest.raises(UserError) as caught:
        generate_body(GenerationRequest(TINY_RANDOM, "Once", asked), [])
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("begun", "low", "high"),
    [
        ("é".encode()[:1], "\u00c0", "\u00ff"),
        ("猫".encode()[:1], "\u7000", "\u7fff"),
        ("猫".encode()[:2], "\u7300", "\u733f"),
        ("🙂".encode()[:1], "\U00010000", "\U0003ffff"),
        ("🙂".encode()[:3], "\U0001f640", "\U0001f67f"),
        (b"\xe0", "\u0800", "\u0fff"),
        (b"\xf4", "\U00100000", "\U0010ffff"),
    ],
)
def test_the_first_bytes_of_a_character_tell_which_ones_it_may_be(
    begun: bytes, low: str, high: str
) -> None:
    assert points(begun) == (ord(low), ord(high))


def test_an_error_crosses_the_pipe_whole() -> None:
    error = ContextOverflow("too long", field="input", value=9000, mend="Shorten it.")
    rebuilt = Refused.of(1, error).error()
    assert type(rebuilt) is ContextOverflow
    assert rebuilt.problem() == error.problem()


def kinds(base: type[SwitchyardError]) -> list[type[SwitchyardError]]:
    """Return an error's class and those below it."""
    return [base, *(each for below in base.__subclasses__() for each in kinds(below))]


@pytest.mark.parametrize(
    "kind", [each for each in kinds(SwitchyardError) if each.__module__ == "orchestration.errors"]
)
def test_every_error_crosses_the_pipe_as_what_it_is(kind: type[SwitchyardError]) -> None:
    error = kind.__new__(kind, "no")
    SwitchyardError.__init__(error, "no", field="here", value=3, mend="Do.")
    rebuilt = copy.deepcopy(Refused.of(1, error)).error()
    assert type(rebuilt) is kind
    assert vars(rebuilt) == vars(error)


@pytest.mark.parametrize(
    ("text", "said", "called"),
    [
        ('{"name": "f", "arguments": {"x": 1}}', "", [("f", {"x": 1})]),
        ('[{"name": "f", "parameters": {}}, {"name": "g", "arguments": "{}"}]', "",
         [("f", {}), ("g", {})]),
        ('I will. <tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>', "I will.",
         [("f", {})]),
        ('\n I will.\n\n<tool_call>{"name": "f", "arguments": {}}</tool_call>', "\n I will.",
         [("f", {})]),
        ('[TOOL_CALLS][{"name": "g", "arguments": {"x": "y"}}]', "", [("g", {"x": "y"})]),
        ('<tool_call>{"name": "unknown", "arguments": {}}</tool_call>', None, []),
        ('{"name": "f", "arguments": {"x": "\\ud800"}}', None, []),
        ('{"name": "f", "arguments": {"x": NaN}}', None, []),
        ('{"name": ["f"], "arguments": {}}', None, []),
        ('[{"name": {"f": 1}}, {"name": null}, 7]', None, []),
        ("[" * 200_000, None, []),
        ('<tool_call>' + '{"a":' * 100_000, None, []),
        ("just text", None, []),
    ],
    ids=["bare", "list", "hermes", "blanks", "mistral", "unknown", "surrogate", "no number",
         "a list as name", "no names", "deep", "deeper", "text"],
)  # fmt: skip
def test_calls_are_read_out_of_a_text(
    text: str, said: str | None, called: list[tuple[str, dict[str, Any]]]
) -> None:
    assert read_calls(text, frozenset({"f", "g"})) == (text if said is None else said, called)


def test_the_arguments_of_a_past_call_must_be_json_that_can_be_stored() -> None:
    for written in ('{"a": "\\ud800"}', '{"a": NaN}', '{"a":' * 3000, "no json", "[1]"):
        call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": written}}
        turns = [{"role": "assistant", "content": "", "tool_calls": [call]}]
        with pytest.raises(UserError, match="arguments of a tool call"):
            generation_request(TINY_RANDOM, {"messages": turns}, 0, ())


def test_where_scores_are_asked_for_an_answer_begins_anew() -> None:
    asked = {"prompt": "Once", "logprobs": 2}
    assert generation_request(TINY_RANDOM, asked, 0, ((1, 2),)).begun == ()
    assert generation_request(TINY_RANDOM, {"prompt": "Once"}, 0, ((1, 2),)).begun == ((1, 2),)


def test_an_answer_that_was_faster_than_its_stop_is_told_whole() -> None:
    signal, told = Signal(), list[Delta]()
    signal.stop("cancelled")
    ticket, delta = Ticket(1), Delta(0, 0, (5, 2), "yes")
    answer = Generation((Choice("yes", "stop", (5, 2), 1),), 3)
    ticket.put(delta)
    ticket.put(Done(1, answer))
    run: Any = SimpleNamespace(stop=lambda _: None, moves=0)
    client = EngineClient("llama", EngineOptions())
    assert client._stopped(run, ticket, Caller(signal, nothing, told.append)) == answer
    assert told == [delta]


def test_suspects_pass_alone_the_most_urgent_first() -> None:
    gate, order = Gate(), []
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with gate.shared(nothing):
            inside.set()
            leave.wait(60)

    def suspect(priority: int) -> None:
        with gate.alone(nothing, gate.join(priority)):
            order.append(priority)

    threads = [threading.Thread(target=hold)]
    threads[0].start()
    assert inside.wait(60)
    for count, priority in enumerate((0, 2, 1, 4), start=1):
        threads.append(threading.Thread(target=suspect, args=(priority,)))
        threads[-1].start()
        until(lambda expected=count: gate.suspects == expected)  # type: ignore[misc]
    leave.set()
    for thread in threads:
        thread.join(60)
    assert order == [4, 2, 1, 0]


def test_between_a_crash_and_the_suspects_nobody_new_comes_in() -> None:
    gate, order = Gate(), []
    leave, looked = threading.Event(), threading.Event()

    def meet_a_crash() -> None:
        with gate.shared(nothing):
            leave.wait(60)
            turn = gate.join()
        with gate.alone(nothing, turn):
            order.append("suspect")

    def come_new() -> None:
        with gate.shared(looked.set):
            order.append("new")

    suspect = threading.Thread(target=meet_a_crash)
    suspect.start()
    until(lambda: gate._inside == 1)
    gate.shut()
    assert gate.is_shut
    new = threading.Thread(target=come_new)
    new.start()
    assert looked.wait(60), "it waits at the gate, although nobody is a suspect yet"
    leave.set()
    for thread in (suspect, new):
        thread.join(60)
    assert order == ["suspect", "new"]
    assert not gate.is_shut


def test_a_gate_with_nobody_inside_is_not_shut() -> None:
    gate = Gate()
    gate.shut()
    assert not gate.is_shut


def nothing() -> None:
    """Look around and see nothing."""
