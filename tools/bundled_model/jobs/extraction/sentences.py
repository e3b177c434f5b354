"""All frames of each split, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bundled_model.grammar import words
from tools.bundled_model.jobs.extraction.frame import Frame, frames
from tools.bundled_model.sample import Split
from tools.bundled_model.words.extraction import (
    commerce,
    deals,
    everyday,
    fillers,
    held_out,
    office,
    travel,
)


@dataclass(frozen=True, slots=True)
class Fillers:
    """Sentences before and behind a text."""

    before: tuple[str, ...]
    after: tuple[str, ...]


FRAMES: Final[Mapping[Split, tuple[Frame, ...]]] = {
    Split.TRAIN: frames(
        deals.SENTENCES, commerce.SENTENCES, office.SENTENCES, travel.SENTENCES, everyday.SENTENCES
    ),
    Split.HELD_OUT: frames(held_out.SENTENCES),
}
FILLERS: Final[Mapping[Split, Fillers]] = {
    Split.TRAIN: Fillers(words(fillers.BEFORE), words(fillers.AFTER)),
    Split.HELD_OUT: Fillers(words(fillers.BEFORE_HELD_OUT), words(fillers.AFTER_HELD_OUT)),
}
