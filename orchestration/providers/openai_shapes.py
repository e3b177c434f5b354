"""The shapes of OpenAI's format, as loose as those who speak it need them.

Nulls stand where others leave a field out, counts may be missing, and reasoning has two names.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orchestration.providers.chat import Alternative, Logprob, Usage
from orchestration.providers.shapes import Shape

Count = Annotated[int, Field(ge=0)]


class PromptDetails(Shape):
    """What became of a prompt's tokens."""

    cached_tokens: Count | None = None


class CompletionDetails(Shape):
    """What an answer's tokens were for."""

    reasoning_tokens: Count | None = None


class Counted(Shape):
    """Tokens; embeddings have no `completion_tokens`."""

    prompt_tokens: Count
    completion_tokens: Count | None = None
    prompt_tokens_details: PromptDetails | None = None
    completion_tokens_details: CompletionDetails | None = None

    def read(self) -> Usage:
        """Return it in our words."""
        prompt, completion = self.prompt_tokens_details, self.completion_tokens_details
        return Usage(
            self.prompt_tokens,
            self.completion_tokens or 0,
            cached_tokens=(prompt and prompt.cached_tokens) or 0,
            reasoning_tokens=(completion and completion.reasoning_tokens) or 0,
        )


class TopToken(Shape):
    """A token that might have been drawn."""

    token: str
    logprob: float
    raw: list[Annotated[int, Field(ge=0, le=255)]] | None = Field(None, alias="bytes")

    def read(self) -> Alternative:
        """Return it in our words."""
        return Alternative(self.token, self.logprob, None if self.raw is None else bytes(self.raw))


class DrawnToken(TopToken):
    """A token that was."""

    top_logprobs: list[TopToken] | None = None


class Scores(Shape):
    """Those of an answer's tokens."""

    content: list[DrawnToken] | None = None

    def read(self) -> tuple[Logprob, ...]:
        """Return it in our words."""
        return tuple(
            Logprob(each.read(), tuple(top.read() for top in each.top_logprobs or ()))
            for each in self.content or ()
        )


class Spoken(Shape):
    """What was said, whole or in part."""

    content: str | None = None
    refusal: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None

    @property
    def thought(self) -> str:
        """Return the reasoning, whatever it is called."""
        return self.reasoning_content or self.reasoning or ""


class Function(Shape):
    """A function with its arguments, which some leave out when there are none."""

    name: str
    arguments: str | None = None

    @property
    def text(self) -> str:
        """Return the arguments as JSON."""
        return self.arguments or "{}"


class Call(Shape):
    """A function that is called."""

    id: str | None = None
    function: Function


class Said(Spoken):
    """A whole message."""

    tool_calls: list[Call] | None = None


class WholeChoice(Shape):
    """One whole answer."""

    index: Count = 0
    message: Said
    finish_reason: str | None = None
    logprobs: Scores | None = None


class Completion(Shape):
    """All of them."""

    id: str = ""
    model: str = ""
    choices: Annotated[list[WholeChoice], Field(min_length=1)]
    usage: Counted | None = None


class FunctionDelta(Shape):
    """What came to a function's name and arguments."""

    name: str | None = None
    arguments: str | None = None


class CallDelta(Shape):
    """What came to a call."""

    index: Count | None = None
    id: str | None = None
    function: FunctionDelta = Field(default_factory=FunctionDelta)


class SaidDelta(Spoken):
    """What came to a message."""

    tool_calls: list[CallDelta] | None = None


class ChunkChoice(Shape):
    """What came to one answer."""

    index: Count = 0
    delta: SaidDelta = Field(default_factory=SaidDelta)
    finish_reason: str | None = None
    logprobs: Scores | None = None


class Chunk(Shape):
    """What came to all of them; the last has the usage and no choices."""

    id: str = ""
    model: str = ""
    choices: list[ChunkChoice]
    usage: Counted | None = None


class Vector(Shape):
    """That of one text."""

    index: Count = 0
    embedding: Annotated[list[float], Field(min_length=1)]


class Vectors(Shape):
    """Those of all texts."""

    model: str = ""
    data: list[Vector]
    usage: Counted | None = None


class Model(Shape):
    """One that can be asked."""

    id: str


class Models(Shape):
    """All of them."""

    data: list[Model]
