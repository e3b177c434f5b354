"""Quantises a GGUF file with llama.cpp's own code."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Final

import llama_cpp

FILE_TYPES: Final = {
    "f16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
}

_quiet = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)


def quantise(source: Path, target: Path, to: str) -> None:
    """Write `source` with other numbers, the same everywhere.

    Args:
        source: A GGUF file of half precision.
        target: Where to write.
        to: One of `FILE_TYPES`.

    Raises:
        OSError: llama.cpp could not.
    """
    llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))
    wanted = llama_cpp.llama_model_quantize_default_params()
    wanted.ftype = FILE_TYPES[to]
    wanted.pure = True  # otherwise the output layer gets a K-quantisation
    paths = str(source).encode(), str(target).encode()
    if llama_cpp.llama_model_quantize(*paths, ctypes.byref(wanted)):
        raise OSError(f"{source} could not be quantised to {to}")
