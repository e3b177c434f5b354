"""A conversation that a model outside is to continue, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from orchestration.providers.messages import Message, ToolCall

FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may call.

    Attributes:
        name: What the model calls it.
        description: What it is for.
        parameters: JSON schema of its arguments.
        strict: Whether the provider must hold the model to the schema; None is its default.
    """

    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    strict: bool | None = None


@dataclass(frozen=True, slots=True)
class NamedTool:
    """The one function that must be called."""

    name: str


ToolChoice: TypeAlias = Literal["auto", "none", "required"] | NamedTool


@dataclass(frozen=True, slots=True)
class JsonSchema:
    """What an answer must look like."""

    name: str
    schema: Mapping[str, Any]
    strict: bool | None = True
    description: str = ""


ResponseFormat: TypeAlias = Literal["text", "json_object"] | JsonSchema


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; None is the provider's default.

    Attributes:
        max_tokens: Length of an answer, in tokens.
        temperature: 0 takes the likeliest token.
        top_p: Only the likeliest that have this share together.
        top_k: Only so many of the likeliest.
        min_p: Only those with this share of the likeliest one's probability.
        frequency_penalty: Taken off a token's score for each time that it occurred.
        presence_penalty: Taken off once when it occurred.
        logit_bias: Added to tokens' scores, by the token's number.
        logprobs: How many alternatives are told of each token; None tells nothing.
        seed: Same seed, same draw, as far as the provider can.
        stop: Texts that end an answer.
    """

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    logit_bias: tuple[tuple[int, float], ...] | None = None
    logprobs: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Continue a conversation.

    Attributes:
        model: The provider's name for it.
        messages: The turns so far.
        sampling: How tokens are drawn.
        n: How many answers are wanted.
        tools: Functions that may be called.
        tool_choice: Whether they may, must or must not; None is the provider's default.
        parallel_tool_calls: Whether several may be called at once; None likewise.
        format: What the answer must look like.
        user: Tells the provider's users of ours apart, for its abuse checks.
        extra: Fields of this provider's own, sent as they are. They cannot replace another's.
    """

    model: str
    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    n: int = 1
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    format: ResponseFormat = "text"
    user: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the provider counted, which are what it charges for.

    Attributes:
        prompt_tokens: Read, those from a cache included.
        completion_tokens: Written, reasoning included.
        cached_tokens: Of the prompt, read from the provider's cache.
        cache_written_tokens: Of the prompt, written to it, where that has a price of its own.
        reasoning_tokens: Of the completion, not shown.
    """

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    cache_written_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token's text and bytes, and the natural logarithm of its probability."""

    token: str
    logprob: float
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Logprob:
    """A token that was drawn, and the likeliest in its place."""

    drawn: Alternative
    top: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer.

    Attributes:
        text: What the model said.
        finish_reason: Why it ended; a word that we do not know counts as ``stop``.
        tool_calls: Functions that it wants called.
        refusal: Why it would not, in its own words.
        reasoning: What it thought before, where the provider shows it.
        logprobs: One for each token, where asked for.
    """

    text: str
    finish_reason: FinishReason
    tool_calls: tuple[ToolCall, ...] = ()
    refusal: str = ""
    reasoning: str = ""
    logprobs: tuple[Logprob, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """What came of a request.

    Attributes:
        id: The provider's name for it.
        model: Which one answered, in the provider's words.
        choices: As many as were asked for.
        usage: None where the provider counted nothing.
    """

    id: str
    model: str
    choices: tuple[Choice, ...]
    usage: Usage | None

    @property
    def text(self) -> str:
        """Return the first answer's text."""
        return self.choices[0].text


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """What came to a call of a function; id and name come once, with the first.

    Attributes:
        index: Which of the choice's calls.
        arguments: More of the JSON.
    """

    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(frozen=True, slots=True)
class Delta:
    """What came to an answer since the last delta; `finish_reason` only with its last."""

    choice: int = 0
    text: str = ""
    tool_calls: tuple[ToolCallDelta, ...] = ()
    refusal: str = ""
    reasoning: str = ""
    logprobs: tuple[Logprob, ...] = ()
    finish_reason: FinishReason | None = None

    @property
    def says(self) -> bool:
        """Return whether a reader has something of it, besides that the answer ended."""
        return bool(self.text or self.tool_calls or self.refusal or self.reasoning)


@dataclass(frozen=True, slots=True)
class End:
    """The last item of each stream that came whole; attributes as in `ChatAnswer`."""

    id: str
    model: str
    usage: Usage | None


StreamItem: TypeAlias = Delta | End
