"""Blobs in a folder, which all processes see: one disk, or one shared file system.

A file is written beside its place, flushed to the disk, and then given its name, which is flushed,
too. So a name leads to whole bytes or does not exist, whatever crashes when.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn
from uuid import uuid4

from orchestration.blobs.errors import StoreUnavailable
from orchestration.blobs.ports import CHUNK, Content, Found, Place

_DRAFTS: Final = "drafts"
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderStore:
    """Keeps bytes as files below a folder, which is made when the first ones come.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def drafts(self) -> Path:
        """Return the folder of what is being written."""
        with _mapped():
            return self._folder(self._root / _DRAFTS)

    def write(self, place: Place, content: Content) -> None:
        """Write a draft, flush it, name it, flush the name."""
        drafts = self.drafts()
        with _mapped():
            final = self._folder(self._path(place).parent) / self._path(place).name
            draft = drafts / f"{place.id.hex}-{uuid4().hex}"
            try:
                with os.fdopen(os.open(draft, _NEW, _FILE_MODE), "wb") as file:
                    shutil.copyfileobj(content.open(), file, CHUNK)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(final)
            finally:
                draft.unlink(missing_ok=True)
            _flush(final.parent)

    def size(self, place: Place) -> int | None:
        """Return the file's size."""
        with _mapped():
            try:
                return self._path(place).stat(follow_symlinks=False).st_size
            except (FileNotFoundError, NotADirectoryError):
                return None

    def read(self, place: Place, start: int, stop: int) -> Iterator[bytes]:
        """Open the file and return what is asked for; the end of reading closes it."""
        with _mapped():
            return _Reading(os.open(self._path(place), _OLD), start, stop)

    def delete(self, places: Sequence[Place]) -> None:
        """Unlink files. What a crash brings back is found by the row that is still there."""
        self.discard([place.key for place in places])

    def walk(self) -> Iterator[Found]:
        """Yield all files but drafts."""
        with _mapped():
            for path in self._root.rglob("*") if self._root.is_dir() else ():
                key = path.relative_to(self._root).as_posix()
                with suppress(FileNotFoundError):  # deleted meanwhile
                    if path.is_file() and not key.startswith(f"{_DRAFTS}/"):
                        yield Found(key, Place.parse(key), path.stat().st_size)

    def discard(self, keys: Sequence[str]) -> None:
        """Unlink files by their names."""
        with _mapped():
            for key in keys:
                (self._root / key).unlink(missing_ok=True)

    def tidy(self, older_s: float) -> int:
        """Delete drafts whose writers died."""
        before, count = time.time() - older_s, 0
        with _mapped():
            for draft in self._root.glob(f"{_DRAFTS}/*"):
                with suppress(FileNotFoundError):  # its writer has just named it
                    if draft.stat().st_mtime < before:
                        draft.unlink()
                        count += 1
        return count

    def _path(self, place: Place) -> Path:
        return self._root / place.key

    def _folder(self, folder: Path) -> Path:
        """Return a folder that lasts: where one is made, the one above is flushed."""
        if not folder.is_dir():
            if folder != self._root:
                self._folder(folder.parent)
                folder.mkdir(_FOLDER_MODE, exist_ok=True)
            else:
                folder.mkdir(_FOLDER_MODE, parents=True, exist_ok=True)
            _flush(folder.parent)
        return folder


def _flush(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Reading(Iterator[bytes]):
    """What is left to be read of a file; its end closes it, and so does `close`."""

    def __init__(self, handle: int, start: int, stop: int) -> None:
        self._handle: int | None = handle
        self._at, self._stop = start, stop

    def __next__(self) -> bytes:
        """Return the next chunk."""
        if self._handle is None or self._at >= self._stop:
            self._end()
        with _mapped():
            chunk = os.pread(self._handle, min(CHUNK, self._stop - self._at), self._at)
        if not chunk:
            self._end()
        self._at += len(chunk)
        return chunk

    def _end(self) -> NoReturn:
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Let go of the file."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        """Let go of it also where nobody read to the end."""
        self.close()


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn the system's errors into ours; a file that is not there is the caller's to judge."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreUnavailable("the disk is full" if full else str(error)) from error
