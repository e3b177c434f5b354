"""Whatever a model would like to say, an answer that is held to a schema fits it.

The model's weights are random: it is the worst that can happen to a schema.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import jsonschema
import pytest

from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Generation, GenerationRequest, Sampling
from orchestration.registry.bundled import TINY_RANDOM
from tests.schemas import SCHEMAS
from tests.unit.engines import Progress, Signal
from tools.tiny_model.model import vocabulary

pytestmark = pytest.mark.native

PROMPTS = 200
ROOM = 300
MODEL = replace(TINY_RANDOM, context_length=2048)
# A model that likes to close what it has opened, as trained ones do.
CLOSING = tuple(
    (at, 16.0) for at, token in enumerate(vocabulary()) if token.text in ('"', "]", "}")
)
WORDS = ("Extract", "answer", "the", "name", "ünï", "{", "}", '"', "1984", "\n", "null", "猫")


@pytest.fixture(scope="module")
def generator() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(EngineOptions(slots=16))
    yield made
    made.close()


def test_every_finished_answer_fits_its_schema(generator: LlamaGenerator) -> None:
    names = [name for at, name in zip(range(PROMPTS), sorted(SCHEMAS) * PROMPTS, strict=False)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda at: asked(generator, names[at], at), range(PROMPTS)))
    ends: Counter[tuple[str, str]] = Counter()
    for name, answer in zip(names, answers, strict=True):
        ends[name, answer.finish_reason] += 1
        if answer.finish_reason == "stop":
            jsonschema.validate(json.loads(answer.text), SCHEMAS[name])
        else:
            assert answer.completion_tokens == ROOM
    assert sum(count for (_, reason), count in ends.items() if reason == "stop") > PROMPTS / 2
    finished = {name for name, reason in ends if reason == "stop"}
    assert len(SCHEMAS) == 20
    assert finished == set(SCHEMAS), "some schema was never seen to be kept"


def asked(generator: LlamaGenerator, name: str, number: int) -> Generation:
    """Ask for a schema with a prompt and a temperature of that number."""
    chance = random.Random(number)
    prompt = " ".join(chance.choices(WORDS, k=chance.randint(1, 40)))
    sampling = Sampling(
        max_tokens=ROOM,
        seed=number,
        temperature=chance.choice([0, 0.7, 1.5]),
        logit_bias=CLOSING if chance.random() < 0.7 else (),
    )
    constraint = Constraint(schema=SCHEMAS[name])
    request = GenerationRequest(MODEL, prompt, sampling, constraint=constraint)
    return generator.generate(request, stop=Signal(), progress=Progress())
