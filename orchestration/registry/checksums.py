"""Checksums of model files and folders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

BLOCK = 1024 * 1024


def sha256_of_file(path: Path, seen: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file in hex; `seen` is told the bytes of each block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            if seen:
                seen(len(block))
    return digest.hexdigest()


def sha256_of_folder(path: Path) -> str:
    """Return the SHA-256 of a folder's listing: for each file its hash and its path.

    The same as `sha256sum` on the sorted relative paths, hashed once more. Hidden
    files and folders do not count.
    """
    digest = hashlib.sha256()
    for file in files_in(path):
        relative = file.relative_to(path).as_posix()
        digest.update(f"{sha256_of_file(file)}  {relative}\n".encode())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the checksum of a file or folder."""
    return sha256_of_folder(path) if path.is_dir() else sha256_of_file(path)


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    files = files_in(path) if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder in order of their paths, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        hidden = any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
        if path.is_file() and not hidden:
            yield path
