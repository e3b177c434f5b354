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
    """

    kind: str
    model: ModelSpec
    input: Mapping[str, Any]

    def pack(self) -> bytes:
        """Return it as bytes."""
        parts = {"kind": self.kind, "model": self.model.to_dict(), "input": self.input}
        return orjson.dumps(parts)

    @classmethod
    def unpack(cls, raw: bytes) -> Call:
        """Undo `pack`."""
        parts = orjson.loads(raw)
        return cls(parts["kind"], ModelSpec.from_dict(parts["model"]), parts["input"])


def pack_result(result: Mapping[str, Any]) -> bytes:
    """Return a result as bytes."""
    vectors: Sequence[Sequence[float]] = result.get(VECTORS, ())
    rest = {name: part for name, part in result.items() if name != VECTORS}
    if not vectors:
        return orjson.dumps(rest) + _LINE
    numbers = [number for vector in vectors for number in vector]
    return orjson.dumps(rest) + _LINE + struct.pack(f"<{len(numbers)}f", *numbers)


def pack_error(error: SwitchyardError) -> bytes:
    """Return an error as bytes."""
    parts = {
        "kind": type(error).__name__,
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
        wide = result["dimensions"]
        flat = struct.unpack(f"<{len(numbers) // FLOAT_BYTES}f", numbers)
        exact = [float(f"{number:.9g}") for number in flat]  # as a task's result writes them
        result[VECTORS] = [exact[at : at + wide] for at in range(0, len(exact), wide)]
    return result


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
