"""What clients send to `POST /v1/responses`, field by field."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.gateway.openai.bodies import TOP_LOGPROBS, Ignored, read, unsupported
from api.rest.errors import InvalidBody

SCORES: Final = "message.output_text.logprobs"
"""What is included when tokens' scores are asked for."""
_PAIRS: Final = 16
_INCLUDABLE: Final = frozenset({SCORES, "reasoning.encrypted_content"})
"""The other one is what reasoning models of OpenAI's have; nobody here has it."""


class StreamOptions(BaseModel):
    """How a stream is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    include_obfuscation: Ignored = None


class TextOptions(BaseModel):
    """What the text of an answer is like."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: dict[str, Any] | None = None
    verbosity: Ignored = None


class ResponseBody(BaseModel):
    """`POST /v1/responses`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str = Field(max_length=200)
    input: str | list[Any]
    instructions: str | None = None
    previous_response_id: str | None = None
    background: bool | None = None
    store: bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    metadata: (
        Annotated[
            dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]],
            Field(max_length=_PAIRS),
        ]
        | None
    ) = None
    text: TextOptions | None = None
    tools: list[Any] | None = None
    tool_choice: Any = None
    parallel_tool_calls: bool | None = None
    include: list[str] | None = None
    top_logprobs: int | None = Field(None, ge=0, le=TOP_LOGPROBS)
    max_output_tokens: Any = None
    temperature: Any = None
    top_p: Any = None
    truncation: Literal["auto", "disabled"] | None = None

    stop: str | list[str] | None = None
    seed: int | None = None
    top_k: Any = None
    min_p: Any = None
    repeat_penalty: Any = None
    frequency_penalty: Any = None
    presence_penalty: Any = None
    logit_bias: Any = None
    cache: Any = None

    max_tool_calls: Ignored = None
    user: Ignored = None
    safety_identifier: Ignored = None
    prompt_cache_key: Ignored = None
    prompt_cache_retention: Ignored = None
    prompt_cache_options: Ignored = None
    reasoning: Ignored = None
    service_tier: Ignored = None

    conversation: Any = None
    prompt: Any = None

    @property
    def scores(self) -> int | None:
        """How many alternatives are told of each token; None tells nothing."""
        if self.top_logprobs is None and SCORES not in (self.include or ()):
            return None
        return self.top_logprobs or 0


def read_body(sent: Mapping[str, Any]) -> ResponseBody:
    """Return a body that fits and does not contradict itself.

    Raises:
        UnknownParameter: it has a field that is not known.
        UnsupportedParameter: it asks for what nobody here can do.
        InvalidBody: a field has a wrong value.
    """
    body = read(ResponseBody, sent)
    if body.conversation is not None:
        raise unsupported(
            "conversation", "there are no conversations here.", "Use previous_response_id."
        )
    if body.prompt is not None:
        raise unsupported(
            "prompt", "OpenAI's stored prompts are not here.", "Send instructions and input."
        )
    for each in body.include or ():
        if each not in _INCLUDABLE:
            raise unsupported("include", f"{each}.", f"Leave it out; there is {SCORES}.")
    if body.background and body.store is False:
        raise InvalidBody(
            "Background responses must be stored: 'store' must not be false.",
            field="store",
            value=False,
            mend="Leave store out, or background.",
        )
    if body.stream_options is not None and not body.stream:
        raise InvalidBody(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            field="stream_options",
        )
    return body
