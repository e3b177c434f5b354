"""What requests, templates and grammars could do to others, on the real engine: they do not."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orchestration.errors import InvalidGrammar, ModelUnavailable, UserError
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.generator import Collected, LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Delta, Message, ToolCall
from tests.unit.engines import Progress, Signal
from tests.unit.test_inference_answers import CLOCK, HERMES, TURN, ask, requested, templated
from tools.tiny_model.model import vocabulary

pytestmark = pytest.mark.native


@pytest.fixture(scope="module")
def generator() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(EngineOptions(threads=1, slots=4))
    yield made
    made.close()


@pytest.mark.parametrize(
    "template",
    [
        "{{ 1 // 0 }}",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ messages[0].content * 10 ** 10 }}",
        "{% for a in range(99999) %}{{ messages[0].content * 999 }}{% endfor %}",
    ],
    ids=["division", "range", "recursion", "endless", "memory", "text"],
)
def test_a_template_that_fails_refuses_its_own_request(
    generator: LlamaGenerator, tmp_path: Path, template: str
) -> None:
    with pytest.raises(UserError, match="template"):
        ask(generator, TURN, model=templated(tmp_path / "failing.gguf", template))
    assert ask(generator).finish_reason in ("stop", "length")


@pytest.mark.parametrize("template", ["{{ 10 ** (10 ** 9) }}", "{% endless %}", "{{ ("])
def test_a_template_that_cannot_even_be_read_keeps_its_model_alone_from_loading(
    generator: LlamaGenerator, tmp_path: Path, template: str
) -> None:
    ask(generator)
    before = generator.client.pid
    with pytest.raises(ModelUnavailable, match="template is not valid"):
        ask(generator, model=templated(tmp_path / "unreadable.gguf", template))
    ask(generator)
    assert generator.client.pid == before


def test_templates_may_use_what_those_of_real_models_use(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    template = (
        "{{ bos_token }}{% if strftime_now is defined %}{{ strftime_now('%Y') | length }}"
        "{% endif %}"
        "{% for message in messages %}{% if loop.index > 9 %}{% break %}{% endif %}"
        "{% if message.role == 'tool' %}{{ raise_exception('no tools here') }}{% endif %}"
        "{% generation %}{{ message | tojson(indent=2) }}{% endgeneration %}{{ eos_token }}"
        "{% endfor %}"
    )
    model = templated(tmp_path / "usual.gguf", template)
    expected = '<s>4{\n  "role": "user",\n  "content": "grüß"\n}</s>'
    shown = ask(generator, (Message("user", "grüß"),), model=model)
    assert shown.prompt_tokens == ask(generator, expected).prompt_tokens - 1, "begun by hand"
    with pytest.raises(UserError, match="no tools here"):
        ask(generator, (Message("tool", "x"),), model=model)


def test_a_grammar_that_hides_its_growth_fails_its_own_request_alone(
    generator: LlamaGenerator,
) -> None:
    """After four hundred characters it doubles what is open with each further one."""
    grammar = 'root ::= "x"{400} s\ns ::= "a" s "p" | "a" s "q" | "b"'
    numbers = {token.text: at for at, token in enumerate(vocabulary())}
    before = ask(generator, max_tokens=8).text
    with pytest.raises(InvalidGrammar, match="readings"):
        ask(
            generator,
            constraint=Constraint(grammar=grammar),
            logit_bias=((numbers["a"], 100.0),),
            max_tokens=1000,
        )
    assert ask(generator, max_tokens=8).text == before


def test_a_token_without_text_is_no_part_of_what_a_grammar_asks_for(
    generator: LlamaGenerator,
) -> None:
    """Control tokens have names, but an answer does not show them."""
    for grammar, wanted in (('root ::= "<s>"', "<s>"), ("root ::= [^x]{3}", "(?s)[^x]{3}")):
        asked = {"constraint": Constraint(grammar=grammar), "logit_bias": ((1, 100.0),)}
        done = ask(generator, **asked)  # type: ignore[arg-type]
        assert done.finish_reason == "stop"
        assert re.fullmatch(wanted, done.text)


def test_an_answer_in_a_grammar_may_have_characters_of_several_tokens(
    generator: LlamaGenerator,
) -> None:
    for seed in range(6):
        constraint = Constraint(grammar='root ::= "[" [ä-üЖ猫-獅🙂-🙏]{4} "]"')
        done = ask(generator, constraint=constraint, max_tokens=60, seed=seed, temperature=3)
        assert done.finish_reason == "stop"
        assert re.fullmatch("\\[[ä-üЖ猫-獅🙂-🙏]{4}\\]", done.text)


def test_a_lone_surrogate_in_a_prompt_harms_nobody(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    caller = templated(tmp_path / "caller.gguf", HERMES)
    call = ToolCall("call_1", "time", {"zone": "\ud800"})
    asked = (*TURN, Message("assistant", "", tool_calls=(call,)))
    assert ask(generator, asked, model=caller, tools=(CLOCK,)).prompt_tokens > 0


def test_scores_survive_a_crash_with_their_tokens(generator: LlamaGenerator) -> None:
    """What was drawn before the crash has been told with its scores; they are put together."""
    whole = ask(generator, logprobs=1, max_tokens=12)
    (choice,) = whole.choices
    collected = Collected((), None)
    collected(Delta(0, 0, choice.tokens[:5], "", choice.logprobs[:5]))
    collected(Delta(0, 5, choice.tokens[5:], "", choice.logprobs[5:]))
    for since in (choice.logprobs[5:], ()):
        rest = replace(whole, choices=(replace(choice, logprobs=since),))
        assert collected.completed(rest) == whole


def test_scores_of_an_answer_that_was_complete_survive_a_crash_too(
    generator: LlamaGenerator,
) -> None:
    """The engine only finishes the second answer; it knows no scores of the first one any more."""
    whole = ask(generator, n=2, logprobs=1, max_tokens=12)
    first, second = whole.choices
    collected = Collected((), None)
    collected(Delta(0, 0, first.tokens, "", first.logprobs))
    collected(Delta(1, 0, second.tokens, "", second.logprobs))
    rest = replace(whole, choices=(replace(first, logprobs=()), second))
    assert collected.completed(rest) == whole


def test_short_prompts_do_not_wait_for_a_long_one(generator: LlamaGenerator) -> None:
    """Of the same priority, with a slot for each."""
    long, reading = "lo fi " * 1800, threading.Event()
    with ThreadPoolExecutor(1) as pool:
        request, _ = requested(long, {"max_tokens": 1})
        first = pool.submit(
            generator.generate, request, stop=Signal(), progress=Progress(3, reading.set)
        )
        assert reading.wait(60)
        short = ask(generator, "Once", max_tokens=1)
        assert not first.done()
        assert short.timings.first_token_ms < first.result(60).timings.first_token_ms


def test_everything_unlikely_can_be_drawn_where_all_may_be() -> None:
    """At a high temperature far more than the likeliest token has a share."""
    from orchestration.inference.batching.candidates import Filters

    scores = np.full(20_000, -31.0, dtype=np.float32)
    scores[0] = 0.0
    tokens = np.arange(len(scores), dtype=np.int32)
    filters = Filters({"temperature": 5.0, "top_p": 1.0, "min_p": 0.0, "top_k": 0})
    drawn = {filters.draw(tokens, scores, chance / 10) for chance in range(1, 10)}
    filters.close()
    assert len(drawn) == 9
