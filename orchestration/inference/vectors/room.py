"""Whether a model for vectors fits into main memory, before it is loaded.

The engine for text counts what this process takes as taken by others; here it is the other way
round, so that the two together do not ask for more than there is. A GPU's libraries refuse by
themselves what does not fit.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.errors import OverBudget
from orchestration.inference.memory.budget import Budget
from orchestration.inference.memory.footprint import ROWS, Setting, estimate
from orchestration.inference.memory.meters import HostMeter
from orchestration.inference.messages import EncoderBody, EngineOptions
from orchestration.inference.vectors.encoder import most_tokens
from orchestration.inference.vectors.loading import VOCABULARY, role_of

TORCH = 256 * 1024 * 1024
"""Bytes of the library itself, and of a pass."""


class Room:
    """What there is of main memory for the models of this process; made before the first one."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._budget = Budget(HostMeter()) if options.device == "cpu" else None

    def check(self, body: EncoderBody) -> None:
        """Refuse a model that does not fit beside what is loaded.

        Raises:
            OverBudget: It does not; with the numbers.
            ModelUnavailable: Its file cannot be read.
        """
        if self._budget is None or role_of(body) == VOCABULARY:
            return
        needed, room = needed_by(body, self._options), self._budget.room(fresh=True)
        free = max(0, room.total - room.taken)
        if needed > free:
            refused = OverBudget(body.model.name, needed=needed, available=free, budget=room.total)
            refused.mend = (
                "Choose a smaller model, quantisation or context, or free memory on the worker's "
                "machine."
            )
            raise refused


def needed_by(body: EncoderBody, options: EngineOptions) -> int:
    """Estimate the bytes that a model takes, with the longest text that it reads."""
    path = Path(body.path)
    if body.model.format != "gguf":
        return _weights(path) + TORCH
    most = most_tokens(body.model, options)
    found = estimate(path, Setting(context=most, slots=1))
    return found.weights + found.cache + found.buffers * most // ROWS


def _weights(folder: Path) -> int:
    """Return the bytes of a folder's weights: it may have them in several formats."""
    formats = ("*.safetensors", "*.bin")
    sizes = [sum(each.stat().st_size for each in folder.rglob(names)) for names in formats]
    return next((size for size in sizes if size), 0)
