"""The C library's allocator, which keeps freed memory for later: what a model took must come back.

See glibc's manual, "Malloc Tunable Parameters". Other C libraries give memory back by themselves.
"""

from __future__ import annotations

import ctypes
from typing import Any

MIB = 1 << 20
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3


def return_large_blocks() -> None:
    """Have blocks of 4 MiB and more go back to the system as soon as they are freed.

    By default glibc learns from what is freed to keep blocks of up to 32 MiB, at the end of an
    arena of which `give_back` cannot return them.
    """
    set_option = _glibc("mallopt")
    if set_option is not None:
        set_option(MMAP_THRESHOLD, 4 * MIB)
        set_option(TRIM_THRESHOLD, 8 * MIB)


def give_back() -> None:
    """Return freed memory to the system, as far as it lies apart from what is used."""
    trim = _glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _glibc(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None)
