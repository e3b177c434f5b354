"""Reads the header of a GGUF file: what the model is, without loading it.

GGUF (specified in the ggml project's docs/gguf.md) begins with a magic number,
typed key-value pairs and a table of tensors. Everything is little-endian. The
file may come from anywhere, so each length is checked before it is believed, and
long lists (a vocabulary) are skipped, not kept.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from orchestration.errors import ModelUnavailable

MAGIC = b"GGUF"
VERSIONS = (2, 3)
LONGEST_TEXT = 4 * 1024 * 1024
MOST_PAIRS = 4096
MOST_TENSORS = 100_000
MOST_DIMENSIONS = 4
LONGEST_LIST = 16_000_000
KEPT_LIST = 512
"""Lists with a number for each layer are no longer than this; vocabularies are."""
RANKING_HEADS = frozenset({"cls.weight", "cls.output.weight"})

_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says about itself.

    Attributes:
        version: Of the format.
        metadata: Keys and values; lists of more than 512 items are left out.
        lengths: How long each list is, kept or not.
        tensors: Number of tensors.
        data_start: Where the tensors begin, in bytes.
        last_tensor: Where the last tensor begins, in bytes from the file's start.
        ranks: Whether it has a head that scores instead of making vectors.
    """

    version: int
    metadata: dict[str, Any]
    lengths: dict[str, int] = field(default_factory=dict)
    tensors: int = 0
    data_start: int = 0
    last_tensor: int = 0
    ranks: bool = False

    @property
    def architecture(self) -> str:
        """Return the architecture's name, or an empty text."""
        return str(self.metadata.get("general.architecture", ""))

    @property
    def context_length(self) -> int | None:
        """Return how many tokens the model was trained for."""
        return self._count("context_length")

    @property
    def embedding_length(self) -> int | None:
        """Return the width of its vectors."""
        return self._count("embedding_length")

    @property
    def vector_length(self) -> int | None:
        """Return how long the vectors of an embedder are: some end in a layer of another width."""
        return self._count("embedding_length_out") or self.embedding_length

    @property
    def has_vocabulary(self) -> bool:
        """Tell whether it reads text: native code dies of the tokens of a file that does not."""
        return self.metadata.get("tokenizer.ggml.model") not in ("none", "no_vocab")

    @property
    def is_embedder(self) -> bool:
        """Tell whether it makes vectors instead of text."""
        pooling = f"{self.architecture}.pooling_type" in self.metadata
        return pooling or "bert" in self.architecture

    @property
    def chat_template(self) -> str | None:
        """Return the template that turns messages into a prompt."""
        template = self.metadata.get("tokenizer.chat_template")
        return template if isinstance(template, str) else None

    def _count(self, name: str) -> int | None:
        value = self.metadata.get(f"{self.architecture}.{name}")
        return value if isinstance(value, int) and value > 0 else None


class _Damaged(Exception):  # noqa: N818 - private, never leaves this module
    """The bytes are not what the format promises."""


def read_header(path: Path) -> GgufHeader:
    """Read the header of the file at `path`.

    Raises:
        ModelUnavailable: The file is missing, no GGUF file, damaged or cut short.
    """
    try:
        with path.open("rb") as stream:
            header = _Reader(stream, path.stat().st_size).header()
    except OSError as error:
        raise ModelUnavailable(
            f"The model file {path} cannot be read: {error.strerror}.",
            field="location",
            value=str(path),
            mend="Check the path and its permissions.",
        ) from error
    except (_Damaged, struct.error, UnicodeDecodeError) as error:
        raise ModelUnavailable(
            f"The file {path} is not a usable GGUF file: {error}.",
            field="location",
            value=str(path),
            mend="Pull or copy the file again.",
        ) from error
    return header


class _Reader:
    """Reads values one after the other, and never past the file's end."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.stream = stream
        self.size = size
        self.lengths: dict[str, int] = {}
        self.ranks = False

    def header(self) -> GgufHeader:
        if self.take(4) != MAGIC:
            raise _Damaged("it does not begin with the letters GGUF")
        version = int(self.scalar("I"))
        if version not in VERSIONS:
            raise _Damaged(f"its version {version} is not one of {VERSIONS}")
        tensors = self.count(MOST_TENSORS, "tensors")
        pairs = self.count(MOST_PAIRS, "metadata keys")
        metadata = self.pairs(pairs)
        offsets = [self.tensor_offset() for _ in range(tensors)]
        start = self.data_start(metadata)
        last = start + max(offsets, default=0)
        if last >= self.size and tensors:
            raise _Damaged(f"it is cut short: {self.size} bytes, a tensor begins at {last}")
        return GgufHeader(version, metadata, self.lengths, tensors, start, last, self.ranks)

    def pairs(self, count: int) -> dict[str, Any]:
        metadata: dict[str, Any] = {}
        for _ in range(count):
            key = self.text()
            value = self.value(key)
            if value is not None:
                metadata[key] = value
        return metadata

    def value(self, key: str) -> Any:
        kind = int(self.scalar("I"))
        return self.array(key) if kind == _ARRAY else self.reader(kind)()

    def array(self, key: str) -> list[Any] | None:
        kind = int(self.scalar("I"))
        read = self.reader(kind)
        length = self.lengths[key] = self.count(LONGEST_LIST, f"items in {key}")
        if length <= KEPT_LIST:
            return [read() for _ in range(length)]
        self.skip(kind, length)
        return None

    def skip(self, kind: int, length: int) -> None:
        if kind == _STRING:
            for _ in range(length):
                self.text()
        else:
            self.stream.seek(length * struct.calcsize("<" + _SCALARS[kind]), os.SEEK_CUR)

    def reader(self, kind: int) -> Callable[[], Any]:
        if kind == _STRING:
            return self.text
        code = _SCALARS.get(kind)
        if code is None:
            raise _Damaged(f"it has a value of unknown type {kind}")
        return lambda: self.scalar(code)

    def tensor_offset(self) -> int:
        self.ranks |= self.text() in RANKING_HEADS
        dimensions = int(self.scalar("I"))
        if dimensions > MOST_DIMENSIONS:
            raise _Damaged(f"a tensor has {dimensions} dimensions")
        self.take(8 * dimensions + 4)
        return int(self.scalar("Q"))

    def data_start(self, metadata: dict[str, Any]) -> int:
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise _Damaged("its alignment makes no sense")
        position = self.stream.tell()
        return position + -position % alignment

    def text(self) -> str:
        return self.take(self.count(LONGEST_TEXT, "bytes in a text")).decode(errors="replace")

    def count(self, most: int, what: str) -> int:
        count = int(self.scalar("Q"))
        if count > most:
            raise _Damaged(f"it claims {count} {what}")
        return count

    def scalar(self, code: str) -> int | float | bool:
        number: int | float | bool = struct.unpack("<" + code, self.take(struct.calcsize(code)))[0]
        return number

    def take(self, length: int) -> bytes:
        raw = self.stream.read(length)
        if len(raw) < length:
            raise _Damaged(f"it is cut short after {self.size} bytes")
        return raw
