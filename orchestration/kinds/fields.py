"""What the inputs of all kinds are made of: text and JSON that can be stored, in bounds.

Text and free JSON have types of their own so that no field can forget that NUL and lone surrogates
cannot be stored.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic_core import PydanticCustomError

TEXT_LENGTH = 1_000_000
TOTAL_LENGTH = 4_000_000
JSON_DEPTH = 32
JSON_NODES = 100_000
INTEGER_LIMIT = 2**63


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


def check_total(texts: list[str]) -> None:
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

    @model_serializer(mode="wrap")
    def _without_empty(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out fields that were not given; a caller's own nulls stay in free JSON."""
        return {name: value for name, value in serialize(self).items() if value is not None}
