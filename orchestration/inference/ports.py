"""What the rest of Switchyard asks of local models, as plain data and two protocols.

Whoever serves `TextGenerator` decides how requests share the engine; callers block
in their own thread until their answer is there, the request is refused, or their
stop signal is set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from orchestration.inference.constraints.constraint import Constraint
from orchestration.registry.spec import ModelSpec

FinishReason = Literal["stop", "length", "tool_calls"]
Overflow = Literal["error", "truncate"]
ToolChoice = Literal["auto", "none", "required"]
Truncation = Literal["error", "right", "left"]
InputType = Literal["query", "document"]
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
class ToolCall:
    """A function that the model wants called.

    Attributes:
        id: Names it within the conversation.
        name: Of the function.
        arguments: What it is called with; the model chose them.
    """

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Image:
    """An image in a conversation: a file's content, which the engine checks before it looks."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: ``system``, ``user``, ``assistant`` or ``tool``.
        content: What was said, without images.
        tool_calls: What an assistant wanted called.
        tool_call_id: Which of those calls a tool answers.
        name: Of the function that answers, or of who speaks.
        parts: What was said, with images between the texts; empty when there are none.
    """

    role: str
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    name: str = ""
    parts: tuple[str | Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; None means the model's default, then the engine's.

    Attributes:
        max_tokens: Length of an answer, in tokens.
        temperature: 0 takes the likeliest token.
        top_p: Only the likeliest that have this share together.
        top_k: Only so many of the likeliest; 0 for all.
        min_p: Only those with this share of the likeliest one's probability.
        repeat_penalty: Divides the score of tokens that occurred lately, also in the prompt.
        frequency_penalty: Taken off a token's score for each time that the answer has it.
        presence_penalty: Taken off once when the answer has it.
        logit_bias: Added to tokens' scores, by the token's number.
        logprobs: How many alternatives are told of each token; None tells nothing.
        seed: Same seed, same draw.
        stop: Texts that end an answer.
        n: How many answers are drawn; each has a seed of its own, one higher than the last.
    """

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    logit_bias: tuple[tuple[int, float], ...] = ()
    logprobs: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    n: int = 1


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """Continue a text, or answer a conversation.

    Attributes:
        model: Which model, as the registry describes it.
        prompt: A text to continue, or the turns of a conversation.
        sampling: How tokens are drawn.
        priority: A higher number goes first.
        tools: Functions that a conversation's answer may call, as JSON schemas in OpenAI's form.
        tool_choice: Whether it may, must or must not, or the name of the one that it must call.
        constraint: What the answer must look like.
        overflow: What happens when prompt and answer do not fit the context.
        begun: Tokens of each answer that an earlier attempt has drawn; they are not drawn again.
    """

    model: ModelSpec
    prompt: str | tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    priority: int = 0
    tools: tuple[Mapping[str, Any], ...] = ()
    tool_choice: ToolChoice | str = "auto"
    constraint: Constraint | None = None
    overflow: Overflow = "error"
    begun: tuple[tuple[int, ...], ...] = ()


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
        tokens_per_second: Tokens drawn per second of `decode_ms`.
    """

    queue_ms: float = 0.0
    load_ms: float = 0.0
    prefill_ms: float = 0.0
    decode_ms: float = 0.0
    first_token_ms: float = 0.0
    parkings: int = 0
    tokens_per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class TokenScore:
    """A token and the natural logarithm of its probability, before any parameter changed it."""

    token: int
    raw: bytes
    logprob: float


@dataclass(frozen=True, slots=True)
class Logprob:
    """The score of a token that was drawn, and the likeliest in its place."""

    drawn: TokenScore
    top: tuple[TokenScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One finished answer.

    Attributes:
        text: What was generated, without the stop text.
        finish_reason: ``stop`` when the model or a stop text ended it, ``length``
            when `max_tokens` did, ``tool_calls`` when it wants functions called.
        tokens: Those drawn, the one that ended the answer included.
        seed: The seed that was used; with it the same request draws the same.
        logprobs: One for each token, where asked for.
        tool_calls: Functions that it wants called.
    """

    text: str
    finish_reason: FinishReason
    tokens: tuple[int, ...]
    seed: int
    logprobs: tuple[Logprob, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """What came of a request.

    Attributes:
        choices: `n` answers.
        prompt_tokens: Tokens read.
        timings: Where the time went; of the last answer that was finished.
        cached_tokens: Tokens of the prompt that another request had read already.
        left_out: Tokens of the prompt that were left out to make it fit.
        resumed_tokens: Tokens that an earlier attempt had drawn.
    """

    choices: tuple[Choice, ...]
    prompt_tokens: int
    timings: Timings = Timings()
    cached_tokens: int = 0
    left_out: int = 0
    resumed_tokens: int = 0

    @property
    def text(self) -> str:
        """Return the first answer's text."""
        return self.choices[0].text

    @property
    def finish_reason(self) -> FinishReason:
        """Return why the first answer ended."""
        return self.choices[0].finish_reason

    @property
    def seed(self) -> int:
        """Return the first answer's seed."""
        return self.choices[0].seed

    @property
    def completion_tokens(self) -> int:
        """Return how many tokens all answers have."""
        return sum(len(choice.tokens) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Delta:
    """What came to an answer since the last delta.

    Attributes:
        choice: Which of the answers.
        start: How many tokens it had before. Zero, although there were deltas before: what an
            earlier attempt drew could not be used, and the answer begins anew.
        tokens: Those drawn since.
        text: Text that is certain now; what may become a stop text is kept back.
        logprobs: One for each token, where asked for.
    """

    choice: int
    start: int
    tokens: tuple[int, ...]
    text: str
    logprobs: tuple[Logprob, ...] = ()


OnDelta: TypeAlias = Callable[[Delta], None]


class TokenStream(Protocol):
    """Where an attempt's tokens go while it runs, so that others read them at once."""

    def begun(self) -> tuple[tuple[int, ...], ...]:
        """Return the tokens of each answer that earlier attempts have streamed; often none."""

    def add(self, delta: Delta) -> None:
        """Pass on what came to an answer. Never raises: a stream that is lost fails nobody."""


class NoStream:
    """Where nobody reads along."""

    def begun(self) -> tuple[tuple[int, ...], ...]:
        """Return nothing."""
        return ()

    def add(self, delta: Delta) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Turn texts into vectors; None means the model's default, then the engine's.

    Attributes:
        model: Which model, as the registry describes it.
        texts: One or more.
        normalize: Whether vectors are scaled to length 1; by default they are.
        priority: A higher number goes first.
        dimensions: Keep only the first numbers of each vector, as Matryoshka models allow.
        truncate: What happens to a text that is longer than the model reads: `error` refuses the
            request, `right` cuts the end off (the default), `left` the beginning.
        input_type: Whether the texts ask or are searched, for models that want a prompt before
            them.
    """

    model: ModelSpec
    texts: tuple[str, ...]
    normalize: bool | None = None
    priority: int = 0
    dimensions: int | None = None
    truncate: Truncation | None = None
    input_type: InputType | None = None


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


@dataclass(frozen=True, slots=True)
class RerankRequest:
    """Order documents by how well they answer a query.

    Attributes:
        model: Which model, as the registry describes it.
        query: What is asked.
        documents: What may answer it.
        top_n: Return only so many, the best ones.
        priority: A higher number goes first.
        truncate: What happens when query and document are longer than the model reads: `error`
            refuses the request, `right` cuts the document (the default).
    """

    model: ModelSpec
    query: str
    documents: tuple[str, ...]
    top_n: int | None = None
    priority: int = 0
    truncate: Truncation | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document's position in the request, and its score: higher is better."""

    index: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents, the best first.

    Scores compare documents of one query and one model, nothing else: some models give
    probabilities, others any number.

    Attributes:
        results: At most `top_n` of them.
        prompt_tokens: Tokens read, after truncation; the query counts with each document.
        truncated: Positions of the documents that were cut.
    """

    results: tuple[Ranked, ...]
    prompt_tokens: int
    truncated: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenizeRequest:
    """Turn texts, or one conversation, into a model's tokens.

    Attributes:
        model: Which model; of any task.
        texts: One or more; none for a conversation.
        special: Whether tokens are added that the model wants at a text's start and end.
        priority: A higher number goes first.
        turns: A conversation without images, read through the model's chat template.
        tools: Functions that its answer may call: templates show them, so they count.
    """

    model: ModelSpec
    texts: tuple[str, ...] = ()
    special: bool = True
    priority: int = 0
    turns: tuple[Message, ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens' numbers of each text, in the order of the texts, or of the one conversation."""

    ids: tuple[tuple[int, ...], ...]

    @property
    def counts(self) -> list[int]:
        """Return how many tokens each text has."""
        return [len(each) for each in self.ids]


class TextGenerator(Protocol):
    """Generates text with local models."""

    def generate(
        self,
        request: GenerationRequest,
        *,
        stop: StopSignal,
        progress: Progress,
        on_delta: OnDelta | None = None,
    ) -> Generation:
        """Block until the answer is there.

        Args:
            request: What to generate.
            stop: Looked at between tokens and while waiting.
            progress: Called from the caller's thread each time the engine moved,
                also while it moved for somebody else and this request waits.
            on_delta: Called from the caller's thread with what came to the answers, in order,
                several times a second; the deltas' texts of a choice make up its text.

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


class Reranker(Protocol):
    """Orders documents with local models."""

    def rerank(self, request: RerankRequest, *, stop: StopSignal, progress: Progress) -> Ranking:
        """Block until the order is there; arguments and errors as in `generate`."""


class Tokenizer(Protocol):
    """Splits texts as local models do."""

    def tokenize(self, request: TokenizeRequest, *, stop: StopSignal, progress: Progress) -> Tokens:
        """Block until the tokens are there; arguments and errors as in `generate`."""


class Encoder(Embedder, Reranker, Tokenizer, Protocol):
    """Everything that is asked of local models besides text."""

    def close(self) -> None:
        """End the engine within two seconds; those in flight see `EngineLost`."""
