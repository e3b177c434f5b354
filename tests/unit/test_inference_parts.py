"""The pure parts of the engines: answers' text, defaults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.errors import ContextOverflow
from orchestration.inference.generator import merged
from orchestration.inference.messages import Refused
from orchestration.inference.ports import Sampling
from orchestration.inference.text import AnswerText
from orchestration.registry.bundled import TINY_RANDOM


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


def test_an_error_crosses_the_pipe_whole() -> None:
    error = ContextOverflow("too long", field="input", value=9000, mend="Shorten it.")
    rebuilt = Refused.of(1, error).error()
    assert type(rebuilt) is ContextOverflow
    assert rebuilt.problem() == error.problem()
