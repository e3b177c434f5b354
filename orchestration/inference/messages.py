"""What a worker and its engine's process say to each other over their pipe.

Both sides are the same code base, so messages are pickled dataclasses. Every
request has a number of its own; an engine may serve several at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from orchestration import errors
from orchestration.inference.ports import (
    Delta,
    Embeddings,
    Generation,
    Message,
    Overflow,
    Tokens,
    Truncation,
)
from orchestration.registry.spec import ModelSpec

Fault: TypeAlias = Literal["abort", "decode"]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How a child process is set up.

    Attributes:
        device: ``cpu`` or ``gpu``; which GPU is decided by CUDA_VISIBLE_DEVICES,
            which the worker sets before it starts anything.
        gpus: How many GPUs are visible on a ``gpu``; several share each model.
        threads: Threads of native code; 0 takes one per usable core.
        resident_models: How many models stay loaded; the least recently used goes.
        memory_budget: Bytes that text models may take together; 0 for a share of the device.
        idle_unload_s: A model that nobody used for so long is unloaded; 0 for never.
        context_length: Upper bound on a model's context, in tokens; 0 for none.
        slots: Sequences that one text model works on at once.
        preempt: Whether urgent generations may take the slots of less urgent ones.
        faults: For trials only; see `orchestration.inference.batching.faults`.
    """

    device: str = "cpu"
    gpus: int = 1
    threads: int = 0
    resident_models: int = 3
    memory_budget: int = 0
    idle_unload_s: float = 0.0
    context_length: int = 0
    slots: int = 8
    preempt: bool = True
    faults: Mapping[str, Fault] = field(default_factory=dict)

    @property
    def visible_gpus(self) -> int:
        """How many GPUs native code may use."""
        return self.gpus if self.device == "gpu" else 0


@dataclass(frozen=True, slots=True)
class Hello:
    """First message to a child."""

    options: EngineOptions


@dataclass(frozen=True, slots=True)
class Ready:
    """First message of a child; nothing heavy is loaded yet."""


@dataclass(frozen=True, slots=True)
class GenerateBody:
    """A generation with every default filled in; see `GenerationRequest` and `Sampling`.

    Attributes:
        grammar: GBNF that was checked, with the rule `root`; empty for none.
        stream: Whether deltas are wanted.
        projector: Where the model's projector for images lies; empty when it has none.
        projector_checksum: SHA-256 in hex that its file must have; empty when it is not known.
        image_rows: Most tokens of an image, where the model scales images.
    """

    model: ModelSpec
    path: str
    prompt: str | tuple[Message, ...]
    max_tokens: int | None
    sampling: Mapping[str, float]
    seed: int
    stop: tuple[str, ...]
    priority: int = 0
    n: int = 1
    logit_bias: tuple[tuple[int, float], ...] = ()
    logprobs: int | None = None
    tools: tuple[Mapping[str, Any], ...] = ()
    tool_choice: str = "auto"
    grammar: str = ""
    overflow: Overflow = "error"
    begun: tuple[tuple[int, ...], ...] = ()
    stream: bool = False
    projector: str = ""
    projector_checksum: str = ""
    image_rows: int = 0


@dataclass(frozen=True, slots=True)
class EmbedBody:
    """An embedding with every default filled in; see `EmbeddingRequest`.

    Attributes:
        pooling: How a GGUF model makes one vector of many; empty for what its file says.
    """

    model: ModelSpec
    path: str
    texts: tuple[str, ...]
    normalize: bool = True
    priority: int = 0
    dimensions: int = 0
    truncate: Truncation = "right"
    pooling: str = ""


@dataclass(frozen=True, slots=True)
class RankBody:
    """A query and documents with a model that lies at `path`; see `RerankRequest`."""

    model: ModelSpec
    path: str
    query: str
    documents: tuple[str, ...]
    priority: int = 0
    truncate: Truncation = "right"


@dataclass(frozen=True, slots=True)
class TokenizeBody:
    """What the tokenizer of a model that lies at `path` is to split; see `TokenizeRequest`."""

    model: ModelSpec
    path: str
    texts: tuple[str, ...] = ()
    special: bool = True
    priority: int = 0
    turns: tuple[Message, ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()


EncoderBody: TypeAlias = EmbedBody | RankBody | TokenizeBody
Body: TypeAlias = GenerateBody | EncoderBody


@dataclass(frozen=True, slots=True)
class Scores:
    """One score per document, in the order of the documents; made into a `Ranking` by the parent.

    Attributes:
        values: Higher is better.
        prompt_tokens: Tokens read, after truncation.
        truncated: Positions of the documents that were cut.
    """

    values: tuple[float, ...]
    prompt_tokens: int
    truncated: tuple[int, ...] = ()


Answer: TypeAlias = Generation | Embeddings | Scores | Tokens


@dataclass(frozen=True, slots=True)
class Request:
    """Please do this."""

    number: int
    body: Body


@dataclass(frozen=True, slots=True)
class Stop:
    """Never mind."""

    number: int


@dataclass(frozen=True, slots=True)
class Close:
    """End yourself."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The engine made progress with these requests, or is alive while they wait."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A loaded model.

    Attributes:
        name: As tasks ask for it.
        memory_bytes: What it takes, measured after the load, and what it may still come to.
        context: Tokens of each slot.
        slots: Sequences that it works on at once.
    """

    name: str
    memory_bytes: int
    context: int
    slots: int


@dataclass(frozen=True, slots=True)
class Holding:
    """The models that are loaded now, the most recently used last.

    Attributes:
        models: Their names.
        held: More of each, from an engine that keeps account of memory.
        budget_bytes: What they may take together.
        taken_bytes: What they take together.
    """

    models: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    budget_bytes: int = 0
    taken_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came to answers, by the number of the request, in order."""

    deltas: tuple[tuple[int, Delta], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Here is the answer."""

    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop was obeyed."""

    number: int


@dataclass(frozen=True, slots=True)
class Refused:
    """An anticipated error, in parts, because exceptions do not pickle well."""

    number: int
    kind: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, number: int, error: errors.SwitchyardError) -> Refused:
        """Take an error apart."""
        return cls(number, type(error).__name__, dict(vars(error)))

    def error(self) -> errors.SwitchyardError:
        """Put the error together again."""
        kind = getattr(errors, self.kind, errors.ModelError)
        made: errors.SwitchyardError = kind.__new__(kind, self.parts["detail"])
        vars(made).update(self.parts)
        return made


@dataclass(frozen=True, slots=True)
class Lost:
    """The child ended while this request was in flight; made by the parent."""

    error: errors.SwitchyardError


FromChild: TypeAlias = Moved | Drawn | Holding | Done | Stopped | Refused
Event: TypeAlias = Moved | Delta | Done | Stopped | Refused | Lost
