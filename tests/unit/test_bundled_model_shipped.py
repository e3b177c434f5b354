"""The small model that ships: how often it is right, and that the engine reads it as llama.cpp."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pytest

from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import GenerationRequest, Sampling
from orchestration.registry.bundled import SWITCHYARD_MINI
from orchestration.registry.describe import describe
from orchestration.registry.places import SHIPPED_MODELS
from tests.unit.engines import Progress, Signal
from tools.bundled_model.evaluate import JOBS, Judge, by_hand, held_out, scores
from tools.bundled_model.file import SHIPPED
from tools.bundled_model.hand import Request
from tools.bundled_model.template import prompt

pytestmark = pytest.mark.native

ASKED: Final = 40
"""Held-out requests of each job; all that were written by hand are asked."""
HELD_OUT: Final[Mapping[str, float]] = {
    "intent": 0.83, "complexity": 0.8, "triage": 0.75, "tone": 0.73, "extraction": 0.36,
    "tools": 0.46, "other": 0.85,
}  # fmt: skip
BY_HAND: Final[Mapping[str, float]] = {
    "intent": 0.93, "complexity": 0.86, "tone": 0.96, "extraction": 0.26, "tools": 0.73,
    "other": 0.9,
}  # fmt: skip
"""Shares of right answers: what the card says, less what so few requests may miss it by."""
LONGEST: Final = 120
PEER: Final = """
import sys, json
from llama_cpp import Llama
llama = Llama(sys.argv[1], n_ctx=1024, n_threads=1, n_threads_batch=1, verbose=False)
for prompt in json.load(sys.stdin):
    tokens = llama.tokenize(prompt.encode(), add_bos=False, special=True)
    drawn = llama.create_completion(tokens, max_tokens=int(sys.argv[2]), temperature=0.0)
    print(json.dumps(drawn["choices"][0]["text"]))
"""


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    made = Judge(SHIPPED)
    yield made
    made.close()


def test_the_registry_describes_the_file() -> None:
    found = describe(SHIPPED)
    assert found.context_length == SWITCHYARD_MINI.context_length
    assert SHIPPED_MODELS / SWITCHYARD_MINI.location == SHIPPED
    content = SHIPPED.read_bytes()
    assert SWITCHYARD_MINI.size_bytes == len(content)
    assert SWITCHYARD_MINI.checksum == hashlib.sha256(content).hexdigest()


def test_it_is_as_often_right_as_its_card_says(judge: Judge) -> None:
    unseen = scores(judge, held_out(ASKED), show=False)
    hand = scores(judge, by_hand(), show=False)
    assert {job for job in JOBS if unseen[job].right < HELD_OUT[job] * ASKED} == set()
    assert {job for job, each in hand.items() if each.right < BY_HAND[job] * each.asked} == set()


def engine_says(prompts: Sequence[str]) -> list[str]:
    generator = LlamaGenerator(EngineOptions(threads=1, slots=1))
    sampling = Sampling(max_tokens=LONGEST, temperature=0)
    try:
        return [
            generator.generate(
                GenerationRequest(SWITCHYARD_MINI, each, sampling),
                stop=Signal(), progress=Progress(),
            ).text
            for each in prompts
        ]  # fmt: skip
    finally:
        generator.close()


def test_the_engines_greedy_answers_are_those_of_the_librarys_own_loop() -> None:
    asked: list[Request] = [each for group in held_out(3).values() for each in group]
    prompts = [prompt(each.sample) for each in asked]
    command = [sys.executable, "-c", PEER, str(SHIPPED), str(LONGEST)]
    done = subprocess.run(
        command, input=json.dumps(prompts), capture_output=True, text=True, check=True
    )
    expected = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(expected) == len(JOBS) * 3
    assert engine_says(prompts) == expected
