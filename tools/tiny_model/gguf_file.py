"""Writes GGUF files, version 3, from the Python standard library and numpy alone.

The layout follows the format's specification in the ggml project (docs/gguf.md):
header, metadata as typed key-value pairs, tensor table, then the tensors' bytes,
each aligned to 32. Writing it ourselves keeps the file the same byte for byte
whatever packages are installed.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

ALIGNMENT = 32
MAGIC = b"GGUF"
VERSION = 3

UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TENSOR_TYPES = {np.dtype(np.float32): 0, np.dtype(np.float16): 1}

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Floats:
    """A list to be written as float32."""

    values: list[float]


@dataclass(frozen=True)
class Integers:
    """A list to be written as int32."""

    values: list[int]


Value = bool | int | float | str | list[str] | Floats | Integers


def encode(metadata: Mapping[str, Value], tensors: Mapping[str, Array]) -> bytes:
    """Return the file's bytes.

    Args:
        metadata: Keys in the order in which they are written.
        tensors: Arrays of float32 or float16, rows first as numpy has them.
    """
    head = MAGIC + struct.pack("<IQQ", VERSION, len(tensors), len(metadata))
    head += b"".join(_text(key) + _value(value) for key, value in metadata.items())
    table, data = b"", b""
    for name, array in tensors.items():
        table += _entry(name, array, len(data))
        data += _aligned(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return _aligned(head + table) + data


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(value: Value) -> bytes:
    match value:
        case Floats(values=floats):
            return _list(FLOAT32, len(floats), struct.pack(f"<{len(floats)}f", *floats))
        case Integers(values=integers):
            return _list(INT32, len(integers), struct.pack(f"<{len(integers)}i", *integers))
        case list():
            return _list(STRING, len(value), b"".join(map(_text, value)))
        case str():
            return struct.pack("<I", STRING) + _text(value)
        case _:
            return _number(value)


def _number(value: float) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", BOOL, value)
    if isinstance(value, int):
        return struct.pack("<II", UINT32, value)
    return struct.pack("<If", FLOAT32, value)


def _list(kind: int, count: int, raw: bytes) -> bytes:
    return struct.pack("<IIQ", ARRAY, kind, count) + raw


def _entry(name: str, array: Array, offset: int) -> bytes:
    shape = array.shape[::-1]
    dims = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
    return _text(name) + dims + struct.pack("<IQ", TENSOR_TYPES[array.dtype], offset)


def _aligned(raw: bytes) -> bytes:
    return raw + bytes(-len(raw) % ALIGNMENT)
