"""Taking in a stream of unknown length: hashed and counted on its way, bounded in memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from orchestration.blobs.errors import BlobTooLarge

IN_MEMORY: Final = 1024 * 1024
"""Bytes that are held in memory; beyond that a nameless file holds them."""


class Spool:
    """Bytes on their way into a store.

    A context: when it ends, or its process does, the bytes are gone.

    Args:
        most: How many there may be.
        folder: Where the file lies; the system's folder for such files by default.
    """

    def __init__(self, most: int, folder: Path | None = None) -> None:
        self._most = most
        self._hash = hashlib.sha256()
        self._size = 0
        place = None if folder is None else str(folder)
        made = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=place)  # noqa: SIM115 - see exit
        self._file: IO[bytes] = made

    def __enter__(self) -> Spool:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the bytes."""
        self._file.close()

    def feed(self, chunk: bytes) -> None:
        """Take more bytes.

        Raises:
            BlobTooLarge: They would be too many; those so far are kept.
        """
        if self._size + len(chunk) > self._most:
            raise BlobTooLarge(self._most)
        self._size += len(chunk)
        self._hash.update(chunk)
        self._file.write(chunk)

    @property
    def sha256(self) -> str:
        """The hash of what came so far, in hexadecimal."""
        return self._hash.hexdigest()

    @property
    def size(self) -> int:
        """How many bytes came so far."""
        return self._size

    def open(self) -> BinaryIO:
        """Return what came so far, from its beginning."""
        self._file.seek(0)
        return cast(BinaryIO, self._file)


def spooled(chunks: Iterable[Any], most: int) -> Spool:
    """Return a spool with all chunks in it; whoever gets it ends it.

    Raises:
        BlobTooLarge: They have more than `most` bytes.
    """
    spool = Spool(most)
    try:
        for chunk in chunks:
            spool.feed(chunk)
    except BaseException:
        spool.__exit__()
        raise
    return spool
