"""What the rest of Switchyard asks of local models, as plain data and two protocols.

Whoever serves `TextGenerator` decides how requests share the engine; callers block
in their own thread until their answer is there, the request is refused, or their
stop signal is set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from orchestration.registry.spec import ModelSpec

FinishReason = Literal["stop", "length"]
StopReason: TypeAlias = str
Progress: TypeAlias = Callable[[], None]


class StopSignal(Protocol):
    """Tells a running attempt to end early."""

    def requested(self) -> StopReason | None:
        """Return None, or why: cancelled, timeout, shutdown or lease_lost."""

    def wait(self, seconds: float) -> bool:
        """Sleep for at most `seconds`; True as soon as a stop is requested."""


class Interrupted(Exception):  # noqa: N818 - no error: somebody asked for it
    """The stop signal was set before the answer was there."""

    def __init__(self, reason: StopReason) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; None means the model's default, then the engine's."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """Continue a text, or answer a conversation.

    Attributes:
        model: Which model, as the registry describes it.
        prompt: A text to continue, or the turns of a conversation.
        sampling: How tokens are drawn.
        priority: A higher number goes first.
    """

    model: ModelSpec
    prompt: str | tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time went, in milliseconds.

    Attributes:
        queue_ms: Waiting for a slot of the engine.
        load_ms: Waiting for the model to be loaded.
        prefill_ms: From the slot until the prompt was read.
        decode_ms: From there to the end; while it was parked, too.
        first_token_ms: From the request's arrival to the first token.
        parkings: How often it gave its slot to a more urgent one.
    """

    queue_ms: float = 0.0
    load_ms: float = 0.0
    prefill_ms: float = 0.0
    decode_ms: float = 0.0
    first_token_ms: float = 0.0
    parkings: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished answer.

    Attributes:
        text: What was generated, without the stop text.
        finish_reason: ``stop`` when the model or a stop text ended it, ``length``
            when `max_tokens` did.
        prompt_tokens: Tokens read.
        completion_tokens: Tokens drawn, the one that ended the answer included.
        seed: The seed that was used; with it the same request draws the same.
        cached_tokens: Tokens of the prompt that another request had read already.
        timings: Where the time went.
    """

    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
    seed: int
    timings: Timings = Timings()
    cached_tokens: int = 0


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Turn texts into vectors."""

    model: ModelSpec
    texts: tuple[str, ...]
    normalize: bool = True
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector per text, in the order of the texts.

    Attributes:
        vectors: Lists of `dimensions` numbers, single precision.
        dimensions: Their length.
        prompt_tokens: Tokens read, after truncation.
        truncated: Positions of the texts that were longer than the model reads.
    """

    vectors: list[list[float]]
    dimensions: int
    prompt_tokens: int
    truncated: tuple[int, ...] = ()


class TextGenerator(Protocol):
    """Generates text with local models."""

    def generate(
        self, request: GenerationRequest, *, stop: StopSignal, progress: Progress
    ) -> Generation:
        """Block until the answer is there.

        Args:
            request: What to generate.
            stop: Looked at between tokens and while waiting.
            progress: Called from the caller's thread each time the engine moved,
                also while it moved for somebody else and this request waits.

        Raises:
            Interrupted: The stop signal was set.
            SwitchyardError: The request was refused or the engine failed.
        """

    def close(self) -> None:
        """End the engine within two seconds; those in flight see `EngineLost`."""


class Embedder(Protocol):
    """Turns texts into vectors with local models."""

    def embed(
        self, request: EmbeddingRequest, *, stop: StopSignal, progress: Progress
    ) -> Embeddings:
        """Block until the vectors are there; arguments and errors as in `generate`."""

    def close(self) -> None:
        """End the engine within two seconds; those in flight see `EngineLost`."""
