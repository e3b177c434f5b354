"""Vectors as they are kept: of length one, in half precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from orchestration.errors import UserError

Vectors: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]
"""Rows of floats: (texts, dimensions)."""
_LEAST: Final = 1e-12
_SMALL: Final = 1e-6
"""From which length on squares are exact enough in single precision."""


class InvalidVector(UserError):  # noqa: N818 - named for what happened
    """A vector that has no direction, or is none."""

    slug = "invalid-vector"
    title = "The vector cannot be used"


def unit(vectors: Sequence[Sequence[float]] | Vectors) -> Vectors:
    """Return vectors of length one, which compare by their inner products.

    Args:
        vectors: Rows of the same length.

    Raises:
        InvalidVector: One is empty, zero or not finite, or their lengths differ.
    """
    with np.errstate(all="ignore"):  # what is out of range shows in the lengths
        try:
            rows = np.asarray(vectors, dtype=np.float32)
        except (TypeError, ValueError, OverflowError):
            raise invalid_vector("Vectors are lists of numbers, all of the same length.") from None
        if rows.ndim != 2 or rows.shape[1] == 0:  # noqa: PLR2004 - rows and columns
            raise invalid_vector("Vectors are lists of numbers, all of the same length.")
        norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        if not (np.isfinite(norms) & (norms > _SMALL)).all():  # squares reach further in double
            norms = np.linalg.norm(rows.astype(np.float64), axis=1)
        if not np.isfinite(norms).all() or (norms < _LEAST).any():
            raise invalid_vector("A vector is zero, or holds something else than finite numbers.")
        found: Vectors = (rows / norms[:, np.newaxis]).astype(np.float32, copy=False)
    return found


def invalid_vector(
    detail: str, field: str = "vector", mend: str = "Send what the embedding model returned."
) -> InvalidVector:
    """Return the error for what is no vector."""
    return InvalidVector(detail, field=field, mend=mend)


def unpacked(raw: bytes) -> Vectors:
    """Return a vector from pgvector's binary form of `halfvec`."""
    return np.frombuffer(raw, dtype=">f2", offset=4).astype(np.float32)


def literal(vector: Vectors) -> str:
    """Return a vector as Postgres reads it."""
    return "[" + ",".join(f"{each:.6g}" for each in vector.tolist()) + "]"
