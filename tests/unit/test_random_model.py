"""The larger random models: the same bytes each time, and text that depends on the prompt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import GenerationRequest, Message, Sampling
from orchestration.registry.describe import describe
from tests.unit.engines import Progress, Signal

pytestmark = pytest.mark.native

PROMPTS = [f"{word} {at}" for at, word in enumerate(["lo fi", "ka zu", "be ro mi", "ta", "do re"])]


def make(target: Path, quantisation: str) -> Path:
    """Run the command: quantising loads llama.cpp, which stays out of this process."""
    command = [sys.executable, "-m", "tools.random_model", "--size", "small"]
    subprocess.run([*command, "--quantisation", quantisation, str(target)], check=True, timeout=100)
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module", params=["q8_0", "q4_0"])
def small(request: pytest.FixtureRequest, folder: Path) -> Path:
    return make(folder / f"{request.param}.gguf", request.param)


@pytest.fixture
def engine() -> Iterator[LlamaGenerator]:
    generator = LlamaGenerator(EngineOptions(threads=1))
    yield generator
    generator.close()


def answer(
    engine: LlamaGenerator, model: Path, prompt: str | tuple[Message, ...]
) -> tuple[int, ...]:
    spec = replace(describe(model), context_length=512)
    request = GenerationRequest(spec, prompt, Sampling(max_tokens=24, temperature=0))
    return engine.generate(request, stop=Signal(), progress=Progress()).choices[0].tokens


def test_the_same_arguments_make_the_same_bytes(small: Path, folder: Path) -> None:
    again = make(folder / "again.gguf", small.stem)
    assert again.read_bytes() == small.read_bytes()


def test_it_has_the_vocabulary_and_template_of_a_model_for_chats(
    engine: LlamaGenerator, small: Path
) -> None:
    assert answer(engine, small, (Message("user", "größer: ☃"),))


def test_other_prompts_get_other_answers(engine: LlamaGenerator, small: Path) -> None:
    with ThreadPoolExecutor(len(PROMPTS)) as pool:
        answers = list(pool.map(lambda prompt: answer(engine, small, prompt), PROMPTS))
    assert len(set(answers)) == len(PROMPTS)
    assert len({token for each in answers for token in each}) > 30
