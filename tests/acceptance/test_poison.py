"""One bad request hurts nobody else: among a hundred, the ten that are poisonous fail, each with an
error of its own, and the other ninety are answered.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from orchestration.errors import (
    ContextOverflow,
    EngineCrashed,
    InvalidGrammar,
    ModelError,
    ModelUnavailable,
    UnsupportedSchema,
    UserError,
)
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import (
    Generation,
    GenerationRequest,
    Interrupted,
    Message,
    Sampling,
    StopSignal,
)
from orchestration.registry.bundled import TINY_RANDOM
from tests.unit.engines import NEVER_ENDING, Progress, Signal

pytestmark = pytest.mark.native

MODEL = replace(TINY_RANDOM, context_length=4096)
GONE = replace(MODEL, name="gone", location="/nowhere/gone.gguf")
TOOL = {"type": "function", "function": {"name": "clock"}}
LENGTH = 120
DEADLINE_S = 0.3


class Deadline(Signal):
    """Sets itself when its time is over, as the worker's does."""

    def __init__(self) -> None:
        super().__init__()
        self._until = time.monotonic() + DEADLINE_S

    def requested(self) -> str | None:
        return "timeout" if time.monotonic() > self._until else None


@dataclass(frozen=True)
class Poison:
    """A request that must fail, and how."""

    request: GenerationRequest
    error: type[Exception]
    says: str
    stop: type[Signal] = Signal
    cancelled: bool = False


def asks(prompt: str | tuple[Message, ...] = "Once", **other: object) -> GenerationRequest:
    sampling = Sampling(max_tokens=LENGTH, seed=7, logit_bias=NEVER_ENDING)
    return replace(GenerationRequest(MODEL, prompt, sampling), **other)  # type: ignore[arg-type]


def endless() -> GenerationRequest:
    model = replace(MODEL, context_length=30_000)
    return asks(model=model, sampling=Sampling(max_tokens=29_000, logit_bias=NEVER_ENDING))


POISONS = {
    "too long": Poison(asks("lo fi " * 5000), ContextOverflow, "4096"),
    "bad grammar": Poison(
        asks(constraint=Constraint(grammar="root ::= (")), InvalidGrammar, "not closed"
    ),
    "hanging grammar": Poison(
        asks(constraint=Constraint(grammar='root ::= a\na ::= b a "x" | "z"\nb ::= "y"?')),
        InvalidGrammar, "begin with itself",
    ),
    "schema": Poison(
        asks(constraint=Constraint(schema={"not": {"type": "null"}})), UnsupportedSchema, "not"
    ),
    "cancelled": Poison(endless(), Interrupted, "cancelled", cancelled=True),
    "deadline": Poison(endless(), Interrupted, "timeout", stop=Deadline),
    "decode error": Poison(asks("this cannot be decoded"), ModelError, "could not decode"),
    "native abort": Poison(asks("this ends the process"), EngineCrashed, "SIGABRT"),
    "model gone": Poison(asks(model=GONE), ModelUnavailable, "gone"),
    "tools unknown": Poison(
        asks((Message("user", "hi"),), tools=(TOOL,)), UserError, "knows no tools"
    ),
}  # fmt: skip


@pytest.fixture
def generator() -> Iterator[LlamaGenerator]:
    faults = {"cannot be decoded": "decode", "ends the process": "abort"}
    made = LlamaGenerator(EngineOptions(slots=8, faults=faults))  # type: ignore[arg-type]
    yield made
    made.close()


def test_exactly_the_poisonous_fail_each_with_its_own_error(generator: LlamaGenerator) -> None:
    line: list[str | None] = [*POISONS, *[None] * 90]
    random.Random(5).shuffle(line)
    with ThreadPoolExecutor(32) as pool:
        results = list(pool.map(lambda each: outcome(generator, each), line))
    assert len(results) == 100
    for name, result in zip(line, results, strict=True):
        if name is None:
            assert isinstance(result, Generation), result
            assert result.completion_tokens == LENGTH
        else:
            poison = POISONS[name]
            assert type(result) is poison.error, f"{name}: {result!r}"
            assert poison.says in str(result)


def outcome(generator: LlamaGenerator, name: str | None) -> Generation | Exception:
    """Return what came of a request."""
    poison = None if name is None else POISONS[name]
    request = asks() if poison is None else poison.request
    stop: StopSignal = Signal() if poison is None else poison.stop()
    progress = Progress()
    if poison is not None and poison.cancelled:
        assert isinstance(stop, Signal)
        signal = stop
        progress = Progress(at=5, act=lambda: signal.stop("cancelled"))
    try:
        return generator.generate(request, stop=stop, progress=progress)
    except Exception as error:
        return error
