"""The input of each kind, as strict pydantic models.

Whatever passes can be stored as JSON by Postgres, is bounded in size, and needs
no further check by the code that runs it. What only one kind needs to know
stands here; text and free JSON have types of their own so that no field can
forget that NUL and lone surrogates cannot be stored.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

TEXT_LENGTH = 1_000_000
TOTAL_LENGTH = 4_000_000
JSON_DEPTH = 32
JSON_NODES = 100_000
INTEGER_LIMIT = 2**63

PriorityName: TypeAlias = Literal["LOW", "NORMAL", "HIGH", "URGENT", "CRITICAL"]
OnChildFailure: TypeAlias = Literal["resume", "fail"]


def storable_text(text: str) -> str:
    """Refuse what Postgres cannot store.

    Raises:
        PydanticCustomError: The text has a NUL or a lone surrogate.
    """
    if "\x00" in text:
        raise PydanticCustomError("nul", "must not contain NUL characters (U+0000)")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("surrogate", "must not contain lone surrogates") from None
    return text


def storable_json(value: Any) -> Any:
    """Refuse free JSON that is too deep, too large, or holds what cannot be stored.

    Raises:
        PydanticCustomError: Naming the first thing found.
    """
    pending: list[tuple[Any, int]] = [(value, 1)]
    nodes = characters = 0
    while pending:
        node, depth = pending.pop()
        nodes += 1
        characters += len(node) if isinstance(node, str) else 0
        if nodes > JSON_NODES:
            raise PydanticCustomError("json_size", f"must have at most {JSON_NODES} values")
        if characters > TOTAL_LENGTH:
            raise _too_much_text()
        if depth > JSON_DEPTH:
            raise PydanticCustomError("json_depth", f"must be nested at most {JSON_DEPTH} deep")
        pending.extend((child, depth + 1) for child in _parts(node))
    return value


def _parts(node: Any) -> list[Any]:
    """Check one node by itself and return what it contains."""
    match node:
        case dict():
            if not all(isinstance(key, str) for key in node):
                raise PydanticCustomError("json_key", "must have text as keys")
            return [*node.keys(), *node.values()]
        case list():
            return node
        case str():
            storable_text(node)
        case None | bool():
            pass
        case int():
            _check_integer(node)
        case float():
            _check_float(node)
        case _:
            raise PydanticCustomError("json_type", "must be JSON")
    return []


def _check_integer(number: int) -> None:
    if not -INTEGER_LIMIT <= number < INTEGER_LIMIT:
        raise PydanticCustomError("json_integer", "must have integers of 64 bits at most")


def _check_float(number: float) -> None:
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        raise PydanticCustomError("json_number", "must have finite numbers")


def _check_total(texts: list[str]) -> None:
    if sum(map(len, texts)) > TOTAL_LENGTH:
        raise _too_much_text()


def _too_much_text() -> PydanticCustomError:
    return PydanticCustomError(
        "total_length", f"must have at most {TOTAL_LENGTH} characters in all"
    )


Text: TypeAlias = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(storable_text)]
LongText: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=TEXT_LENGTH), AfterValidator(storable_text)
]
ShortText: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(storable_text)
]
JsonObject: TypeAlias = Annotated[dict[str, Any], BeforeValidator(storable_json)]


class Strict(BaseModel):
    """No coercion, no unknown fields, no infinities."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class GenerationParameters(Strict):
    """How text is drawn; what is left out comes from the model's defaults."""

    max_tokens: int | None = Field(None, ge=1, le=1_000_000, description="Longest answer, tokens")
    temperature: float | None = Field(None, ge=0, le=5, description="0 takes the likeliest token")
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: int | None = Field(None, ge=0, le=1_000_000, description="0 switches it off")
    min_p: float | None = Field(None, ge=0, le=1)
    repeat_penalty: float | None = Field(None, ge=0.1, le=10, description="1 switches it off")
    seed: int | None = Field(None, ge=0, lt=2**32 - 1, description="Same seed, same draw")
    stop: list[ShortText] | None = Field(None, max_length=16, description="Texts that end it")


class CompletionInput(GenerationParameters):
    """Continue a prompt."""

    prompt: LongText


class ChatMessage(Strict):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant", "tool"]
    content: Text


class ChatInput(GenerationParameters):
    """Answer a conversation."""

    messages: list[ChatMessage] = Field(min_length=1, max_length=2000)

    @model_validator(mode="after")
    def _bounded(self) -> ChatInput:
        _check_total([message.content for message in self.messages])
        return self


class EmbeddingInput(Strict):
    """Turn texts into vectors."""

    texts: list[LongText] = Field(min_length=1, max_length=2048)
    normalize: bool = Field(default=True, description="Scale each vector to length 1")

    @model_validator(mode="after")
    def _bounded(self) -> EmbeddingInput:
        _check_total(self.texts)
        return self


class ChildBody(Strict):
    """A child task, as its parent asks for it."""

    kind: ShortText
    input: JsonObject = Field(default_factory=dict)
    priority: PriorityName | None = None
    step_key: ShortText | None = None
    model: ShortText | None = None


class EchoInput(BaseModel):
    """Any JSON object comes back; with `children` it first waits for them."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)

    children: list[ChildBody] | None = Field(None, max_length=1000)
    on_child_failure: OnChildFailure | None = None

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return storable_json(value)


class SleepInput(Strict):
    """Hold a worker's slot."""

    seconds: float = Field(ge=0, le=3600)


class FailInput(Strict):
    """Fail on purpose."""

    message: ShortText = "failed on purpose"
    retryable: bool = True
    times: int | None = Field(None, ge=0, le=1000, description="Succeed after that many failures")


class LedgerInput(Strict):
    """Return rows that are committed together with the result."""

    rows: list[JsonObject] = Field(min_length=1, max_length=1000)
