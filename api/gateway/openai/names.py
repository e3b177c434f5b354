"""Ids of files and batches as clients see them."""

from typing import Final
from uuid import UUID

from orchestration.files.names import PREFIX, id_of

FILE: Final = PREFIX
BATCH: Final = "batch_"

__all__ = ["BATCH", "FILE", "id_of", "named"]


def named(prefix: str, found: UUID | None) -> str | None:
    """Return the name of an id; None for none."""
    return None if found is None else f"{prefix}{found.hex}"
