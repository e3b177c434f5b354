"""What files are called by those who keep them here."""

from __future__ import annotations

from typing import Final
from uuid import UUID

PREFIX: Final = "file-"
_DIGITS: Final = 32


def id_of(name: str, prefix: str = PREFIX) -> UUID | None:
    """Return the id in a name; None when it is no name of ours."""
    digits = name.removeprefix(prefix)
    if not name.startswith(prefix) or len(digits) != _DIGITS or not digits.isascii():
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None
