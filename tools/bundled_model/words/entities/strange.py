"""Names that nobody has seen, mostly as short as real ones."""

from __future__ import annotations

from random import Random

from tools.bundled_model.sample import Split
from tools.bundled_model.words.invented import invented_name

USUAL = 8
"""Letters of a name; longer ones are mostly drawn again."""


def strange_name(chance: Random, split: Split) -> str:
    """Return a name that nobody bears."""
    name = invented_name(chance, split)
    while len(name) > USUAL and chance.random() < 0.8:
        name = invented_name(chance, split)
    return name
