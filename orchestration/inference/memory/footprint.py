"""What a model will take, from its file's header, before anything is loaded.

The terms are those of llama.cpp's own allocations (version 0.3.36 of its Python package), compared
with what it logs and with the resident size of a process:

* weights: the file, mapped, and tables of its vocabulary. On a CPU, tensors of some quantisations
  are copied into another order for faster kernels, so that they are there twice;
* cache: layers x heads x (key + value width) x 2 bytes for each cell; llama.cpp rounds a slot's
  cells up to 256. Recurrent layers have a state of fixed size for each slot instead;
* buffers: the largest intermediate results of a call of 512 rows. Without flash attention that is
  the table of scores, heads x cells x rows; else the logits of all rows.

Where a header is silent the guess is on the high side: what is measured after the load replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from orchestration.errors import ModelUnavailable
from orchestration.registry.gguf import GgufHeader, read_header

ROWS = 512
"""Of the largest call."""
CELLS = 256
"""A slot's cells are a multiple of it."""
HALF, SINGLE = 2, 4
KEPT_BYTES = 256 * 1024 * 1024
"""Most that copies of what was read before take, of one model."""
NEVER_COPIED = frozenset({"0", "1", "7", "32"})
"""File types whose tensors stay as they are on a CPU: F32, F16, Q8_0, BF16."""
TABLES, TABLES_TOKEN, TABLES_MERGE = 4 * 1024 * 1024, 160, 100
"""Bytes of what is made of a vocabulary: in any case, for each token, for each merge."""
VOCABULARY = 32_000
"""Of a model that does not say how large its own is."""
MOST_LAYERS = 512
"""As many as llama.cpp takes; a header may claim billions."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a model is loaded, as far as memory depends on it.

    Attributes:
        context: Tokens of each slot.
        slots: Sequences that it works on at once.
        flash: Whether attention takes the path without a table of scores.
        gpu: Whether the memory is a GPU's.
        layers: How many layers go there; below zero for all.
    """

    context: int
    slots: int
    flash: bool = False
    gpu: bool = False
    layers: int = -1

    @property
    def cells(self) -> int:
        """Return the cells of a slot."""
        return -(-self.context // CELLS) * CELLS


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bytes that a model takes.

    Attributes:
        weights: Its tensors, and on a CPU its vocabulary.
        cache: Of all slots.
        buffers: Intermediate results; on a CPU they come with the first long prompt.
        kept: Copies of what was read before, at most; in main memory.
    """

    weights: int
    cache: int = 0
    buffers: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        """Return the sum."""
        return self.weights + self.cache + self.later

    @property
    def later(self) -> int:
        """Return what a CPU's memory is asked for only when the model works."""
        return self.buffers + self.kept


def estimate(path: Path, setting: Setting, *others: Path) -> Footprint:
    """Estimate what the model at `path` takes; `others` are files loaded with it.

    Raises:
        ModelUnavailable: The file is missing, no GGUF file, damaged, cut short, or claims what
            cannot be.
    """
    stat = path.stat() if path.exists() else None
    header = _header(path, stat.st_mtime_ns if stat else 0)
    beside = sum(other.stat().st_size for other in others if other.exists())
    size = stat.st_size if stat else 0
    return estimate_of(header, size, setting, beside)


def estimate_of(header: GgufHeader, size: int, setting: Setting, beside: int = 0) -> Footprint:
    """Estimate from a header that was read; `size` and `beside` are bytes of files."""
    anatomy = Anatomy(header)
    cache = setting.slots * (setting.cells * anatomy.cell_bytes + anatomy.state_bytes)
    buffers = _buffers(anatomy, setting)
    if setting.gpu:
        part = _part(anatomy, setting)
        return Footprint(int(size * part) + beside, int(cache * part), buffers if part else 0)
    copied = str(header.metadata.get("general.file_type")) not in NEVER_COPIED
    weights = size * (2 if copied else 1) + beside + anatomy.tables
    return Footprint(weights, cache, buffers, kept_bytes(cache))


def _part(anatomy: Anatomy, setting: Setting) -> float:
    """Return how much of a model goes to the GPU; the output counts as a layer."""
    return 1.0 if setting.layers < 0 else min(1.0, setting.layers / (anatomy.layers + 1))


def kept_bytes(cache: int) -> int:
    """Return how much a model whose slots take `cache` bytes may keep of what was read before."""
    return min(KEPT_BYTES, cache // 4)


def _buffers(anatomy: Anatomy, setting: Setting) -> int:
    width, heads = anatomy.width, anatomy.heads
    scores = 0 if setting.flash else setting.cells * heads
    attention = scores + setting.cells + 7 * width
    logits = anatomy.vocabulary + 2 * width
    forward = 3 * anatomy.forward + 2 * width
    table = ROWS * SINGLE * max(attention, logits, forward)
    work = 0 if setting.gpu else ROWS * HALF * max(scores, anatomy.forward, width)
    drawn = setting.slots * anatomy.vocabulary * SINGLE
    return table + work + drawn


class Anatomy:
    """The measures of a model that memory depends on.

    Attributes:
        width: Of the embedding.
        heads: Of attention, in the layer that has most.
        forward: Width of the feed-forward layer.
        vocabulary: Tokens.
        tables: Bytes of main memory for the vocabulary.
        cell_bytes: Of one token in the cache.
        state_bytes: Of one sequence in recurrent layers.

    Raises:
        ModelUnavailable: The header claims what cannot be.
    """

    def __init__(self, header: GgufHeader) -> None:
        self._header = header
        self.width = header.embedding_length or 0
        self.layers = self._layers()
        self.heads = max(self._each("attention.head_count", 1))
        self.forward = max(self._each("feed_forward_length", 4 * self.width))
        tokens = header.lengths.get("tokenizer.ggml.tokens", VOCABULARY)
        self.vocabulary = self._one("vocab_size", tokens)
        merges = header.lengths.get("tokenizer.ggml.merges", 0)
        self.tables = TABLES + TABLES_TOKEN * self.vocabulary + TABLES_MERGE * merges
        self.cell_bytes = self._cell_bytes()
        self.state_bytes = self._state_bytes()

    def _layers(self) -> int:
        layers = self._one("block_count", 1)
        if layers > MOST_LAYERS:
            raise ModelUnavailable(
                f"The model's header claims {layers} layers; {MOST_LAYERS} are possible.",
                field="location",
                mend="Pull or copy the file again.",
            )
        return layers

    def _cell_bytes(self) -> int:
        """Models without attention say that they have no heads."""
        head = self.width // max(1, self.heads)
        key = self._one("attention.key_length", head)
        value = self._one("attention.value_length", head)
        heads = self._each("attention.head_count_kv", self.heads)
        return sum(heads) * (key + value) * HALF

    def _state_bytes(self) -> int:
        """Return what Mamba's layers keep: the last inputs of a convolution, and a state."""
        inner, state = self._one("ssm.inner_size", 0), self._one("ssm.state_size", 0)
        kernel, groups = self._one("ssm.conv_kernel", 1), self._one("ssm.group_count", 0)
        convolved = (kernel - 1) * (inner + 2 * groups * state)
        return self.layers * (convolved + state * inner) * SINGLE

    def _one(self, name: str, default: int) -> int:
        return max(self._numbers(name) or [default])

    def _each(self, name: str, default: int) -> list[int]:
        """Return a number for each layer; a header gives one for all, or a list."""
        numbers = self._numbers(name) or [default]
        return numbers * self.layers if len(numbers) == 1 else numbers

    def _numbers(self, name: str) -> list[int]:
        value = self._header.metadata.get(f"{self._header.architecture}.{name}")
        values: Iterable[object] = value if isinstance(value, list) else [value]
        return [each for each in values if isinstance(each, int) and each >= 0]


@lru_cache(maxsize=32)
def _header(path: Path, _changed: int) -> GgufHeader:
    """Headers with large vocabularies take a while to read."""
    return read_header(path)
