"""One model in llama.cpp with one context of several slots. Nothing here decides anything.

Native code dies of many wrong arguments, so each is checked before. The cache is split: every
slot has cells of its own, so that no request can take another's room, and a saved slot comes back
exactly as it was, in whichever slot.
"""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from orchestration.inference.batching.offloading import offload
from orchestration.inference.device import CPU, Placement

BATCH = 512
"""Most rows of one decode call."""
PIECE_BYTES = 256

_quiet = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))

Logits = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int32]
_NOTHING = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a context is made.

    Attributes:
        slots: Sequences that it holds at once.
        context: Tokens of each.
        threads: Threads of native code.
        placement: What goes to GPUs.
        flash: Whether attention takes the faster path whose results depend on neighbours.
    """

    slots: int
    context: int
    threads: int
    placement: Placement = CPU
    flash: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One token that is read: where it goes, and whether the next one is to be drawn."""

    token: int
    slot: int
    position: int
    draw: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of an image that are read in one call.

    Attributes:
        vectors: The rows.
        places: Positions, one line or four; see `layout.Seen`.
        after: Where what follows this piece goes.
        together: Whether the rows see each other.
    """

    vectors: Vectors
    places: Positions
    after: int
    together: bool = False


@dataclass(frozen=True, slots=True)
class Blob:
    """A slot's cache outside of the context; belongs to the `Native` that saved it.

    `checksum` is None where it comes back at once.
    """

    owner: int
    length: int
    position: int
    data: bytearray
    checksum: int | None


class NotLoaded(Exception):  # noqa: N818 - mapped to ModelUnavailable where the model is known
    """llama.cpp returned no model or no context."""


class DecodeFailed(Exception):  # noqa: N818 - mapped where the culprit is known
    """A decode call was refused or interrupted; `code` is what llama.cpp returned."""

    def __init__(self, code: int) -> None:
        super().__init__(f"llama_decode returned {code}")
        self.code = code


class Native:
    """A loaded model.

    Attributes:
        shape: How its context was made.
        lengths: Tokens and rows of images in the cache, by slot.
        positions: Where the next token goes, by slot: the same number, but for models that
            give the rows of an image a common moment.
        vocabulary: llama.cpp's handle.
        tokens: Size of the vocabulary.
        width: Numbers in a row of an image.
        every_token: All of them, in order.
        beginnings: The first two bytes of their texts, as numbers; zeros stand where there are
            none, and for tokens that end an answer.

    Raises:
        NotLoaded: The file is no model, or memory does not suffice.
    """

    def __init__(self, path: str, shape: Shape) -> None:
        self.shape = shape
        self.lengths = [0] * shape.slots
        self.positions = [0] * shape.slots
        self._context: Any = None
        self._batch: Any = None
        self._model = _load(path, shape)
        try:
            self._prepare(shape)
        except BaseException:
            self.close()
            raise

    def _prepare(self, shape: Shape) -> None:
        self.vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        if llama_cpp.llama_vocab_type(self.vocabulary) == llama_cpp.LLAMA_VOCAB_TYPE_NONE:
            raise NotLoaded("it has no vocabulary")  # whose tokens native code dies of
        self._context = _context(self._model, shape)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(BATCH, 0, 1)
        self.tokens = int(llama_cpp.llama_vocab_n_tokens(self.vocabulary))
        self.width = int(llama_cpp.llama_model_n_embd_inp(self._model))
        self.every_token = np.arange(self.tokens, dtype=np.int32)
        self._read_vocabulary()

    def _read_vocabulary(self) -> None:
        tokens = range(self.tokens)
        self._ending = frozenset(
            each for each in tokens if llama_cpp.llama_vocab_is_eog(self.vocabulary, each)
        )
        self._pieces = [self._piece(each) for each in tokens]
        shown = (b"" if at in self._ending else raw for at, raw in enumerate(self._pieces))
        self.beginnings = np.frombuffer(b"".join(raw[:2].ljust(2, b"\0") for raw in shown), ">u2")

    def close(self) -> None:
        """Free everything; samplers must be freed before."""
        if self._batch:
            llama_cpp.llama_batch_free(self._batch)
            self._batch = None
        if self._context:
            llama_cpp.llama_free(self._context)
            self._context = None
        if self._model:
            llama_cpp.llama_model_free(self._model)
            self._model = None
        # Answers that nobody has collected yet may still refer to this.
        self._pieces, self.every_token, self.beginnings = [], _NOTHING, _NOTHING

    @property
    def context(self) -> Any:
        """Return llama.cpp's handle of the context, for samplers."""
        return self._context

    @property
    def model(self) -> Any:
        """Return llama.cpp's handle of the model, for projectors."""
        return self._model

    def decode(self, rows: Sequence[Row]) -> None:
        """Read rows, those of a slot in the order of their positions.

        Raises:
            DecodeFailed: Slots hold what they held before, or nothing where that is not possible.
            ValueError: A row does not fit; nothing was read.
        """
        self._check(rows)
        batch = self._batch
        ends = zip(self.positions, self.lengths, strict=True)
        shifts = [position - length for position, length in ends]
        for at, row in enumerate(rows):
            batch.token[at] = row.token
            batch.pos[at] = row.position + shifts[row.slot]
            batch.n_seq_id[at] = 1
            batch.seq_id[at][0] = row.slot
            batch.logits[at] = row.draw
        batch.n_tokens = len(rows)
        code = llama_cpp.llama_decode(self._context, batch)
        if code:
            for slot in {row.slot for row in rows}:
                with suppress(ValueError):  # which tells that it is empty now
                    self.cut(slot, self.lengths[slot])
            raise DecodeFailed(code)
        for row in rows:
            self.lengths[row.slot] = row.position + 1
            self.positions[row.slot] = row.position + 1 + shifts[row.slot]

    def decode_image(self, slot: int, piece: Piece) -> None:
        """Read rows of an image.

        Raises:
            DecodeFailed: The slot is empty: rows of one moment cannot be taken back singly.
            ValueError: They do not fit; nothing was read.
        """
        rows = len(piece.vectors)
        room = self.shape.context - self.lengths[self._known(slot)]
        if not 1 <= rows <= min(BATCH, room) or piece.vectors.shape != (rows, self.width):
            raise ValueError(f"{rows} rows of an image do not fit into slot {slot}")
        if not np.isfinite(piece.vectors).all() or piece.places.shape[1] != rows:
            raise ValueError("the rows of an image are damaged")
        if piece.together:
            llama_cpp.llama_set_causal_attn(self._context, False)  # noqa: FBT003
        try:
            code = llama_cpp.llama_decode(self._context, _image_batch(slot, piece))
        finally:
            if piece.together:
                llama_cpp.llama_set_causal_attn(self._context, True)  # noqa: FBT003
        if code:
            self.cut(slot, 0)
            raise DecodeFailed(code)
        self.lengths[slot] += rows
        self.positions[slot] = piece.after

    def _check(self, rows: Sequence[Row]) -> None:
        if not 1 <= len(rows) <= BATCH:
            raise ValueError(f"{len(rows)} rows, a call takes 1 to {BATCH}")
        expected = dict(enumerate(self.lengths))
        for row in rows:
            if not 0 <= row.token < self.tokens:
                raise ValueError(f"no token {row.token}")
            if expected.get(row.slot) != row.position or row.position >= self.shape.context:
                raise ValueError(f"slot {row.slot} does not expect position {row.position}")
            expected[row.slot] = row.position + 1

    def logits(self, row: int) -> Logits:
        """Return a view of a drawn row's logits; it dies with the next decode."""
        pointer = llama_cpp.llama_get_logits_ith(self._context, row)
        address = ctypes.cast(pointer, ctypes.c_void_p).value
        if address is None:
            raise ValueError(f"row {row} has no logits")
        return np.ctypeslib.as_array((ctypes.c_float * self.tokens).from_address(address))

    def save(self, slot: int, *, checked: bool = True) -> Blob:
        """Copy a slot's cache out; a checksum costs more than the copy."""
        size = llama_cpp.llama_state_seq_get_size(self._context, self._known(slot))
        data = bytearray(size)
        buffer = (ctypes.c_uint8 * size).from_buffer(data)
        written = llama_cpp.llama_state_seq_get_data(self._context, buffer, size, slot)
        if written != size:
            raise ValueError(f"slot {slot} was saved with {written} of {size} bytes")
        checksum = zlib.crc32(data) if checked else None
        return Blob(id(self), self.lengths[slot], self.positions[slot], data, checksum)

    def restore(self, slot: int, blob: Blob) -> None:
        """Put a saved cache into a slot.

        Raises:
            ValueError: It is another model's, or damaged; the slot is empty.
        """
        self.cut(slot, 0)
        damaged = blob.checksum is not None and zlib.crc32(blob.data) != blob.checksum
        if damaged or blob.owner != id(self):
            raise ValueError("the saved state is damaged or of another model")
        buffer = (ctypes.c_uint8 * len(blob.data)).from_buffer(blob.data)
        read = llama_cpp.llama_state_seq_set_data(self._context, buffer, len(blob.data), slot)
        if read != len(blob.data):
            self.cut(slot, 0)
            raise ValueError(f"{read} of {len(blob.data)} saved bytes were taken")
        self.lengths[slot] = blob.length
        self.positions[slot] = blob.position

    def cut(self, slot: int, length: int, position: int | None = None) -> None:
        """Keep only the first tokens of a slot.

        Args:
            slot: Which one.
            length: How many tokens and rows of images stay.
            position: Where the next one goes then; needed only before the end of a slot that has
                images.

        Raises:
            ValueError: It is not possible; where the model's memory has no parts, it is empty now.
        """
        held = self.lengths[self._known(slot)]
        if not 0 <= length <= held:
            raise ValueError(f"slot {slot} holds {held} tokens, not {length}")
        if position is None:
            position = self.positions[slot] if length == held else length
        parted = llama_cpp.llama_memory_seq_rm(self._memory, slot, position, -1)
        if not parted:
            llama_cpp.llama_memory_seq_rm(self._memory, slot, -1, -1)
            length = position = 0
        self.lengths[slot] = length
        self.positions[slot] = position
        if not parted:
            raise ValueError(f"slot {slot} can only be kept or emptied as a whole")

    def _known(self, slot: int) -> int:
        if not 0 <= slot < self.shape.slots:
            raise ValueError(f"no slot {slot}")
        return slot

    @contextmanager
    def abortable(self, abort: Callable[[], bool]) -> Iterator[None]:
        """Ask `abort` while decoding (CPU only); True ends the call with `DecodeFailed`."""
        callback = llama_cpp.ggml_abort_callback(lambda _: abort())
        llama_cpp.llama_set_abort_callback(self._context, callback, None)
        try:
            yield
        finally:
            nothing = llama_cpp.ggml_abort_callback()
            llama_cpp.llama_set_abort_callback(self._context, nothing, None)

    def tokenize(self, text: str, *, begin: bool) -> list[int]:
        """Return a text's tokens; `begin` adds what the model wants at a text's start."""
        raw = text.encode(errors="replace")
        most = len(raw) + 8
        while True:
            buffer = (llama_cpp.llama_token * most)()
            count = llama_cpp.llama_tokenize(
                self.vocabulary,
                raw,
                len(raw),
                buffer,
                most,
                begin,
                True,  # noqa: FBT003 - the library takes no names
            )
            if count >= 0:
                return list(buffer[:count])
            most = -count

    def piece(self, token: int) -> bytes:
        """Return a token's bytes; control tokens have none."""
        return self._pieces[token]

    def _piece(self, token: int) -> bytes:
        size = PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_token_to_piece(
                self.vocabulary,
                token,
                buffer,
                size,
                0,
                False,  # noqa: FBT003 - the library takes no names
            )
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def ends(self, token: int) -> bool:
        """Tell whether a token ends an answer."""
        return token in self._ending

    def begins(self, token: int) -> bool:
        """Tell whether a token is what the model wants at a text's start."""
        return bool(token == llama_cpp.llama_vocab_bos(self.vocabulary))

    def marks(self) -> tuple[str, str]:
        """Return the texts that begin and end a text."""
        return marks_of(self.vocabulary)


def marks_of(vocabulary: Any) -> tuple[str, str]:
    """Return the texts that begin and end a text of a model with this vocabulary."""
    begin, end = llama_cpp.llama_vocab_bos(vocabulary), llama_cpp.llama_vocab_eos(vocabulary)
    return _named(vocabulary, begin), _named(vocabulary, end)


def _named(vocabulary: Any, token: int) -> str:
    raw = llama_cpp.llama_vocab_get_text(vocabulary, token) if token >= 0 else b""
    return str(raw.decode(errors="replace"))


def _image_batch(slot: int, piece: Piece) -> Any:
    """Return a batch that refers to a piece's own memory; positions go line by line."""
    rows = len(piece.vectors)
    vectors = np.ascontiguousarray(piece.vectors, dtype=np.float32)
    places = np.ascontiguousarray(piece.places, dtype=np.int32)
    sequence = (llama_cpp.llama_seq_id * 1)(slot)
    pointer = ctypes.POINTER(llama_cpp.llama_seq_id)
    batch: Any = llama_cpp.llama_batch()
    batch.n_tokens = rows
    batch.embd = vectors.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    batch.pos = places.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_pos))
    batch.n_seq_id = (ctypes.c_int32 * rows)(*[1] * rows)
    batch.seq_id = (pointer * rows)(*[ctypes.cast(sequence, pointer)] * rows)
    batch.logits = (ctypes.c_int8 * rows)()
    batch.owned = vectors, places, sequence  # alive as long as the batch
    return batch


def _load(path: str, shape: Shape) -> Any:
    llama_cpp.llama_backend_init()
    wanted = llama_cpp.llama_model_default_params()
    shares = offload(wanted, shape.placement)
    model = llama_cpp.llama_model_load_from_file(path.encode(), wanted)
    if not model:
        raise NotLoaded("it is no complete model that this llama.cpp knows")
    del shares  # native code read it while it loaded
    return model


def _context(model: Any, shape: Shape) -> Any:
    wanted = llama_cpp.llama_context_default_params()
    wanted.n_seq_max = shape.slots
    wanted.n_ctx = _rounded(shape.context) * shape.slots
    wanted.n_batch = wanted.n_ubatch = BATCH
    wanted.n_threads = wanted.n_threads_batch = shape.threads
    wanted.kv_unified = False
    wanted.flash_attn_type = (
        llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        if shape.flash
        else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )
    context = llama_cpp.llama_init_from_model(model, wanted)
    if not context:
        raise NotLoaded(f"no context of {shape.slots} times {shape.context} tokens can be made")
    return context


def _rounded(context: int) -> int:
    """Return the cells of a slot: llama.cpp rounds to 256."""
    return -(-context // 256) * 256
