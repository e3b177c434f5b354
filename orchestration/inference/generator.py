"""Generates text with llama.cpp in a child process; serves the `TextGenerator` port."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from orchestration.errors import ModelError, ModelUnavailable, OperatorError, UserError
from orchestration.inference.client import Caller, EngineClient
from orchestration.inference.messages import Body, EngineOptions, GenerateBody, Holding
from orchestration.inference.ports import (
    Delta,
    Generation,
    GenerationRequest,
    Logprob,
    OnDelta,
    Progress,
    Sampling,
    StopSignal,
)
from orchestration.inference.tools import grammar_of, with_calls
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import locate_projector, vision_of

SAMPLING_DEFAULTS = {
    "temperature": 0.8,
    "top_p": 0.95,
    "top_k": 40,
    "min_p": 0.05,
    "repeat_penalty": 1.0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
}
SEEDS = 2**32 - 1
COLD = 1e-3
BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "max_tokens": (1, 2**31 - 1),
    "temperature": (0, 100),
    "top_p": (0, 1),
    "top_k": (0, 2**31 - 1),
    "min_p": (0, 1),
    "repeat_penalty": (0.01, 100),
    "frequency_penalty": (-100, 100),
    "presence_penalty": (-100, 100),
    "logprobs": (0, 1000),
    "seed": (0, 2**63 - 1),
    "n": (1, 1000),
}
"""What the engine can draw by; kinds ask for less."""


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
        self,
        request: GenerationRequest,
        *,
        stop: StopSignal,
        progress: Progress,
        on_delta: OnDelta | None = None,
    ) -> Generation:
        """See `TextGenerator`."""
        body = generate_body(request, self._folders)
        drawn = Collected(request.begun, on_delta)
        caller = Caller(stop, progress, drawn)
        answer = self.client.call(replace(body, stream=True), caller, drawn.go_on)
        if not isinstance(answer, Generation):
            raise ModelError("The engine answered something else than a text.")
        return with_calls(drawn.completed(answer), request)

    @property
    def holding(self) -> Holding:
        """Return which models are loaded, what they take, and what they may take."""
        return self.client.holding

    def close(self) -> None:
        """See `TextGenerator`."""
        self.client.close()


class Collected:
    """Passes deltas on and keeps the tokens, so that an answer outlives a crash of its engine."""

    def __init__(self, begun: tuple[tuple[int, ...], ...], on_delta: OnDelta | None) -> None:
        """Start with what was begun elsewhere."""
        self._tokens: dict[int, list[int]] = {at: list(each) for at, each in enumerate(begun)}
        self._logprobs: dict[int, list[Logprob]] = {}
        self._on_delta = on_delta

    def __call__(self, delta: Delta) -> None:
        """Take a delta in."""
        tokens = self._tokens.setdefault(delta.choice, [])
        tokens[delta.start :] = delta.tokens
        logprobs = self._logprobs.setdefault(delta.choice, [])
        logprobs[delta.start :] = delta.logprobs
        if self._on_delta is not None:
            self._on_delta(delta)

    def go_on(self, body: Body) -> Body:
        """Return what is asked after a crash: the rest."""
        if not isinstance(body, GenerateBody):
            raise TypeError(f"{body!r} is no generation")
        begun = tuple(tuple(self._tokens.get(choice, ())) for choice in range(body.n))
        return replace(body, begun=begun)

    def completed(self, generation: Generation) -> Generation:
        """Return an answer with the scores of what was drawn before a crash, too."""
        choices = tuple(
            replace(each, logprobs=tuple(self._logprobs.get(at, ())))
            for at, each in enumerate(generation.choices)
        )
        return replace(generation, choices=choices)


def generate_body(request: GenerationRequest, folders: Sequence[Path]) -> GenerateBody:
    """Fill in defaults and find the file.

    Raises:
        ModelUnavailable: The model is of another format, or not on this machine.
        InvalidGrammar: The constraint is a grammar that cannot be enforced.
        UnsupportedSchema: It is a schema that cannot.
        UserError: There are images, and the model reads none; or a parameter is out of bounds.
    """
    model, sampling = request.model, request.sampling
    _check(sampling)
    if model.format != "gguf":
        raise ModelUnavailable(
            f"The model {model.name} has the format {model.format}, which generates no text.",
            field="model",
            value=model.name,
            mend="Choose a text model in GGUF format.",
        )
    seed = sampling.seed if sampling.seed is not None else secrets.randbelow(SEEDS)
    path = locate(model, folders)
    return GenerateBody(
        model=model,
        path=str(path),
        prompt=request.prompt,
        max_tokens=sampling.max_tokens,
        sampling=merged(sampling, model),
        seed=seed,
        stop=sampling.stop,
        priority=request.priority,
        n=sampling.n,
        logit_bias=sampling.logit_bias,
        logprobs=sampling.logprobs,
        tools=request.tools,
        tool_choice=request.tool_choice,
        grammar=grammar_of(request, path),
        overflow=request.overflow,
        begun=request.begun,
        **_sight(request, folders),
    )


def _check(sampling: Sampling) -> None:
    for name, (low, high) in BOUNDS.items():
        value = getattr(sampling, name)
        if value is not None and not low <= value <= high:
            raise UserError(
                f"The parameter {name} is out of bounds.",
                field=f"input.{name}",
                value=value,
                mend=f"Use a number from {low} to {high}.",
            )
    if "" in sampling.stop:
        raise UserError(
            "A text that ends an answer is empty.", field="input.stop", mend="Leave it out."
        )


def _sight(request: GenerationRequest, folders: Sequence[Path]) -> dict[str, Any]:
    """Return how the model reads images."""
    model, turns = request.model, request.prompt
    vision = vision_of(model)
    if vision is not None:
        projector = locate_projector(model, vision, folders)
        return {
            "projector": str(projector),
            "projector_checksum": vision.checksum,
            "image_rows": vision.rows,
        }
    if not isinstance(turns, str) and any(turn.parts for turn in turns):
        raise UserError(
            f"The model {model.name} reads text only.",
            field="input.messages",
            mend="Leave images out, or choose a model that was registered with its mmproj file.",
        )
    return {}


def merged(sampling: Sampling, model: ModelSpec) -> dict[str, float]:
    """Return the request's values over the model's over the engine's.

    Raises:
        OperatorError: One of the model's cannot be.
    """
    values: dict[str, Any] = dict(SAMPLING_DEFAULTS)
    for name in SAMPLING_DEFAULTS:
        asked = getattr(sampling, name)
        values[name] = _of_model(model, name) if asked is None else asked
    if values["temperature"] < COLD:
        values["temperature"] = 0.0  # the same in effect; smaller ones overflow in single precision
    return values


def _of_model(model: ModelSpec, name: str) -> float:
    value: Any = model.parameters.get(name, SAMPLING_DEFAULTS[name])
    low, high = BOUNDS[name]
    if type(value) not in (int, float) or not low <= value <= high:
        raise OperatorError(
            f"The parameter {name} of the model {model.name} cannot be used.",
            field=f"parameters.{name}",
            value=value,
            mend=f"Use a number from {low} to {high} in the model's record.",
        )
    return float(value) if name != "top_k" else int(value)
