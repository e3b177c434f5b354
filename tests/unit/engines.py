"""What the tests of the inference engines share: models, signals and requests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from orchestration.inference.ports import GenerationRequest, Sampling
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tests.patience import PATIENCE_S

# The shipped model with room for answers that take longer than any test.
ENDLESS = replace(TINY_RANDOM, context_length=60_000)
# The token that ends its answers: without it they go on.
NEVER_ENDING = ((2, -100.0),)


class Signal:
    """A stop signal that a test sets."""

    def __init__(self) -> None:
        self._set = threading.Event()
        self._reason = ""

    def stop(self, reason: str) -> None:
        self._reason = reason
        self._set.set()

    def requested(self) -> str | None:
        return self._reason if self._set.is_set() else None

    def wait(self, seconds: float) -> bool:
        return self._set.wait(seconds)


class Progress:
    """Counts progress, and does something the n-th time."""

    def __init__(self, at: int = 0, act: Callable[[], None] = lambda: None) -> None:
        self.count = 0
        self._at = at
        self._act = act

    def __call__(self) -> None:
        self.count += 1
        if self.count == self._at:
            self._act()


class Often:
    """Does something each time there is progress, from the third time on."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._count = 0
        self._act = act

    def __call__(self) -> None:
        self._count += 1
        if self._count > 3:
            self._act()


def arrive(barrier: threading.Barrier) -> None:
    """Wait until everybody has come as far."""
    barrier.wait(PATIENCE_S)


def endless(seed: int = 1, priority: int = 0) -> GenerationRequest:
    """Return a request that runs until it is stopped."""
    sampling = Sampling(max_tokens=50_000, seed=seed, temperature=1.5, logit_bias=NEVER_ENDING)
    return GenerationRequest(ENDLESS, "Once", sampling, priority)


def long(seed: int = 1, priority: int = 0, model: ModelSpec = ENDLESS) -> GenerationRequest:
    """Return a request that takes a few seconds."""
    sampling = Sampling(max_tokens=4000, seed=seed, temperature=1.5, logit_bias=NEVER_ENDING)
    return GenerationRequest(model, "Once", sampling, priority)


def short(
    prompt: str = "Once", *, model: ModelSpec = ENDLESS, max_tokens: int = 8, seed: int = 1
) -> GenerationRequest:
    """Return a request that is done in milliseconds."""
    return GenerationRequest(model, prompt, Sampling(max_tokens=max_tokens, seed=seed))
