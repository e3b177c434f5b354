"""Batches that are drawn by processes of their own: a GPU reads faster than one process draws."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from tools.bundled_model.batches import Batch, batches
from tools.bundled_model.encoding import Encoder

AHEAD = 8
"""Batches that each process has ready."""


class _Drawn(IterableDataset[Batch]):
    """Batches without end, others in each process.

    Args:
        seed: What all processes draw by, each with its number.
        encoder: Turns samples into tokens.
        size: Tokens of a batch.
    """

    def __init__(self, seed: str, encoder: Encoder, size: int) -> None:
        super().__init__()
        self._seed, self._encoder, self._size = seed, encoder, size

    def __iter__(self) -> Iterator[Batch]:
        """Draw them in the process that asks."""
        process = get_worker_info()
        number = process.id if process else 0
        return batches(Random(f"{self._seed} {number}"), self._encoder, self._size)


def by_readers(seed: str, encoder: Encoder, size: int, readers: int) -> Iterator[Batch]:
    """Return batches of so many processes in turn, the same ones each time."""
    drawn = _Drawn(seed, encoder, size)
    return iter(DataLoader(drawn, batch_size=None, num_workers=readers, prefetch_factor=AHEAD))
