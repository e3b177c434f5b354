"""Generates text with llama.cpp in a child process; serves the `TextGenerator` port."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.errors import ModelError, ModelUnavailable
from orchestration.inference.client import Caller, EngineClient
from orchestration.inference.messages import EngineOptions, GenerateBody
from orchestration.inference.ports import (
    Generation,
    GenerationRequest,
    Progress,
    Sampling,
    StopSignal,
)
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec

SAMPLING_DEFAULTS = {
    "temperature": 0.8,
    "top_p": 0.95,
    "top_k": 40,
    "min_p": 0.05,
    "repeat_penalty": 1.0,
}
SEEDS = 2**32 - 1
COLD = 1e-3


class LlamaGenerator:
    """Many requests share the engine's process; see `orchestration.inference.batching`."""

    def __init__(self, options: EngineOptions, folders: Sequence[Path] = ()) -> None:
        """Start nothing yet.

        Args:
            options: How the child is set up.
            folders: Where models with a relative location are looked up.
        """
        self.client = EngineClient("llama", options)
        self._folders = tuple(folders)

    def generate(
        self, request: GenerationRequest, *, stop: StopSignal, progress: Progress
    ) -> Generation:
        """See `TextGenerator`."""
        body = generate_body(request, self._folders)
        answer = self.client.call(body, Caller(stop, progress))
        if not isinstance(answer, Generation):
            raise ModelError("The engine answered something else than a text.")
        return answer

    def close(self) -> None:
        """See `TextGenerator`."""
        self.client.close()


def generate_body(request: GenerationRequest, folders: Sequence[Path]) -> GenerateBody:
    """Fill in defaults and find the file.

    Raises:
        ModelUnavailable: The model is of another format, or not on this machine.
    """
    model, sampling = request.model, request.sampling
    if model.format != "gguf":
        raise ModelUnavailable(
            f"The model {model.name} has the format {model.format}, which generates no text.",
            field="model",
            value=model.name,
            mend="Choose a text model in GGUF format.",
        )
    seed = sampling.seed if sampling.seed is not None else secrets.randbelow(SEEDS)
    return GenerateBody(
        model=model,
        path=str(locate(model, folders)),
        prompt=request.prompt,
        max_tokens=sampling.max_tokens,
        sampling=merged(sampling, model),
        seed=seed,
        stop=sampling.stop,
        priority=request.priority,
    )


def merged(sampling: Sampling, model: ModelSpec) -> dict[str, float]:
    """Return the request's values over the model's over the engine's."""
    values: dict[str, Any] = dict(SAMPLING_DEFAULTS)
    for name in SAMPLING_DEFAULTS:
        asked = getattr(sampling, name)
        values[name] = model.parameters.get(name, values[name]) if asked is None else asked
    if values["temperature"] < COLD:
        values["temperature"] = 0.0  # the same in effect; smaller ones overflow in single precision
    return values
