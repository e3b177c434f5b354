"""Ids of files and batches as clients see them."""

from typing import Final
from uuid import UUID

FILE: Final = "file-"
BATCH: Final = "batch_"
_DIGITS: Final = 32


def id_of(name: str, prefix: str) -> UUID | None:
    """Return the id in a name; None when it is no name of ours."""
    digits = name.removeprefix(prefix)
    if not name.startswith(prefix) or len(digits) != _DIGITS or not digits.isascii():
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def named(prefix: str, found: UUID | None) -> str | None:
    """Return the name of an id; None for none."""
    return None if found is None else f"{prefix}{found.hex}"
