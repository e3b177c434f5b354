"""Calls and answers as bytes, and the names of their keys. Pure.

An answer is a line of JSON; an embedding's numbers follow it as single precision, little-endian,
a fifth of what they would be as text.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from orchestration import errors
from orchestration.ephemeral.errors import CallTooLarge
from orchestration.errors import SwitchyardError
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.spec import ModelSpec

VECTORS = "embeddings"
FLOAT_BYTES = 4
_LINE = b"\n"


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked.

    Attributes:
        kind: Of task: embedding, rerank or tokenize.
        model: Which model.
        input: As `validate_input` returned it.
        max_priority: The highest level that the caller may ask for; None for any.
    """

    kind: str
    model: ModelSpec
    input: Mapping[str, Any]
    max_priority: int | None = None

    def pack(self) -> bytes:
        """Return it as bytes."""
        parts = {
            "kind": self.kind,
            "model": self.model.to_dict(),
            "input": self.input,
            "max_priority": self.max_priority,
        }
        return orjson.dumps(parts)

    @classmethod
    def unpack(cls, raw: bytes) -> Call:
        """Undo `pack`."""
        parts = orjson.loads(raw)
        model = ModelSpec.from_dict(parts["model"])
        return cls(parts["kind"], model, parts["input"], parts.get("max_priority"))


def pack_result(result: Mapping[str, Any]) -> bytes:
    """Return a result as bytes."""
    vectors: Sequence[Sequence[float]] = result.get(VECTORS, ())
    rest = {name: part for name, part in result.items() if name != VECTORS}
    if not vectors:
        return orjson.dumps(rest) + _LINE
    row = struct.Struct(f"<{len(vectors[0])}f")
    return orjson.dumps(rest) + _LINE + b"".join(row.pack(*vector) for vector in vectors)


def pack_error(error: SwitchyardError) -> bytes:
    """Return an error as bytes; one that the other side does not know as what it is a sort of."""
    kinds = (each.__name__ for each in type(error).__mro__)
    parts = {
        "kind": next((kind for kind in kinds if kind in _KNOWN), ""),
        "detail": error.detail,
        "field": error.field,
        "value": None if error.value is None else errors.shorten(error.value),
        "mend": error.mend,
    }
    return orjson.dumps({"error": parts}) + _LINE


def unpack_answer(raw: bytes) -> dict[str, Any]:
    """Return a result.

    Raises:
        SwitchyardError: The answer is an error.
    """
    line, _, numbers = raw.partition(_LINE)
    result: dict[str, Any] = orjson.loads(line)
    if error := result.get("error"):
        raise _rebuilt(error)
    if numbers:
        row = struct.Struct(f"<{result['dimensions']}f")
        result[VECTORS] = [_written(vector) for vector in row.iter_unpack(numbers)]
    return result


def _written(vector: tuple[float, ...]) -> list[float]:
    """Return a vector as a task's result writes it."""
    return [float(f"{number:.9g}") for number in vector]


def _rebuilt(parts: dict[str, Any]) -> SwitchyardError:
    kind = _KNOWN.get(parts.pop("kind"), errors.ModelError)
    return kind(parts.pop("detail"), **parts)


_KNOWN: Mapping[str, type[SwitchyardError]] = {
    each.__name__: each
    for each in (
        errors.UserError,
        errors.OperatorError,
        errors.ModelError,
        errors.ContextOverflow,
        errors.ModelUnavailable,
        errors.EngineUnavailable,
        errors.EngineLost,
        errors.EngineCrashed,
        CallTooLarge,
        InvalidParameters,
    )
}


def queue_key(model: str) -> str:
    """Return the list of calls that wait for a model; it holds their numbers only."""
    return f"ephemeral:queue:{model}"


def presence_key(model: str) -> str:
    """Return the workers that serve a model, each with the time until which it said so."""
    return f"ephemeral:serving:{model}"


def call_key(number: UUID | str) -> str:
    """Return where a call lies until somebody takes it."""
    return f"ephemeral:call:{number}"


def held_key(number: UUID | str) -> str:
    """Return what a worker renews while it works on a call."""
    return f"ephemeral:held:{number}"


def answer_key(number: UUID | str) -> str:
    """Return where the answer is put."""
    return f"ephemeral:answer:{number}"
