"""What clients send to `/v1`, field by field.

A field that nobody here knows is refused, as OpenAI refuses it. Those that mean something to
OpenAI's own service only are known and ignored. What goes into a task unchanged is not looked at
here: the task's kind does that, and its errors name the same fields.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from api.gateway.openai.errors import UnknownParameter, UnsupportedParameter, param_of
from api.rest.errors import InvalidBody
from orchestration.errors import FieldProblem, shorten

SEEDS: Final = 2**32 - 1
"""Seeds of local models; OpenAI takes any integer."""
Ignored = Any
"""A field that changes nothing here."""
TOP_LOGPROBS: Final = 20


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StreamOptions(_Body):
    """How a stream is sent."""

    include_usage: bool | None = None
    include_obfuscation: Ignored = None


class _Generation(_Body):
    """What conversations and continuations have in common."""

    model: str = Field(max_length=200)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Any = None
    temperature: Any = None
    top_p: Any = None
    n: Any = None
    stop: str | list[str] | None = None
    seed: int | None = None
    logit_bias: Any = None
    frequency_penalty: Any = None
    presence_penalty: Any = None
    user: str | None = Field(None, max_length=512)

    top_k: Any = None
    min_p: Any = None
    repeat_penalty: Any = None
    overflow: Any = None
    response_format: Any = None
    cache: Any = None
    """What it wants of kept answers; looked at where the headers that say the same are."""


class ChatBody(_Generation):
    """`POST /v1/chat/completions`."""

    messages: list[Any]
    max_completion_tokens: Any = None
    logprobs: bool | None = None
    top_logprobs: int | None = Field(None, ge=0, le=TOP_LOGPROBS)
    tools: list[Any] | None = None
    tool_choice: Any = None
    parallel_tool_calls: bool | None = None
    modalities: list[Literal["text"]] | None = None

    retrieval: dict[str, Any] | None = None
    """What it is answered from, as the kind rag has it."""

    metadata: Ignored = None
    store: Ignored = None
    service_tier: Ignored = None
    safety_identifier: Ignored = None
    prompt_cache_key: Ignored = None
    prompt_cache_retention: Ignored = None
    reasoning_effort: Ignored = None
    verbosity: Ignored = None
    prediction: Ignored = None


class CompletionBody(_Generation):
    """`POST /v1/completions`."""

    prompt: str | list[Any]
    logprobs: int | None = Field(None, ge=0, le=TOP_LOGPROBS)
    best_of: int | None = None
    echo: Literal[False] | None = None
    suffix: Literal[""] | None = None


class EmbeddingBody(_Body):
    """`POST /v1/embeddings`."""

    model: str = Field(max_length=200)
    input: str | list[Any]
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: int | None = Field(None, ge=1)
    user: Ignored = None

    normalize: Any = None
    truncate: Any = None
    input_type: Any = None
    cache: Any = None


class RerankBody(_Body):
    """`POST /v1/rerank`, as Cohere and Jina have it."""

    model: str | None = Field(None, max_length=200)
    query: str
    documents: list[Any]
    top_n: Any = None
    return_documents: bool | None = None
    truncate: Any = None


Body = TypeVar("Body", bound=BaseModel)


def read(kind: type[Body], sent: Mapping[str, Any], *, at: str = "") -> Body:
    """Return a body that fits, or a part of one; a null counts as left out.

    Args:
        kind: what it shall be.
        sent: what it is.
        at: where a part stands in its body, such as `input.0`.

    Raises:
        UnknownParameter: it has a field that is not known.
        InvalidBody: a field has a wrong value.
    """
    given = {name: value for name, value in sent.items() if value is not None}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        raise _refused(found[0], given, at) from None


def _refused(
    error: ErrorDetails, given: Mapping[str, Any], at: str
) -> UnknownParameter | InvalidBody:
    name = ".".join(part for part in (at, _place(error, given)) if part)
    shown = param_of(name)
    if error["type"] == "extra_forbidden":
        return UnknownParameter(
            f"Unrecognized request argument supplied: {shown}.", field=name, mend="Leave it out."
        )
    if error["type"] == "missing":
        return InvalidBody(f"Missing required parameter: '{shown}'.", field=name, mend="Send it.")
    detail = f"Invalid value for '{shown}': {error['msg']}."
    problem = FieldProblem(name, shorten(error["input"]), error["msg"], "Send what is asked for.")
    return InvalidBody(detail, field=name, value=error["input"], problems=[problem])


def _place(error: ErrorDetails, given: Mapping[str, Any]) -> str:
    """Return a field's path; pydantic's names also the type that it has tried."""
    first, *more = error["loc"]
    if not isinstance(given.get(str(first)), dict):
        more = []
    return ".".join(shorten(str(part)).strip("'\"") for part in (first, *more))


def generation(body: ChatBody | CompletionBody) -> dict[str, Any]:
    """Return how tokens are drawn, in the form of the kinds.

    Raises:
        InvalidBody: fields contradict each other.
    """
    same = (
        "max_tokens", "temperature", "top_p", "n", "logit_bias", "frequency_penalty",
        "presence_penalty", "top_k", "min_p", "repeat_penalty", "overflow", "response_format",
    )  # fmt: skip
    values = {name: getattr(body, name) for name in same}
    values["seed"] = None if body.seed is None else body.seed % SEEDS
    stop = [body.stop] if isinstance(body.stop, str) else body.stop
    values["stop"] = stop or None
    if body.stream_options is not None and not body.stream:
        raise InvalidBody(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            field="stream_options",
        )
    return values


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that have a value."""
    return {name: value for name, value in values.items() if value is not None}


def unsupported(name: str, why: str, mend: str) -> UnsupportedParameter:
    """Return the error for a field that nobody here can heed."""
    detail = f"Unsupported value for '{param_of(name)}': {why}"
    return UnsupportedParameter(detail, field=name, mend=mend)
