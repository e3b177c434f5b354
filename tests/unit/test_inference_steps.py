"""One model at work, step by step, without a process around it: what it keeps and what not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.begin import begin
from orchestration.inference.batching.chat import Prompt
from orchestration.inference.batching.making import key_of
from orchestration.inference.batching.native import Native, Shape
from orchestration.inference.batching.sequence import Answers, Sequence
from orchestration.inference.constraints.automaton import Automaton
from orchestration.inference.generator import SAMPLING_DEFAULTS
from orchestration.inference.messages import EngineOptions, GenerateBody
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from tests.unit.recurrent import build_recurrent

pytestmark = pytest.mark.native

SLOTS = 4
TEXT = "You are a careful clerk of a harbour who counts ships. " * 20


@pytest.fixture(scope="module", params=["attention", "recurrent"])
def native(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Native]:
    path = SHIPPED_MODELS / "tiny-random.gguf"
    if request.param == "recurrent":
        path = tmp_path_factory.mktemp("models") / "recurrent.gguf"
        path.write_bytes(build_recurrent())
    made = Native(str(path), Shape(slots=SLOTS, context=2048, threads=1))
    yield made
    made.close()


class Engine:
    """A batcher and what it is asked."""

    def __init__(self, native: Native) -> None:
        self.batcher = Batcher(native, lambda _: False)
        self.native = native
        self._count = 0

    def ask(self, prompt: str, tokens: int = 12, priority: int = 0, seed: int = 1) -> Sequence:
        """Put a request in the line."""
        self._count += 1
        body = GenerateBody(
            model=TINY_RANDOM,
            path="",
            prompt=prompt,
            max_tokens=tokens,
            sampling=SAMPLING_DEFAULTS,
            seed=seed,
            stop=(),
            priority=priority,
            logit_bias=((2, -100.0), (4, -100.0)),
        )
        made = self.native.tokenize(prompt, begin=True)
        answers = Answers(self._count, body, self._count, 0.0, len(made))
        sequence = begin(answers, 0, Prompt(made, tokens), self.native)
        self.batcher.add(sequence)
        return sequence

    def finish(self) -> None:
        """Go on until nobody is there."""
        while len(self.batcher):
            step = self.batcher.step()
            assert not step.failed, step.failed

    def answer(self, prompt: str, tokens: int = 12) -> list[int]:
        """Return the tokens of an answer."""
        sequence = self.ask(prompt, tokens)
        self.finish()
        return sequence.tokens[sequence.prompt :]


@pytest.fixture
def engine(native: Native) -> Iterator[Engine]:
    made = Engine(native)
    yield made
    for sequence in made.batcher.sequences():
        made.batcher.drop(sequence)
    assert native.lengths == [0] * SLOTS


def test_a_shared_beginning_changes_no_answer(engine: Engine) -> None:
    alone = [Engine(engine.native).answer(TEXT + end) for end in ("one", "and two", "three more")]
    shared = [engine.answer(TEXT + end) for end in ("one", "and two", "three more")]
    assert shared == alone


def test_beside_others_that_begin_alike_an_answer_is_the_same(engine: Engine) -> None:
    alone = Engine(engine.native).answer(TEXT + "and two")
    first = engine.ask(TEXT + "one", tokens=40)
    while first.drawn < 3:
        engine.batcher.step()
    second = engine.ask(TEXT + "and two")
    engine.finish()
    assert second.tokens[second.prompt :] == alone


def test_who_is_less_urgent_does_not_make_the_reading_of_an_urgent_prompt_longer(
    engine: Engine,
) -> None:
    low = [engine.ask(f"{at} {TEXT}", priority=0) for at in range(2)]
    urgent = engine.ask("Urgent! " + TEXT, priority=4)
    while urgent.reading:
        assert [each.cached for each in low] == [0, 0]
        engine.batcher.step()
    engine.finish()
    assert [each.drawn for each in low] == [12, 12]


def test_a_copy_that_is_damaged_is_read_again_and_harms_nobody(engine: Engine) -> None:
    expected = engine.answer(TEXT + "one")
    kept = engine.batcher._prefixes._kept
    for key, (tokens, blob) in list(kept.items()):
        kept[key] = (tokens, replace(blob, data=blob.data[:-1] + bytes([blob.data[-1] ^ 1])))
    assert kept
    other = engine.ask("Once", tokens=30)
    again = engine.ask(TEXT + "one")
    engine.finish()
    assert again.tokens[again.prompt :] == expected
    assert other.drawn == 30


def test_a_storm_of_cancels_and_urgent_requests_leaves_no_slot_taken(engine: Engine) -> None:
    chance = random.Random(3)
    alive: list[Sequence] = []
    finished = 0
    for number in range(400):
        prompt = chance.choice(["Once", TEXT[:300], TEXT + str(number % 7)])
        alive.append(engine.ask(prompt, chance.randint(1, 30), chance.randint(0, 4), number))
        for _ in range(chance.randint(0, 2)):
            step = engine.batcher.step()
            assert not step.failed, step.failed
            finished += len(step.finished)
            alive = [each for each in alive if each not in step.finished]
        if alive and chance.random() < 0.5:
            gone = alive.pop(chance.randrange(len(alive)))
            engine.batcher.drop(gone)
    engine.finish()
    assert finished > 50
    assert not engine.batcher.sequences()


def test_ten_thousand_short_requests_leave_nothing_behind(native: Native) -> None:
    engine = Engine(native)
    for start in range(0, 10_000, 500):
        for number in range(start, start + 500):
            engine.ask("Once", tokens=1, seed=number)
        engine.finish()
    assert native.lengths == [0] * SLOTS
    assert engine.batcher.idle
    assert engine.batcher._prefixes.size == 0


def test_what_is_remembered_is_bounded_in_number(engine: Engine, tmp_path: Path) -> None:
    from orchestration.inference.batching.prefixes import MOST_KEPT, Prefixes

    engine.answer(TEXT)
    ((_, blob),) = engine.batcher._prefixes._kept.values()
    prefixes = Prefixes(limit=2**40)
    for first in range(MOST_KEPT + 50):
        prefixes.keep([first, *range(blob.length - 1)], blob)
    assert len(prefixes._kept) == MOST_KEPT
    assert prefixes.size == MOST_KEPT * len(blob.data)


def test_answers_of_a_request_share_the_states_of_its_grammar(native: Native) -> None:
    body = GenerateBody(
        model=TINY_RANDOM, path="", prompt="Once", max_tokens=4, sampling=SAMPLING_DEFAULTS,
        seed=1, stop=(), n=2, grammar='root ::= [a-z ]+',
    )  # fmt: skip
    tokens = native.tokenize("Once", begin=True)
    answers = Answers(1, body, 1, 0.0, len(tokens))
    for choice in range(2):
        begin(answers, choice, Prompt(tokens, 4), native).sampler.close()
    assert isinstance(answers.automaton, Automaton)


@pytest.mark.parametrize("placed", [{"gpu_layers": 1}, {"main_gpu": 1}, {"tensor_split": [1, 3]}])
def test_a_model_that_is_to_be_placed_elsewhere_is_loaded_anew(placed: dict[str, Any]) -> None:
    body = GenerateBody(
        model=TINY_RANDOM, path="", prompt="Once", max_tokens=4, sampling=SAMPLING_DEFAULTS,
        seed=1, stop=(),
    )  # fmt: skip
    moved = replace(body, model=replace(TINY_RANDOM, parameters=placed))
    assert key_of(moved, EngineOptions()) != key_of(body, EngineOptions())
