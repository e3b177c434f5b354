"""What a generation may be asked for, on the real engine: scores, forms, answers, deltas."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import (
    ContextOverflow,
    InvalidGrammar,
    UnsupportedSchema,
    UserError,
)
from orchestration.inference.constraints.automaton import Automaton, State, read_rules
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import (
    Delta,
    Generation,
    GenerationRequest,
    Message,
    Sampling,
    ToolCall,
)
from orchestration.inference.tools import grammar_of
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.spec import ModelSpec
from tests.unit.engines import NEVER_ENDING, Progress, Signal
from tools.tiny_model.model import build

pytestmark = pytest.mark.native

HERMES = (
    "{% if tools %}{{ 'tools: ' + (tools | tojson) }}{% endif %}"
    "{% for message in messages %}{{ message.role + ': ' + message.content }}"
    "{% for call in message.tool_calls or [] %}"
    "{{ '<tool_call>' + (call.function | tojson) + '</tool_call>' }}{% endfor %}"
    "{{ '\n' }}{% endfor %}"
)
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tells the weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"enum": ["Bern", "Oslo"]}, "days": {"enum": [1, 2]}},
            "required": ["city", "days"],
            "additionalProperties": False,
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "time"}}


@pytest.fixture(scope="module")
def generator() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(EngineOptions(threads=1, slots=4))
    yield made
    made.close()


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> ModelSpec:
    """A model whose template shows tools and how to call them."""
    return templated(tmp_path_factory.mktemp("models") / "caller.gguf", HERMES)


def templated(path: Path, template: str) -> ModelSpec:
    """Return the shipped model with another chat template."""
    path.write_bytes(build(template))
    return replace(TINY_RANDOM, name=path.stem, location=str(path), checksum="")


def ask(
    generator: LlamaGenerator, prompt: str | tuple[Message, ...] = "Once", **asked: Any
) -> Generation:
    """Generate; fields of `Sampling` and of the request may be given by their names."""
    request, _ = requested(prompt, asked)
    return generator.generate(request, stop=Signal(), progress=Progress())


def streamed(
    generator: LlamaGenerator, prompt: str = "Once", **asked: Any
) -> tuple[Generation, list[Delta]]:
    request, deltas = requested(prompt, asked)
    done = generator.generate(request, stop=Signal(), progress=Progress(), on_delta=deltas.append)
    return done, deltas


def requested(
    prompt: str | tuple[Message, ...], asked: dict[str, Any]
) -> tuple[GenerationRequest, list[Delta]]:
    own = {"tools", "tool_choice", "constraint", "overflow", "begun", "model"}
    outer = {name: asked.pop(name) for name in own & set(asked)}
    sampling = Sampling(**{"max_tokens": 16, "seed": 1, **asked})
    model = outer.pop("model", replace(TINY_RANDOM, context_length=4096))
    return GenerationRequest(model, prompt, sampling, **outer), []


# --- Scores --------------------------------------------------------------------------------


def test_a_token_with_a_high_bias_is_all_that_is_drawn(generator: LlamaGenerator) -> None:
    biased = ask(generator, logit_bias=((400, 100.0),), max_tokens=5)
    assert biased.choices[0].tokens == (400,) * 5


def test_a_bias_for_a_token_that_the_model_has_not_changes_nothing(
    generator: LlamaGenerator,
) -> None:
    assert ask(generator, logit_bias=((999_999, 50.0),)).text == ask(generator).text


def test_what_was_said_is_not_said_again_where_that_is_punished(
    generator: LlamaGenerator,
) -> None:
    free = ask(generator, max_tokens=60, temperature=0, logit_bias=NEVER_ENDING)
    assert len(set(free.choices[0].tokens)) < 60
    for name in ("presence_penalty", "frequency_penalty"):
        punished: dict[str, Any] = {name: 2.0}
        held = ask(generator, max_tokens=60, temperature=0, logit_bias=NEVER_ENDING, **punished)
        assert len(set(held.choices[0].tokens)) > len(set(free.choices[0].tokens))


def test_repetition_is_punished_as_llama_cpp_does(generator: LlamaGenerator) -> None:
    """Greedy, from the same context: dividing positive scores, multiplying negative ones."""
    asked = {"max_tokens": 40, "temperature": 0, "repeat_penalty": 1.3}
    ours = ask(generator, "Once lo fi", **asked)
    theirs = by_llama("Once lo fi", max_tokens=40, temperature=0, repeat_penalty=1.3)
    assert ours.text == theirs


def by_llama(prompt: str, **asked: Any) -> str:
    """Return what llama.cpp's own loop answers; in a process of its own."""
    code = (
        "import json, sys; from llama_cpp import Llama;"
        "path, prompt, asked = json.loads(sys.argv[1]);"
        "model = Llama(path, n_ctx=2048, verbose=False, n_threads=1, flash_attn=False);"
        "print(json.dumps(model(prompt, **asked)['choices'][0]['text']))"
    )
    path = str(SHIPPED_MODELS / "tiny-random.gguf")
    asked = {"top_k": 40, "top_p": 0.95, "min_p": 0.05, **asked}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps([path, prompt, asked])],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return str(json.loads(done.stdout))


def test_logprobs_tell_each_tokens_share_and_the_likeliest(generator: LlamaGenerator) -> None:
    done = ask(generator, temperature=0, logprobs=3)
    (choice,) = done.choices
    assert [each.drawn.token for each in choice.logprobs] == list(choice.tokens)
    for each in choice.logprobs:
        assert each.drawn == each.top[0]  # greedy takes the likeliest
        assert [score.logprob for score in each.top] == sorted(
            (score.logprob for score in each.top), reverse=True
        )
        assert len(each.top) == 3
        assert 0 < sum(math.exp(score.logprob) for score in each.top) <= 1 + 1e-6
    spoken = b"".join(each.drawn.raw for each in choice.logprobs)
    assert spoken.decode() == choice.text


def test_without_being_asked_no_logprobs_are_told(generator: LlamaGenerator) -> None:
    assert ask(generator).choices[0].logprobs == ()
    assert ask(generator, logprobs=0).choices[0].logprobs[0].top == ()


# --- Several answers, streams, going on ------------------------------------------------------


def test_several_answers_are_those_of_the_seeds_in_a_row(generator: LlamaGenerator) -> None:
    together = ask(generator, n=6, seed=20)
    alone = [ask(generator, seed=20 + at).choices[0] for at in range(6)]
    assert list(together.choices) == alone
    assert len({choice.text for choice in together.choices}) > 1
    assert together.completion_tokens == sum(len(choice.tokens) for choice in alone)


def test_deltas_make_up_each_answer(generator: LlamaGenerator) -> None:
    done, deltas = streamed(generator, n=3, max_tokens=120, logprobs=1, seed=4)
    for at, choice in enumerate(done.choices):
        mine = [delta for delta in deltas if delta.choice == at]
        assert "".join(delta.text for delta in mine) == choice.text
        assert sum((delta.tokens for delta in mine), ()) == choice.tokens
        assert sum((delta.logprobs for delta in mine), ()) == choice.logprobs
        assert [delta.start for delta in mine] == [
            sum(len(each.tokens) for each in mine[:number]) for number in range(len(mine))
        ]


def test_what_may_become_a_stop_text_is_kept_back(generator: LlamaGenerator) -> None:
    free = ask(generator, max_tokens=80, temperature=0, logit_bias=NEVER_ENDING)
    stop = free.text[40:52]
    done, deltas = streamed(
        generator, max_tokens=80, temperature=0, logit_bias=NEVER_ENDING, stop=(stop,)
    )
    assert done.text == free.text[: free.text.index(stop)]
    assert "".join(delta.text for delta in deltas) == done.text


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_an_answer_that_was_begun_elsewhere_goes_on(
    generator: LlamaGenerator, temperature: float
) -> None:
    whole = ask(generator, max_tokens=30, temperature=temperature, seed=5)
    begun = whole.choices[0].tokens[:11]
    rest, deltas = streamed(
        generator, max_tokens=30, temperature=temperature, seed=5, begun=(begun,)
    )
    assert rest.choices == whole.choices
    assert rest.resumed_tokens == 11
    assert deltas[0].start == 11
    assert sum((delta.tokens for delta in deltas), begun) == whole.choices[0].tokens


def test_an_answer_that_was_complete_is_only_told_again(generator: LlamaGenerator) -> None:
    whole = ask(generator, n=2)
    again, deltas = streamed(generator, n=2, begun=tuple(each.tokens for each in whole.choices))
    assert again.choices == whole.choices
    assert [delta for delta in deltas if delta.tokens] == []


@pytest.mark.parametrize("begun", [(999_999,), (5, -1), (2, 400)])
def test_what_cannot_have_been_begun_begins_anew(
    generator: LlamaGenerator, begun: tuple[int, ...]
) -> None:
    done, deltas = streamed(generator, begun=(begun,))
    assert done.choices == ask(generator).choices
    assert deltas[0].start == 0


# --- A context that is full -------------------------------------------------------------------


def test_a_prompt_that_does_not_fit_is_refused_unless_it_may_be_cut(
    generator: LlamaGenerator,
) -> None:
    long = "lo fi " * 4000
    with pytest.raises(ContextOverflow):
        ask(generator, long)
    done = ask(generator, long, overflow="truncate")
    assert done.prompt_tokens + 16 == 4096
    assert done.left_out > 0
    assert done.choices == ask(generator, long, overflow="truncate").choices


def test_old_turns_are_left_out_but_not_the_systems(generator: LlamaGenerator) -> None:
    system = Message("system", "be kind")
    turns = tuple(
        Message("user" if at % 2 == 0 else "assistant", f"turn {at} " * 40) for at in range(41)
    )
    with pytest.raises(ContextOverflow):
        ask(generator, (system, *turns))
    cut = ask(generator, (system, *turns), overflow="truncate")
    kept = next(
        at
        for at in range(0, 41, 2)
        if ask(generator, (system, *turns[at:]), overflow="truncate").left_out == 0
    )
    assert kept > 1
    assert cut.prompt_tokens == ask(generator, (system, *turns[kept:])).prompt_tokens
    assert cut.left_out > 0


STRICT = (
    "{% for message in messages %}{% if loop.index0 == 0 and message.role == 'assistant' %}"
    "{{ raise_exception('the user begins') }}{% endif %}{{ message.content }}{% endfor %}"
)


def test_what_is_kept_begins_with_a_turn_of_the_users(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    """Many templates refuse a conversation that an assistant begins."""
    model = replace(templated(tmp_path / "strict.gguf", STRICT), context_length=512)
    for count in range(3, 24, 2):
        turns = tuple(
            Message("user" if at % 2 == 0 else "assistant", f"turn {at} " * (7 + at % 5))
            for at in range(count)
        )
        cut = ask(generator, turns, model=model, overflow="truncate")
        assert cut.prompt_tokens + 16 <= 512
    assert cut.left_out > 0


def test_of_many_calls_of_tools_the_oldest_are_left_out(
    generator: LlamaGenerator, caller: ModelSpec
) -> None:
    model = replace(caller, context_length=512)
    rounds = [
        turn
        for at in range(30)
        for turn in (
            Message("assistant", "", tool_calls=(ToolCall(f"call_{at}", "time", {}),)),
            Message("tool", "noon", tool_call_id=f"call_{at}"),
        )
    ]
    asked = ask(generator, (*TURN, *rounds), model=model, overflow="truncate")
    assert asked.left_out > 0


def test_a_last_turn_that_alone_is_too_long_is_refused(generator: LlamaGenerator) -> None:
    turns = (Message("user", "hi"), Message("assistant", "yes"), Message("user", "lo " * 9000))
    with pytest.raises(ContextOverflow):
        ask(generator, turns, overflow="truncate")


# --- Forms ------------------------------------------------------------------------------------


def test_an_answer_keeps_to_a_grammar(generator: LlamaGenerator) -> None:
    grammar = 'root ::= "<" [a-f]{3} "," [0-9]{2} ">" | "ü" "ß"{2}'
    for seed in range(8):
        done = ask(generator, constraint=Constraint(grammar=grammar), temperature=1.5, seed=seed)
        assert done.finish_reason == "stop"
        assert re.fullmatch("<[a-f]{3},[0-9]{2}>|üß{2}", done.text)


def test_an_answer_is_json_of_a_schema(generator: LlamaGenerator) -> None:
    schema = {
        "type": "object",
        "properties": {"mood": {"enum": ["bull", "bear"]}, "score": {"enum": [1, 2, 3]}},
        "required": ["mood", "score"],
        "additionalProperties": False,
    }
    done = ask(generator, constraint=Constraint(schema=schema), max_tokens=100, n=4, temperature=2)
    for choice in done.choices:
        assert choice.finish_reason == "stop"
        read = json.loads(choice.text)
        assert set(read) == {"mood", "score"}
        assert read["mood"] in ("bull", "bear")
        assert read["score"] in (1, 2, 3)


def test_a_held_answer_goes_on_where_it_was_begun(generator: LlamaGenerator) -> None:
    constraint = Constraint(grammar='root ::= ("ab" | "cd"){12}')
    whole = ask(generator, constraint=constraint, max_tokens=40, seed=3)
    begun = whole.choices[0].tokens[:7]
    rest = ask(generator, constraint=constraint, max_tokens=40, seed=3, begun=(begun,))
    assert rest.choices == whole.choices
    anew, deltas = streamed(
        generator, constraint=constraint, max_tokens=40, seed=3, begun=((400, 401),)
    )
    assert anew.choices == whole.choices
    assert deltas[0].start == 0


def test_what_was_cut_does_not_claim_to_be_finished(generator: LlamaGenerator) -> None:
    done = ask(generator, constraint=Constraint(grammar='root ::= "a"{50}'), max_tokens=10)
    assert done.finish_reason == "length"


@pytest.mark.parametrize(
    ("constraint", "error"),
    [
        (Constraint(grammar="root ::= ("), InvalidGrammar),
        (Constraint(grammar='root ::= "a"{5,2}'), InvalidGrammar),
        (Constraint(schema={"not": {"type": "string"}}), UnsupportedSchema),
    ],
    ids=["unclosed", "backwards", "no schema"],
)
def test_a_form_that_cannot_be_kept_is_refused(
    generator: LlamaGenerator, constraint: Constraint, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(generator, constraint=constraint)


# --- Tools ------------------------------------------------------------------------------------

TURN = (Message("user", "what now"),)


def test_a_tool_that_must_be_called_is_called(generator: LlamaGenerator, caller: ModelSpec) -> None:
    asked: dict[str, Any] = {"tools": (WEATHER, CLOCK), "max_tokens": 200, "model": caller}
    done = ask(generator, TURN, tool_choice="weather", **asked)
    (call,) = done.choices[0].tool_calls
    assert call.name == "weather"
    assert call.arguments["city"] in ("Bern", "Oslo")
    assert call.arguments["days"] in (1, 2)
    assert (done.finish_reason, done.text) == ("tool_calls", "")
    some = {
        call.name
        for seed in range(12)
        for call in ask(
            generator, TURN, tool_choice="required", seed=seed, temperature=3, **asked
        ).choices[0].tool_calls
    }  # fmt: skip
    assert some == {"weather", "time"}


def call(name: str, **arguments: Any) -> str:
    said = json.dumps({"name": name, "arguments": arguments})
    return f"<tool_call>\n{said}\n</tool_call>"


@pytest.mark.parametrize(
    ("text", "may_be_said"),
    [
        ("", True),
        ("The weather is fine.", True),
        ("<b>Fine</b>, <tool_call>, as they say", True),
        ("<tool_cal", True),
        (call("weather", city="Bern", days=1), True),
        (call("time") + "\n" + call("weather", city="Oslo", days=2), True),
        (call("radio"), False),
        (call("weather", city="Bern", days=1, wind=True), False),
        (call("weather", city="Rome", days=1), False),
        (call("weather", city="Bern", days=1)[:-1], False),
        ("<tool_call>fine</tool_call>", False),
    ],
)
def test_an_answer_that_begins_like_a_call_is_one(
    caller: ModelSpec, text: str, *, may_be_said: bool
) -> None:
    request, _ = requested(TURN, {"tools": (WEATHER, CLOCK), "model": caller})
    automaton = Automaton(read_rules(grammar_of(request, Path(caller.location))))
    state: State | None = automaton.start
    for character in text:
        state = automaton.after(state, ord(character)) if state else None
    assert bool(state and state.may_end) is may_be_said


def test_parameters_that_cannot_be_enforced_leave_the_answer_free(caller: ModelSpec) -> None:
    odd = {"type": "function", "function": {"name": "odd", "parameters": {"not": {}}}}
    request, _ = requested(TURN, {"tools": (odd,), "model": caller})
    assert grammar_of(request, Path(caller.location)) == ""


def test_tools_and_calls_are_part_of_the_prompt(
    generator: LlamaGenerator, caller: ModelSpec
) -> None:
    plain = ask(generator, TURN, model=caller).prompt_tokens
    shown = ask(generator, TURN, model=caller, tools=(CLOCK,)).prompt_tokens
    called = (
        *TURN,
        Message("assistant", "", tool_calls=(ToolCall("call_1", "time", {}),)),
        Message("tool", "noon", tool_call_id="call_1"),
    )
    answered = ask(generator, called, model=caller, tools=(CLOCK,)).prompt_tokens
    assert plain < shown < answered
    hidden = ask(generator, TURN, model=caller, tools=(CLOCK,), tool_choice="none")
    assert hidden.prompt_tokens == plain


def test_a_template_that_knows_no_tools_is_no_silent_loss(generator: LlamaGenerator) -> None:
    with pytest.raises(UserError, match="knows no tools"):
        ask(generator, TURN, tools=(CLOCK,))


def test_a_tool_that_is_not_there_cannot_be_chosen(
    generator: LlamaGenerator, caller: ModelSpec
) -> None:
    with pytest.raises(UserError, match="no tool radio"):
        ask(generator, TURN, model=caller, tools=(CLOCK,), tool_choice="radio")
