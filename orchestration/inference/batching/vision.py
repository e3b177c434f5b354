"""A model's eyes: llama.cpp's projector (libmtmd), which makes rows of numbers of an image.

Each image is looked at by itself, without the text around it, so that what was seen once serves
wherever the image comes up again. Measured with llama-cpp-python 0.3.36, see
docs/decisions/0018: two threads in one projector end the process, one projector beside a running
decode changes nothing in either; a row that is no number would spoil its slot for good.
"""

from __future__ import annotations

import ctypes
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
from llama_cpp import mtmd_cpp

from orchestration.errors import ModelError
from orchestration.inference.batching.layout import Part, Seen
from orchestration.inference.batching.native import BATCH, Native, NotLoaded, Positions, Vectors
from orchestration.inference.pictures import Pixels, read_picture
from orchestration.registry.checksums import sha256_of_file

KEPT_BYTES = 64 * 1024 * 1024
ROW_LIMIT = 65_536
PROBE = 1_000_000
"""A position far from zero, to tell relative positions from absolute ones."""

_quiet = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
mtmd_cpp.mtmd_helper_log_set(_quiet, ctypes.c_void_p(0))


@dataclass(frozen=True, slots=True)
class Sight:
    """How a projector is loaded.

    Attributes:
        path: Its file.
        rows: Most rows of an image, for models that scale images by themselves; memory grows
            with its square.
        checksum: SHA-256 in hex that the file must have: llama.cpp does not see that the end of
            one is missing. Empty when it is not known.
    """

    path: str
    rows: int
    checksum: str = ""


class Eyes:
    """A projector beside its model.

    Args:
        native: The model; it must be closed after this.
        sight: How the projector is loaded.

    Raises:
        NotLoaded: The file is no projector for images, or of another model.
    """

    def __init__(self, native: Native, sight: Sight) -> None:
        self._lock = threading.Lock()
        self._context = _load(native, sight)
        self._width = native.width
        self._kept: OrderedDict[bytes, tuple[Part, ...]] = OrderedDict()
        self._size = 0

    def close(self) -> None:
        """Free it, once nobody looks any more."""
        with self._lock:
            if self._context:
                mtmd_cpp.mtmd_free(self._context)
                self._context = None
            self._kept.clear()
            self._size = 0

    def look(self, image: bytes, stop: Callable[[], bool]) -> tuple[Part, ...]:
        """Return what a prompt has in the place of an image; slow the first time.

        May be called by any thread.

        Args:
            image: A file's content.
            stop: Asked before each part of it; most models know one part only.

        Raises:
            BadImage: It is no image that can be used.
            StoppedLooking: `stop` said so.
            ModelError: The model makes nothing of this image.
        """
        name = hashlib.sha256(image).digest()
        with self._lock:
            if (parts := self._kept.get(name)) is None:
                parts = self._look(read_picture(image), name, stop)
                self._keep(name, parts)
            self._kept.move_to_end(name)
            return parts

    def _look(self, image: Pixels, name: bytes, stop: Callable[[], bool]) -> tuple[Part, ...]:
        if not self._context:
            raise StoppedLooking
        parts = []
        with _chunks(self._context, image) as chunks:
            for at in range(mtmd_cpp.mtmd_input_chunks_size(chunks)):
                if stop():
                    raise StoppedLooking
                chunk = mtmd_cpp.mtmd_input_chunks_get(chunks, at)
                parts.append(self._part(chunk, name + at.to_bytes(4, "little")))
        return tuple(parts)

    def _part(self, chunk: Any, name: bytes) -> Part:
        kind = mtmd_cpp.mtmd_input_chunk_get_type(chunk)
        if kind == mtmd_cpp.MTMD_INPUT_CHUNK_TYPE_TEXT:
            return _tokens(chunk)
        if kind != mtmd_cpp.MTMD_INPUT_CHUNK_TYPE_IMAGE:
            raise ModelError("The projector made something else than an image of an image.")
        rows = int(mtmd_cpp.mtmd_input_chunk_get_n_tokens(chunk))
        whole = bool(mtmd_cpp.mtmd_decode_use_non_causal(self._context, chunk))
        if not 1 <= rows <= (BATCH if whole else ROW_LIMIT):
            raise ModelError(f"The projector made {rows} rows of the image; that cannot be read.")
        return Seen(
            keys=_keys(name, rows),
            vectors=self._vectors(chunk, rows),
            places=self._places(chunk, rows),
            positions=int(mtmd_cpp.mtmd_input_chunk_get_n_pos(chunk)),
            whole=whole,
        )

    def _vectors(self, chunk: Any, rows: int) -> Vectors:
        code = mtmd_cpp.mtmd_encode_chunk(self._context, chunk)
        if code:
            raise ModelError(f"The projector failed on the image; mtmd_encode_chunk gave {code}.")
        pointer = mtmd_cpp.mtmd_get_output_embd(self._context)
        vectors: Vectors = np.ctypeslib.as_array(pointer, shape=(rows, self._width)).copy()
        if not np.isfinite(vectors).all():
            raise ModelError(
                "The projector made rows of the image that are no numbers.",
                mend="Pull the model's projector again; its file may be damaged.",
            )
        return vectors

    def _places(self, chunk: Any, rows: int) -> Positions:
        """Return relative positions, in the order in which a decode call wants them."""
        image = mtmd_cpp.mtmd_input_chunk_get_tokens_image(chunk)
        raw = (mtmd_cpp.mtmd_decoder_pos * rows)()
        mtmd_cpp.mtmd_helper_image_get_decoder_pos(image, PROBE, raw)
        found = np.array([(each.t, each.y, each.x) for each in raw], dtype=np.int64).T - PROBE
        if found.min() < 0 or found.max() >= ROW_LIMIT:
            raise ModelError("This model counts positions in images in a way that is not known.")
        if not mtmd_cpp.mtmd_decode_use_mrope(self._context):
            return found[:1].astype(np.int32)
        return np.vstack([found, np.zeros((1, rows), dtype=np.int64)]).astype(np.int32)

    def _keep(self, digest: bytes, parts: tuple[Part, ...]) -> None:
        self._kept[digest] = parts
        self._size += _size(parts)
        while self._size > KEPT_BYTES and len(self._kept) > 1:
            self._size -= _size(self._kept.popitem(last=False)[1])


class StoppedLooking(Exception):  # noqa: N818 - no error: somebody asked for it
    """Nobody waits for the image any more."""


def _load(native: Native, sight: Sight) -> Any:
    if sight.checksum and sha256_of_file(Path(sight.path)) != sight.checksum:
        raise NotLoaded("its checksum is not the one that was registered")
    wanted = mtmd_cpp.mtmd_context_params_default()
    wanted.use_gpu = native.shape.placement.layers != 0
    wanted.print_timings = False
    wanted.n_threads = native.shape.threads
    wanted.image_max_tokens = sight.rows
    wanted.flash_attn_type = (
        llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        if native.shape.flash
        else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )
    context = mtmd_cpp.mtmd_init_from_file(sight.path.encode(), native.model, wanted)
    if not context:
        raise NotLoaded("it is no projector that fits this model and llama.cpp")
    if not mtmd_cpp.mtmd_support_vision(context):
        mtmd_cpp.mtmd_free(context)
        raise NotLoaded("it is a projector, but not one for images")
    return context


@contextmanager
def _chunks(context: Any, image: Pixels) -> Iterator[Any]:
    """Give what the projector makes of an image before it looks at it."""
    buffer = (ctypes.c_uint8 * len(image.data)).from_buffer_copy(image.data)
    bitmap = mtmd_cpp.mtmd_bitmap_init(image.width, image.height, buffer)
    chunks = mtmd_cpp.mtmd_input_chunks_init()
    try:
        marker = mtmd_cpp.mtmd_default_marker()
        text = mtmd_cpp.mtmd_input_text(marker, len(marker), False, True)  # noqa: FBT003
        bitmaps = (mtmd_cpp.mtmd_bitmap_p_ctypes * 1)(bitmap)
        code = mtmd_cpp.mtmd_tokenize(context, chunks, ctypes.byref(text), bitmaps, 1)
        if code:
            raise ModelError(f"The projector refuses the image; mtmd_tokenize gave {code}.")
        yield chunks
    finally:
        mtmd_cpp.mtmd_input_chunks_free(chunks)
        mtmd_cpp.mtmd_bitmap_free(bitmap)


def _tokens(chunk: Any) -> tuple[int, ...]:
    count = ctypes.c_size_t()
    pointer = mtmd_cpp.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
    return tuple(pointer[: count.value]) if pointer else ()


def _keys(name: bytes, rows: int) -> tuple[int, ...]:
    """Return numbers below zero that another image does not have."""
    raw = hashlib.shake_256(name).digest(rows * 4)
    numbers = np.frombuffer(raw, dtype="<i4").astype(np.int64)
    return tuple((-1 - (numbers & 0x7FFFFFFF)).tolist())


def _size(parts: Sequence[Part]) -> int:
    return sum(each.size for each in parts if isinstance(each, Seen))
