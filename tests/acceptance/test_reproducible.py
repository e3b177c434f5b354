"""A model in the mode `reproducible` says the same, whoever is beside it: token by token what
`llama_cpp.Llama` says, alone, with neighbours, and parked and resumed.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Generation, GenerationRequest, Sampling
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from tests.library import greedy_tokens
from tests.unit.engines import Progress, Signal
from tools.tiny_model.model import Size

pytestmark = [pytest.mark.native, pytest.mark.slow]

SIZE = Size(
    "random",
    width=256,
    layers=3,
    heads=4,
    shared=2,
    forward=512,
    context=1024,
    tokens=2048,
    scale=0.1,
)
PROMPTS, LENGTH = 50, 40
THREADS = 1  # threads that wait for each other on a busy machine take minutes for this
SYLLABLES = ("lo", "fi ", "ka", "zu ", "be", "ro", " mi", "ta")
MAKE = """
import sys
from pathlib import Path
from tests.acceptance.test_reproducible import SIZE
from tools.random_model.make import make
make(Path(sys.argv[1]), SIZE, sys.argv[2])
"""


@pytest.fixture(scope="module", params=["q8_0", "q4_0"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModelSpec:
    path = tmp_path_factory.mktemp("models") / f"random-{request.param}.gguf"
    subprocess.run([sys.executable, "-c", MAKE, path, request.param], check=True, timeout=120)
    return replace(describe(path), context_length=1024)


@pytest.fixture(scope="module")
def prompts() -> list[str]:
    """Short and long ones, some with the same beginning."""
    chance = random.Random(11)
    shared = "".join(chance.choices(SYLLABLES, k=260))

    def one() -> str:
        words = "".join(chance.choices(SYLLABLES, k=chance.choice([3, 12, 40, 200])))
        return shared + words if chance.random() < 0.2 else words

    return [one() for _ in range(PROMPTS)]


@pytest.fixture(scope="module")
def expected(model: ModelSpec, prompts: list[str]) -> list[list[int]]:
    return greedy_tokens(model.location, prompts, length=LENGTH, context=1024)


@pytest.fixture
def engine() -> Iterator[LlamaGenerator]:
    generator = LlamaGenerator(EngineOptions(threads=THREADS, slots=8))
    yield generator
    generator.close()


def answer(engine: LlamaGenerator, model: ModelSpec, prompt: str, priority: int = 1) -> Generation:
    sampling = Sampling(max_tokens=LENGTH, temperature=0)
    request = GenerationRequest(model, prompt, sampling, priority)
    return engine.generate(request, stop=Signal(), progress=Progress())


def tokens(answers: list[Generation]) -> list[list[int]]:
    return [list(each.choices[0].tokens) for each in answers]


def test_alone_it_says_what_the_library_says(
    engine: LlamaGenerator, model: ModelSpec, prompts: list[str], expected: list[list[int]]
) -> None:
    answers = [answer(engine, model, prompt) for prompt in prompts]
    assert tokens(answers) == expected
    assert sum(each.cached_tokens for each in answers) > 0


def test_with_eight_at_once_it_says_the_same(
    engine: LlamaGenerator, model: ModelSpec, prompts: list[str], expected: list[list[int]]
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda prompt: answer(engine, model, prompt), prompts))
    assert tokens(answers) == expected


def test_with_more_threads_it_says_the_same(
    model: ModelSpec, prompts: list[str], expected: list[list[int]]
) -> None:
    two = LlamaGenerator(EngineOptions(threads=2, slots=8))
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda prompt: answer(two, model, prompt), prompts[:8]))
    finally:
        two.close()
    assert tokens(answers) == expected[:8]


def test_parked_and_resumed_it_says_the_same(
    model: ModelSpec, prompts: list[str], expected: list[list[int]]
) -> None:
    """The later one comes, the more urgent it mostly is; there are few slots."""
    chance = random.Random(7)
    line = [(each, chance.choice([0, at // 10, at // 10])) for at, each in enumerate(prompts)]
    few = LlamaGenerator(EngineOptions(threads=THREADS, slots=3))
    try:
        with ThreadPoolExecutor(24) as pool:
            answers = list(pool.map(lambda each: answer(few, model, *each), line))
    finally:
        few.close()
    assert tokens(answers) == expected
    assert sum(each.timings.parkings for each in answers) > 5
